"""How complete and how recent the catalogue is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import aiosqlite
import msgspec

from storage.catalogue.coverage import Coverage, Stretch, coverage_of
from storage.instants import from_micros, to_micros

_FRESHNESS = (
    "SELECT count(*), min(net), max(net), (SELECT count(*) FROM rejects),"
    " (SELECT json_group_object(name, value) FROM marks) FROM launches WHERE net <= ?"
)
_CONFIRMED = (
    "SELECT count(*) FROM json_each(?) s JOIN launches l"
    " ON l.net BETWEEN s.value ->> 0 AND s.value ->> 1 WHERE l.net <= ?"
)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What `/status` tells about the catalogue.

    `launches` counts previous launches; `oldest` and `newest` are their first and last NET.
    `complete_since` is the NET from which on nothing is missing, None while unknown; `updated_at` is
    when Launch Library was last heard; `rejected` counts records that could not be decoded.
    `total` is how many launches Launch Library has, as far as it said; `trouble` is what the last
    round of the sync failed with, empty when it went well. `coverage` tells of which months a launch may
    be missing, and `confirmed` counts the launches where Launch Library's list was read through.
    """

    launches: int
    oldest: datetime | None
    newest: datetime | None
    complete_since: datetime | None
    updated_at: datetime | None
    rejected: int
    total: int | None = None
    trouble: str = ""
    coverage: Coverage = field(default_factory=Coverage)
    confirmed: int = 0


async def read_freshness(connection: aiosqlite.Connection, now: datetime) -> Freshness:
    """Return how complete and how recent the launches of a connection are."""
    rows = list(await connection.execute_fetchall(_FRESHNESS, (to_micros(now),)))
    count, oldest, newest, rejected, told = rows[0]
    marks = msgspec.json.decode(told, type=dict[str, str])
    coverage = coverage_of(marks, now)
    return Freshness(
        launches=count,
        oldest=None if oldest is None else from_micros(oldest),
        newest=None if newest is None else from_micros(newest),
        complete_since=_instant(marks.get("complete_since")),
        updated_at=_instant(marks.get("updated_at")),
        rejected=rejected,
        total=int(marks["total"]) if "total" in marks else None,
        trouble=marks.get("trouble", ""),
        coverage=coverage,
        confirmed=await _count_within(connection, coverage.confirmed, now),
    )


async def _count_within(connection: aiosqlite.Connection, stretches: Sequence[Stretch], now: datetime) -> int:
    bounds = msgspec.json.encode([(to_micros(s.start), to_micros(s.end)) for s in stretches]).decode()
    rows = await connection.execute_fetchall(_CONFIRMED, (bounds, to_micros(now)))
    return int(next(iter(rows))[0])


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
