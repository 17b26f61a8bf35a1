"""Launches whose NET has no time of day: few, and kept apart since every question leaves out some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import aiosqlite

from storage.instants import to_micros
from storage.models import Launch
from storage.net_precision import TIMES, NetPrecision, is_vague, precision_of

PLACEHOLDERS = "SELECT number FROM untimed_nets WHERE NOT dated AND NOT ended"
"""SQL for the numbers of the launches of which it is not known that they have flown."""


def flown(alias: str = "l") -> str:
    """SQL for the launches that are no placeholders: with an outcome, or with a NET known to the day."""
    return f"{alias}.number NOT IN ({PLACEHOLDERS})"


def dated(alias: str = "l") -> str:
    """SQL for the launches whose NET is known to the day, so that it is a day of the calendar."""
    return f"{alias}.number NOT IN (SELECT number FROM untimed_nets WHERE NOT dated)"


async def write_untimed(connection: aiosqlite.Connection, launches: Iterable[tuple[int, Launch]]) -> None:
    """Note which of those launches, each with its number, have no time of day; inside a transaction."""
    launches = list(launches)
    numbers = [(number,) for number, _launch in launches]
    await connection.executemany("DELETE FROM untimed_nets WHERE number = ?", numbers)
    rows = [
        (number, precision_of(launch), not is_vague(launch), launch.status.outcome is not None)
        for number, launch in launches
        if precision_of(launch) not in {None, *TIMES}
    ]
    await connection.executemany("INSERT INTO untimed_nets VALUES (?, ?, ?, ?)", rows)


async def read_precisions(
    connection: aiosqlite.Connection, nets: Sequence[datetime]
) -> dict[datetime, NetPrecision]:
    """Return how precise those NETs are, of those without a time of day; placeholders are left aside."""
    found = {}
    for net in nets:
        rows = await connection.execute_fetchall(
            "SELECT u.precision FROM untimed_nets u JOIN launches l USING (number)"
            " WHERE (u.dated OR u.ended) AND l.net = ?",
            (to_micros(net),),
        )
        for row in rows:
            found[net] = NetPrecision(row[0])
    return found
