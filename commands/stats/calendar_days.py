"""Days of the year, whatever the year: read from what people write, told, and found in a time zone."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from commands.i18n.formatting import day_words
from commands.i18n.translation import _
from commands.parsing.dates import FIRST_YEAR, LONGEST, parse_period
from storage.catalogue import Span
from storage.errors import AskError

_LEAP_YEAR = 2000
"""A year that has every day there is."""

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
_NAME = r"(?P<month>[a-z]{3,9})\.?"
_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_NAMED = (rf"{_NAME} (?:the )?{_NUMBER}", rf"(?:the )?{_NUMBER} (?:of )?{_NAME}")
_NUMBERED = r"(?P<month>\d{1,2})-(?P<day>\d{1,2})"
_EXAMPLES = ("July 20", "20 July", "2024-07-20")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that comes every year, or for 29 February every leap year."""

    month: int
    day: int

    @property
    def before(self) -> CalendarDay:
        """The day before, 31 December before 1 January."""
        return self._moved(-1)

    @property
    def after(self) -> CalendarDay:
        """The day after."""
        return self._moved(1)

    @property
    def words(self) -> str:
        """The day as "20 July"."""
        return day_words(self.month, self.day)

    def spans(self, before_year: int, zone: tzinfo) -> Sequence[Span]:
        """Return when it was that day in the zone, in all years before that one."""
        years = range(FIRST_YEAR, before_year)
        if (self.month, self.day) == (2, 29):
            years_with_it = [year for year in years if isleap(year)]
        else:
            years_with_it = list(years)
        starts = [datetime(year, self.month, self.day, tzinfo=zone) for year in years_with_it]
        # The day after begins when clocks there say so, be that 23 or 25 hours later.
        return [(start.astimezone(UTC), (start + timedelta(days=1)).astimezone(UTC)) for start in starts]

    def _moved(self, days: int) -> CalendarDay:
        moved = date(_LEAP_YEAR, self.month, self.day) + timedelta(days=days)
        return CalendarDay(moved.month, moved.day)


async def parse_day(text: str, now: datetime) -> CalendarDay:
    """Return the day that `text` names, with a year or without; relative words are counted from `now`.

    `now` is in the zone of whoever asks. Raises `AskError` with examples when no day can be seen in it.
    """
    words = " ".join(text.casefold().replace(",", " ").split())[:LONGEST].removeprefix("on ")
    try:
        found = _by_pattern(words) or await _by_period(words, now)
    except (ValueError, AskError):
        found = None
    if found is None:
        sentence = _("“{text}” is not a day I understand. Try July 20, 20 July or 2024-07-20.")
        raise AskError(sentence.format(text=text[:LONGEST]), _EXAMPLES)
    return found


def _by_pattern(words: str) -> CalendarDay | None:
    """Read a day without a year; raises ValueError for one that there is in no year."""
    for pattern in (*_NAMED, _NUMBERED):
        match = re.fullmatch(pattern, words)
        if match and (month := _month(match["month"])):
            found = date(_LEAP_YEAR, month, int(match["day"]))
            return CalendarDay(found.month, found.day)
    return None


def _month(text: str) -> int | None:
    """Return the number of a month from its number, name, or a beginning that no other month has."""
    if text.isdecimal():
        return int(text)
    matching = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(text)]
    return matching[0] if len(matching) == 1 else None


async def _by_period(words: str, now: datetime) -> CalendarDay | None:
    """Read a day with its year, or a word such as "yesterday"."""
    # Days are counted on the calendar of whoever asks.
    period = await parse_period(words, now.replace(tzinfo=UTC))
    if period.end - period.start != timedelta(days=1):
        return None
    return CalendarDay(period.start.month, period.start.day)
