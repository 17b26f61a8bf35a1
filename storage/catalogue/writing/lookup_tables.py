"""What launches have in common: agencies, rockets, places, orbits, programmes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self

import aiosqlite
import msgspec

from storage.catalogue.writing.rocket_families import families_of
from storage.catalogue.writing.tellings import NameAge, name_age
from storage.countries import country_of
from storage.display_names import agency_name, rocket_name
from storage.models import Agency, Launch, Location, Orbit, Pad, Program, Record, Rocket
from storage.text import fold

Facts = tuple[Any, ...]
"""What is known of a thing, its name first, in the order of the columns behind the id."""


def _agency_facts(agency: Agency) -> Facts:
    return (agency.name, agency.abbrev, agency.country_code)


def _configuration_facts(rocket: Rocket) -> Facts:
    maker = rocket.manufacturer.name if rocket.manufacturer else None
    return (rocket.name, rocket.full_name, rocket.family, maker)


def _location_facts(location: Location) -> Facts:
    return (location.name, location.country_code)


def _pad_facts(pad: Pad) -> Facts:
    return (pad.name, pad.location.id if pad.location else None)


def _orbit_facts(orbit: Orbit) -> Facts:
    return (orbit.name, orbit.abbrev)


def _program_facts(program: Program) -> Facts:
    return (program.name,)


def _of_agency(agency: Facts) -> Facts:
    name, abbrev, told = agency
    return (country_of(name, told), agency_name(name, abbrev))


def _of_configuration(configuration: Facts) -> Facts:
    name, full_name, _family, _maker = configuration
    return (rocket_name(name, full_name),)


def _nothing(_facts: Facts) -> Facts:
    return ()


@dataclass(frozen=True, slots=True)
class _Table:
    """How many facts a table has, how they are told, and which of them stand in it folded as well.

    `concluded` is what stands in a row besides, worked out from all its facts.
    """

    width: int
    facts: Callable[[Any], Facts]
    folded: tuple[int, ...] = ()
    concluded: Callable[[Facts], Facts] = _nothing


_TABLES = {
    "agencies": _Table(3, _agency_facts, (0, 1), _of_agency),
    "configurations": _Table(4, _configuration_facts, (0, 1, 3), _of_configuration),
    "locations": _Table(2, _location_facts),
    "pads": _Table(2, _pad_facts),
    "orbits": _Table(2, _orbit_facts, (0,)),
    "programs": _Table(1, _program_facts),
}

_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(list[NameAge]).decode
_NEVER: NameAge = (-1, 0, 0)
"""The age of what nobody told."""


@dataclass(slots=True)
class _Thing:
    """What is known of one agency, rocket, place, orbit or programme, and how old each fact is."""

    facts: Facts
    ages: list[NameAge]

    def learn(self, facts: Facts, age: NameAge) -> bool:
        """Take over what is newer, each fact for itself, and return whether anything was, if only its age.

        Of two facts that are equally old the greater is taken, so that the order of telling is all the same.
        """
        newer = [
            new is not None and (age > known_age or (age == known_age and new > old))
            for new, old, known_age in zip(facts, self.facts, self.ages, strict=True)
        ]
        if not any(newer):
            return False
        self.facts = tuple(
            new if taken else old for taken, new, old in zip(newer, facts, self.facts, strict=True)
        )
        self.ages = [age if taken else old for taken, old in zip(newer, self.ages, strict=True)]
        return True

    def row(self, key: int, table: _Table) -> tuple[Any, ...]:
        """Return its row in the table."""
        folded = (None if self.facts[i] is None else fold(self.facts[i]) for i in table.folded)
        return (key, *self.facts, _pack(self.ages), *folded, *table.concluded(self.facts))


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
    """What those tables hold, in memory, for the one writer; a few hundred things in all."""

    things: dict[str, dict[int, _Thing]] = field(default_factory=lambda: {table: {} for table in _TABLES})
    dirty: dict[str, set[int]] = field(default_factory=lambda: {table: set() for table in _TABLES})
    renamed_providers: set[int] = field(default_factory=set)
    has_changed: bool = False
    families: dict[int, str] = field(default_factory=dict)

    @classmethod
    async def load(cls, connection: aiosqlite.Connection) -> Self:
        """Read the tables."""
        self = cls()
        for name, things in self.things.items():
            width = _TABLES[name].width
            for row in await connection.execute_fetchall(f"SELECT * FROM {name}"):
                things[row[0]] = _Thing(tuple(row[1 : width + 1]), _unpack(row[width + 1]))
        rows = await connection.execute_fetchall("SELECT configuration_id, family FROM rocket_families")
        self.families = {row[0]: row[1] for row in rows}
        return self

    def learn(self, record: Record) -> None:
        """Take over what a record tells of the things its launch refers to, as far as nobody told newer."""
        age = name_age(record)
        for table, thing in _things(record.launch):
            if thing is not None:
                self._learn_thing(table, thing.id, _TABLES[table].facts(thing), age)

    def _learn_thing(self, table: str, key: int, facts: Facts, age: NameAge) -> None:
        known = self.things[table].get(key)
        if known is None:
            ages = [_NEVER if fact is None else age for fact in facts]
            self.things[table][key] = _Thing(facts, ages)
            self.has_changed = True
        else:
            before = known.facts
            if not known.learn(facts, age):
                return
            if known.facts != before:
                self.has_changed = True
                if table == "agencies" and known.facts[:2] != before[:2]:
                    self.renamed_providers.add(key)
        self.dirty[table].add(key)

    def take_changed(self) -> bool:
        """Return whether anything but an age has changed since the last time this was asked."""
        changed, self.has_changed = self.has_changed, False
        return changed

    def provider_names(self, provider: Agency) -> tuple[str | None, ...]:
        """Return what the provider is called: by the launch's record, and by all the others."""
        known = self.things["agencies"].get(provider.id)
        name, abbrev, _country_code = known.facts if known else _agency_facts(provider)
        return (provider.name, abbrev) if name == provider.name else (provider.name, name, abbrev)

    async def write(self, connection: aiosqlite.Connection) -> None:
        """Write what was learned since the last time, inside the caller's transaction."""
        if self.dirty["configurations"]:
            await self._write_families(connection)
        for name, ids in self.dirty.items():
            if ids:
                rows = [self.things[name][key].row(key, _TABLES[name]) for key in ids]
                marks = ", ".join("?" * len(rows[0]))
                await connection.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({marks})", rows)
                ids.clear()

    async def _write_families(self, connection: aiosqlite.Connection) -> None:
        """Write of which family each rocket is, where that is another than before."""
        told = {
            key: (name, family)
            for key, (name, _full_name, family, _maker) in (
                (key, rocket.facts) for key, rocket in self.things["configurations"].items()
            )
        }
        families = families_of(told)
        rows = [pair for pair in families.items() if self.families.get(pair[0]) != pair[1]]
        await connection.executemany("INSERT OR REPLACE INTO rocket_families VALUES (?, ?)", rows)
        self.families = families
