"""The names that launches carry, with how many launches carry each: for completion and near misses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import aiosqlite

from storage.catalogue.placeholders import flown
from storage.instants import to_micros


class NameKind(StrEnum):
    """What a name names."""

    PROVIDER = "provider"
    ROCKET = "rocket"
    LOCATION = "location"
    PAD = "pad"
    ORBIT = "orbit"
    PROGRAM = "program"
    MISSION_TYPE = "mission type"


NO_ID = -1
"""In place of an id, of which 0 is one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its id, other names of the same thing, and the number of previous launches.

    Mission types have no id in Launch Library; theirs is NO_ID.
    """

    id: int
    name: str
    aliases: tuple[str, ...]
    launches: int

    @property
    def value(self) -> int | str:
        """What a query holds for it: the id, or the name where there is none."""
        return self.name if self.id == NO_ID else self.id


_SOURCES = {
    NameKind.PROVIDER: ("provider_id", "agencies", "t.name, t.abbrev"),
    NameKind.ROCKET: (
        "configuration_id",
        "configurations",
        "coalesce(nullif(t.full_name, ''), t.name), t.name, t.family",
    ),
    NameKind.LOCATION: ("location_id", "locations", "t.name"),
    NameKind.PAD: (
        "pad_id",
        "(SELECT p.id, p.name || coalesce(', ' || o.name, '') AS name FROM pads p"
        " LEFT JOIN locations o ON o.id = p.location_id)",
        "t.name",
    ),
    NameKind.ORBIT: ("orbit_id", "orbits", "t.name, t.abbrev"),
}


def _statement(kind: NameKind) -> str:
    if kind is NameKind.MISSION_TYPE:
        return (
            f"SELECT {NO_ID}, count(*), mission_type FROM launches l"
            f" WHERE net <= ? AND {flown()} AND mission_type <> '' GROUP BY mission_type"
        )
    if kind is NameKind.PROGRAM:
        return (
            "SELECT t.id, count(*), t.name FROM launch_programs p JOIN launches l USING (number)"
            " JOIN programs t ON t.id = p.program_id WHERE l.net <= ?"
            f" AND {flown()} GROUP BY t.id"
        )
    column, table, names = _SOURCES[kind]
    return (
        f"SELECT t.id, c.launches, {names} FROM"
        f" (SELECT {column} AS id, count(*) AS launches FROM launches l"
        f" WHERE net <= ? AND {flown()} GROUP BY {column}) c"
        f" JOIN {table} t USING (id)"
    )


async def read_names(connection: aiosqlite.Connection, kind: NameKind, now: datetime) -> tuple[Name, ...]:
    """Return the names of that kind that previous launches carry, most used first."""
    rows = await connection.execute_fetchall(_statement(kind), (to_micros(now),))
    names = [Name(row[0], row[2], tuple(n for n in row[3:] if n), row[1]) for row in rows]
    return tuple(sorted(names, key=lambda n: (-n.launches, n.name)))
