"""What a launch is among those before it: counted again over the whole bundled history, without the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from storage.catalogue import NO_PRECEDENTS, Catalogue
from storage.models import Booster, Launch, StatusId
from tests.history import HISTORY_NOW
from tests.launches import NOW, launch, nothing_missing, records
from tests.raw_history import raw_history

Json = dict[str, Any]

WHOLE_UNTIL = "2024-09"
"""From here on months are missing from the bundled history."""


def counted() -> Iterator[tuple[Json, int, int, bool, Json | None]]:
    """Yield each launch with how often its rocket and its version have flown, and what went before."""
    flights: dict[str, int] = {}
    versions: dict[int, int] = {}
    succeeded: set[str] = set()
    before: dict[str, Json] = {}
    for record in sorted(raw_history(), key=lambda each: (each["net"], each["id"])):
        rocket = record["rocket"]["configuration"]
        if rocket is None:
            continue
        name, version = rocket["name"].casefold(), rocket["id"]
        flights[name] = flights.get(name, 0) + 1
        versions[version] = versions.get(version, 0) + 1
        success = record["status"]["id"] == StatusId.SUCCESS
        first_success = success and name not in succeeded and flights[name] > 1
        last = before.get(name)
        failed = last if success and last and last["status"]["id"] == StatusId.FAILURE else None
        if success:
            succeeded.add(name)
        before[name] = record
        yield record, flights[name], versions[version], first_success, failed


async def test_every_first_and_every_return_of_the_whole_history_is_one(history_catalogue: Catalogue) -> None:
    """A tenth of all, and every launch that is a first flight, a first success, a hundredth or a return."""
    checked = 0
    for number, (record, flights, versions, first_success, failed) in enumerate(counted()):
        told_apart = flights == 1 or versions == 1 or first_success or failed or not flights % 100
        if number % 10 and not told_apart:
            continue
        flown = await history_catalogue.launch(record["id"])
        assert flown is not None
        found = await history_catalogue.precedents(flown)
        whole = record["net"] < WHOLE_UNTIL
        assert found.of_rocket == (flights if whole else None), record["name"]
        assert found.is_first_of_version == (whole and versions == 1), record["name"]
        assert found.is_first_success == (whole and first_success), record["name"]
        if whole:
            assert (found.failure.id if found.failure else None) == (failed and failed["id"]), record["name"]
        checked += 1
    assert checked > 1_000


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Ariane 62 | Maiden Flight", {"of_rocket": 1}),
        ("Saturn V | Apollo 4", {"of_rocket": 1}),
        ("Falcon 1 | RatSat", {"is_first_success": True}),
    ],
)
async def test_what_people_remember_is_found(
    history_catalogue: Catalogue, name: str, what: dict[str, object]
) -> None:
    found = await history_catalogue.latest_of([name])
    flown = await history_catalogue.launch(found[name])
    assert flown is not None
    precedents = await history_catalogue.precedents(flown)
    assert {key: getattr(precedents, key) for key in what} == what


async def test_the_falcon_9_comes_back_after_its_failures(history_catalogue: Catalogue) -> None:
    days = set()
    for record, _flights, _versions, _first, failed in counted():
        if record["rocket"]["configuration"]["name"] == "Falcon 9" and failed:
            flown = await history_catalogue.launch(record["id"])
            assert flown is not None
            precedents = await history_catalogue.precedents(flown)
            assert precedents.failure is not None
            days.add(f"{precedents.failure.net:%Y-%m-%d}")
    # CRS-7, AMOS-6 (lost on the pad, two days before this NET) and Starlink 9-3.
    assert days == {"2015-06-28", "2016-09-03", "2024-07-12"}


@asynccontextmanager
async def over(path: Path, *launches: Launch, whole: bool = True) -> AsyncIterator[Catalogue]:
    async with Catalogue.open(path / "catalogue.db", lambda: NOW) as catalogue:
        await catalogue.store(records(*launches), marks=nothing_missing(NOW) if whole else {})
        yield catalogue


def flight(number: int, serial: str, times: int, net: datetime) -> Launch:
    return launch(number, net=net, boosters=(Booster(serial, times),))


def fleet(last_after: timedelta) -> tuple[Launch, ...]:
    """Six boosters that fly again after 30 days, and the first of them once more after that time."""
    begin = NOW - timedelta(days=300)
    twice = [
        flight(10 * n + times, f"B{n}", times, begin + timedelta(days=3 * n + 30 * (times - 1)))
        for n in range(1, 7)
        for times in (1, 2)
    ]
    last = flight(99, "B1", 3, begin + timedelta(days=33) + last_after)
    return (*twice, last)


async def test_the_fastest_turnaround_and_the_most_flown_booster_are_records(tmp_path: Path) -> None:
    launches = fleet(timedelta(days=20, hours=5))
    async with over(tmp_path, *launches) as catalogue:
        found = await catalogue.precedents(launches[-1])
        assert found.turnaround is not None
        assert (found.turnaround.serial_number, found.turnaround.time) == ("B1", timedelta(days=20, hours=5))
        assert found.most_flown == "B1"
        before = await catalogue.precedents(launches[-2])
        assert before.turnaround is None
        assert before.most_flown == ""


async def test_a_slower_one_is_no_record(tmp_path: Path) -> None:
    launches = fleet(timedelta(days=31))
    async with over(tmp_path, *launches) as catalogue:
        assert (await catalogue.precedents(launches[-1])).turnaround is None


async def test_a_flight_left_out_is_no_turnaround(tmp_path: Path) -> None:
    launches = fleet(timedelta(days=20))
    skipped = replace(launches[-1], boosters=(Booster("B1", 4),))
    async with over(tmp_path, *launches[:-1], skipped) as catalogue:
        assert (await catalogue.precedents(skipped)).turnaround is None


async def test_where_boosters_of_a_launch_are_not_known_there_is_no_record_of_boosters(
    tmp_path: Path,
) -> None:
    launches = fleet(timedelta(days=20))
    unknown = launch(200, net=NOW - timedelta(days=299), boosters=None)
    async with over(tmp_path, *launches, unknown) as catalogue:
        found = await catalogue.precedents(launches[-1])
        assert (found.turnaround, found.most_flown) == (None, "")
        assert found.of_rocket == len(launches) + 1


async def test_where_launches_may_be_missing_nothing_is_told(tmp_path: Path) -> None:
    launches = fleet(timedelta(days=20))
    async with over(tmp_path, *launches, whole=False) as catalogue:
        assert await catalogue.precedents(launches[-1]) == NO_PRECEDENTS


async def test_of_a_launch_that_is_not_there_nothing_is_told(history_catalogue: Catalogue) -> None:
    told = launch(1, net=datetime(2020, 1, 1, tzinfo=UTC))
    found = await history_catalogue.precedents(told)
    assert (found.of_rocket, found.counts.agency) == (None, None)
    assert told.net < HISTORY_NOW
