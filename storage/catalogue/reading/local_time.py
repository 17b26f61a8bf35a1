"""What the clocks of a time zone showed at a NET, in SQL: years and months are grouped by it.

A zone is a table of offsets from UTC, written into the statement as a tree of comparisons: eight of them find
one of some two hundred, where nothing but the NET is needed and the indexes serve as they do for UTC.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache

from storage.catalogue.reading.calendar import NET
from storage.instants import to_micros

_FIRST_YEAR = 1940
"""No rocket left for space before."""

_STEP = timedelta(days=7)
"""No zone changes its offset twice in that time, but for a few that nobody used rockets in."""

_ZONES = 64
"""Zones that are remembered, of some six hundred: the tree of one is ten thousand letters."""

Piece = tuple[int, int]
"""From when on an offset holds, and the offset, both in microseconds."""


async def local_net(zone: tzinfo, now: datetime) -> str:
    """Return SQL for the NET of a previous launch as the clocks of the zone showed it, in microseconds.

    For a zone that was not asked for before, that takes some tens of milliseconds in a thread.
    """
    return NET if zone is UTC else await asyncio.to_thread(_local_net, zone, now.year)


@lru_cache(_ZONES)
def _local_net(zone: tzinfo, year: int) -> str:
    return f"({NET} + {_tree(_pieces(zone, year))})"


def _pieces(zone: tzinfo, last_year: int) -> list[Piece]:
    at, end = datetime(_FIRST_YEAR, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 3, tzinfo=UTC)
    pieces = [(to_micros(at), _offset(at, zone))]
    while at < end:
        if _offset(at + _STEP, zone) != pieces[-1][1]:
            change = _change(at, at + _STEP, zone)
            pieces.append((to_micros(change), _offset(change, zone)))
        at += _STEP
    return pieces


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the first whole second after `before` with another offset, as there is at `after`."""
    offset, second = _offset(before, zone), timedelta(seconds=1)
    while after - before > second:
        middle = before + (after - before) // (2 * second) * second
        if _offset(middle, zone) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(at: datetime, zone: tzinfo) -> int:
    return (at.astimezone(zone).utcoffset() or timedelta()) // timedelta(microseconds=1)


def _tree(pieces: Sequence[Piece]) -> str:
    if len(pieces) == 1:
        return str(pieces[0][1])
    middle = len(pieces) // 2
    before, after = _tree(pieces[:middle]), _tree(pieces[middle:])
    return f"CASE WHEN {NET} < {pieces[middle][0]} THEN {before} ELSE {after} END"
