"""What the launches before a launch make of it: its ordinals, and the firsts and records that it is.

Nothing is told that rests on launches which may be missing: whether something is a first can only be known
where the whole history before it is, and a record of boosters only where every launch of their provider has
told which ones flew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import aiosqlite
import msgspec

from storage.catalogue.boosters import is_booster
from storage.catalogue.coverage import EVER, Coverage
from storage.catalogue.placeholders import flown
from storage.catalogue.unknown import Fact
from storage.instants import to_micros
from storage.models import Booster, Counts, Launch, Outcome, StatusId
from storage.query import Range

_ORDINALS = Counts.__struct_fields__

_UNCOUNTED = Counts()

FEWEST = 5
"""Turnarounds and boosters that there have to be before one of them is a record."""


@dataclass(frozen=True, slots=True)
class Turnaround:
    """How long after its flight before a booster flew again."""

    serial_number: str
    time: timedelta


@dataclass(frozen=True, slots=True)
class Precedents:
    """What a launch is among those before it; None and False also where that is not known.

    `counts` are its ordinals. Of its rocket, in all its versions, it is the flight `of_rocket`; it is the
    first of this version with `is_first_of_version`, the first that succeeded with `is_first_success`, and
    comes right after the flight `failure`. `turnaround` is the fastest that its provider's boosters ever had,
    `most_flown` the booster that has never been flown as often, by its serial number.
    """

    counts: Counts = _UNCOUNTED
    of_rocket: int | None = None
    is_first_of_version: bool = False
    is_first_success: bool = False
    failure: Launch | None = None
    turnaround: Turnaround | None = None
    most_flown: str = ""


NO_PRECEDENTS = Precedents()


async def read_precedents(connection: aiosqlite.Connection, launch: Launch, coverage: Coverage) -> Precedents:
    """Return what is known of a launch among those before it in the catalogue."""
    values = {
        "id": launch.id,
        "net": to_micros(launch.net),
        "rocket": launch.rocket.id if launch.rocket else None,
        "provider": launch.provider.id if launch.provider else None,
    }
    rows = list(await connection.execute_fetchall(_FACTS, values))
    facts = dict(zip(_COLUMNS, rows[0], strict=True))
    failure = _failure(await _bodies(connection, _BEFORE, values), launch, coverage)
    if not _is_whole(coverage, EVER, launch.net):
        return Precedents(counts=_of_year(facts, launch, coverage), failure=failure)
    succeeded = launch.status.outcome is Outcome.SUCCESS
    known = bool(facts["there"]) and not facts["nameless"]
    boosters = launch.boosters and not facts["untold"]
    flights = await _bodies(connection, _FLIGHTS, values) if boosters else []
    return Precedents(
        counts=Counts(**{name: facts[name] for name in _ORDINALS}),
        of_rocket=facts["of_rocket"] + 1 if known else None,
        is_first_of_version=known and not facts["of_version"],
        is_first_success=known and succeeded and bool(facts["of_rocket"]) and not facts["successes"],
        failure=failure,
        turnaround=_fastest(flights, launch),
        most_flown=_most_flown(flights, launch),
    )


def _is_whole(coverage: Coverage, start: datetime, end: datetime) -> bool:
    return not coverage.gaps_within(Range(gte=start, lte=end))


def _of_year(facts: dict[str, int | None], launch: Launch, coverage: Coverage) -> Counts:
    """Return the ordinals of the launch in its year, if that is known whole up to it."""
    if not _is_whole(coverage, datetime(launch.net.year, 1, 1, tzinfo=launch.net.tzinfo), launch.net):
        return Counts()
    return Counts(**{name: facts[name] for name in _ORDINALS if name.endswith("_year")})


def _failure(before: Sequence[Launch], launch: Launch, coverage: Coverage) -> Launch | None:
    """Return the flight before of the same rocket if that failed and this one did not."""
    if not before or launch.status.outcome is not Outcome.SUCCESS:
        return None
    (last,) = before
    failed = last.status.outcome is Outcome.FAILURE
    return last if failed and _is_whole(coverage, last.net, launch.net) else None


def _fastest(flights: Sequence[Launch], launch: Launch) -> Turnaround | None:
    """Return the turnaround of a booster of the launch if no booster was flown again so soon before it."""
    *earlier, of_this = _turnarounds([*flights, launch])
    known = [each.time for turnarounds in earlier for each in turnarounds]
    shortest = min(of_this, key=lambda each: each.time, default=None)
    if shortest is None or len(known) < FEWEST or shortest.time >= min(known):
        return None
    return shortest


def _turnarounds(flights: Iterable[Launch]) -> Iterator[list[Turnaround]]:
    """Yield the turnarounds that end with each of those launches, the earliest first.

    Only from one flight of a booster to the next: where its numbers leave one out, a launch is not known.
    """
    last: dict[str, tuple[int, datetime]] = {}
    for launch in flights:
        found = []
        for booster in _numbered(launch):
            serial, flight = booster.serial_number, booster.flight_number or 0
            before, net = last.get(serial, (0, launch.net))
            if before and before == flight - 1:
                found.append(Turnaround(serial, launch.net - net))
            last[serial] = (flight, launch.net)
        yield found


def _most_flown(flights: Sequence[Launch], launch: Launch) -> str:
    """Return the serial number of a booster of the launch that flew more often than any before it."""
    most: dict[str, int] = {}
    for each in flights:
        for booster in _numbered(each):
            most[booster.serial_number] = max(booster.flight_number or 0, most.get(booster.serial_number, 0))
    record = max(most.values(), default=0)
    if len(most) < FEWEST:
        return ""
    beats = [each for each in _numbered(launch) if (each.flight_number or 0) > record]
    return beats[0].serial_number if beats else ""


def _numbered(launch: Launch) -> Iterator[Booster]:
    for booster in launch.boosters or ():
        if booster.flight_number and is_booster(booster.serial_number):
            yield booster


async def _bodies(connection: aiosqlite.Connection, sql: str, values: dict[str, object]) -> list[Launch]:
    rows = list(await connection.execute_fetchall(sql, values))
    return await asyncio.to_thread(_decoded, rows)


def _decoded(rows: list[aiosqlite.Row]) -> list[Launch]:
    return [_decode(row[0]) for row in rows]


_decode = msgspec.msgpack.Decoder(Launch).decode


_EARLIER = f"(l.net, l.id) < (:net, :id) AND {flown()}"
# All versions of a rocket have one name, such as Falcon 9.
_OF_ROCKET = (
    "l.configuration_id IN (SELECT id FROM configurations"
    " WHERE folded = (SELECT folded FROM configurations WHERE id = :rocket))"
)
_COLUMNS = (*_ORDINALS, "of_rocket", "successes", "of_version", "nameless", "untold", "there")
_SELECT_ORDINALS = ", ".join(
    f"(SELECT {name} FROM launch_attempts JOIN launches USING (number) WHERE id = :id)" for name in _ORDINALS
)
_FACTS = (
    f"SELECT {_SELECT_ORDINALS},"
    f" (SELECT count(*) FROM launches l WHERE {_OF_ROCKET} AND {_EARLIER}),"
    f" (SELECT count(*) FROM launches l WHERE {_OF_ROCKET} AND status_id = {StatusId.SUCCESS:d}"
    f" AND {_EARLIER}),"
    f" (SELECT count(*) FROM launches l WHERE configuration_id = :rocket AND {_EARLIER}),"
    " EXISTS (SELECT 1 FROM launches l WHERE provider_id IS :provider AND configuration_id IS NULL"
    f" AND {_EARLIER}),"
    " EXISTS (SELECT 1 FROM launches l JOIN untold_facts USING (number)"
    f" WHERE fact = '{Fact.BOOSTERS}' AND provider_id IS :provider AND {_EARLIER}),"
    " EXISTS (SELECT 1 FROM launches WHERE id = :id AND configuration_id = :rocket)"
)
_BEFORE = (
    f"SELECT b.body FROM launches l JOIN bodies b USING (number) WHERE {_OF_ROCKET} AND {_EARLIER}"
    " ORDER BY l.net DESC, l.id DESC LIMIT 1"
)
_FLIGHTS = (
    "SELECT b.body FROM launches l JOIN bodies b USING (number) WHERE l.provider_id IS :provider"
    f" AND l.number IN (SELECT number FROM launch_boosters) AND {_EARLIER} ORDER BY l.net, l.id"
)
