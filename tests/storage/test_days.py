"""Launches of stretches of time with their ordinals, against counting one by one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.stats.calendar_days import CalendarDay
from storage.catalogue import Catalogue, DayLaunch, Span
from storage.catalogue.reading import days as days_module
from storage.models import Launch
from tests.history import HISTORY_NOW
from tests.launches import (
    BAIKONUR,
    CANAVERAL,
    FALCON_9,
    NOW,
    ROSCOSMOS,
    SOYUZ,
    SPACEX,
    catalogue_of,
    launch,
    records,
)
from tests.raw_history import raw_history

instants = st.integers(-4_000, 30).map(lambda hours: NOW + timedelta(hours=hours))
launches = st.lists(
    st.builds(
        lambda number, net, provider, rocket, pad: launch(
            number, net=net, provider=provider, rocket=rocket, pad=pad
        ),
        st.integers(1, 400),
        instants,
        st.sampled_from([SPACEX, ROSCOSMOS, None]),
        st.sampled_from([FALCON_9, SOYUZ, None]),
        st.sampled_from([CANAVERAL, BAIKONUR, None]),
    ),
    max_size=30,
    unique_by=lambda told: told.id,
)


def apart(bounds: list[datetime]) -> list[Span]:
    """Return stretches of time that do not overlap, in any order."""
    bounds = sorted(bounds)
    return list(zip(bounds[::2], bounds[1::2], strict=False))[::-1]


spans = st.lists(instants, max_size=8, unique=True).map(apart)


def _of(told: Launch) -> tuple[Any, Any, Any]:
    return told.rocket, told.provider, told.pad


def _ordinal(told: Launch, others: list[Launch], part: int) -> int | None:
    """Return which launch of its rocket, provider or place it is, by counting."""
    if _of(told)[part] is None:
        return None
    same = [each for each in others if _of(each)[part] == _of(told)[part]]
    return sorted(same, key=lambda each: (each.net, each.id)).index(told) + 1


@given(launches, spans)
@settings(deadline=None, max_examples=60)
async def test_spans_hold_what_counting_one_by_one_finds(told: list[Launch], asked: list[Span]) -> None:
    within = [
        each for each in told if each.net <= NOW and any(start <= each.net < end for start, end in asked)
    ]
    within.sort(key=lambda each: (each.net, each.id))
    with TemporaryDirectory() as folder:
        async with catalogue_of(Path(folder) / "c.db", records(*told)) as catalogue:
            found = await catalogue.spans(asked)
    assert found == tuple(DayLaunch(each, *(_ordinal(each, told, i) for i in range(3))) for each in within)


async def test_a_launch_now_is_previous_and_one_a_moment_later_is_not(tmp_path: Path) -> None:
    told = [launch(1, net=NOW), launch(2, net=NOW + timedelta(microseconds=1))]
    async with catalogue_of(tmp_path / "c.db", records(*told)) as catalogue:
        found = await catalogue.spans([(NOW - timedelta(days=1), NOW + timedelta(days=1))])
    assert [each.launch.id for each in found] == [told[0].id]


async def test_no_spans_hold_nothing(tmp_path: Path) -> None:
    async with catalogue_of(tmp_path / "c.db", records(launch())) as catalogue:
        assert await catalogue.spans([]) == ()


async def test_each_span_and_each_ordinal_is_read_from_an_index(tmp_path: Path) -> None:
    statement = f"EXPLAIN QUERY PLAN {days_module._STATEMENT}"
    async with (
        Catalogue.open(tmp_path / "c.db", lambda: NOW) as catalogue,
        catalogue._file.reading() as connection,
    ):
        rows = await connection.execute_fetchall(statement, (0, "[[0, 1]]"))
    plan = "\n".join(row[3] for row in rows)
    assert "SCAN l" not in plan
    assert "SCAN o" not in plan
    assert "launches_by_net_up (net>? AND net<?)" in plan
    for column in ("provider_id", "configuration_id", "location_id"):
        assert f"({column}=? AND net<?)" in plan


@pytest.mark.parametrize("year", [1957, 1969, 2024])
async def test_instants_before_1970_count_as_well(tmp_path: Path, year: int) -> None:
    net = datetime(year, 7, 16, 13, 32, tzinfo=UTC)
    async with catalogue_of(tmp_path / "c.db", records(launch(1, net=net))) as catalogue:
        day = datetime(year, 7, 16, tzinfo=UTC)
        (found,) = await catalogue.spans([(day, day + timedelta(days=1))])
    assert (found.of_rocket, found.of_provider, found.of_location) == (1, 1, 1)


@pytest.mark.parametrize(("month", "day"), [(7, 16), (12, 21), (2, 29)])
async def test_days_of_the_real_history_are_what_the_raw_file_has(
    history_catalogue: Catalogue, month: int, day: int
) -> None:
    """21 December is the day with most launches; Apollo 11 left on 16 July."""
    told = sorted(raw_history(), key=lambda r: (r["net"], r["id"]))
    ordinals: dict[str, tuple[int, int, int]] = {}
    seen: Counter[tuple[str, int]] = Counter()
    for each in told:
        keys = (
            ("rocket", each["rocket"]["configuration"]["id"]),
            ("provider", each["launch_service_provider"]["id"]),
            ("site", each["pad"]["location"]["id"]),
        )
        seen.update(keys)
        ordinals[each["id"]] = (seen[keys[0]], seen[keys[1]], seen[keys[2]])
    wanted = [each["id"] for each in told if each["net"][5:10] == f"{month:02}-{day:02}"]
    found = await history_catalogue.spans(CalendarDay(month, day).spans(HISTORY_NOW.year + 1, UTC))
    assert [one.launch.id for one in found] == wanted
    for one in found:
        assert (one.of_rocket, one.of_provider, one.of_location) == ordinals[one.launch.id]
