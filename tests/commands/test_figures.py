"""Figures whose truth lies at the edges: years, leap days, the same day a year before, runs of successes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from commands.cards.card import Card, Text
from commands.stats.figures import busiest_site, percent, this_year, totals
from storage.catalogue import Catalogue, Counts
from storage.models import StatusId
from storage.properties import Property
from storage.query import LaunchQuery
from tests.commands.conftest import read
from tests.launches import BAIKONUR, CANAVERAL, KOUROU, launch, records

MICROSECOND = timedelta(microseconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "this", "last"),
    [
        # Both sides of a year's beginning, to the microsecond.
        ("2024-01-01T00:00:00", ["2024-01-01T00:00:00"], ["2023-01-01T00:00:00"]),
        ("2023-12-31T23:59:59.999999", ["2023-01-01T00:00:00", "2023-12-31T23:59:59.999999"],
         ["2022-01-01T00:00:00", "2022-12-31T23:59:59.999999"]),
        # A leap day has none to be compared with: the whole of 28 February is over.
        ("2024-02-29T12:00:00", ["2024-02-29T11:59:59"], ["2023-02-28T12:00:01", "2023-02-28T23:59:59"]),
        ("2025-02-28T12:00:00", ["2025-02-28T12:00:00"], ["2024-02-28T12:00:00"]),
        ("2025-03-01T00:00:00", ["2025-02-28T23:00:00"], ["2024-02-29T23:00:00", "2024-03-01T00:00:00"]),
        ("2024-07-01T12:00:00", [], ["2023-07-01T12:00:00"]),
    ],
)  # fmt: skip
async def test_this_year_is_compared_with_last_year_by_the_same_day(
    tmp_path: Path, now: str, this: list[str], last: list[str]
) -> None:
    instant = at(now)
    outside = [
        datetime(instant.year - 1, 1, 1, tzinfo=UTC) - MICROSECOND,
        # What came after this day a year before is not to be counted yet.
        datetime(instant.year - 1, 3, 1, tzinfo=UTC) if "02-29" in now
        else instant.replace(year=instant.year - 1) + timedelta(minutes=1),
        instant + timedelta(seconds=1),
    ]  # fmt: skip
    outside = [each for each in outside if each < datetime(instant.year, 1, 1, tzinfo=UTC) or each > instant]
    told = [launch(n, net=net) for n, net in enumerate([*map(at, this), *map(at, last), *outside], 1)]
    async with Catalogue.open(tmp_path / "c.db", lambda: instant) as catalogue:
        await catalogue.store(records(*told))
        (line,) = await this_year(LaunchQuery(), catalogue, instant)
        groups = await catalogue.groups((Property.YEAR,), LaunchQuery())
    assert read(Card("", blocks=(Text((line,)),))).strip() == (
        f"This year so far: {len(this)} ({len(last)} by this date last year)"
    )
    years = [each.net.year for each in told if each.net <= instant]
    assert {group.key[0]: group.launches for group in groups} == {y: years.count(y) for y in years}


async def test_months_and_years_are_those_of_utc_through_all_of_history(tmp_path: Path) -> None:
    """Before and after 1970, on leap days, in 1900 and 2100, which were and will be no leap years."""
    days = [
        datetime(year, month, day, tzinfo=UTC)
        for year in (1, 1899, 1900, 1901, 1957, 1969, 1970, 1972, 2000, 2024, 2099, 2100, 9999)
        for month, day in ((1, 1), (2, 28), (3, 1), (12, 31))
    ] + [datetime(1960, 2, 29, tzinfo=UTC), datetime(2024, 2, 29, tzinfo=UTC)]
    nets = [net for day in days for net in (day, day + timedelta(hours=23, minutes=59, seconds=59))]
    end = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    async with Catalogue.open(tmp_path / "c.db", lambda: end) as catalogue:
        await catalogue.store(records(*(launch(n, net=net) for n, net in enumerate(nets, 1))))
        years = await catalogue.groups((Property.YEAR,), LaunchQuery())
        months = await catalogue.groups((Property.MONTH,), LaunchQuery())
    told = [net.year for net in nets]
    assert [(group.key[0], group.launches) for group in years] == [
        (year, told.count(year)) for year in sorted(set(told))
    ]
    texts = [f"{net.year:04}-{net.month:02}" for net in nets]
    assert [(group.key[0], group.launches) for group in months] == [
        (text, texts.count(text)) for text in sorted(set(texts))
    ]


@pytest.mark.parametrize(
    ("run", "streak", "longest"),
    [("", 0, 0), ("x", 1, 1), ("f", 0, 0), ("xxfxpxxx", 3, 3), ("xxxxf", 0, 4), ("fxxx.x", 4, 4),
     ("..", 0, 0), ("xx.f.xx", 2, 2), ("pxfxxpx", 1, 2)],
)  # fmt: skip
async def test_streaks_end_with_a_failure_and_pass_over_what_has_no_outcome(
    tmp_path: Path, run: str, streak: int, longest: int
) -> None:
    """x success, f failure, p partial failure, . none yet; the latest last, two at the same instant."""
    states = {
        "x": StatusId.SUCCESS,
        "f": StatusId.FAILURE,
        "p": StatusId.PARTIAL_FAILURE,
        ".": StatusId.GO,
    }
    start = at("2020-01-01T00:00:00")
    told = [launch(n, states[each], net=start + timedelta(days=n)) for n, each in enumerate(run)]
    async with Catalogue.open(tmp_path / "c.db", lambda: at("2024-01-01T00:00:00")) as catalogue:
        await catalogue.store(records(*told))
        stats = await catalogue.stats(LaunchQuery())
    assert (stats.streak, stats.longest_streak) == (streak, longest)
    if run.strip("."):
        text = read(Card("", blocks=(Text(tuple(totals(stats, LaunchQuery()))),)))
        assert (f" in a row · longest {longest}" in text) == (streak > 0)
        assert (f"Longest streak: {longest} " in text) == (streak == 0 and longest > 1)


async def test_the_busiest_site_is_named_and_an_unknown_one_never_is(tmp_path: Path) -> None:
    pads = [None, None, None, BAIKONUR, CANAVERAL, CANAVERAL, KOUROU]
    told = [launch(n, pad=pad) for n, pad in enumerate(pads, 1)]
    async with Catalogue.open(tmp_path / "c.db", lambda: at("2025-01-01T00:00:00")) as catalogue:
        await catalogue.store(records(*told))
        (line,) = await busiest_site(LaunchQuery(), catalogue)
        nowhere = await busiest_site(LaunchQuery(ids=(told[0].id,)), catalogue)
    text = read(Card("", blocks=(Text((line,)),))).strip()
    assert text == "Busiest launch site: Cape Canaveral SFS, FL, USA (2 launches)"
    assert nowhere == []


@pytest.mark.parametrize(
    ("success", "failure", "words"),
    [(9_999, 1, "99.9%"), (1, 9_999, "0.1%"), (1, 0, "100%"), (0, 3, "0%"), (2, 1, "66.7%")],
)
def test_a_rate_is_rounded_to_all_or_nothing_only_where_it_is(success: int, failure: int, words: str) -> None:
    assert percent(Counts(success + failure, success, failure)) == words
