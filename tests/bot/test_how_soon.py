"""How soon a result is here after Launch Library shows it, by a hand clock, and what that costs."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pytest

from adapters.launch_library.client import LaunchLibrary
from bot.sync.sync import Sync
from bot.sync.upcoming import expected, interval
from playground.launch_library.server import LaunchLibraryServer
from playground.wire import Exchange
from storage.catalogue import Catalogue
from storage.models import StatusId
from tests.bot.upstream import NOW, Mirror, every, made_up, mirror
from tests.launches import HandClock
from tests.states import opened_state

MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def exchanges() -> list[Exchange]:
    return []


@pytest.fixture
async def server(clock: HandClock, exchanges: list[Exchange]) -> AsyncIterator[LaunchLibraryServer]:
    past = made_up(every(timedelta(days=9), NOW - timedelta(days=900), NOW - timedelta(days=2)))
    async with LaunchLibraryServer(past, clock=clock, observer=exchanges.append) as running:
        yield running


def schedule(server: LaunchLibraryServer, chance: random.Random) -> dict[str, datetime]:
    """Have launches within the next hours, and return when Launch Library tells how each ended.

    Some results come while it is still quiet, within half an hour of NET; the others up to six hours later.
    """
    told: dict[str, datetime] = {}
    nets = sorted(NOW + timedelta(hours=1) + timedelta(seconds=chance.randrange(6 * 3600)) for _ in range(8))
    for number, made in enumerate(made_up(net.replace(microsecond=0) for net in nets)):
        later = timedelta(minutes=chance.uniform(3, 30) if number % 2 else chance.uniform(30, 360))
        server.archive.put({**made, "status": {"id": 1, "name": "Go for Launch", "abbrev": "Go"}})
        told[made["id"]] = datetime.fromisoformat(made["net"]) + later
    return told


async def minute(copy: Mirror, told: dict[str, datetime], chance: random.Random) -> list[timedelta]:
    """Let about a minute pass, and return how old the results are that came by then."""
    before = copy.clock.now
    copy.clock.now += MINUTE + timedelta(seconds=chance.uniform(-2, 2))
    for launch_id, instant in told.items():
        if before < instant <= copy.clock.now:
            copy.server.archive.set_status(launch_id, StatusId.SUCCESS)
    await copy.sync.round()
    come = []
    for launch_id in [i for i, instant in told.items() if instant <= copy.clock.now]:
        launch = await copy.catalogue.launch(launch_id)
        if launch is not None and launch.status.id == StatusId.SUCCESS:
            come.append(copy.clock.now - told.pop(launch_id))
    return come


def most_within_an_hour(exchanges: list[Exchange]) -> int:
    times = [exchange.at for exchange in exchanges if "throttle" not in exchange.path]
    return max(sum(begin <= t < begin + timedelta(hours=1) for t in times) for begin in times)


@pytest.mark.parametrize("version", ["2.0.0", "2.3.0"])
async def test_hours_full_of_launches_are_told_within_minutes_and_fifteen_requests_an_hour(
    tmp_path: Path, server: LaunchLibraryServer, clock: HandClock, exchanges: list[Exchange], version: str
) -> None:
    chance = random.Random(version)
    async with mirror(tmp_path, server, clock, version) as copy:
        told = schedule(server, chance)
        delays: list[timedelta] = []
        while told and copy.clock.now < NOW + timedelta(days=2):
            delays += await minute(copy, told, chance)
    assert len(delays) == 8
    assert median(delay.total_seconds() for delay in delays) <= 5 * 60
    assert max(delays) <= timedelta(minutes=9, seconds=30)
    assert most_within_an_hour(exchanges) <= 15
    assert not [exchange for exchange in exchanges if exchange.status == 429]


async def test_with_a_key_the_first_walk_does_not_delay_what_is_fresh(
    tmp_path: Path, clock: HandClock, exchanges: list[Exchange]
) -> None:
    """Each answer takes 20 seconds, so that the whole list takes 13 minutes."""

    def see(exchange: Exchange) -> None:
        exchanges.append(exchange)
        clock.now += timedelta(seconds=20)

    past = made_up(every(timedelta(days=2), NOW - timedelta(days=7_800), NOW - timedelta(days=2)))
    (due,) = made_up([NOW - timedelta(minutes=20)])
    flown = {**due, "status": {"id": 6, "name": "Launch in Flight", "abbrev": "In Flight"}}
    async with (
        LaunchLibraryServer(
            [*past, flown], clock=clock, observer=see, limit_per_hour=300, tokens=["k"]
        ) as server,
        await opened_state(tmp_path / "state.db", clock) as state,
        Catalogue.open(tmp_path / "catalogue.db", clock) as catalogue,
        LaunchLibrary(server.address, "2.3.0", "k", ledger=state.ledger, clock=clock) as library,
    ):
        library.budget.learn(300, 3600.0)
        sync = Sync(catalogue, library, state.wanted, clock)
        begun = clock.now
        await sync.round()
        # The round ended in the midst of the history.
        assert clock.now - begun <= timedelta(minutes=2)
        assert (await catalogue.freshness()).coverage.unknown
        server.archive.set_status(due["id"], StatusId.SUCCESS)
        told = clock.now
        while True:
            launch = await catalogue.launch(due["id"])
            if launch is not None and launch.status.id == StatusId.SUCCESS:
                break
            await sync.round()
        assert clock.now - told <= timedelta(minutes=10)
        assert (await catalogue.freshness()).coverage.unknown


@pytest.mark.parametrize(
    ("due", "pending", "minutes"),
    [
        ([], None, 30),
        ([-1], None, 7.5),
        ([1], None, 30),
        ([], 5 * 60, 7.5),
        ([], 7 * 60, 15),
        ([], 25 * 60, 30),
        ([-7 * 60], None, 15),
    ],
)
def test_how_often_it_is_asked_depends_on_what_is_due(
    due: list[float], pending: float | None, minutes: float
) -> None:
    noted = expected((NOW + timedelta(minutes=each) for each in due), NOW)
    waiting = None if pending is None else NOW - timedelta(minutes=pending)
    assert interval(noted, waiting, NOW) == timedelta(minutes=minutes)


def test_of_the_launches_to_come_only_the_next_hours_are_noted() -> None:
    assert expected([NOW + timedelta(hours=2), NOW + timedelta(days=1)], NOW) == "2026-11-23T14:00:00+00:00"
    assert interval("nonsense", None, datetime(2026, 1, 1, tzinfo=UTC)) == timedelta(minutes=30)
