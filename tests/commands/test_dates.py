"""Dates as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from commands.definitions.commands import COMMANDS
from commands.parsing.arguments import split_words
from commands.parsing.dates import parse_period
from storage.errors import AskError
from tests.commands.conftest import NOW

PHRASES = {
    "2024": ("2024-01-01", "2025-01-01"),
    "1957": ("1957-01-01", "1958-01-01"),
    "2019-2021": ("2019-01-01", "2022-01-01"),
    "2019 to 2021": ("2019-01-01", "2022-01-01"),
    "2019–2021": ("2019-01-01", "2022-01-01"),
    "2019-21": ("2019-01-01", "2022-01-01"),
    "2023-06": ("2023-06-01", "2023-07-01"),
    "2023/12": ("2023-12-01", "2024-01-01"),
    "2023-06-01": ("2023-06-01", "2023-06-02"),
    "2024-2-29": ("2024-02-29", "2024-03-01"),
    "2023.12.31": ("2023-12-31", "2024-01-01"),
    "June 2023": ("2023-06-01", "2023-07-01"),
    "jun 2023": ("2023-06-01", "2023-07-01"),
    "December of 2022": ("2022-12-01", "2023-01-01"),
    "Sept. 1999": ("1999-09-01", "1999-10-01"),
    "in May 2001": ("2001-05-01", "2001-06-01"),
    "march": ("2026-03-01", "2026-04-01"),
    "november": ("2026-11-01", "2026-12-01"),
    "December": ("2025-12-01", "2026-01-01"),
    "the 60s": ("1960-01-01", "1970-01-01"),
    "60s": ("1960-01-01", "1970-01-01"),
    "1960s": ("1960-01-01", "1970-01-01"),
    "the 00s": ("2000-01-01", "2010-01-01"),
    "the 2010's": ("2010-01-01", "2020-01-01"),
    "today": ("2026-11-23", "2026-11-24"),
    "yesterday": ("2026-11-22", "2026-11-23"),
    "this week": ("2026-11-23", "2026-11-30"),
    "last week": ("2026-11-16", "2026-11-23"),
    "this month": ("2026-11-01", "2026-12-01"),
    "last month": ("2026-10-01", "2026-11-01"),
    "previous year": ("2025-01-01", "2026-01-01"),
    "this year": ("2026-01-01", "2027-01-01"),
    "past 30 days": ("2026-10-25", "2026-11-24"),
    "last 2 weeks": ("2026-11-10", "2026-11-24"),
    "past week": ("2026-11-17", "2026-11-24"),
    "3 days ago": ("2026-11-20", "2026-11-21"),
    "a week ago": ("2026-11-16", "2026-11-17"),
    "3rd of May 2001": ("2001-05-03", "2001-05-04"),
    "May 3, 2001": ("2001-05-03", "2001-05-04"),
    "12.04.1961": ("1961-04-12", "1961-04-13"),
    "16 July 1969": ("1969-07-16", "1969-07-17"),
}


@pytest.mark.parametrize(("phrase", "period"), PHRASES.items())
async def test_phrase_names_its_period(phrase: str, period: tuple[str, str]) -> None:
    found = await parse_period(phrase, NOW)
    assert (f"{found.start:%Y-%m-%d}", f"{found.end:%Y-%m-%d}") == period


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "never",
        "0000",
        "20000",
        "2023-13",
        "2023-02-30",
        "2021-2019",
        "99 bananas",
        "1/2",
        "999999 years ago",
    ],
)
async def test_what_is_no_date_is_answered_with_examples(phrase: str) -> None:
    with pytest.raises(AskError, match=r"Try 2024, June 2023, 2023-06-01 or last week\."):
        await parse_period(phrase, NOW)


@pytest.mark.parametrize(
    ("today", "phrase", "start", "end"),
    [
        (datetime(2024, 3, 31, tzinfo=UTC), "last month", "2024-02-01", "2024-03-01"),
        (datetime(2024, 1, 1, tzinfo=UTC), "last month", "2023-12-01", "2024-01-01"),
        (datetime(2024, 1, 1, 23, 59, tzinfo=UTC), "yesterday", "2023-12-31", "2024-01-01"),
        (datetime(2024, 2, 29, tzinfo=UTC), "this month", "2024-02-01", "2024-03-01"),
        (datetime(2024, 2, 29, tzinfo=UTC), "last year", "2023-01-01", "2024-01-01"),
        (datetime(2024, 12, 30, tzinfo=UTC), "this week", "2024-12-30", "2025-01-06"),
    ],
)
async def test_relative_periods_at_the_ends_of_months_and_years(
    today: datetime, phrase: str, start: str, end: str
) -> None:
    found = await parse_period(phrase, today)
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
        ("since:2 weeks ago 2024", {"since": "2 weeks ago", "search": "2024"}),
        ("BY:ULA Status=failure", {"provider": "ULA", "outcome": "failure"}),
        ('rocket:"Falcon 9', {"rocket": "Falcon 9"}),
        ("", {}),
    ],
)
def test_words_after_a_command_become_its_filters(text: str, arguments: dict[str, str]) -> None:
    assert split_words(COMMANDS[0], text) == arguments
