"""The sync over real HTTP: what it asks, in which order, and what it survives."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from playground.launch_library.server import LaunchLibraryServer
from playground.wire import Exchange
from storage.models import StatusId
from storage.query import LaunchQuery
from tests.bot.upstream import NOW, Mirror, long_history, mirror
from tests.launches import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock(NOW)


@pytest.fixture
def exchanges() -> list[Exchange]:
    return []


@pytest.fixture
async def server(clock: HandClock, exchanges: list[Exchange]) -> AsyncIterator[LaunchLibraryServer]:
    async with LaunchLibraryServer(long_history(), clock=clock, observer=exchanges.append) as running:
        yield running


@pytest.fixture
async def copy(tmp_path: Path, server: LaunchLibraryServer, clock: HandClock) -> AsyncIterator[Mirror]:
    async with mirror(tmp_path, server, clock) as opened:
        yield opened


def newest(copy: Mirror) -> dict[str, Any]:
    return copy.server.archive.previous({"ordering": "-net"})[0]


async def test_first_start_has_the_newest_hundred_after_one_request(
    copy: Mirror, exchanges: list[Exchange]
) -> None:
    def stop(_have: int, _all: int) -> None:
        raise asyncio.CancelledError

    copy.sync.progress = stop
    with pytest.raises(asyncio.CancelledError):
        await copy.sync.round()
    assert len(exchanges) == 1
    wanted = copy.server.archive.previous({"ordering": "-net"})[:100]
    assert await copy.ids() == {record["id"] for record in wanted}


async def test_history_comes_newest_to_oldest_and_then_nothing_is_missing(copy: Mirror) -> None:
    seen: list[int] = []
    copy.sync.progress = lambda have, _all: seen.append(have)
    assert await copy.sync.round()
    assert seen == sorted(seen)
    assert await copy.ids() == copy.upstream_ids()
    freshness = await copy.catalogue.freshness()
    assert freshness.total == freshness.launches == len(copy.upstream_ids())
    assert freshness.complete_since == freshness.oldest
    assert freshness.updated_at == NOW
    assert freshness.trouble == ""


async def test_a_bot_restarted_every_minute_asks_at_most_fifteen_times_an_hour(
    tmp_path: Path, server: LaunchLibraryServer, clock: HandClock, exchanges: list[Exchange]
) -> None:
    times = []
    for _ in range(75):
        async with mirror(tmp_path, server, clock) as copy:
            before = len(exchanges)
            await copy.sync.round()
            times += [clock.now] * (len(exchanges) - before)
        clock.now += timedelta(minutes=1)
    for begin in times:
        assert len([t for t in times if begin <= t < begin + timedelta(hours=1)]) <= 15


@pytest.mark.parametrize("seed", range(2))
async def test_killed_anywhere_and_started_again_it_completes(
    tmp_path: Path, server: LaunchLibraryServer, clock: HandClock, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        async with mirror(tmp_path, server, clock) as copy:
            task = asyncio.create_task(copy.sync.round())
            for _turn in range(chance.randrange(400)):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        clock.now += timedelta(minutes=20)
    async with mirror(tmp_path, server, clock) as copy:
        await copy.hours(3)
        assert await copy.ids() == copy.upstream_ids()


@pytest.mark.parametrize("version", ["2.0.0", "2.2.0", "2.3.0"])
async def test_a_result_and_its_correction_arrive_in_every_version(
    tmp_path: Path, server: LaunchLibraryServer, clock: HandClock, version: str
) -> None:
    async with mirror(tmp_path, server, clock, version) as copy:
        await copy.sync.round()
        launch_id = newest(copy)["id"]
        server.archive.change(launch_id, net="2026-11-23T11:00:00Z")
        for outcome, status in (("success", StatusId.SUCCESS), ("failure", StatusId.FAILURE)):
            server.archive.conclude(launch_id, outcome, "It fell." if outcome == "failure" else "")  # type: ignore[arg-type]
            await copy.hours(2)
            launch = await copy.catalogue.launch(launch_id)
            assert launch is not None
            assert launch.status.id == status
        launch = await copy.catalogue.launch(launch_id)
        assert launch is not None
        assert launch.failure_reason == "It fell."


async def test_a_launch_that_left_and_one_that_is_gone_leave_here_too(copy: Mirror) -> None:
    await copy.sync.round()
    listed = copy.server.archive.previous({"ordering": "-net"})
    scrubbed, merged = listed[3]["id"], listed[5]["id"]
    copy.server.archive.change(scrubbed, net="2027-01-01T00:00:00Z")
    copy.server.archive.remove(merged)
    await copy.hours(4)
    assert await copy.ids() == copy.upstream_ids()
    assert await copy.catalogue.launch(merged) is None


async def test_a_launch_that_enters_late_far_down_the_list_is_found(copy: Mirror) -> None:
    await copy.sync.round()
    late = {**newest(copy), "id": "11111111-1111-4111-8111-111111111111", "net": "1999-01-01T00:00:00Z"}
    copy.server.archive.put(late)
    copy.server.archive.change(late["id"], name="Late | Arrival")
    await copy.hours(2)
    assert await copy.catalogue.launch(late["id"]) is not None


async def test_details_somebody_waits_for_come_before_the_history(
    copy: Mirror, exchanges: list[Exchange]
) -> None:
    oldest = copy.server.archive.previous({"ordering": "net"})[0]["id"]
    await copy.state.wanted.add(oldest)
    await copy.sync.round()
    asked = [exchange.path.split("/")[3] for exchange in exchanges]
    assert asked[:4] == ["previous", "upcoming", oldest, "previous"]
    assert await copy.state.wanted.oldest(1) == ()


@pytest.mark.parametrize("kind", ["status", "html", "half_page", "cut_off", "reset"])
async def test_trouble_upstream_is_told_and_passes(copy: Mirror, kind: Any) -> None:
    await copy.sync.round()
    before = await copy.ids()
    copy.server.faults.add(kind, times=4, status=503 if kind == "status" else 200)
    copy.clock.now += timedelta(hours=2)
    assert not await copy.sync.round()
    freshness = await copy.catalogue.freshness()
    assert freshness.trouble
    assert freshness.updated_at == NOW
    assert await copy.ids() == before
    copy.server.faults.clear()
    await copy.hours(2)
    freshness = await copy.catalogue.freshness()
    assert freshness.trouble == ""
    assert freshness.updated_at is not None
    assert freshness.updated_at > NOW


async def test_a_bad_record_is_set_aside_and_counted_and_the_page_is_kept(copy: Mirror) -> None:
    copy.server.faults.add("wrong_types")
    await copy.sync.round()
    freshness = await copy.catalogue.freshness()
    assert freshness.rejected == 1
    assert freshness.launches >= len(copy.upstream_ids()) - 1


async def test_a_huge_description_is_kept_whole(copy: Mirror) -> None:
    launch_id = newest(copy)["id"]
    mission = {**(newest(copy)["mission"] or {"id": 1, "name": "M"}), "description": "word " * 200_000}
    copy.server.archive.change(launch_id, mission=mission)
    await copy.sync.round()
    launch = await copy.catalogue.launch(launch_id)
    assert launch is not None
    assert launch.mission is not None
    assert launch.mission.description == "word " * 200_000


async def test_being_throttled_is_no_trouble_and_is_obeyed(
    tmp_path: Path, clock: HandClock, exchanges: list[Exchange]
) -> None:
    async with (
        LaunchLibraryServer(
            long_history(), clock=clock, observer=exchanges.append, limit_per_hour=1
        ) as strict,
        mirror(tmp_path, strict, clock) as copy,
    ):
        await copy.sync.round()
        refused = len(exchanges)
        assert exchanges[-1].status == 429
        clock.now += timedelta(minutes=5)
        await copy.sync.round()
        assert len(exchanges) == refused
        assert (await copy.catalogue.freshness()).trouble == ""
        assert (await copy.catalogue.find(LaunchQuery())).count == 100


async def test_launches_to_come_that_cannot_be_had_hold_nothing_up(
    copy: Mirror, exchanges: list[Exchange]
) -> None:
    copy.server.faults.add("hang")  # Served as it is.
    copy.server.faults.add("status", times=4, status=503)
    assert await copy.sync.round()
    assert {e.path for e in exchanges if e.status == 503} == {"/2.3.0/launches/upcoming/"}
    assert (await copy.catalogue.freshness()).trouble == ""
    await copy.hours(1.5)
    assert await copy.ids() == copy.upstream_ids()
