"""How precisely the NET of a launch is known."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from storage.models import Launch


class NetPrecision(StrEnum):
    """Launch Library's precisions by their names, the finest first, and one of our own.

    Within a coarse one a NET is its last instant: that of the first quarter is 31 March, 00:00 UTC.
    Source: https://ll.thespacedevs.com/2.3.0/config/net_precisions/
    """

    SECOND = "Second"
    MINUTE = "Minute"
    HOUR = "Hour"
    MORNING = "Morning"
    AFTERNOON = "Afternoon"
    DAY = "Day"
    WEEK = "Week"
    MONTH = "Month"
    QUARTER_1 = "Quarter 1"
    QUARTER_2 = "Quarter 2"
    QUARTER_3 = "Quarter 3"
    QUARTER_4 = "Quarter 4"
    HALF_1 = "Year Half 1"
    HALF_2 = "Year Half 2"
    YEAR = "Year"
    FISCAL_YEAR = "Fiscal Year"
    DECADE = "Decade"
    UNDATED = "Undated"
    """Coarser than a day, by how much is not told: version 2.0.0 has a mere flag, `tbddate`."""


TIMES = frozenset({NetPrecision.SECOND, NetPrecision.MINUTE, NetPrecision.HOUR})
"""Precise enough to tell the time of day."""

DAYS = frozenset({NetPrecision.MORNING, NetPrecision.AFTERNOON, NetPrecision.DAY})
"""Precise enough to tell the day, but not the time."""

_BY_NAME = {precision.value.casefold(): precision for precision in NetPrecision}


class HasPrecision(Protocol):
    """A launch, or as much of one as tells how precise its NET is."""

    @property
    def net_precision(self) -> str | None:
        """Launch Library's name of the precision, None where it is not told."""


def precision_of(launch: HasPrecision) -> NetPrecision | None:
    """Return how precise the NET is, None where the record did not tell.

    One that Launch Library has invented since counts as a day: the time then may be none.
    """
    if launch.net_precision is None:
        return None
    return _BY_NAME.get(launch.net_precision.strip().casefold(), NetPrecision.DAY)


def is_vague(launch: HasPrecision) -> bool:
    """Tell whether the NET is known to be coarser than a day."""
    precision = precision_of(launch)
    return precision is not None and precision not in TIMES | DAYS


def is_placeholder(launch: Launch) -> bool:
    """Tell whether the launch stands for a plan alone: its NET is coarser than a day, it has no outcome.

    Such a launch is not known to have flown, even when its NET has passed.
    """
    return launch.status.outcome is None and is_vague(launch)
