"""Facets: which values of one property the launches of a query have, and how many launches each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

import aiosqlite

from storage.catalogue.reading.calendar import NET, year
from storage.catalogue.reading.local_time import local_net
from storage.catalogue.reading.selection import Selection, select_groups
from storage.query import NO_RANGE, LaunchQuery


class FacetKind(StrEnum):
    """The properties that can be chosen from."""

    PROVIDER = "provider"
    ROCKET = "rocket"
    LOCATION = "location"
    ORBIT = "orbit"
    MISSION_TYPE = "mission type"
    STATUS = "status"
    YEAR = "year"
    CREWED = "crewed"


@dataclass(frozen=True, slots=True)
class Facet:
    """One value: its id (a status id, a year, 0 or 1 for crewed), its name, and its count of launches.

    Statuses, years and crewed have no name of their own here. A mission type is its name, without an id.
    """

    value: int | str
    name: str
    launches: int


_SOURCES: dict[FacetKind, tuple[str, str, dict[str, object]]] = {
    FacetKind.PROVIDER: (
        "l.provider_id", "SELECT name FROM agencies WHERE id = value", {"provider_ids": ()}),
    FacetKind.ROCKET: (
        "l.configuration_id", "SELECT coalesce(full_name, name) FROM configurations WHERE id = value",
        {"configuration_ids": ()}),
    FacetKind.LOCATION: (
        "l.location_id", "SELECT name FROM locations WHERE id = value", {"location_ids": ()}),
    FacetKind.ORBIT: ("l.orbit_id", "SELECT name FROM orbits WHERE id = value", {"orbit_ids": ()}),
    FacetKind.MISSION_TYPE: ("nullif(l.mission_type, '')", "value", {"mission_types": ()}),
    FacetKind.STATUS: ("l.status_id", "''", {"status_ids": ()}),
    FacetKind.YEAR: ("", "''", {"net": NO_RANGE, "years": ()}),
    FacetKind.CREWED: ("l.is_crewed", "''", {"is_crewed": None}),
}  # fmt: skip


def select_facet(kind: FacetKind, query: LaunchQuery, now: datetime, net: str = NET) -> Selection:
    """Return the statement for a facet under the query's other filters; rows are (value, name, count).

    `net` is SQL for the time of which the years are.
    """
    value, name, cleared = _SOURCES[kind]
    if kind is FacetKind.YEAR:
        value = year(net)
    return select_groups(value, name, query.having(**cleared), now)


async def read_facet(
    connection: aiosqlite.Connection,
    kind: FacetKind,
    query: LaunchQuery,
    now: datetime,
    zone: tzinfo = UTC,
) -> tuple[Facet, ...]:
    """Return the values that launches have under the query's other filters, most used first.

    Years are those of the zone, and come latest first instead.
    """
    net = await local_net(zone, now) if kind is FacetKind.YEAR else NET
    selection = select_facet(kind, query, now, net)
    rows = await connection.execute_fetchall(selection.sql, selection.values)
    facets = [Facet(row[0], row[1] or "", row[2]) for row in rows]
    if kind is FacetKind.YEAR:
        return tuple(sorted(facets, key=lambda facet: facet.value, reverse=True))
    return tuple(sorted(facets, key=lambda facet: (-facet.launches, facet.name, facet.value)))
