"""Launches of one day of the year, through all years, with how many there had been before each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite
import msgspec

from storage.catalogue.placeholders import dated, flown
from storage.catalogue.writing.intake import decode_body
from storage.instants import to_micros
from storage.models import Launch

Span = tuple[datetime, datetime]
"""A stretch of time: its first instant, and the first one after it."""


@dataclass(frozen=True, slots=True)
class DayLaunch:
    """A launch, and which launch it is of its rocket, of its provider and from its location.

    The first is 1. That counts what the catalogue has, whatever the status; None where the launch does
    not say what it belongs to.
    """

    launch: Launch
    of_rocket: int | None
    of_provider: int | None
    of_location: int | None


_COLUMNS = ("configuration_id", "provider_id", "location_id")


async def read_spans(
    connection: aiosqlite.Connection, spans: Sequence[Span], now: datetime
) -> tuple[DayLaunch, ...]:
    """Return the previous launches whose NET lies in one of the spans, the earliest first.

    One whose NET is coarser than a day is of no day.

    The spans do not overlap.
    """
    bounds = [(to_micros(start), to_micros(end)) for start, end in spans]
    values = (to_micros(now), msgspec.json.encode(bounds).decode())
    rows = await connection.execute_fetchall(_STATEMENT, values)
    return tuple(DayLaunch(decode_body(row[0]), row[1], row[2], row[3]) for row in rows)


def _ordinal(column: str) -> str:
    """SQL for which launch of its rocket, provider or location it is; in two parts, to use the index."""
    same = f"SELECT count(*) FROM launches o WHERE o.{column} = h.{column} AND {flown('o')} AND o.net"
    count = f"({same} < h.net) + ({same} = h.net AND o.id <= h.id)"
    return f"CASE WHEN h.{column} IS NOT NULL THEN {count} END"


# The end is one value: of two upper bounds SQLite might take the later one for the index, and walk up to it.
_STATEMENT = (
    "WITH spans(start, stop) AS"
    " (SELECT json_extract(value, '$[0]'), min(json_extract(value, '$[1]'), ? + 1) FROM json_each(?)),"
    f" hits AS MATERIALIZED (SELECT l.number, l.id, l.net, {', '.join(f'l.{c}' for c in _COLUMNS)}"
    f" FROM spans CROSS JOIN launches l ON l.net >= start AND l.net < stop AND {dated()})"
    f" SELECT b.body, {', '.join(map(_ordinal, _COLUMNS))}"
    " FROM hits h JOIN bodies b USING (number) ORDER BY h.net, h.id"
)
