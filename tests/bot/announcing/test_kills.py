"""The real process, killed without warning while it announces: nothing lost, nothing posted twice."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.state.models import DeliveryState
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
    audience.afresh = True
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


EDITING_POINTS = ("after the edit", "after the edit is noted")
POSTING_POINTS = ("after the sending commit", "after the answer")


async def killed_at(audience: Audience, points: tuple[str, ...]) -> Counter[tuple[str, DeliveryState]]:
    """Have the bot killed once at each point, a few deliveries later each time, then let it finish."""
    for passed, point in enumerate(points):
        await audience.die(point, 1 + 4 * passed)
    return await audience.finish()


async def test_kills_while_posts_are_corrected_repeat_and_lose_none(audience: Audience) -> None:
    """An edit may be made twice, so that nothing of it is ever unknown."""
    await audience.owe(30)
    await audience.finish()
    await audience.correct(gone=False)
    counts = await killed_at(audience, EDITING_POINTS)
    assert counts == {("discord", DeliveryState.SENT): 60, ("telegram", DeliveryState.SENT): 60}
    assert audience.arrived() == (Counter({1: 30}), Counter({1: 30}))
    assert audience.told("Corrected") == (30, 30)


async def test_kills_while_corrections_follow_as_messages_repeat_and_lose_none(audience: Audience) -> None:
    await audience.owe(30)
    await audience.finish()
    await audience.correct(gone=True)
    counts = await killed_at(audience, POSTING_POINTS)
    counts.subtract({("discord", DeliveryState.SENT): 30, ("telegram", DeliveryState.SENT): 30})
    check(audience, 30, counts)
    assert audience.told("Corrected")[0] == 30


async def test_kills_while_digests_are_sent_repeat_and_lose_none(audience: Audience) -> None:
    await audience.owe(30, owed=False)
    await audience.owe_digests()
    check(audience, 30, await killed_at(audience, POSTING_POINTS))
    assert audience.told("Launches of the day")[0] == 30


async def test_kills_while_what_is_remembered_is_sent_repeat_and_lose_none(audience: Audience) -> None:
    await audience.owe(30, owed=False)
    await audience.owe_memories()
    check(audience, 30, await killed_at(audience, POSTING_POINTS))
    assert audience.told("On this day")[0] == 15
    assert audience.told("Space history of the week")[0] == 15
