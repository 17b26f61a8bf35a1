"""Launches and what belongs to them, in Launch Library's terms.

Every value is immutable. Times are aware UTC. `None` means that the record did not tell, never "no".
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import IntEnum, StrEnum

import msgspec

from storage.display_names import agency_name, rocket_name
from storage.flights import Docking, Payload


class Outcome(StrEnum):
    """How a launch ended, as far as that is final."""

    SUCCESS = "success"
    FAILURE = "failure"
    PARTIAL_FAILURE = "partial failure"


class StatusId(IntEnum):
    """Launch Library's status ids; other numbers may appear.

    Source: https://ll.thespacedevs.com/2.3.0/config/launch_statuses/
    """

    GO = 1
    TBD = 2
    SUCCESS = 3
    FAILURE = 4
    HOLD = 5
    IN_FLIGHT = 6
    PARTIAL_FAILURE = 7
    TBC = 8
    PAYLOAD_DEPLOYED = 9


OUTCOME_STATUS: dict[Outcome, StatusId] = {
    Outcome.SUCCESS: StatusId.SUCCESS,
    Outcome.FAILURE: StatusId.FAILURE,
    Outcome.PARTIAL_FAILURE: StatusId.PARTIAL_FAILURE,
}
ENDED = tuple(int(status) for status in OUTCOME_STATUS.values())
"""Ids of the statuses that are an outcome."""

_STATUS_OUTCOME = {int(status): outcome for outcome, status in OUTCOME_STATUS.items()}


class Mode(IntEnum):
    """How much a Launch Library record tells, poorest first."""

    LIST = 1
    NORMAL = 2
    DETAILED = 3


class Status(msgspec.Struct, frozen=True, omit_defaults=True):
    """The state of a launch; `name` is Launch Library's own word for it."""

    id: int
    name: str
    abbrev: str | None = None

    @property
    def outcome(self) -> Outcome | None:
        """The final outcome, or None while there is none."""
        return _STATUS_OUTCOME.get(self.id)


class Counters(msgspec.Struct, frozen=True, omit_defaults=True):
    """How often an agency or a rocket has launched and landed, as Launch Library counts it on that day.

    The streaks are launches and landings that succeeded one after another since the last that did not.
    """

    launches: int | None = None
    successes: int | None = None
    failures: int | None = None
    streak: int | None = None
    landings_attempted: int | None = None
    landings: int | None = None
    landings_failed: int | None = None
    landing_streak: int | None = None


class Agency(msgspec.Struct, frozen=True, omit_defaults=True):
    """A launch service provider or a manufacturer; all from `logo` on stands in detailed records only."""

    id: int
    name: str
    abbrev: str | None = None
    type: str | None = None
    country_code: str | None = None
    logo: str | None = None
    founded: int | None = None
    info_url: str | None = None
    wiki_url: str | None = None
    counters: Counters | None = None

    @property
    def shown(self) -> str:
        """What people call it where it stands among others."""
        return agency_name(self.name, self.abbrev)


class Sheet(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a rocket is: metres, tonnes at lift-off, kilonewtons at lift-off, kilograms to an orbit, dollars.

    `maiden_flight` is a date, "1957-10-04".
    """

    length: float | None = None
    diameter: float | None = None
    launch_mass: float | None = None
    thrust: float | None = None
    leo_capacity: float | None = None
    gto_capacity: float | None = None
    stages: int | None = None
    cost: int | None = None
    maiden_flight: str | None = None
    is_reusable: bool | None = None
    is_active: bool | None = None
    description: str | None = None
    picture: str | None = None
    info_url: str | None = None
    wiki_url: str | None = None
    counters: Counters | None = None


class Rocket(msgspec.Struct, frozen=True, omit_defaults=True):
    """A launcher configuration; `id` is the configuration's id, not that of one flight.

    The sheet stands in detailed records only.
    """

    id: int
    name: str
    full_name: str | None = None
    family: str | None = None
    variant: str | None = None
    manufacturer: Agency | None = None
    sheet: Sheet | None = None

    @property
    def shown(self) -> str:
        """What people call it where it stands among others."""
        return rocket_name(self.name, self.full_name)


class Location(msgspec.Struct, frozen=True, omit_defaults=True):
    """A launch site; `country_code` is ISO 3166 alpha-3, several separated by commas."""

    id: int
    name: str
    country_code: str | None = None
    total_launch_count: int | None = None
    total_landing_count: int | None = None
    map_image: str | None = None


class Pad(msgspec.Struct, frozen=True, omit_defaults=True):
    """A launch pad; latitude and longitude are degrees, north and east positive."""

    id: int
    name: str
    location: Location | None = None
    latitude: float | None = None
    longitude: float | None = None
    map_url: str | None = None
    wiki_url: str | None = None
    info_url: str | None = None
    map_image: str | None = None
    agency_id: int | None = None
    total_launch_count: int | None = None
    orbital_launch_count: int | None = None


class Orbit(msgspec.Struct, frozen=True, omit_defaults=True):
    """The orbit a mission aims at."""

    id: int
    name: str
    abbrev: str | None = None


class Mission(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a launch is for."""

    name: str
    id: int | None = None
    description: str | None = None
    type: str | None = None
    orbit: Orbit | None = None


class Program(msgspec.Struct, frozen=True, omit_defaults=True):
    """A programme that a launch belongs to, such as Apollo."""

    id: int
    name: str
    description: str | None = None
    agencies: tuple[Agency, ...] = ()
    image_url: str | None = None
    start_date: str | None = None
    end_date: str | None = None
    info_url: str | None = None
    wiki_url: str | None = None


class Picture(msgspec.Struct, frozen=True, omit_defaults=True):
    """A picture by link, with whom it is owed to."""

    url: str
    thumbnail_url: str | None = None
    credit: str | None = None


class Booster(msgspec.Struct, frozen=True, omit_defaults=True):
    """One launcher stage; `flight_number` counts its flights including this one.

    `type` is what it was to the rocket, such as "Core"; `landing_type` how it came down, such as "RTLS", and
    `downrange` how far from the pad, in km. `turnaround` is in days since its flight before, which began at
    `previous_flight` with the launch of `previous_flight_id`. `status` is what became of it since, as Launch
    Library writes it in lower case: "active", "retired", "lost".
    """

    serial_number: str
    flight_number: int | None = None
    landing_attempt: bool | None = None
    landing_success: bool | None = None
    landing_place: str | None = None
    landing_place_abbrev: str | None = None
    type: str | None = None
    landing_type: str | None = None
    downrange: float | None = None
    turnaround: float | None = None
    previous_flight: datetime | None = None
    previous_flight_id: str | None = None
    reused: bool | None = None
    status: str | None = None

    @property
    def is_reused(self) -> bool | None:
        """Whether it had flown before; None where neither its flights nor a word of it are told."""
        if self.flight_number is not None and self.flight_number > 0:
            return self.flight_number > 1
        return self.reused


class Spacecraft(msgspec.Struct, frozen=True, omit_defaults=True):
    """A spacecraft on one flight, and the names of those who lifted off in it.

    `roles`, `agencies` and `nationalities` are theirs, in the same order, None for one that is not known;
    empty when none is. `type` is what Launch Library calls its kind, such as "Soyuz MS", `class_` the kind
    of such kinds, such as "Capsule". `duration` is in seconds, of this flight.
    """

    name: str
    serial_number: str | None = None
    crew: tuple[str, ...] = ()
    roles: tuple[str | None, ...] = ()
    agencies: tuple[str | None, ...] = ()
    nationalities: tuple[str | None, ...] = ()
    type: str | None = None
    class_: str | None = None
    destination: str | None = None
    mission_end: datetime | None = None
    duration: int | None = None
    landing_success: bool | None = None
    landing_place: str | None = None
    dockings: tuple[Docking, ...] = ()

    def role_of(self, number: int) -> str | None:
        """Return the role of that member of the crew, counted from 0, or None while it is not known."""
        return self.roles[number] if number < len(self.roles) else None

    def nationality_of(self, number: int) -> str | None:
        """Return the nationality of that member of the crew, as `role_of` does the role."""
        return self.nationalities[number] if number < len(self.nationalities) else None

    def agency_of(self, number: int) -> str | None:
        """Return for whom that member of the crew flew, as `role_of` does the role."""
        return self.agencies[number] if number < len(self.agencies) else None


class Webcast(msgspec.Struct, frozen=True, omit_defaults=True):
    """A film of the launch; `language` is a code such as "en", and the lowest `priority` comes first.

    `type` is Launch Library's word for it, such as "Official Webcast".
    """

    url: str
    title: str | None = None
    publisher: str | None = None
    language: str | None = None
    priority: int | None = None
    type: str | None = None
    is_live: bool | None = None


class Update(msgspec.Struct, frozen=True, omit_defaults=True):
    """News of a launch: what was noted, when, and the page that it is from."""

    comment: str
    created_on: datetime | None = None
    info_url: str | None = None


class Patch(msgspec.Struct, frozen=True, omit_defaults=True):
    """A mission patch: a picture by link; the lowest `priority` comes first."""

    url: str
    name: str | None = None
    priority: int | None = None


class Moment(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was planned to happen so many seconds after lift-off, before it if negative."""

    name: str
    seconds: int


class Counts(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ordinal of this launch, in all and in its year; each is a count of launches."""

    orbital: int | None = None
    location: int | None = None
    pad: int | None = None
    agency: int | None = None
    orbital_year: int | None = None
    location_year: int | None = None
    pad_year: int | None = None
    agency_year: int | None = None


class Launch(msgspec.Struct, frozen=True, omit_defaults=True):
    """One launch. `id` is a lower-case UUID, `net` the planned or actual time of lift-off.

    The fields from `is_crewed` on stand in detailed records only; there, an empty tuple means "none"
    and None means that no detailed record was seen. `payloads` are told from 2.3.0 on.
    """

    id: str
    name: str
    status: Status
    net: datetime
    slug: str | None = None
    launch_library_id: int | None = None
    window_start: datetime | None = None
    window_end: datetime | None = None
    last_updated: datetime | None = None
    net_precision: str | None = None
    designator: str | None = None
    provider: Agency | None = None
    rocket_id: int | None = None
    rocket: Rocket | None = None
    mission: Mission | None = None
    pad: Pad | None = None
    programs: tuple[Program, ...] | None = None
    picture: Picture | None = None
    infographic: str | None = None
    failure_reason: str | None = None
    hold_reason: str | None = None
    probability: int | None = None
    hashtag: str | None = None
    webcast_live: bool | None = None
    counts: Counts | None = None
    is_crewed: bool | None = None
    boosters: tuple[Booster, ...] | None = None
    spacecraft: tuple[Spacecraft, ...] | None = None
    payloads: tuple[Payload, ...] | None = None
    webcasts: tuple[Webcast, ...] | None = None
    wiki_url: str | None = None
    info_urls: tuple[str, ...] | None = None
    flightclub_url: str | None = None
    updates: tuple[Update, ...] | None = None
    patches: tuple[Patch, ...] | None = None
    timeline: tuple[Moment, ...] | None = None


HISTORY_VERSION = "history"
"""Stands for the API version of what the bundled history tells: the lowest rank of all."""

UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for when a record was received that nobody saw arrive, such as one from a file."""


class Record(msgspec.Struct, frozen=True, omit_defaults=True):
    """A launch as Launch Library told it, with the untouched text it came in.

    `version` is the API version of the shape ("2.0.0"), `raw` the record's own JSON in UTF-8, and
    `received_at` when Launch Library answered with it, `UNKNOWN_TIME` where nobody knows.
    """

    launch: Launch
    version: str
    mode: Mode
    raw: bytes
    received_at: datetime


class Reject(msgspec.Struct, frozen=True, omit_defaults=True):
    """A record that could not be decoded: why, and its untouched text."""

    reason: str
    raw: bytes
    version: str
    received_at: datetime
