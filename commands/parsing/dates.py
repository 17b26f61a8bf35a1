"""Dates as people write them: "2024", "2019-2021", "June 2023", "the 60s", "last week", "past 30 days"."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commands.i18n.translation import _
from storage.errors import AskError

FIRST_YEAR = 1900
LAST_YEAR = 2100
"""Years that a date may name: from before the first launch to beyond any plan."""

LONGEST = 60
"""Most characters that are looked at; no date is longer."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}

_MONTH_NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_UNIT = r"(day|week|month|year)s?"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in whole UTC days: from the first instant to just before `end`."""

    start: datetime
    end: datetime


async def parse_period(text: str, now: datetime) -> Period:
    """Return the period that `text` names, relative words counted from `now`.

    Raises `AskError` with examples when no date can be seen in it.
    """
    words = " ".join(text.casefold().replace(",", " ").split())[:LONGEST]
    words = words.removeprefix("the ").removeprefix("in ")
    period = _by_pattern(words, now)
    if period is None and re.search(r"\d", words):
        period = await asyncio.to_thread(_by_library, words, now)
    if period is None:
        sentence = _("“{text}” is not a date I understand. Try 2024, June 2023, 2023-06-01 or last week.")
        raise AskError(sentence.format(text=text[:LONGEST]), ("2024", "June 2023", "2023-06-01", "last week"))
    return period


def continues_date(begun: str, word: str) -> bool:
    """Whether `word` goes on with a date begun before it: "June" with "2023", "last" with "week"."""
    before = begun.casefold().removeprefix("the").split()
    after = word.casefold().strip(",")
    if not before:
        return bool(re.fullmatch(r"\d{2,4}'?s|past|last|this|previous", after))
    last = before[-1].strip(",")
    if re.fullmatch(_MONTH_NAME, last):
        return bool(re.fullmatch(r"(of|\d{1,2}(st|nd|rd|th)?|\d{4})", after))
    if last in ("last", "past", "previous", "this"):
        return bool(re.fullmatch(rf"\d{{1,5}}|{_UNIT}", after))
    if re.fullmatch(r"\d{1,5}|an?|one", last):
        is_day = bool(re.fullmatch(rf"{_MONTH_NAME}", after)) and len(last) <= 2
        is_year = len(before) > 1 and len(last) <= 2 and bool(re.fullmatch(r"\d{4}", after))
        return is_day or is_year or bool(re.fullmatch(_UNIT, after))
    return after == "ago" and bool(re.fullmatch(_UNIT, last))


def _by_pattern(words: str, now: datetime) -> Period | None:
    for pattern, build in _PATTERNS:
        match = re.fullmatch(pattern, words)
        if match:
            try:
                return build(now, *match.groups())
            except (ValueError, OverflowError):
                return None
    return None


def _by_library(words: str, now: datetime) -> Period | None:
    """Let dateparser read what the patterns do not know, such as "3rd of May 2001"."""
    import dateparser  # noqa: PLC0415 - half a second to import, needed for few questions

    settings = {
        "RELATIVE_BASE": now.replace(tzinfo=None), "PREFER_DATES_FROM": "past",
        "REQUIRE_PARTS": ["day", "month", "year"],
        # Dots are written where the day comes first.
        "DATE_ORDER": "DMY" if "." in words else "MDY",
    }  # fmt: skip
    found = dateparser.parse(words, languages=["en"], settings=settings)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return _days(datetime(found.year, found.month, found.day, tzinfo=UTC), 1)


def _days(start: datetime, count: int) -> Period:
    return Period(start, start + count * _DAY)


def _midnight(now: datetime) -> datetime:
    return now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _years(_now: datetime, first: str, last: str | None = None) -> Period:
    start, end = int(first), int(last or first)
    if end < 100:
        end += start - start % 100
    if not FIRST_YEAR <= start <= end <= LAST_YEAR:
        raise ValueError(first)
    return Period(datetime(start, 1, 1, tzinfo=UTC), datetime(end + 1, 1, 1, tzinfo=UTC))


def _decade(now: datetime, century: str | None, tens: str) -> Period:
    start = int(f"{century or ''}{tens}0")
    if not century:
        start += 2000 if 2000 + start <= now.year else 1900
    return _years(now, str(start), str(start + 9))


def _month(year: int, month: int) -> Period:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    start = datetime(year, month, 1, tzinfo=UTC)
    return Period(start, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC))


def _named_month(_now: datetime, name: str, year: str) -> Period:
    return _month(int(year), _MONTHS.index(name[:3]) + 1)


def _lone_month(now: datetime, name: str) -> Period:
    """A month without a year is the one that began last."""
    month = _MONTHS.index(name[:3]) + 1
    return _month(now.year if month <= now.month else now.year - 1, month)


def _iso_month(_now: datetime, year: str, month: str) -> Period:
    return _month(int(year), int(month))


def _iso_day(_now: datetime, year: str, month: str, day: str) -> Period:
    return _days(datetime(int(year), int(month), int(day), tzinfo=UTC), 1)


def _named_day(now: datetime, word: str) -> Period:
    return _days(_midnight(now) - (_DAY if word == "yesterday" else 0 * _DAY), 1)


def _calendar(now: datetime, which: str, unit: str) -> Period:
    today, back = _midnight(now), which in ("last", "previous")
    if unit == "week":
        return _days(today - (today.weekday() + 7 * back) * _DAY, 7)
    if unit == "month":
        before = today.replace(day=1) - _DAY
        return _month(before.year, before.month) if back else _month(today.year, today.month)
    return _years(now, str(now.year - back))


def _past(now: datetime, count: str | None, unit: str) -> Period:
    days = int(count or 1) * _UNIT_DAYS[unit]
    end = _midnight(now) + _DAY
    return Period(end - days * _DAY, end)


def _ago(now: datetime, count: str, unit: str) -> Period:
    number = 1 if count in ("a", "an", "one") else int(count)
    return _days(_midnight(now) - number * _UNIT_DAYS[unit] * _DAY, 1)


def _range_or_month(now: datetime, first: str, last: str) -> Period:
    """Years in "2019-2021" and "2019-21", but a month in "2019-06", as ISO 8601 has it."""
    if len(last) == 2 and 1 <= int(last) <= 12:
        return _iso_month(now, first, last)
    return _years(now, first, last)


_PATTERNS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})", _years),
    (r"(\d{4}) ?(?:-|–|to|until|\.\.) ?(\d{4}|\d{2})(?!-)", _range_or_month),
    (r"(\d{2})?(\d)0'?s", _decade),
    (rf"{_MONTH_NAME} (?:of )?(\d{{4}})", _named_month),
    (_MONTH_NAME, _lone_month),
    (r"(\d{4})[-/.](\d{1,2})", _iso_month),
    (r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", _iso_day),
    (r"(today|yesterday)", _named_day),
    (r"(this|last|previous) (week|month|year)", _calendar),
    (rf"(?:past|last) (\d{{1,5}})? ?{_UNIT}", _past),
    (rf"(a|an|one|\d{{1,5}}) {_UNIT} ago", _ago),
)  # fmt: skip
