"""What flew: a row for each booster of a launch, with its landing in the words that can be asked for.

A launch that is known to have none has one row without a serial number: nothing was to land. `landing` is a
value of `Landing` for how it ended, NULL while that is not known, and `manner` one for how it came down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import aiosqlite

from storage.catalogue.reading.where import Value, Where, marks
from storage.models import Booster, Launch
from storage.properties import Property
from storage.query import LANDING_ENDS, LANDING_MANNERS, Landing, LaunchQuery

_MANNERS: tuple[tuple[Landing, tuple[str, ...]], ...] = (
    (Landing.DRONE_SHIP, ("asds", "drone ship")),
    (Landing.OCEAN, ("ocean", "splash", "water")),
    (Landing.GROUND_PAD, ("rtls", "vl", "return to launch site", "ground", "vertical", "launch site")),
)
"""Launch Library's short names for ways to land, and words of the long ones."""

_NO_PLACES = frozenset({"", "unknown", "n/a", "tbd"})

_HAS_NAME = (
    "lower(lb.serial_number) NOT GLOB 'unknown*' AND lower(lb.serial_number) NOT GLOB 'tbd*'"
    " AND lb.serial_number <> ''"
)

SERIAL = f"(CASE WHEN {_HAS_NAME} THEN lb.serial_number END)"
"""SQL for the serial number of a row `lb`, NULL where it stands for no booster.

Launch Library has "Unknown F9" and "TBD" as well.
"""

COLUMNS: Mapping[Property, tuple[str, str]] = {
    Property.BOOSTER: ("serial", SERIAL),
    Property.LANDING: ("landing", "lb.landing"),
    Property.LANDING_PLACE: ("place", "lb.place"),
}
"""What a joined booster `fb` has: the name of each column, and SQL for it."""


def booster_join(kinds: Iterable[Property], query: LaunchQuery | None = None) -> tuple[str, list[Value]]:
    """Return what joins the boosters that a query asks for, as `fb`, to launches, and the values it binds.

    Each launch has a row for each different thing that its boosters are told to be, so that it is counted
    once for it. Empty without kinds.
    """
    columns = ", ".join(f"{sql} AS {name}" for name, sql in (COLUMNS[kind] for kind in kinds))
    if not columns:
        return "", []
    asked = of_boosters(query) if query else Where()
    chosen = f" WHERE {' AND '.join(asked.parts)}" if asked.parts else ""
    boosters = f"SELECT DISTINCT lb.number, {columns} FROM launch_boosters lb{chosen}"
    return f"({boosters}) fb ON fb.number = l.number", asked.values


_PLACEHOLDER = re.compile(r"unknown|tbd", re.IGNORECASE)


def is_booster(serial_number: str) -> bool:
    """Tell whether a serial number stands for a booster, as `SERIAL` does in SQL."""
    return bool(serial_number) and not _PLACEHOLDER.match(serial_number)


async def write_boosters(connection: aiosqlite.Connection, launches: Iterable[tuple[int, Launch]]) -> None:
    """Store the boosters of those launches, of which none are stored."""
    rows = [row for number, launch in launches for row in _rows(number, launch)]
    await connection.executemany("INSERT INTO launch_boosters VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _rows(number: int, launch: Launch) -> Iterator[tuple[Any, ...]]:
    for stage, booster in enumerate(launch.boosters or ()):
        landing = landing_of(booster)
        # What was not to land came down nowhere.
        came_down = landing is not Landing.NONE
        yield (
            booster.serial_number,
            number,
            stage,
            booster.flight_number,
            booster.is_reused,
            _is_attempt(booster),
            landing,
            manner_of(booster) if came_down else None,
            place_of(booster) if came_down else None,
            booster.turnaround,
            booster.status,
        )
    if launch.boosters == ():
        yield ("", number, 0, None, False, False, Landing.NONE, None, None, None, None)


def landing_of(booster: Booster) -> Landing | None:
    """Return how the landing ended, NONE where none was tried, or None while that is not known."""
    if booster.landing_success is True:
        return Landing.SUCCESS
    if booster.landing_attempt is False:
        return Landing.NONE
    return Landing.FAILURE if booster.landing_attempt and booster.landing_success is False else None


def manner_of(booster: Booster) -> Landing | None:
    """Return how the booster came down, or was to, or None where that is not known."""
    told = (booster.landing_type or "").strip().lower()
    for manner, (abbrev, *words) in _MANNERS:
        if told == abbrev or any(told == word or (len(word) > 2 and word in told) for word in words):
            return manner
    return None


def place_of(booster: Booster) -> str | None:
    """Return where it landed, or was to, without the region after a comma; None where that is not known."""
    place = (booster.landing_place or "").partition(",")[0].strip()
    return None if place.lower() in _NO_PLACES else place


def is_reused(launch: Launch) -> bool | None:
    """Tell whether a booster of the launch had flown before; None where that is not known."""
    if launch.boosters is None:
        return None
    flown = [booster.is_reused for booster in launch.boosters]
    return True if True in flown else None if None in flown else False


def has_unknown_landing(launch: Launch) -> bool:
    """Whether it is not known of each booster how its landing ended, and what kind it was."""
    if launch.boosters is None:
        return True
    landings = [(landing_of(booster), booster) for booster in launch.boosters]
    return any(
        landing is None or (landing is not Landing.NONE and manner_of(booster) is None)
        for landing, booster in landings
    )


def has_unknown_place(launch: Launch) -> bool:
    """Whether it is not known of each booster that was to land where that was."""
    if launch.boosters is None:
        return True
    return any(
        landing_of(booster) is not Landing.NONE and place_of(booster) is None for booster in launch.boosters
    )


def _is_attempt(booster: Booster) -> bool | None:
    return True if booster.landing_success is True else booster.landing_attempt


def of_boosters(query: LaunchQuery) -> Where:
    """Return the conditions on one booster, `lb`: all that is asked of boosters is asked of the same one."""
    where = Where()
    if query.serial_numbers:
        where.add(f"lb.serial_number IN ({marks(query.serial_numbers)})", *query.serial_numbers)
    if query.landing_places:
        where.add(f"lb.place IN ({marks(query.landing_places)})", *query.landing_places)
    if not set(Landing).issuperset(query.landings):
        where.add("0")
    for column, values in (("landing", LANDING_ENDS), ("manner", LANDING_MANNERS)):
        wanted: list[Value] = [str(each) for each in values if each in query.landings]
        if wanted:
            where.add(f"lb.{column} IN ({marks(wanted)})", *wanted)
    return where


def add_boosters(where: Where, query: LaunchQuery) -> None:
    """Require a booster of the launch to be what a query asks for."""
    asked = of_boosters(query)
    if asked.parts:
        numbers = f"SELECT lb.number FROM launch_boosters lb WHERE {' AND '.join(asked.parts)}"
        where.add(f"l.number IN ({numbers})", *asked.values)
    if query.is_reused is not None:
        where.add("l.is_reused = ?", int(query.is_reused))
