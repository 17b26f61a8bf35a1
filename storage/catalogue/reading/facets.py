"""Facets: which values of one property the launches of a query have, and how many launches each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

import aiosqlite

from storage.catalogue.reading.calendar import NET
from storage.catalogue.reading.local_time import local_net
from storage.catalogue.reading.properties import source_of
from storage.catalogue.reading.selection import Selection, select_groups
from storage.properties import Property, without
from storage.query import LaunchQuery


@dataclass(frozen=True, slots=True)
class Facet:
    """One value: its id (a status id, a year, 0 or 1 for crewed), its name, and its count of launches.

    Statuses, years and crewed have no name of their own here. Where `value` is a text, such as a type of
    missions or a family of rockets, it is the name as well.
    """

    value: int | str
    name: str
    launches: int


def select_facet(kind: Property, query: LaunchQuery, now: datetime, net: str = NET) -> Selection:
    """Return the statement for a facet under the query's other filters; rows are (value, name, count).

    `net` is SQL for the time of which the years are.
    """
    return select_groups(kind, source_of(kind, net), without(kind, query), now)


async def read_facet(
    connection: aiosqlite.Connection,
    kind: Property,
    query: LaunchQuery,
    now: datetime,
    zone: tzinfo = UTC,
) -> tuple[Facet, ...]:
    """Return the values that launches have under the query's other filters, most used first.

    Years are those of the zone, and come latest first instead.
    """
    net = await local_net(zone, now) if kind is Property.YEAR else NET
    selection = select_facet(kind, query, now, net)
    rows = await connection.execute_fetchall(selection.sql, selection.values)
    facets = [Facet(row[0], row[1] or "", row[2]) for row in rows]
    if kind is Property.YEAR:
        return tuple(sorted(facets, key=lambda facet: facet.value, reverse=True))
    return tuple(sorted(facets, key=lambda facet: (-facet.launches, facet.name, facet.value)))
