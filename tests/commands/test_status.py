"""What /status tells of the launches: the bundled history, what is confirmed, what may be missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands.cards.system import status_card
from storage.catalogue import Catalogue
from tests.commands.conftest import read
from tests.launches import HandClock, launch, records

HISTORY = {"history": "2024-08-20", "history_gaps": "2024-02 2024-03"}


@pytest.fixture
def hand_clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def catalogue(tmp_path: Path, hand_clock: HandClock) -> AsyncIterator[Catalogue]:
    async with Catalogue.open(tmp_path / "catalogue.db", hand_clock) as opened:
        yield opened


async def status(catalogue: Catalogue, now: datetime) -> list[str]:
    return read(status_card(await catalogue.freshness(), None, now)).splitlines()


async def test_status_tells_how_far_the_history_goes_and_how_much_of_it_is_confirmed(
    catalogue: Catalogue, hand_clock: HandClock
) -> None:
    now = hand_clock.now
    confirmed = f"{(now - timedelta(days=2)).isoformat()}/{now.isoformat()}"
    await catalogue.store(
        records(*(launch(n) for n in range(1, 6))), marks=HISTORY | {"confirmed": confirmed}
    )
    lines = await status(catalogue, now)
    assert "Bundled history up to: 2024-08-20" in lines
    assert "Confirmed by Launch Library: 2 of 5" in lines
    # February, March, and from 20 August to two days ago.
    assert "Launches of 4 months may be missing." in lines
    assert any(line.startswith("Period: ") and line.endswith(" – 2024-09-30") for line in lines)


async def test_a_history_that_is_confirmed_lacks_nothing(catalogue: Catalogue, hand_clock: HandClock) -> None:
    now = hand_clock.now
    confirmed = f"{datetime(1, 1, 1, tzinfo=UTC).isoformat()}/{now.isoformat()}"
    await catalogue.store(records(launch(1), launch(2)), marks=HISTORY | {"confirmed": confirmed})
    lines = await status(catalogue, now)
    assert "Confirmed by Launch Library: 2 of 2" in lines
    assert not [line for line in lines if "missing" in line]


@pytest.mark.parametrize("marks", [{}, {"complete_since": "1990-05-01T00:00:00+00:00"}])
async def test_without_a_bundled_history_none_is_told_of(
    catalogue: Catalogue, hand_clock: HandClock, marks: dict[str, str]
) -> None:
    await catalogue.store(records(launch(1)), marks=marks)
    lines = await status(catalogue, hand_clock.now)
    assert not [line for line in lines if "Bundled" in line or "Confirmed" in line]
    assert ("Complete: from 1990 on" in lines) == bool(marks)
