"""The year, month and day of a NET in SQL, by whole-number arithmetic where that is exact.

SQLite's strftime takes most of the time of a count by year over all launches. From March 1900 to February
2100 every fourth year is a leap year, so that four years have 1461 days and a division tells them apart.
Each takes an expression for the NET, in microseconds since 1970 as the clocks of a place show it; without one
those are UTC's.
"""

from __future__ import annotations

from datetime import UTC, datetime

from storage.instants import MICROS_PER_SECOND, to_micros

NET = "l.net"
"""The NET of a launch, in UTC."""

_DAY = 86_400 * MICROS_PER_SECOND
_START, _END = datetime(1901, 1, 2, tzinfo=UTC), datetime(2099, 12, 31, tzinfo=UTC)
_REGULAR = f"{NET} >= {to_micros(_START)} AND {NET} < {to_micros(_END)}"
"""Where the arithmetic holds, in any zone."""


def year(net: str = NET) -> str:
    """Return SQL for the year, such as 2024."""
    # The first of four years from 1901 on is a common one and the last a leap year.
    days = f"(({net} - {to_micros(datetime(1901, 1, 1, tzinfo=UTC))}) / {_DAY})"
    return f"CASE WHEN {_REGULAR} THEN 1901 + (4 * {days} + 3) / 1461 ELSE {_slow('%Y', net)} END"


def month_number(net: str = NET) -> str:
    """Return SQL for the months since January of the year 0."""
    _days, years, month = _since_march(net)
    slow = f"{_slow('%Y', net)} * 12 + {_slow('%m', net)} - 1"
    return f"CASE WHEN {_REGULAR} THEN 1900 * 12 + 2 + 12 * {years} + {month} ELSE {slow} END"


def day_of_month(net: str = NET) -> str:
    """Return SQL for the day of the month, from 1."""
    days, _years, month = _since_march(net)
    return f"CASE WHEN {_REGULAR} THEN {days} - (153 * {month} + 2) / 5 + 1 ELSE {_slow('%d', net)} END"


def month_words(number: str) -> str:
    """Return SQL that writes a month's number, an expression, as "2024-03"."""
    return f"printf('%04d-%02d', {number} / 12, {number} % 12 + 1)"


def _since_march(net: str) -> tuple[str, str, str]:
    """Return SQL for the days and months since March, and the years from March to March since 1900.

    The leap day is the last of such a year; five months from March have 153 days.
    """
    all_days = f"(({net} - {to_micros(datetime(1900, 3, 1, tzinfo=UTC))}) / {_DAY})"
    years = f"((4 * {all_days} + 3) / 1461)"
    days = f"({all_days} - 1461 * {years} / 4)"
    return days, years, f"((5 * {days} + 2) / 153)"


def _slow(part: str, net: str) -> str:
    # Before 1970 a division rounds up, where the second that has begun is wanted.
    seconds = f"({net} - ({net} < 0) * ({MICROS_PER_SECOND} - 1)) / {MICROS_PER_SECOND}"
    return f"CAST(strftime('{part}', {seconds}, 'unixepoch') AS INTEGER)"
