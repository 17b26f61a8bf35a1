"""After a failure there is no streak to tell of, on no card: what stays is the longest there was."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest

from bot.app import make_dispatcher
from storage.models import Booster, Launch, StatusId
from tests.commands.conftest import DISCORD, read
from tests.launches import ATLAS_V, ULA, HandClock, catalogue_of, launch, records
from tests.outside import outside
from tests.states import opened_state

CARDS = [
    ("stats", "provider:SpaceX"),
    ("provider", "SpaceX"),
    ("rocket", "Falcon 9"),
    ("compare", "SpaceX, ULA"),
]


def flown(number: int, *, well: bool) -> Launch:
    """A launch so many days ago that went well, and so did its landing, or neither did."""
    landed = Booster(f"B{number}", 1, landing_attempt=True, landing_success=well)
    return launch(number, StatusId.SUCCESS if well else StatusId.FAILURE, boosters=(landed,))


async def told(tmp_path: Path, *launches: Launch) -> list[str]:
    """What each of the cards says of those launches, beside one of somebody else."""
    found = [*launches, launch(90, StatusId.FAILURE, provider=ULA, rocket=ATLAS_V)]
    async with (
        catalogue_of(tmp_path / "catalogue.db", records(*found)) as catalogue,
        await opened_state(tmp_path / "state.db", HandClock()) as state,
    ):
        ticks = map(float, count(0, 600)).__next__
        dispatcher = make_dispatcher(catalogue, outside(state), HandClock(), monotonic=ticks)
        return [read(await dispatcher.say(command, text, DISCORD)) for command, text in CARDS]


async def test_a_failure_ends_the_streak_and_leaves_the_longest(tmp_path: Path) -> None:
    after = [flown(3, well=True), flown(2, well=True), flown(1, well=False)]
    for text in await told(tmp_path, *after):
        assert "Streak: 0" not in text
        assert "streak: 0" not in text
        assert "Longest streak: 2 successes in a row" in text
        assert "Longest landing streak: 2 in a row" in text


@pytest.mark.parametrize("first", [True, False])
async def test_one_success_before_a_failure_was_no_streak(tmp_path: Path, first: bool) -> None:
    for text in await told(tmp_path, flown(2, well=first), flown(1, well=False)):
        assert "treak" not in text


async def test_a_streak_that_goes_on_is_told_beside_the_longest(tmp_path: Path) -> None:
    for text in await told(tmp_path, flown(2, well=False), flown(1, well=True)):
        assert "Streak: 1 success in a row · longest 1" in text
