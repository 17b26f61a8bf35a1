"""A first start on the bundled history: how many requests it takes until nothing is missing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.sync.sync import PENDING
from playground.launch_library.server import LaunchLibraryServer
from playground.wire import Exchange
from storage.history import BUNDLED_HISTORY
from storage.models import StatusId
from storage.query import LaunchQuery, Range
from tests.bot.upstream import NOW, Mirror, every, filled, made_up, mirror
from tests.history import copied
from tests.launches import HandClock, launch, record

GAPS = (
    "2024-09", "2024-10", "2024-11", "2024-12", "2025-01", "2025-02", "2025-03", "2025-04",
    "2025-11", "2025-12",
)  # fmt: skip
AS_OF = datetime(2026, 8, 20, tzinfo=UTC)


@cache
def whole_history() -> list[dict[str, Any]]:
    """Every 60 days from 1957, and since 2024 as many as there are: 330 a year."""
    old = every(timedelta(days=60), datetime(1957, 10, 4, 19, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC))
    new = every(timedelta(hours=26, minutes=33), datetime(2024, 1, 1, 5, tzinfo=UTC), NOW)
    return made_up([*old, *new])


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def exchanges() -> list[Exchange]:
    return []


@pytest.fixture
async def server(clock: HandClock, exchanges: list[Exchange]) -> AsyncIterator[LaunchLibraryServer]:
    async with LaunchLibraryServer(whole_history(), clock=clock, observer=exchanges.append) as running:
        yield running


@pytest.fixture
async def copy(tmp_path: Path, server: LaunchLibraryServer, clock: HandClock) -> AsyncIterator[Mirror]:
    async with filled(tmp_path, server, clock, GAPS, AS_OF) as opened:
        yield opened


async def gaps(copy: Mirror) -> list[str]:
    coverage = (await copy.catalogue.freshness()).coverage
    return [str(month) for month in coverage.gaps_within(Range())]


async def days(copy: Mirror, number: float) -> None:
    """Let that much time pass, with a round whenever the slow walk is due."""
    for _ in range(int(number * 12)):
        copy.clock.now += timedelta(hours=2)
        await copy.sync.round()


async def test_after_twelve_requests_nothing_is_missing(copy: Mirror, exchanges: list[Exchange]) -> None:
    assert len(await gaps(copy)) == len(GAPS) + 4
    lacking = copy.upstream_ids() - await copy.ids()
    assert len(lacking) > 350
    await copy.sync.round()
    assert len(exchanges) <= 12
    assert await gaps(copy) == []
    assert await copy.ids() == copy.upstream_ids()
    # The newest first, then the newest gap, then the one before it.
    asked = [
        exchange.request.get("net__lte", "")[:7] for exchange in exchanges if "previous" in exchange.path
    ]
    assert asked[:3] == ["", "2026-01", "2025-05"]
    assert asked == sorted(asked, reverse=True, key=lambda month: month or "9")


async def test_complete_and_current_within_the_first_hour_and_its_fifteen_requests(
    copy: Mirror, exchanges: list[Exchange]
) -> None:
    await copy.hours(1)
    assert len(exchanges) <= 15
    assert await gaps(copy) == []
    freshness = await copy.catalogue.freshness()
    assert freshness.updated_at is not None
    assert copy.clock.now - freshness.updated_at <= timedelta(minutes=30)
    assert 450 < freshness.confirmed < freshness.launches


async def test_the_slow_walk_confirms_the_rest(copy: Mirror, exchanges: list[Exchange]) -> None:
    await copy.sync.round()
    early = len(exchanges)
    await days(copy, 2.5)
    freshness = await copy.catalogue.freshness()
    assert freshness.confirmed == freshness.launches == len(copy.upstream_ids())
    walked = [e for e in exchanges[early:] if "net__lte" in e.request]
    # One page in two hours, and none of what was read already.
    assert len(walked) <= 30
    assert walked[0].request["net__lte"] < "2026-08-21"


async def test_whatever_size_the_pages_have_the_first_hour_is_enough(
    copy: Mirror, exchanges: list[Exchange], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.launch_library.page_size.PageSize.fit", lambda _self, limit: min(limit, 50))
    await copy.hours(1)
    assert await gaps(copy) == []
    assert len(exchanges) <= 15


async def test_a_bundled_launch_that_is_no_longer_listed_goes_when_the_walk_has_passed_it(
    copy: Mirror,
) -> None:
    gone = record(launch(id="11111111-1111-4111-8111-111111111111", net=datetime(2026, 5, 5, 7, tzinfo=UTC)))
    moved = copy.server.archive.previous({"net__lte": "2026-05-01T00:00:00Z", "ordering": "-net"})[0]
    await copy.catalogue.store([gone])
    copy.server.archive.change(moved["id"], net="2027-03-01T00:00:00Z")
    await copy.hours(6)
    assert await copy.catalogue.launch(gone.launch.id) is None
    assert await copy.ids() == copy.upstream_ids()


@pytest.mark.parametrize("kind", ["empty", "short"])
@pytest.mark.parametrize("after", [0, 2])
async def test_one_wrong_answer_removes_nothing_and_proves_nothing(
    copy: Mirror, kind: Any, after: int
) -> None:
    before = await copy.ids()
    for _ in range(after):
        copy.server.faults.add("hang")  # Served as it is.
    copy.server.faults.add(kind)
    for _ in range(12):  # A doubted page is read again after two hours.
        await copy.sync.round()
        known = await copy.ids()
        assert before <= known
        assert await gaps(copy) or known == copy.upstream_ids()
        copy.clock.now += timedelta(minutes=15)
    assert await gaps(copy) == []
    assert await copy.ids() == copy.upstream_ids()


async def test_a_list_that_lacks_many_launches_is_believed_when_it_stays_so(copy: Mirror) -> None:
    await copy.sync.round()
    listed = copy.server.archive.previous({"net__lte": "2026-05-01T00:00:00Z", "ordering": "-net"})
    for gone in listed[:40]:
        copy.server.archive.remove(gone["id"])
    await days(copy, 2.5)
    assert await copy.ids() == copy.upstream_ids()
    freshness = await copy.catalogue.freshness()
    assert freshness.confirmed == freshness.launches


async def test_a_launch_whose_outcome_the_history_does_not_know_is_looked_up_at_once(copy: Mirror) -> None:
    known = copy.server.archive.previous({"net__lte": "2026-02-01T00:00:00Z", "ordering": "-net"})[0]
    net = datetime.fromisoformat(known["net"])
    await copy.catalogue.store(
        [record(launch(id=known["id"], status_id=StatusId.IN_FLIGHT, net=net, last_updated=net))]
    )
    copy.server.archive.change(known["id"])
    await copy.sync.round()
    told = await copy.catalogue.launch(known["id"])
    assert told is not None
    assert told.status.id == StatusId.SUCCESS


async def test_a_bot_that_was_off_for_long_reads_what_it_missed_before_anything_else(
    copy: Mirror, exchanges: list[Exchange], tmp_path: Path
) -> None:
    await copy.sync.round()
    copy.clock.now += timedelta(days=300)
    for late in made_up(every(timedelta(days=1), NOW + timedelta(days=1), copy.clock.now)):
        copy.server.archive.put({**late, "last_updated": "2026-01-01T00:00:00Z"})
    before = len(exchanges)
    await copy.hours(1)
    assert await gaps(copy) == []
    assert await copy.ids() == copy.upstream_ids()
    assert len(exchanges) - before <= 15


async def test_a_catalogue_of_an_earlier_version_keeps_what_it_knows(
    tmp_path: Path, server: LaunchLibraryServer, clock: HandClock, exchanges: list[Exchange]
) -> None:
    async with mirror(tmp_path, server, clock) as copy:
        marks = {
            "since": NOW.isoformat(),
            "updated_at": NOW.isoformat(),
            "walked": "yes",
            "walked_at": NOW.isoformat(),
            "complete_since": "1957-10-04T19:00:00+00:00",
        }
        await copy.catalogue.store([], marks=marks)
        assert await gaps(copy) == []
        await copy.sync.round()
        assert not [e for e in exchanges if "net__lte" in e.request]
        assert (await copy.catalogue.find(LaunchQuery())).count == 50


async def test_the_history_that_comes_with_the_bot_is_whole_after_twelve_requests(
    tmp_path: Path, history_file: Path, clock: HandClock, exchanges: list[Exchange]
) -> None:
    bundled = BUNDLED_HISTORY.read()
    gap_months = [every(timedelta(hours=26), *bounds(month)) for month in bundled.gaps]
    since = every(timedelta(hours=26), datetime.combine(bundled.made_on, time(1), UTC), NOW)
    known = [
        {**told, "id": launch.id, "name": launch.name, "last_updated": "2026-11-01T00:00:00Z"}
        for launch, told in zip(bundled.launches, made_up(n.net for n in bundled.launches), strict=True)
    ]
    more = made_up([*(net for month in gap_months for net in month), *since])
    copied(history_file, tmp_path)
    async with (
        LaunchLibraryServer([*known, *more], clock=clock, observer=exchanges.append) as server,
        mirror(tmp_path, server, clock) as copy,
    ):
        assert len(await gaps(copy)) >= len(bundled.gaps)
        await copy.sync.round()
        assert (len(exchanges) <= 12, await gaps(copy)) == (True, [])
        assert await copy.ids() == copy.upstream_ids()
        # Every launch of which the history does not know how it ended was looked up as well.
        pending = await copy.catalogue.find(LaunchQuery(status_ids=PENDING))
        assert pending.count == 0


def bounds(month: str) -> tuple[datetime, datetime]:
    """Return the first and the last hour of a month."""
    first = datetime.fromisoformat(f"{month}-01T03:00:00+00:00")
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(hours=6)
