"""Who flew: the people of a launch, and how many flew on those of a query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from storage.catalogue.reading.selection import select_base
from storage.models import Launch
from storage.query import LaunchQuery


@dataclass(frozen=True, slots=True)
class Flown:
    """How many seats were taken, by how many people, on how many launches of which that is known."""

    seats: int
    people: int
    launches: int


def people_of(launch: Launch) -> Iterator[str]:
    """Yield the names of those who lifted off, each once, without the commas that stand between several."""
    names = (name for craft in launch.spacecraft or () for name in craft.crew)
    yield from dict.fromkeys(filter(None, (" ".join(name.replace(",", " ").split()) for name in names)))


async def read_flown(connection: aiosqlite.Connection, query: LaunchQuery, now: datetime) -> Flown:
    """Return how many people flew on the previous launches of a query."""
    base = select_base(query, now, joins=" JOIN launch_people lf ON lf.number = l.number", counting=True)
    sql = (
        f"WITH {base.hits}aboard AS MATERIALIZED (SELECT lf.person, l.number FROM {base.matches})"
        " SELECT count(*), count(DISTINCT person), count(DISTINCT number) FROM aboard"
    )
    ((seats, people, launches),) = await connection.execute_fetchall(sql, (*base.hit_values, *base.values))
    return Flown(seats, people, launches)
