"""Days of the year, whatever the year: told in words, and found in a time zone."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from commands.i18n.formatting import day_words
from commands.parsing.dates.days_of_year import LEAP_YEAR
from commands.parsing.dates.periods import FIRST_YEAR, start_of
from storage.catalogue import Span


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
        days = [date(year, self.month, self.day) for year in years_with_it]
        # The day after begins when clocks there say so, be that 23 or 25 hours later.
        return [(start_of(day, zone), start_of(day + timedelta(days=1), zone)) for day in days]

    def _moved(self, days: int) -> CalendarDay:
        moved = date(LEAP_YEAR, self.month, self.day) + timedelta(days=days)
        return CalendarDay(moved.month, moved.day)
