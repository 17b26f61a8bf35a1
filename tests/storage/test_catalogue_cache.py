"""Counts are kept for a moment, and never told when they no longer hold."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from storage.catalogue import Catalogue, cache, file
from storage.catalogue.reading import pages
from storage.catalogue.reading.selection import UNCOUNTED, Selection, select_page
from storage.properties import Property
from storage.query import LaunchQuery, Range, View
from tests.launches import NOW, ROSCOSMOS, SPACEX, HandClock, launch, record, records

YEAR = (Property.YEAR,)


async def total(catalogue: Catalogue, query: LaunchQuery | None = None) -> int:
    """How many launches the figures tell of, which the groups tell of as well."""
    query = query or LaunchQuery()
    stats = await catalogue.stats(query)
    assert sum(group.launches for group in await catalogue.groups(YEAR, query)) == stats.launches
    return stats.launches


async def test_what_was_counted_a_moment_ago_is_not_counted_again(catalogue: Catalogue) -> None:
    await catalogue.store(records(launch(1), launch(2)))
    first = await catalogue.groups(YEAR, LaunchQuery())
    assert await catalogue.groups(YEAR, LaunchQuery()) is first
    assert await catalogue.groups((Property.MONTH,), LaunchQuery()) != first
    assert await total(catalogue, LaunchQuery(provider_ids=(ROSCOSMOS.id,))) == 0


async def test_a_new_launch_counts_at_once(catalogue: Catalogue) -> None:
    for number in range(1, 4):
        await catalogue.store(records(launch(number)))
        assert await total(catalogue) == number


async def test_a_launch_counts_from_its_net_on(catalogue: Catalogue, hand_clock: HandClock) -> None:
    soon, later = NOW + timedelta(seconds=20), NOW + timedelta(seconds=50)
    await catalogue.store(records(launch(1), launch(2, net=soon), launch(3, net=later)))
    for seconds, count in ((0, 1), (19, 1), (20, 2), (49, 2), (50, 3), (0, 1)):
        hand_clock.now = NOW + timedelta(seconds=seconds)
        assert await total(catalogue) == count, seconds


async def test_what_another_process_writes_counts_at_once(
    catalogue: Catalogue, path: Path, hand_clock: HandClock
) -> None:
    await catalogue.store(records(launch(1)))
    assert await total(catalogue) == 1
    async with Catalogue.open(path, hand_clock) as another:
        await another.store(records(launch(2)))
    assert await total(catalogue) == 2


async def test_a_mark_alone_leaves_what_is_known_as_it_is(catalogue: Catalogue) -> None:
    await catalogue.store(records(launch(1)))
    before, counted = await catalogue.generation(), await catalogue.groups(YEAR, LaunchQuery())
    assert (await catalogue.freshness()).trouble == ""
    await catalogue.store((), marks={"trouble": "Launch Library is away."})
    assert (await catalogue.freshness()).trouble == "Launch Library is away."
    assert await catalogue.generation() == before
    assert await catalogue.groups(YEAR, LaunchQuery()) is counted


async def test_a_record_that_tells_nothing_new_leaves_what_is_known_as_it_is(catalogue: Catalogue) -> None:
    await catalogue.store(records(launch(1)))
    before = await catalogue.generation()
    await catalogue.store([record(launch(1), received_at=NOW + timedelta(hours=1))])
    assert await catalogue.generation() == before


async def test_counts_that_no_longer_hold_are_not_kept(catalogue: Catalogue, hand_clock: HandClock) -> None:
    await catalogue.store(records(launch(1)))
    old = {}
    for minutes in range(3):
        hand_clock.now = NOW + timedelta(minutes=minutes)
        await catalogue.stats(LaunchQuery(net=Range(lte=hand_clock.now)))
        old[minutes] = len(catalogue._remembered._counts)
    assert old == {0: 1, 1: 1, 2: 1}


async def test_the_table_of_names_is_read_again_before_it_is_written_when_another_process_wrote(
    catalogue: Catalogue, path: Path, hand_clock: HandClock
) -> None:
    await catalogue.store([record(launch(1), received_at=NOW)])
    renamed = msgspec.structs.replace(SPACEX, name="Starfleet Yards")
    async with Catalogue.open(path, hand_clock) as another:
        await another.store([record(launch(2, provider=renamed), received_at=NOW + timedelta(hours=2))])
    await catalogue.store([record(launch(3), received_at=NOW + timedelta(hours=1))])
    assert [name.name for name in await catalogue.names(Property.PROVIDER)] == ["Starfleet Yards"]


async def test_the_counts_made_last_are_kept_and_large_ones_are_not(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST", 2)
    monkeypatch.setattr(cache, "_LARGEST", 1)
    await catalogue.store(records(launch(1), launch(2, net=NOW - timedelta(days=900)), launch(3)))
    assert len(await catalogue.groups(YEAR, LaunchQuery())) == 2
    assert await catalogue.groups(YEAR, LaunchQuery()) is not await catalogue.groups(YEAR, LaunchQuery())
    one, two, three = (LaunchQuery(ids=(launch(number).id,)) for number in (1, 2, 3))
    first = await catalogue.groups(YEAR, one)
    second = await catalogue.groups(YEAR, two)
    third = await catalogue.groups(YEAR, three)
    assert await catalogue.groups(YEAR, two) is second
    assert await catalogue.groups(YEAR, three) is third
    assert await catalogue.groups(YEAR, one) is not first


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the matches were counted, of each page that was read."""
    found: list[bool] = []

    def noting(*args: Any, counted: int, **options: Any) -> Selection:
        found.append(counted == UNCOUNTED)
        return select_page(*args, counted=counted, **options)

    monkeypatch.setattr(pages, "select_page", noting)
    return found


async def test_turning_pages_counts_nothing_anew(catalogue: Catalogue, counted: list[bool]) -> None:
    await catalogue.store(records(*map(launch, range(1, 8))))
    for _ in range(file.READERS):
        assert (await catalogue.flown(LaunchQuery(limit=2))).count == 7
    counted.clear()
    for query in (LaunchQuery(limit=2, offset=4), LaunchQuery(limit=5, ordering=("name",), view=View.LIST)):
        for _ in range(file.READERS):
            page = await catalogue.flown(query)
            assert (page.count, len(page.items)) == (7, min(query.limit, 7 - query.offset))
    assert counted == [False] * 2 * file.READERS
    await catalogue.flown(LaunchQuery(provider_ids=(SPACEX.id,)))
    assert counted[-1]


async def test_pages_tell_at_once_of_what_was_written_by_whomever(
    catalogue: Catalogue, path: Path, hand_clock: HandClock
) -> None:
    async def expect(count: int) -> None:
        for _ in range(2 * file.READERS):
            assert (await catalogue.flown(LaunchQuery())).count == count
            assert (await catalogue.find(LaunchQuery(offset=1))).count == count

    async with Catalogue.open(path, hand_clock) as another:
        for number, writing in enumerate((catalogue, another, catalogue, another), 1):
            await writing.store(records(launch(number)))
            await expect(number)


async def test_pages_count_a_launch_from_its_net_on(catalogue: Catalogue, hand_clock: HandClock) -> None:
    soon, later = NOW + timedelta(seconds=20), NOW + timedelta(hours=50)
    await catalogue.store(records(launch(1), launch(2, net=soon), launch(3, net=later)))
    for seconds, count in ((0, 1), (19, 1), (20, 2), (21, 2), (180_000, 3), (0, 1), (30, 2)):
        hand_clock.now = NOW + timedelta(seconds=seconds)
        for _ in range(2 * file.READERS):
            assert (await catalogue.flown(LaunchQuery())).count == count, seconds
