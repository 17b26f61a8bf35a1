"""What launches refer to, once each: from launches to tables with an id a row, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec

from storage.models import Agency, Launch, Location, Orbit, Pad, Program, Rocket, Status

S = TypeVar("S", bound=msgspec.Struct)
Columns = dict[str, list[Any]]
"""A table by the names of its columns, which are equally long; null is what is not known."""


def _told(thing: S) -> dict[str, Any]:
    """Return the fields that say something; before 2.3.0 an empty text often stood for "not known"."""
    values = ((name, getattr(thing, name)) for name in thing.__struct_fields__)
    return {name: value for name, value in values if value is not None and value != ""}


@dataclass(slots=True)
class Tables:
    """The things that launches refer to, by table and id, as the latest launch that tells of them does."""

    rows: dict[str, dict[int, dict[str, Any]]] = field(
        default_factory=lambda: {table: {} for table in COLUMNS}
    )

    def learn(self, launch: Launch) -> None:
        """Take over what a launch tells of the things it refers to; the latest launch comes last."""
        self._learn("statuses", launch.status)
        self._learn_agency(launch.provider)
        self._learn_rocket(launch.rocket)
        self._learn_pad(launch.pad)
        self._learn("orbits", launch.mission.orbit if launch.mission else None)
        for program in launch.programs or ():
            self._learn("programs", program)

    def _learn_agency(self, agency: Agency | None) -> int | None:
        return self._learn("agencies", agency)

    def _learn_rocket(self, rocket: Rocket | None) -> None:
        if rocket is not None:
            maker = self._learn_agency(rocket.manufacturer)
            self._learn("rockets", rocket, manufacturer=maker)

    def _learn_pad(self, pad: Pad | None) -> None:
        if pad is not None:
            self._learn("pads", pad, location=self._learn("locations", pad.location))

    def _learn(self, table: str, thing: Any, **references: int | None) -> int | None:
        if thing is None:
            return None
        told = _told(thing) | {name: key for name, key in references.items() if key is not None}
        known = self.rows[table].setdefault(thing.id, {})
        known.update((name, told[name]) for name in COLUMNS[table] if name in told)
        return int(thing.id)

    def columns(self, launches: Iterable[Launch]) -> dict[str, Columns]:
        """Return the tables with the rows that these launches refer to, ordered by ID."""
        used = self._used(launches)
        return {
            table: {name: [self.rows[table][key].get(name) for key in sorted(used[table])] for name in names}
            for table, names in COLUMNS.items()
        }

    def _used(self, launches: Iterable[Launch]) -> dict[str, set[int]]:
        used: dict[str, set[int]] = {table: set() for table in COLUMNS}
        for launch in launches:
            for table, key in references(launch):
                used[table].add(key)
        for table, name, other in (
            ("pads", "location", "locations"),
            ("rockets", "manufacturer", "agencies"),
        ):
            keys = (self.rows[table][key].get(name) for key in used[table])
            used[other].update(key for key in keys if key is not None)
        return used


COLUMNS: dict[str, tuple[str, ...]] = {
    "statuses": ("id", "name", "abbrev"),
    "agencies": ("id", "name", "abbrev", "type", "country_code"),
    "rockets": ("id", "name", "full_name", "family", "variant", "manufacturer"),
    "locations": ("id", "name", "country_code"),
    "pads": ("id", "name", "location", "latitude", "longitude"),
    "orbits": ("id", "name", "abbrev"),
    "programs": ("id", "name"),
}
"""The columns of each table. `manufacturer` and `location` are ids of agencies and locations."""


def references(launch: Launch) -> Iterable[tuple[str, int]]:
    """Yield the table and the id of everything that a launch itself refers to."""
    yield "statuses", launch.status.id
    orbit = launch.mission.orbit if launch.mission else None
    for table, thing in (
        ("agencies", launch.provider), ("rockets", launch.rocket), ("pads", launch.pad), ("orbits", orbit),
    ):  # fmt: skip
        if thing is not None:
            yield table, thing.id
    for program in launch.programs or ():
        yield "programs", program.id


@dataclass(frozen=True, slots=True)
class Things:
    """What the tables of a file hold, by id."""

    statuses: Mapping[int, Status]
    agencies: Mapping[int, Agency]
    rockets: Mapping[int, Rocket]
    pads: Mapping[int, Pad]
    orbits: Mapping[int, Orbit]
    programs: Mapping[int, Program]


def things(tables: Mapping[str, Columns]) -> Things:
    """Return what the tables hold; raises `LookupError`, `TypeError` or `ValueError` if that is nothing."""
    agencies = _by_id(tables["agencies"], Agency)
    locations = _by_id(tables["locations"], Location)
    return Things(
        statuses=_by_id(tables["statuses"], Status),
        agencies=agencies,
        rockets=_by_id(tables["rockets"], Rocket, manufacturer=agencies),
        pads=_by_id(tables["pads"], _pad, location=locations),
        orbits=_by_id(tables["orbits"], Orbit),
        programs=_by_id(tables["programs"], Program),
    )


def _by_id(columns: Columns, kind: Callable[..., S], **references: Mapping[int, Any]) -> dict[int, S]:
    found = {}
    for row in rows(columns):
        for name, table in references.items():
            row[name] = None if row[name] is None else table[row[name]]
        found[row["id"]] = kind(**row)
    return found


def _pad(*, latitude: Any, longitude: Any, **others: Any) -> Pad:
    return Pad(latitude=_degrees(latitude), longitude=_degrees(longitude), **others)


def _degrees(value: Any) -> Any:
    # JSON has one kind of numbers; whole degrees come as whole numbers.
    return float(value) if type(value) is int else value


def rows(columns: Columns) -> Iterable[dict[str, Any]]:
    """Yield the rows of a table by the names of its columns; raises `ValueError` for unequal columns."""
    if not isinstance(columns, dict):
        raise TypeError("a table is an object of columns")
    names: Sequence[str] = tuple(columns)
    return (dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True))
