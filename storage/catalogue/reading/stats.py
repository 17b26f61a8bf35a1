"""Figures: how many launches of a query ended how, by year, provider and the like. All counted in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import aiosqlite

from storage.catalogue.placeholders import read_precisions
from storage.catalogue.reading.calendar import NET, month_words
from storage.catalogue.reading.local_time import local_net
from storage.catalogue.reading.properties import joined, source_of
from storage.catalogue.reading.selection import Base, Selection, select_base
from storage.instants import from_micros
from storage.net_precision import NetPrecision
from storage.properties import TIMES, Property
from storage.query import LaunchQuery

Key = int | str | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Launches in all, and how many of them ended how; the others have no outcome yet."""

    launches: int = 0
    success: int = 0
    failure: int = 0
    partial: int = 0

    @property
    def other(self) -> int:
        """Launches without an outcome."""
        return self.launches - self.success - self.failure - self.partial

    @property
    def success_rate(self) -> float | None:
        """The share of successes among launches with an outcome, None if there is none.

        A partial failure counts as a launch that did not succeed.
        """
        ended = self.success + self.failure + self.partial
        return self.success / ended if ended else None


@dataclass(frozen=True, slots=True)
class Group(Counts):
    """The counts of one group.

    `key` has one value for a year (2024), decade (2020), month ("2024-03") or outcome ("success"), and two,
    id and name, for everything else; a country or family has its name twice. Those of a second property
    follow. None is unknown. A launch of several programmes counts in each.
    """

    key: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Stats(Counts):
    """The figures of a query: its first and latest NET, and runs of successes one after another.

    Launches without an outcome neither end a streak nor count in it. The precisions are those of `first`
    and `latest` where these have no time of day.
    """

    first: datetime | None = None
    latest: datetime | None = None
    streak: int = 0
    longest_streak: int = 0
    first_precision: NetPrecision | None = None
    latest_precision: NetPrecision | None = None


_UNKNOWN = "Unknown"
"""What Launch Library calls an orbit that nobody knows."""

_OUTCOME = (
    "CASE l.status_id WHEN 3 THEN 'success' WHEN 4 THEN 'failure' WHEN 7 THEN 'partial' ELSE 'other' END"
)
_COUNTS = "count(*), sum(l.status_id = 3), sum(l.status_id = 4), sum(l.status_id = 7)"


async def read_stats(connection: aiosqlite.Connection, query: LaunchQuery, now: datetime) -> Stats:
    """Return the figures of all launches of a query."""
    rows = await _rows(connection, _select_stats(select_base(query, now, counting=True)))
    launches, success, failure, partial, first, latest, longest, current = rows[0]
    ends = tuple(None if net is None else from_micros(net) for net in (first, latest))
    precisions = await read_precisions(connection, [net for net in ends if net])
    return Stats(
        launches,
        success or 0,
        failure or 0,
        partial or 0,
        first=ends[0],
        latest=ends[1],
        streak=current,
        longest_streak=max(longest, current),
        first_precision=precisions.get(ends[0]) if ends[0] else None,
        latest_precision=precisions.get(ends[1]) if ends[1] else None,
    )


async def read_groups(
    connection: aiosqlite.Connection,
    by: Sequence[Property],
    query: LaunchQuery,
    now: datetime,
    zone: tzinfo = UTC,
) -> tuple[Group, ...]:
    """Return the counts of each group of a query's launches, by one or two dimensions.

    Times are those of the zone.
    Times and outcomes in their order, everything else the largest first.
    """
    net = await local_net(zone, now) if TIMES.intersection(by) else NET
    joins, values = joined(by, query)
    base = select_base(query, now, joins=joins, join_values=values, counting=True)
    rows = await _rows(connection, _select_groups(base, by, net))
    groups = _with_one_unknown(rows, _places(by))
    return tuple(sorted(groups, key=_order(by, groups)))


def _with_one_unknown(rows: Sequence[aiosqlite.Row], places: Mapping[Property, int]) -> list[Group]:
    """Return the groups of rows, what Launch Library calls unknown together with what has no value at all."""
    counts: dict[tuple[Key, ...], list[int]] = {}
    for row in rows:
        key: list[Key] = list(row[:-4])
        for dimension, place in places.items():
            if source_of(dimension).name and key[place + 1] == _UNKNOWN:
                key[place : place + 2] = [None, None]
        known = counts.setdefault(tuple(key), [0, 0, 0, 0])
        known[:] = (before + more for before, more in zip(known, row[-4:], strict=True))
    return [
        Group(all_, success, failure, partial, key)
        for key, (all_, success, failure, partial) in counts.items()
    ]


def _select_stats(base: Base) -> Selection:
    # A run of successes is what lies between two launches that did not succeed: one numbering of all, and
    # the gaps between the few, are a third of the work of numbering the successes as well.
    sql = (
        f"WITH {base.hits}"
        f"chosen(net, id, status_id) AS MATERIALIZED"
        f" (SELECT l.net, l.id, l.status_id FROM {base.matches}),"
        " ended(place, ok) AS MATERIALIZED (SELECT row_number() OVER (ORDER BY net, id), status_id = 3"
        " FROM chosen WHERE status_id IN (3, 4, 7)),"
        " gaps(run, place) AS MATERIALIZED (SELECT place - lag(place, 1, 0) OVER (ORDER BY place) - 1, place"
        " FROM ended WHERE NOT ok)"
        f" SELECT {_COUNTS}, min(l.net), max(l.net), (SELECT coalesce(max(run), 0) FROM gaps),"
        " (SELECT count(*) FROM ended) - (SELECT coalesce(max(place), 0) FROM gaps)"
        " FROM chosen l"
    )
    return Selection(sql, (*base.hit_values, *base.values))


def _select_groups(base: Base, by: Sequence[Property], net: str) -> Selection:
    values = ", ".join(f"{_value(each, net)} AS k{index}" for index, each in enumerate(by))
    numbers = ", ".join(str(index + 1) for index in range(len(by)))
    shown = [_shown(each, f"k{index}") for index, each in enumerate(by)]
    columns = ", ".join([*(f"k{index}" for index in range(len(by))), "n", "success", "failure", "partial"])
    sql = (
        f"WITH {base.hits}grouped({columns}) AS MATERIALIZED"
        f" (SELECT {values}, {_COUNTS} FROM {base.matches} GROUP BY {numbers})"
        f" SELECT {', '.join(shown)}, n, success, failure, partial FROM grouped"
    )
    return Selection(sql, (*base.hit_values, *base.values))


def _value(by: Property, net: str) -> str:
    return _OUTCOME if by is Property.OUTCOME else source_of(by, net).value


def _shown(by: Property, value: str) -> str:
    if by is Property.MONTH:
        return month_words(value)
    name = source_of(by).name.format(value=value)
    return f"{value}, ({name})" if name else value


_OUTCOMES = ("success", "partial", "failure", "other")


def _order(by: Sequence[Property], groups: Sequence[Group]) -> Callable[[Group], tuple[object, ...]]:
    sizes: dict[tuple[int, Key], int] = {}
    places = _places(by)
    for group in groups:
        for place in places.values():
            sizes[place, group.key[place]] = sizes.get((place, group.key[place]), 0) + group.launches

    def order(group: Group) -> tuple[object, ...]:
        parts: list[object] = []
        for dimension, place in places.items():
            value = group.key[place]
            if dimension in TIMES:
                parts.append(str(value))
            elif dimension is Property.OUTCOME:
                parts.append(_OUTCOMES.index(str(value)))
            else:
                parts += [-sizes[place, value], str(value)]
        return tuple(parts)

    return order


def _places(by: Sequence[Property]) -> dict[Property, int]:
    """Where in a key the value of each dimension stands."""
    places, at = {}, 0
    for dimension in by:
        places[dimension] = at
        at += 2 if source_of(dimension).name else 1
    return places


async def _rows(connection: aiosqlite.Connection, selection: Selection) -> list[aiosqlite.Row]:
    return list(await connection.execute_fetchall(selection.sql, selection.values))
