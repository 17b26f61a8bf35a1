"""What launches have in common: agencies, rockets, places, orbits, programmes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

import aiosqlite

from storage.models import Agency, Launch, Location, Orbit, Pad, Program, Rocket
from storage.text import fold

Row = tuple[Any, ...]


def _folded(text: str | None) -> str | None:
    return None if text is None else fold(text)


def _agency_row(agency: Agency) -> Row:
    return (agency.id, agency.name, agency.abbrev, fold(agency.name), _folded(agency.abbrev))


def _configuration_row(rocket: Rocket) -> Row:
    maker = rocket.manufacturer.name if rocket.manufacturer else None
    return (
        rocket.id, rocket.name, rocket.full_name, rocket.family, maker,
        fold(rocket.name), _folded(rocket.full_name), _folded(maker),
    )  # fmt: skip


def _location_row(location: Location) -> Row:
    return (location.id, location.name, location.country_code)


def _pad_row(pad: Pad) -> Row:
    return (pad.id, pad.name, pad.location.id if pad.location else None)


def _orbit_row(orbit: Orbit) -> Row:
    return (orbit.id, orbit.name, orbit.abbrev, fold(orbit.name))


def _program_row(program: Program) -> Row:
    return (program.id, program.name)


_ROWS: dict[str, Callable[[Any], Row]] = {
    "agencies": _agency_row,
    "configurations": _configuration_row,
    "locations": _location_row,
    "pads": _pad_row,
    "orbits": _orbit_row,
    "programs": _program_row,
}


def _things(launch: Launch) -> Iterable[tuple[str, Any]]:
    """Yield (table, model) for everything the launch refers to."""
    yield "agencies", launch.provider
    yield "configurations", launch.rocket
    yield "pads", launch.pad
    yield "locations", launch.pad.location if launch.pad else None
    yield "orbits", launch.mission.orbit if launch.mission else None
    for program in launch.programs or ():
        yield "programs", program


@dataclass(slots=True)
class Dimensions:
    """The rows of those tables in memory, for the one writer; a few hundred in all."""

    rows: dict[str, dict[int, Row]] = field(default_factory=lambda: {table: {} for table in _ROWS})
    dirty: dict[str, set[int]] = field(default_factory=lambda: {table: set() for table in _ROWS})
    renamed_providers: set[int] = field(default_factory=set)

    @classmethod
    async def load(cls, connection: aiosqlite.Connection) -> Self:
        """Read the tables."""
        self = cls()
        for table, known in self.rows.items():
            for row in await connection.execute_fetchall(f"SELECT * FROM {table}"):
                known[row[0]] = tuple(row)
        return self

    def learn(self, launch: Launch) -> None:
        """Take over what the launch tells of the things it refers to."""
        for table, thing in _things(launch):
            if thing is not None:
                self._learn_row(table, _ROWS[table](thing))

    def _learn_row(self, table: str, row: Row) -> None:
        known = self.rows[table].get(row[0])
        if known == row:
            return
        if known is not None:
            row = tuple(old if new is None else new for old, new in zip(known, row, strict=True))
            if known == row:
                return
            if table == "agencies":
                self.renamed_providers.add(row[0])
        self.rows[table][row[0]] = row
        self.dirty[table].add(row[0])

    def provider_names(self, provider: Agency) -> tuple[str | None, ...]:
        """Return what the provider is called: by the launch's record, and by all the others."""
        row = self.rows["agencies"].get(provider.id)
        _id, name, abbrev, *_folded = row or _agency_row(provider)
        return (provider.name, abbrev) if name == provider.name else (provider.name, name, abbrev)

    async def write(self, connection: aiosqlite.Connection) -> None:
        """Write what was learned since the last time, inside the caller's transaction."""
        for table, ids in self.dirty.items():
            if ids:
                rows = [self.rows[table][i] for i in ids]
                marks = ", ".join("?" * len(rows[0]))
                await connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", rows)
                ids.clear()
