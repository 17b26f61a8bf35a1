"""Reads a history of launches: a file of facts in columns, compressed with xz, in format `FORMAT`.

A table in it is an object of columns, all equally long; null is what is not known. Times are seconds since
1970 UTC. `launches` refers to the other tables by id. A launch tells how many rows of `boosters` and
`spacecraft` are its own, a spacecraft how many of `crew`; they follow one another in the launches' order.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, Final

import msgspec

from playground.launch_library.catalogue import (
    Agency,
    Booster,
    Configuration,
    Kind,
    LandingLocation,
    Launch,
    Location,
    Mission,
    Orbit,
    Pad,
    Program,
    Spacecraft,
    SpacecraftConfiguration,
    Tables,
)
from playground.launch_library.places import stable_number

FORMAT: Final = "launchlog-history-1"

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Fields = dict[str, Any]


class UnreadableHistoryError(Exception):
    """The bytes are no history that this reader knows."""


@dataclass(frozen=True, slots=True)
class History:
    """The launches up to the day `until`, with the tables that they refer to."""

    until: date
    tables: Tables


def read_history(data: bytes) -> History:
    """Return the history of a file's bytes, after some tenths of a second.

    Raises `UnreadableHistoryError`.
    """
    try:
        content = msgspec.json.decode(lzma.decompress(data), type=Fields)
        if content["format"] != FORMAT:
            message = f"its format is {content['format']!r}"
            raise UnreadableHistoryError(message)
        return History(date.fromisoformat(content["made_on"]), _tables(content))
    except (lzma.LZMAError, msgspec.DecodeError, LookupError, TypeError, ValueError) as error:
        raise UnreadableHistoryError(str(error)) from error


def _tables(content: Fields) -> Tables:
    kinds, places = _Kinds(), _LandingPlaces()
    boosters = map(places.booster, _rows(content["boosters"]))
    crew = ((row["name"], row["role"]) for row in _rows(content["crew"]))
    spacecraft = (
        kinds.spacecraft(row, dict(_take(crew, row["crew"]))) for row in _rows(content["spacecraft"])
    )
    launches = [_launch(row, boosters, spacecraft) for row in _rows(content["launches"])]
    return Tables(
        about=[content["source"]],
        countries=[],
        agencies=[_agency(row) for row in _rows(content["agencies"])],
        locations=[
            Location(row["id"], row["name"], row["country_code"] or "???")
            for row in _rows(content["locations"])
        ],
        pads=[_pad(row) for row in _rows(content["pads"])],
        configurations=[_configuration(row) for row in _rows(content["rockets"])],
        spacecraft=list(kinds.found.values()),
        programs=[Program(row["id"], row["name"]) for row in _rows(content["programs"])],
        orbits=[
            Orbit(row["id"], row["name"], row["abbrev"] or row["name"]) for row in _rows(content["orbits"])
        ],
        landing_locations=list(places.found.values()),
        launches=launches,
    )


def _launch(row: Fields, boosters: Iterator[Booster], spacecraft: Iterator[Spacecraft]) -> Launch:
    craft = _take(spacecraft, row["spacecraft"] or 0)
    start, end = row["window_start"], row["window_end"]
    return Launch(
        id=row["id"],
        name=row["name"],
        net=_instant(row["net"]),
        precision=row["net_precision"],
        window=None if start is None or end is None else (_instant(start), _instant(end)),
        updated=None if row["last_updated"] is None else _instant(row["last_updated"]),
        status=row["status"],
        provider=row["provider"],
        rocket=row["rocket_flight"],
        configuration=row["rocket"],
        pad=row["pad"],
        mission=_mission(row),
        programs=row["programs"],
        designator=row["designator"],
        boosters=_take(boosters, row["boosters"] or 0),
        spacecraft=craft[0] if craft else None,
        unknown=tuple(name for name in ("boosters", "spacecraft") if row[name] is None),
    )


def _mission(row: Fields) -> Mission | None:
    if row["mission_name"] is None:
        return None
    return Mission(row["mission"], row["mission_name"], row["mission_type"], orbit=row["orbit"])


def _agency(row: Fields) -> Agency:
    countries = row["country_code"].split(",") if row["country_code"] else []
    return Agency(row["id"], row["name"], row["abbrev"] or "", row["type"], countries)


def _pad(row: Fields) -> Pad:
    north, east = row["latitude"], row["longitude"]
    known = north is not None and east is not None
    return Pad(
        row["id"], row["name"], row["location"], str(north) if known else None, str(east) if known else None
    )


def _configuration(row: Fields) -> Configuration:
    return Configuration(
        id=row["id"],
        name=row["name"],
        full_name=row["full_name"] or row["name"],
        family=row["family"] or "",
        variant=row["variant"] or "",
        manufacturer=row["manufacturer"],
    )


class _Kinds:
    """The types of spacecraft. The history does not tell them: each craft is taken for one of its own."""

    def __init__(self) -> None:
        self.found: dict[int, SpacecraftConfiguration] = {}

    def spacecraft(self, row: Fields, crew: dict[str, str | None]) -> Spacecraft:
        number = stable_number(f"kind of {row['name']}")
        self.found[number] = SpacecraftConfiguration(number, row["name"], Kind(90001, "Unknown"))
        return Spacecraft(number, row["name"], row["serial_number"], crew=crew)


class _LandingPlaces:
    """Where boosters came down: the history tells it booster by booster."""

    def __init__(self) -> None:
        self.found: dict[int, LandingLocation] = {}

    def booster(self, row: Fields) -> Booster:
        place = None
        if row["landing_place"] is not None:
            place = self._place(
                row["landing_place"], row["landing_place_abbrev"] or "", row["landing_type"] or ""
            )
        return Booster(
            serial=row["serial_number"],
            flight=row["flight_number"],
            type=row["type"],
            attempted=row["landing_attempt"],
            landed=row["landing_success"],
            location=place,
        )

    def _place(self, name: str, abbrev: str, how: str) -> int:
        number = stable_number(f"landing place {name} {abbrev} {how}")
        kind = Kind(stable_number(f"landing type {how}"), how, how)
        self.found[number] = LandingLocation(number, name, abbrev, kind)
        return number


def _rows(columns: dict[str, list[Any]]) -> Iterable[Fields]:
    names = tuple(columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True))


def _take(rows: Iterator[Any], number: int) -> list[Any]:
    taken = list(islice(rows, number))
    if len(taken) < number:
        raise ValueError("a launch names more than there is")
    return taken


def _instant(seconds: int) -> datetime:
    return _EPOCH + timedelta(seconds=seconds)
