"""Times as people write them, and when they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from commands.definitions.commands import COMMANDS
from commands.parsing.arguments import split_words
from commands.parsing.dates.periods import written_end, written_start
from commands.parsing.dates.phrases import phrase_at, read_period, words_of_date
from storage.errors import AskError
from tests.commands.date_phrases import DAYS, NO_DATES, TWO_MEANINGS

ZONES = ("UTC", "America/New_York", "Pacific/Auckland")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""Noon of that Monday, which is set wherever one is."""


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("phrase", "days"), DAYS.items())
def test_a_phrase_means_those_days_in_every_zone(phrase: str, days: str, zone: str) -> None:
    place = ZoneInfo(zone)
    first, last = (datetime.fromisoformat(day) for day in days.split())
    found = read_period(phrase, NOON.replace(tzinfo=place), place)
    assert found.start == first.replace(tzinfo=place).astimezone(UTC)
    assert found.end == (last + timedelta(days=1)).replace(tzinfo=place).astimezone(UTC)


@pytest.mark.parametrize(
    ("phrase", "start", "end"),
    [
        ("last 24 hours", "2026-11-22T18:30", "2026-11-23T18:31"),
        ("past hour", "2026-11-23T17:30", "2026-11-23T18:31"),
        ("the last twelve hours", "2026-11-23T06:30", "2026-11-23T18:31"),
        ("6 hours ago", "2026-11-23T12:30", "2026-11-23T12:31"),
        ("now", "2026-11-23T18:30", "2026-11-23T18:31"),
        ("2024 to now", "2024-01-01T00:00", "2026-11-23T18:31"),
        ("2024-01-01T05:00Z", "2024-01-01T05:00", "2024-01-01T05:01"),
        ("2024-01-01 05:00 UTC", "2024-01-01T05:00", "2024-01-01T05:01"),
        ("2024-01-01T05:00:30+02:00", "2024-01-01T03:00:30", "2024-01-01T03:00:31"),
        ("2024-01-01T05:00Z to 2024-01-02", "2024-01-01T05:00", "2024-01-03T00:00"),
    ],
)
def test_hours_and_instants_are_exact_to_the_minute(phrase: str, start: str, end: str) -> None:
    found = read_period(phrase, datetime(2026, 11, 23, 18, 30, 12, 345, tzinfo=UTC))
    assert found.start == datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert found.end == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_it_is_another_day_elsewhere() -> None:
    now = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    there = read_period("today", now, ZoneInfo("Pacific/Auckland"))
    assert there.start == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert read_period("today", now, ZoneInfo("America/New_York")).start == datetime(
        2026, 11, 23, 5, tzinfo=UTC
    )


def test_a_day_is_as_long_as_the_clocks_make_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    lengths = [read_period(day, NOON, berlin) for day in ("2024-03-31", "2024-10-27", "2024-06-01")]
    assert [(each.end - each.start) // timedelta(hours=1) for each in lengths] == [23, 25, 24]


def test_a_day_that_the_calendar_skipped_is_no_date() -> None:
    with pytest.raises(AskError, match="I don’t understand the date"):
        read_period("2011-12-30", NOON, ZoneInfo("Pacific/Apia"))


@pytest.mark.parametrize("phrase", NO_DATES)
def test_what_is_no_date_is_answered_with_examples(phrase: str) -> None:
    with pytest.raises(AskError, match=r"Try 2024, June 2023, 2023-06-01 or last week\."):
        read_period(phrase, NOON)


@pytest.mark.parametrize(("phrase", "offered"), TWO_MEANINGS.items())
def test_what_may_be_two_times_is_asked_about(phrase: str, offered: tuple[str, ...]) -> None:
    with pytest.raises(AskError) as asked:
        read_period(phrase, NOON)
    assert asked.value.suggestions == offered
    assert all(each in asked.value.sentence for each in offered)
    assert all(read_period(each, NOON) for each in offered)


@given(
    st.one_of(
        st.text(max_size=90),
        st.lists(st.sampled_from(" ".join(DAYS).split()), max_size=8).map(" ".join),
        st.from_regex(r"\d{1,4}[-./ ]\d{1,4}([-./ ]\d{1,4})?", fullmatch=True),
    ),
    st.sampled_from(ZONES),
    st.integers(-400_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)
@example("29 february", "UTC", datetime(1904, 1, 1, tzinfo=UTC))
def test_any_text_is_a_period_that_reads_back_as_written_or_a_question(
    text: str, zone: str, now: datetime
) -> None:
    place = ZoneInfo(zone)
    try:
        found = read_period(text, now, place)
    except AskError:
        return
    assert found.start < found.end
    assert read_period(written_start(found.start, place), now, place).start == found.start
    assert read_period(written_end(found.end, place), now, place).end == found.end


@pytest.mark.parametrize(
    ("today", "phrase", "start", "end"),
    [
        (datetime(2024, 3, 31, tzinfo=UTC), "last month", "2024-02-01", "2024-03-01"),
        (datetime(2024, 3, 31, tzinfo=UTC), "a month ago", "2024-02-29", "2024-03-01"),
        (datetime(2024, 1, 1, tzinfo=UTC), "last month", "2023-12-01", "2024-01-01"),
        (datetime(2024, 1, 1, tzinfo=UTC), "last quarter", "2023-10-01", "2024-01-01"),
        (datetime(2024, 1, 1, 23, 59, tzinfo=UTC), "yesterday", "2023-12-31", "2024-01-01"),
        (datetime(2024, 2, 29, tzinfo=UTC), "this month", "2024-02-01", "2024-03-01"),
        (datetime(2024, 2, 29, tzinfo=UTC), "last year", "2023-01-01", "2024-01-01"),
        (datetime(2024, 2, 29, tzinfo=UTC), "a year ago", "2023-02-28", "2023-03-01"),
        (datetime(2024, 12, 30, tzinfo=UTC), "this week", "2024-12-30", "2025-01-06"),
        (datetime(2024, 12, 29, tzinfo=UTC), "last weekend", "2024-12-21", "2024-12-23"),
        (datetime(2000, 5, 5, tzinfo=UTC), "this century", "1901-01-01", "2001-01-01"),
        (datetime(2019, 5, 5, tzinfo=UTC), "20s", "1920-01-01", "1930-01-01"),
    ],
)
def test_relative_periods_at_the_ends_of_months_and_years(
    today: datetime, phrase: str, start: str, end: str
) -> None:
    found = read_period(phrase, today)
    assert (f"{found.start:%Y-%m-%d}", f"{found.end:%Y-%m-%d}") == (start, end)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (
            "provider:spacex since:2024 crew dragon",
            {"provider": "spacex", "since": "2024", "search": "crew dragon"},
        ),
        ('rocket:"Falcon 9" from:cape', {"rocket": "Falcon 9", "location": "cape"}),
        ("since:last week starlink", {"since": "last week", "search": "starlink"}),
        ("since:June 2023 until:the 60s", {"since": "June 2023", "until": "the 60s"}),
        ("since:past 30 days view:list", {"since": "past 30 days", "view": "list"}),
        ("since:3 May 2001 apollo", {"since": "3 May 2001", "search": "apollo"}),
        ("since:two weeks ago starlink", {"since": "two weeks ago", "search": "starlink"}),
        (
            "since:early 60s until:the 20th century apollo",
            {"since": "early 60s", "until": "the 20th century", "search": "apollo"},
        ),
        ("since:q1 2020 by:ULA", {"since": "q1 2020", "provider": "ULA"}),
        ("since:first half of 2023 falcon", {"since": "first half of 2023", "search": "falcon"}),
        ("since:last 24 hours", {"since": "last 24 hours"}),
        (
            "since:between march 1 and march 20 2026 x",
            {"since": "between march 1 and march 20 2026", "search": "x"},
        ),
        ("since:31 june 2023 x", {"since": "31 june 2023", "search": "x"}),
        ('since:june "2023"', {"since": "june", "search": '"2023"'}),
        ("since:nonsense week", {"since": "nonsense", "search": "week"}),
        ("since:2 weeks ago 2024", {"since": "2 weeks ago", "search": "2024"}),
        ("BY:ULA Status=failure", {"provider": "ULA", "outcome": "failure"}),
        ('rocket:"Falcon 9', {"rocket": "Falcon 9"}),
        ("", {}),
    ],
)
def test_words_after_a_command_become_its_filters(text: str, arguments: dict[str, str]) -> None:
    assert split_words(COMMANDS[0], text) == arguments


@pytest.mark.parametrize(
    ("sentence", "how", "point", "words"),
    [
        ("yesterday", "", "yesterday", 1),
        ("since March 2020 falcon", "since", "march 2020", 3),
        ("2020 launches", "", "2020", 1),
        ("between 1960 and 1970 soyuz", "", "between 1960 and 1970", 4),
        ("from 2010 onwards crewed", "from", "2010", 3),
        ("pre-1960 launches", "pre", "1960", 1),
        ("in the 60s", "in", "60s", 3),
    ],
)
def test_a_time_in_a_sentence_is_as_long_as_it_is(sentence: str, how: str, point: str, words: int) -> None:
    found = phrase_at(sentence.split(), NOON)
    assert found is not None
    assert (found.how, found.point, found.words) == (how, point, words)
    assert (found.ranged, found.onwards) == (" and " in sentence, "onwards" in sentence)


@pytest.mark.parametrize("sentence", ["", "falcon", "since falcon", "the launch by 2020"])
def test_a_sentence_that_begins_otherwise_has_no_time_there(sentence: str) -> None:
    assert phrase_at(sentence.split(), NOON) is None


@pytest.mark.parametrize(
    ("begun", "rest", "words"),
    [
        ("June", "2023 starlink", 1),
        ("last", "3 months crewed", 2),
        ("2020", "falcon", 0),
        ("falcon", "2020", 0),
    ],
)
def test_a_date_begun_goes_on_for_so_many_words(begun: str, rest: str, words: int) -> None:
    assert words_of_date(begun, rest.split()) == words
