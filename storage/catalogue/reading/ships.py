"""The spacecraft of a query's launches, by all their names."""

from __future__ import annotations

from datetime import datetime

import aiosqlite

from storage.catalogue.reading.selection import select_base
from storage.query import LaunchQuery

Ship = tuple[str, int]
"""A spacecraft's own name, or that of some of its type, and on how many of the launches it flew."""


async def read_ships(connection: aiosqlite.Connection, query: LaunchQuery, now: datetime) -> tuple[Ship, ...]:
    """Return the names that some of a query's launches have for their spacecraft, the most used first."""
    base = select_base(query, now, joins=" JOIN launch_spacecraft lc ON lc.number = l.number", counting=True)
    sql = (
        f"WITH {base.hits}flown AS MATERIALIZED (SELECT lc.name, l.number FROM {base.matches})"
        " SELECT name, count(*) FROM flown GROUP BY 1"
        " HAVING count(*) < (SELECT count(DISTINCT number) FROM flown) ORDER BY 2 DESC, 1"
    )
    rows = await connection.execute_fetchall(sql, (*base.hit_values, *base.values))
    return tuple((row[0], row[1]) for row in rows)
