"""In which months launches are missing, told from how many there are.

A month counts as not covered when, at the pace of the months around it, so few launches would come about
less than once in 500 months. The pace is the median of the twelve months before and the twelve after; how
likely a count is follows from Poisson's distribution. So an empty month says nothing in 1958, when every
third was one, and a month that breaks off after a third of its launches is found in 2024.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from statistics import median

RARE = 1 / 500
"""How unlikely a count must be to be taken for a gap."""

AROUND = 12
"""Months looked at on either side."""

Month = tuple[int, int]
"""Year and month, in UTC."""


def find_gaps(nets: Iterable[datetime], made_on: date) -> tuple[str, ...]:
    """Return the months with gaps, the earliest first, as "2024-09".

    Looked at are those from the first NET up to, and without, the month of `made_on`: that one is not over.
    """
    counts = Counter((net.year, net.month) for net in nets)
    if not counts:
        return ()
    months = _months(min(counts), (made_on.year, made_on.month))
    return tuple(
        f"{month[0]:04}-{month[1]:02}"
        for number, month in enumerate(months)
        if _chance(counts[month], _pace(counts, months, number)) < RARE
    )


def _months(first: Month, last: Month) -> list[Month]:
    """Return the months from the first up to, and without, the last."""
    numbers = range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1] - 1)
    return [(number // 12, number % 12 + 1) for number in numbers]


def _pace(counts: Counter[Month], months: Sequence[Month], number: int) -> float:
    """Return how many launches a month has around that one, which itself does not count."""
    around = [*months[max(0, number - AROUND) : number], *months[number + 1 : number + 1 + AROUND]]
    return median(counts[month] for month in around) if around else 0.0


def _chance(count: int, pace: float) -> float:
    """Return how likely at most that many launches are at that pace."""
    return sum(math.exp(-pace) * pace**number / math.factorial(number) for number in range(count + 1))
