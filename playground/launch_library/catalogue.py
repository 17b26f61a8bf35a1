"""The catalogue of the stand-in: tables that refer to each other by id, and the sample in `launches.json`."""

from __future__ import annotations

from datetime import datetime
from importlib import resources
from typing import Any, Generic, Literal, TypeVar, get_args

import msgspec

Picture = Literal["ariane", "falcon", "generic", "saturn", "shuttle", "soyuz"]
"""A drawing in `pictures/`, without its `.svg`."""


AgencyType = Literal["Government", "Multinational", "Commercial", "Private"]
"""What kinds of agencies there are."""

Row = TypeVar("Row")


class DanglingReferenceError(Exception):
    """A row of the catalogue names an id that the table does not have."""

    def __init__(self, owner: str, table: str, key: object) -> None:
        super().__init__(f"{owner} names {key!r}, which is not among the {table}")


class Kind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of Launch Library 2's numbered kinds (of a program, spacecraft or landing)."""

    id: int
    name: str
    abbrev: str = ""


class Country(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A country; `code` is ISO 3166-1 alpha-3."""

    code: str
    id: int
    alpha_2: str
    name: str
    nationality: str


class Agency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A provider, manufacturer or partner. `wiki` is the title of its page in the English Wikipedia."""

    id: int
    name: str
    abbrev: str
    type: AgencyType | None
    countries: list[str]
    founded: int | None = None
    wiki: str | None = None


class Location(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A launch site. `country` is "???" for the sea and the air; counts are null where unknown."""

    id: int
    name: str
    country: str
    latitude: float | None = None
    longitude: float | None = None
    timezone: str = ""
    launches: int | None = None
    landings: int | None = None


class Pad(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A launch pad. Coordinates are texts, in degrees, as older versions give them; null is unknown."""

    id: int
    name: str
    location: int
    latitude: str | None
    longitude: str | None
    agency: int | None = None
    wiki: str | None = None


class Configuration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rocket in one of its variants; what is null is not known."""

    id: int
    name: str
    full_name: str
    family: str
    variant: str
    reusable: bool | None = None
    manufacturer: int | None = None
    picture: Picture | None = None
    wiki: str | None = None


class SpacecraftConfiguration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A type of spacecraft; what is null is not known."""

    id: int
    name: str
    type: Kind
    agency: int | None = None
    human_rated: bool | None = None
    wiki: str | None = None
    crew_capacity: int | None = None


class Program(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A programme that launches belong to."""

    id: int
    name: str
    type: Kind | None = None
    start: datetime | None = None
    agencies: list[int] = msgspec.field(default_factory=list)
    wiki: str | None = None
    description: str = ""
    end: datetime | None = None


class Orbit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An orbit, by Launch Library 2's name."""

    id: int
    name: str
    abbrev: str


class LandingLocation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where boosters come down, and how."""

    id: int
    name: str
    abbrev: str
    type: Kind


class Mission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a launch carries, and where to."""

    id: int | None
    name: str
    type: str | None
    description: str | None = None
    orbit: int | None = None


class Spacecraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The spacecraft of one launch; `crew` maps the people on board to their role, null if unknown."""

    configuration: int
    name: str
    serial: str | None
    destination: str | None = None
    crew: dict[str, str | None] = msgspec.field(default_factory=dict)


class Booster(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A first stage in one launch; `landed` is null where no landing was tried or known.

    Without a `type` the first booster of a launch is its core.
    """

    serial: str
    flight: int | None
    type: str | None = None
    attempted: bool | None = None
    landed: bool | None = None
    location: int | None = None


class Launch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One launch. `rocket` numbers this very rocket, `window` is start and end if other than NET.

    `precision` is Launch Library 2's word for that of NET; without one the time itself tells it. `unknown`
    names what nobody has told of, rather than that there is none; null programmes are unknown as well.
    `counts` are attempts so far, this one included: of all orbital ones, of the location, pad and provider,
    then the same within the year.
    """

    id: str
    name: str
    net: datetime
    status: int
    provider: int
    rocket: int | None
    configuration: int
    pad: int
    precision: str | None = None
    window: tuple[datetime, datetime] | None = None
    updated: datetime | None = None
    probability: int | None = None
    programs: list[int] | None = msgspec.field(default_factory=list)
    mission: Mission | None = None
    failreason: str = ""
    spacecraft: Spacecraft | None = None
    boosters: list[Booster] = msgspec.field(default_factory=list)
    unknown: tuple[Literal["boosters", "spacecraft"], ...] = ()
    designator: str | None = None
    counts: tuple[int | None, ...] = (None,) * 8
    wiki: str | None = None
    webcast: str | None = None


class Tables(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it stands."""

    about: list[str]
    countries: list[Country]
    agencies: list[Agency]
    locations: list[Location]
    pads: list[Pad]
    configurations: list[Configuration]
    spacecraft: list[SpacecraftConfiguration]
    programs: list[Program]
    orbits: list[Orbit]
    landing_locations: list[LandingLocation]
    launches: list[Launch]


class Table(Generic[Row]):
    """The rows of one table by their id."""

    def __init__(self, name: str, rows: dict[Any, Row]) -> None:
        self._name = name
        self._rows = rows

    def row(self, key: int | str, owner: str) -> Row:
        """The row that `owner` names by this id. Raises `DanglingReferenceError` when there is none."""
        if key not in self._rows:
            raise DanglingReferenceError(owner, self._name, key)
        return self._rows[key]


class Catalogue:
    """The tables of the file, and its launches in order of NET."""

    def __init__(self, tables: Tables) -> None:
        self.launches = sorted(tables.launches, key=lambda launch: launch.net)
        self.countries = Table("countries", {row.code: row for row in tables.countries})
        self.agencies = Table("agencies", {row.id: row for row in tables.agencies})
        self.locations = Table("locations", {row.id: row for row in tables.locations})
        self.pads = Table("pads", {row.id: row for row in tables.pads})
        self.configurations = Table("configurations", {row.id: row for row in tables.configurations})
        self.spacecraft = Table("spacecraft", {row.id: row for row in tables.spacecraft})
        self.programs = Table("programs", {row.id: row for row in tables.programs})
        self.orbits = Table("orbits", {row.id: row for row in tables.orbits})
        self.landing_locations = Table("landing locations", {row.id: row for row in tables.landing_locations})


def load() -> Catalogue:
    """Read the detailed sample. Raises `msgspec.ValidationError` when the file is not in order."""
    return Catalogue(load_tables())


def load_tables() -> Tables:
    """Read the tables of the detailed sample, likewise."""
    text = resources.files(__package__).joinpath("launches.json").read_bytes()
    return msgspec.json.decode(text, type=Tables)


def picture(name: str) -> bytes | None:
    """The SVG drawing of this name, or None when there is none."""
    if name not in get_args(Picture):
        return None
    return resources.files(__package__).joinpath("pictures", f"{name}.svg").read_bytes()
