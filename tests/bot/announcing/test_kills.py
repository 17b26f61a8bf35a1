"""The real process, killed without warning while it announces: nothing lost, nothing posted twice."""

from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.announcing.audience import Audience, check

pytestmark = pytest.mark.process

KILLS = int(os.environ.get("LAUNCHLOG_KILLS", "6"))
"""How often the bot is killed while it sends; more than in every run are for a proof."""

SENDING_POINTS = ("after claim", "after the sending commit", "after the answer", "after the mark")


@pytest.fixture
async def audience(tmp_path: Path, history_file: Path) -> AsyncIterator[Audience]:
    made = Audience(tmp_path, history_file)
    async with made.discord, made.telegram, made.library:
        yield made


async def test_a_kill_at_each_step_of_a_delivery(audience: Audience) -> None:
    # More than can be in flight at each kill, so that the next has something to interrupt.
    await audience.owe(60)
    for count, point in enumerate(SENDING_POINTS, 1):
        await audience.die(point, count)
    check(audience, 60, await audience.finish())


async def test_kills_through_many_deliveries(audience: Audience) -> None:
    dice = random.Random(20_261_124)
    number = 25 * KILLS
    await audience.owe(number)
    for _ in range(KILLS // 2):
        point = dice.choice(SENDING_POINTS)
        await audience.die(point, 1 if point == "after claim" else dice.randint(1, 40))
        await audience.kill_after(dice.randint(1, 40))
    check(audience, number, await audience.finish())


async def test_a_kill_before_anything_is_owed_and_one_while_it_is_being_noted(audience: Audience) -> None:
    await audience.owe(5, owed=False)
    await audience.look()
    await audience.conclude()
    for point in ("during sync", "during fan-out"):
        await audience.die(point, 1)
        assert audience.posts == 0
    check(audience, 5, await audience.finish())
