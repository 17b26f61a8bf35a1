"""What times are counted from, and what is said of one that has two meanings."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from commands.parsing.dates.periods import Days
from storage.errors import AskError

Told = re.Match[str]
"""What was told: a point, with its parts as groups."""


class AmbiguousDateError(AskError):
    """A time that has two meanings, neither likelier than the other."""


@dataclass(frozen=True, slots=True)
class At:
    """What a time is counted from: `now` in the zone of whoever asks.

    A time without a year is in `year`, or the one that began last where that is None. `loosely` if
    "two years ago" means that whole year rather than one day.
    """

    now: datetime
    year: int | None = None
    loosely: bool = False

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    def yearless(self, told: Told, build: Callable[[int], Days]) -> Days:
        """Return the time in the year that is told, or else in the one that fits."""
        if told["year"]:
            return build(int(told["year"]))
        if self.year is not None:
            return build(self.year)
        # 29 February is in none of up to seven years before.
        for year in range(self.today.year, self.today.year - 9, -1):
            try:
                found = build(year)
            except ValueError:
                continue
            if found.first <= self.today:
                return found
        raise ValueError(told[0])
