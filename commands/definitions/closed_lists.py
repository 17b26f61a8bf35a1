"""Launch Library's closed lists: the values that are words rather than names, and so are translated.

English stays what the catalogue holds; a value that is not here, or new, is shown as it came.
"""

from __future__ import annotations

from functools import cache

from commands.i18n.countries import country_spellings, country_words
from commands.i18n.languages import Languages
from commands.i18n.translation import Language, current, marked_in
from storage.properties import Property

ORBITS = (
    marked_in("orbit", "Asteroid"),
    marked_in("orbit", "Elliptical Orbit"),
    marked_in("orbit", "Geostationary Orbit"),
    marked_in("orbit", "Geostationary Transfer Orbit"),
    marked_in("orbit", "Geosynchronous Orbit"),
    marked_in("orbit", "Geosynchronous Transfer Orbit"),
    marked_in("orbit", "Heliocentric L1"),
    marked_in("orbit", "Heliocentric Orbit"),
    marked_in("orbit", "Low Earth Orbit"),
    marked_in("orbit", "Lunar Impact"),
    marked_in("orbit", "Lunar Orbit"),
    marked_in("orbit", "Lunar flyby"),
    marked_in("orbit", "Mars Orbit"),
    marked_in("orbit", "Medium Earth Orbit"),
    marked_in("orbit", "Polar Orbit"),
    marked_in("orbit", "Suborbital"),
    marked_in("orbit", "Sun-Earth L2"),
    marked_in("orbit", "Sun-Synchronous Orbit"),
    marked_in("orbit", "Unknown"),
    marked_in("orbit", "Venus Flyby"),
)

MISSION_TYPES = (
    marked_in("mission type", "Astrophysics"),
    marked_in("mission type", "Biology"),
    marked_in("mission type", "Communications"),
    marked_in("mission type", "Dedicated Rideshare"),
    marked_in("mission type", "Earth Science"),
    marked_in("mission type", "Government/Top Secret"),
    marked_in("mission type", "Heliophysics"),
    marked_in("mission type", "Human Exploration"),
    marked_in("mission type", "Lunar Exploration"),
    marked_in("mission type", "Materials Science"),
    marked_in("mission type", "Mission Extension"),
    marked_in("mission type", "Navigation"),
    marked_in("mission type", "Planetary Science"),
    marked_in("mission type", "Rehearsal"),
    marked_in("mission type", "Resupply"),
    marked_in("mission type", "Robotic Exploration"),
    marked_in("mission type", "Space Situational Awareness"),
    marked_in("mission type", "Suborbital"),
    marked_in("mission type", "Technology"),
    marked_in("mission type", "Test Flight"),
    marked_in("mission type", "Test Target"),
    marked_in("mission type", "Tourism"),
    marked_in("mission type", "Unknown"),
)
"""Launch Library's, and that of the playground's rehearsals."""

PROVIDER_TYPES = (
    marked_in("provider type", "Commercial"),
    marked_in("provider type", "Educational"),
    marked_in("provider type", "Government"),
    marked_in("provider type", "Multinational"),
    marked_in("provider type", "Private"),
    marked_in("provider type", "Unknown"),
)

ROLES = (
    marked_in("role", "Command Module Pilot"),
    marked_in("role", "Commander"),
    marked_in("role", "Cosmonaut-Researcher"),
    marked_in("role", "Flight Engineer"),
    marked_in("role", "Lunar Module Pilot"),
    marked_in("role", "Mission Specialist"),
    marked_in("role", "Operator"),
    marked_in("role", "Passenger"),
    marked_in("role", "Payload Specialist"),
    marked_in("role", "Pilot"),
    marked_in("role", "Spacecraft Commander"),
    marked_in("role", "Spaceflight Participant"),
    marked_in("role", "Tourist"),
)
"""What people fly as."""

SPACECRAFT_CLASSES = (
    marked_in("class of spacecraft", "Capsule"),
    marked_in("class of spacecraft", "Spaceplane"),
)
"""What spacecraft are by their build."""

_LISTS = {Property.ORBIT: ("orbit", ORBITS), Property.MISSION_TYPE: ("mission type", MISSION_TYPES)}


IN_WORDS = frozenset({Property.COUNTRY, *_LISTS})
"""The properties whose values are words."""


def value_words(kind: Property, name: str) -> str:
    """Return what a value of a property is called in our language, from its name in the catalogue."""
    return country_words(name) if kind is Property.COUNTRY else _called(kind, name, current())


def provider_type_words(name: str) -> str:
    """Return what a type of provider is called in our language."""
    return current().messages.pgettext("provider type", name) if name in PROVIDER_TYPES else name


def role_words(name: str) -> str:
    """Return what a role in a crew is called in our language."""
    return current().messages.pgettext("role", name) if name in ROLES else name


def class_words(name: str) -> str:
    """Return what a class of spacecraft is called in our language."""
    known = name in SPACECRAFT_CLASSES
    return current().messages.pgettext("class of spacecraft", name) if known else name


@cache
def spellings(kind: Property, name: str) -> tuple[str, ...]:
    """Return what a value is called in the languages that the bot speaks; () where it is a name.

    Reads the messages the first time, so keep it off the event loop.
    """
    if kind is Property.COUNTRY:
        return country_spellings(name)
    if kind not in _LISTS or name == "Unknown":
        return ()
    return tuple({_called(kind, name, language) for language in Languages.load()})


def _called(kind: Property, name: str, language: Language) -> str:
    context, values = _LISTS.get(kind, ("", ()))
    return language.messages.pgettext(context, name) if name in values else name
