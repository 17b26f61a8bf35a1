"""What can be filtered, chosen from, counted and named of a launch: one word for each property."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import get_type_hints

from storage.query import LaunchQuery


class Property(StrEnum):
    """A property of a launch; the value is its plain name, as people type it after "by"."""

    PROVIDER = "provider"
    ROCKET = "rocket"
    LOCATION = "location"
    PAD = "pad"
    ORBIT = "orbit"
    PROGRAM = "program"
    MISSION_TYPE = "mission type"
    COUNTRY = "country"
    FAMILY = "family"
    OUTCOME = "outcome"
    CREWED = "crewed"
    BOOSTER = "booster"
    LANDING = "landing"
    LANDING_PLACE = "landing place"
    REUSED = "reused"
    YEAR = "year"
    DECADE = "decade"
    MONTH = "month"
    PERSON = "person"
    SPACECRAFT = "spacecraft"
    PAYLOAD = "payload"


FIELDS: Mapping[Property, tuple[str, ...]] = {
    Property.PROVIDER: ("provider_ids",),
    Property.ROCKET: ("configuration_ids",),
    Property.LOCATION: ("location_ids",),
    Property.PAD: ("pad_ids",),
    Property.ORBIT: ("orbit_ids",),
    Property.PROGRAM: ("program_ids",),
    Property.MISSION_TYPE: ("mission_types",),
    Property.COUNTRY: ("countries",),
    Property.FAMILY: ("families",),
    Property.OUTCOME: ("status_ids",),
    Property.CREWED: ("is_crewed",),
    Property.BOOSTER: ("serial_numbers",),
    Property.LANDING: ("landings",),
    Property.LANDING_PLACE: ("landing_places",),
    Property.REUSED: ("is_reused",),
    Property.YEAR: ("net", "years"),
    Property.DECADE: ("net", "years"),
    Property.MONTH: ("net", "years", "months"),
    Property.PERSON: ("people",),
    Property.SPACECRAFT: ("spacecraft",),
    Property.PAYLOAD: ("payloads",),
}
"""The fields of a `LaunchQuery` that filter by a property: first the one that a choice of it fills."""

_TYPES = get_type_hints(LaunchQuery)

TEXTS = frozenset(kind for kind, (field, *_others) in FIELDS.items() if _TYPES[field] == tuple[str, ...])
"""What has texts for values; of all else they are ids, times, or yes and no."""

TIMES = frozenset({Property.YEAR, Property.DECADE, Property.MONTH})
"""What depends on where days begin, and comes in its own order."""

OF_BOOSTERS = frozenset({Property.BOOSTER, Property.LANDING, Property.LANDING_PLACE})
"""What each booster of a launch has for itself."""

SEARCHED = frozenset({Property.PAYLOAD})
"""What is found by its words alone: it has no values to choose, count or name."""

_NONE = LaunchQuery()
"""Its fields say nothing."""


def without(kind: Property, query: LaunchQuery) -> LaunchQuery:
    """Return the query without its filter by a property."""
    return query.having(**{field: getattr(_NONE, field) for field in FIELDS[kind]})
