"""The names that launches carry, with how many launches carry each: for completion and near misses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from storage.catalogue.placeholders import flown
from storage.catalogue.reading.properties import joined_to_values, source_of
from storage.instants import to_micros
from storage.properties import SEARCHED, Property

NO_ID = -1
"""In place of an id, of which 0 is one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name with its id, other names of the same thing, and the number of previous launches.

    Mission types, countries and families have no id in Launch Library; theirs is NO_ID, and their name is
    what a query holds: of a country, its code.
    """

    id: int
    name: str
    aliases: tuple[str, ...]
    launches: int

    @property
    def value(self) -> int | str:
        """What a query holds for it: the id, or the name where there is none."""
        return self.name if self.id == NO_ID else self.id


def _statement(kind: Property) -> str:
    source, (join, _values) = source_of(kind), joined_to_values(kind, spoken=True)
    counted = (
        f"SELECT {source.value} AS id, count(*) AS launches FROM launches l{join}"
        f" WHERE l.net <= ? AND {flown()} GROUP BY 1"
    )
    if source.table:
        return f"SELECT t.id, c.launches, {source.names} FROM ({counted}) c JOIN {source.table} t USING (id)"
    return f"SELECT {NO_ID}, launches, id FROM ({counted}) WHERE id <> ''"


async def read_names(connection: aiosqlite.Connection, kind: Property, now: datetime) -> tuple[Name, ...]:
    """Return the names of that kind that previous launches carry, most used first."""
    if kind in SEARCHED:
        return ()
    rows = await connection.execute_fetchall(_statement(kind), (to_micros(now),))
    names = [_name(*row) for row in rows]
    return tuple(sorted(names, key=lambda n: (-n.launches, n.name)))


def _name(id_: int, launches: int, name: str, *others: str | None) -> Name:
    # People may call it what one of the others is.
    aliases = tuple(dict.fromkeys(other for other in others if other and other != name))
    return Name(id_, name, aliases, launches)
