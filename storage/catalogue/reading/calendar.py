"""The UTC year, month and day of a NET in SQL, by whole-number arithmetic where that is exact.

SQLite's strftime takes most of the time of a count by year over all launches. From March 1900 to February
2100 every fourth year is a leap year, so that four years have 1461 days and a division tells them apart.
Expressions are over `l.net`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from storage.instants import MICROS_PER_SECOND, to_micros

_DAY = 86_400 * MICROS_PER_SECOND
_START, _END = datetime(1901, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_REGULAR = f"l.net >= {to_micros(_START)} AND l.net < {to_micros(_END)}"
# Before 1970 a division rounds up, where the second that has begun is wanted.
_SLOW = "CAST(strftime('{part}', (l.net - (l.net < 0) * ({micros} - 1)) / {micros}, 'unixepoch') AS INTEGER)"
_SLOW_YEAR = _SLOW.format(part="%Y", micros=MICROS_PER_SECOND)
_SLOW_DAY = _SLOW.format(part="%d", micros=MICROS_PER_SECOND)
_SLOW_MONTH = _SLOW.format(part="%m", micros=MICROS_PER_SECOND)

# The first of four years from 1901 on is a common one and the last a leap year.
_DAYS = f"((l.net - {to_micros(_START)}) / {_DAY})"
YEAR = f"CASE WHEN {_REGULAR} THEN 1901 + (4 * {_DAYS} + 3) / 1461 ELSE {_SLOW_YEAR} END"
"""The year, such as 2024."""

# Years from March on, since the leap day is their last: five months from March have 153 days.
_MARCH_DAYS = f"((l.net - {to_micros(datetime(1900, 3, 1, tzinfo=UTC))}) / {_DAY})"
_MARCH_YEAR = f"((4 * {_MARCH_DAYS} + 3) / 1461)"
_DAYS_SINCE_MARCH = f"({_MARCH_DAYS} - 1461 * {_MARCH_YEAR} / 4)"
_MARCH_MONTH = f"((5 * {_DAYS_SINCE_MARCH} + 2) / 153)"
MONTH_NUMBER = (
    f"CASE WHEN {_REGULAR} THEN 1900 * 12 + 2 + 12 * {_MARCH_YEAR} + {_MARCH_MONTH}"
    f" ELSE {_SLOW_YEAR} * 12 + {_SLOW_MONTH} - 1 END"
)
"""Months since January of the year 0."""

DAY_OF_MONTH = (
    f"CASE WHEN {_REGULAR} THEN {_DAYS_SINCE_MARCH} - (153 * {_MARCH_MONTH} + 2) / 5 + 1 ELSE {_SLOW_DAY} END"
)
"""The day of the month, from 1."""


def month_words(number: str) -> str:
    """Return SQL that writes a month's number, an expression, as "2024-03"."""
    return f"printf('%04d-%02d', {number} / 12, {number} % 12 + 1)"
