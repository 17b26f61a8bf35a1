"""Stretches of time: days on a calendar, and the instants between which they lie in a time zone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST_YEAR = 1900
LAST_YEAR = 2100
"""Years that a date may name: from before the first launch to beyond any plan."""

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time from `start` to just before `end`, both in UTC."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the calendar from `first` to the one before `after`.

    Raises `ValueError` if there is none, or one outside of the years that are understood.
    """

    first: date
    after: date

    def __post_init__(self) -> None:
        if not date(FIRST_YEAR, 1, 1) <= self.first < self.after <= date(LAST_YEAR + 1, 1, 1):
            raise ValueError(self.first, self.after)

    def period(self, zone: tzinfo) -> Period:
        """Return when it was those days in a zone; raises `ValueError` for a day that was skipped there."""
        found = Period(start_of(self.first, zone), start_of(self.after, zone))
        if found.start >= found.end:
            raise ValueError(self.first)
        return found


def start_of(day: date, zone: tzinfo) -> datetime:
    """Return the instant, in UTC, at which a day begins in a zone."""
    # With fold 0, a doubled midnight is its first, and a skipped one is when the clocks went forward.
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day(first: date) -> Days:
    """Return one day."""
    return Days(first, first + DAY)


def years(first: int, last: int) -> Days:
    """Return whole years, the last one included."""
    return Days(date(first, 1, 1), date(last + 1, 1, 1))


def months(year: int, month: int, count: int = 1) -> Days:
    """Return whole months, counted from 1; month 0 is the December before."""
    return Days(_month(year * 12 + month - 1), _month(year * 12 + month - 1 + count))


def moved(start: date, by: int) -> date:
    """Return the same day some months later or earlier, or the last day where that month is shorter."""
    first = _month(start.year * 12 + start.month - 1 + by)
    return first.replace(day=min(start.day, monthrange(first.year, first.month)[1]))


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def written_start(instant: datetime, zone: tzinfo) -> str:
    """Return how a beginning is written to be read back: as ISO 8601 has the day, or the instant in UTC."""
    if is_midnight(instant, zone):
        return instant.astimezone(zone).date().isoformat()
    return _written(instant)


def written_end(instant: datetime, zone: tzinfo) -> str:
    """Return how an end is written to be read back: as the last day, or the last minute or second in UTC."""
    if is_midnight(instant, zone):
        return (instant.astimezone(zone).date() - DAY).isoformat()
    return _written(instant - (SECOND if instant.second else MINUTE))


def _written(instant: datetime) -> str:
    told = instant.astimezone(UTC).replace(tzinfo=None)
    return f"{told.isoformat(timespec='seconds' if told.second else 'minutes')}Z"


def is_midnight(instant: datetime, zone: tzinfo) -> bool:
    """Tell whether a day begins at that instant in the zone."""
    try:
        return start_of(instant.astimezone(zone).date(), zone) == instant
    except OverflowError:
        return False
