"""The flights of boosters: of one, in their order, and of all, as a fleet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from storage.catalogue.boosters import SERIAL
from storage.catalogue.placeholders import flown
from storage.catalogue.writing.intake import decode_body
from storage.instants import from_micros, to_micros
from storage.models import Launch
from storage.query import Landing

_FLOWN = (
    f"SELECT {SERIAL} AS serial, lb.flight, lb.attempted, lb.landing, lb.place, lb.turnaround, lb.status,"
    " l.number, l.net, l.id, l.provider_id, l.configuration_id"
    " FROM launch_boosters lb JOIN launches l ON l.number = lb.number"
    f" WHERE l.net <= ? AND {flown()} AND serial IS NOT NULL"
)
# Only between two flights that follow one another by their numbers is the time a turnaround: others may lie
# between them that are not known. A serial number is the maker's own, so another's booster may have the same.
_TIMED = (
    f"WITH flown AS ({_FLOWN}),"
    " timed AS (SELECT *, coalesce(turnaround, CASE WHEN flight = lag(flight) OVER w + 1"
    " THEN (net - lag(net) OVER w) / 86400e6 END) AS days FROM flown"
    " WINDOW w AS (PARTITION BY serial, provider_id ORDER BY net, id))"
)


@dataclass(frozen=True, slots=True)
class BoosterFlight:
    """One flight of a booster: which of its flights it is, how and where it landed, and the days before it.

    `turnaround` is in days since its flight before. What is not known is None; `status` is what became of it.
    """

    launch: Launch
    flight: int | None
    attempted: bool | None
    landing: Landing | None
    place: str | None
    turnaround: float | None
    status: str | None


@dataclass(frozen=True, slots=True)
class FleetBooster:
    """What all known flights of one booster come to.

    `flights` is the highest number that one of them has, or how many are `known` if that is more; `fastest`
    the shortest turnaround in days, None where none is known. `status` and `landing` are those of the latest.
    """

    serial_number: str
    flights: int
    known: int
    attempted: int
    landed: int
    latest: datetime
    fastest: float | None
    landing: Landing | None
    status: str | None


async def read_booster(
    connection: aiosqlite.Connection, serial_numbers: Sequence[str], now: datetime
) -> tuple[BoosterFlight, ...]:
    """Return the previous flights of a booster, the earliest first; several numbers are ways to write one."""
    marks = ", ".join("?" * len(serial_numbers))
    rows = await connection.execute_fetchall(
        f"{_TIMED} SELECT b.body, flight, attempted, landing, place, days, status"
        f" FROM timed JOIN bodies b USING (number) WHERE serial IN ({marks}) ORDER BY net, id",
        (to_micros(now), *serial_numbers),
    )
    return tuple(
        BoosterFlight(decode_body(row[0]), row[1], _flag(row[2]), _landing(row[3]), row[4], row[5], row[6])
        for row in rows
    )


async def read_fleet(connection: aiosqlite.Connection, now: datetime) -> tuple[FleetBooster, ...]:
    """Return all boosters of which a previous flight is known, the most flown first."""
    rows = await connection.execute_fetchall(
        f"{_TIMED} SELECT serial, provider_id, flight, attempted, landing, days, status, net"
        " FROM timed ORDER BY net, id",
        (to_micros(now),),
    )
    flights: dict[tuple[str, int | None], list[aiosqlite.Row]] = {}
    for row in rows:
        flights.setdefault((row[0], row[1]), []).append(row)
    fleet = [_booster(serial, flown) for (serial, _provider), flown in flights.items()]
    return tuple(sorted(fleet, key=lambda each: (-each.flights, each.serial_number)))


def _booster(serial: str, rows: Sequence[aiosqlite.Row]) -> FleetBooster:
    latest = rows[-1]
    return FleetBooster(
        serial_number=serial,
        flights=max(len(rows), *(row[2] or 0 for row in rows)),
        known=len(rows),
        attempted=sum(row[3] or 0 for row in rows),
        landed=sum(row[4] == Landing.SUCCESS for row in rows),
        latest=from_micros(latest[7]),
        fastest=min((row[5] for row in rows if row[5]), default=None),
        landing=_landing(latest[4]),
        status=latest[6],
    )


def _flag(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _landing(value: str | None) -> Landing | None:
    return None if value is None else Landing(value)
