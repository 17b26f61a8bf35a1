"""Spacecraft and their crews. They stand in detailed records only."""

from __future__ import annotations

from collections.abc import Iterable

from adapters.launch_library.stages import landing_place
from adapters.launch_library.values import (
    Fields,
    child,
    children,
    filled,
    flag,
    instant,
    label,
    seconds,
    text,
)
from storage.flights import Docking
from storage.models import Spacecraft


def spacecraft_stages(rocket: Fields) -> list[Fields] | None:
    """Return the spacecraft stages: 2.3.0 has a list, older versions one or null.

    None means that the record does not tell; an empty list means that no spacecraft flew.
    """
    if "spacecraft_stage" not in rocket:
        return None
    stage = rocket["spacecraft_stage"]
    if stage is None:
        return []
    return [stage] if isinstance(stage, dict) else _all_objects(stage)


def _all_objects(value: object) -> list[Fields] | None:
    """Return a list of nothing but objects; None when anything else stands in it."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return None
    return value


def spacecraft(stages: list[Fields] | None) -> tuple[Spacecraft, ...] | None:
    """Return the spacecraft that have a name, each with its crew at lift-off and what became of it."""
    if stages is None:
        return None
    found = map(_spacecraft, stages)
    return tuple(item for item in found if item is not None)


def _spacecraft(stage: Fields) -> Spacecraft | None:
    craft = child(stage, "spacecraft") or {}
    name = filled(craft, "name")
    if name is None:
        return None
    # 2.0.0 says `configuration`, newer versions `spacecraft_config`.
    kind = child(craft, "spacecraft_config") or child(craft, "configuration") or {}
    landing = child(stage, "landing") or {}
    place = landing_place(landing)
    seats = [seat for seat in children(stage, "launch_crew") or () if _name(seat) is not None]
    return Spacecraft(
        name=name,
        serial_number=text(craft, "serial_number"),
        crew=tuple(person for person in map(_name, seats) if person is not None),
        roles=_told(map(_role, seats)),
        agencies=_told(map(_agency, seats)),
        nationalities=_told(map(_nationality, seats)),
        type=filled(kind, "name"),
        class_=label(kind, "type") or None,
        destination=filled(stage, "destination"),
        mission_end=instant(stage, "mission_end"),
        duration=_length(stage),
        landing_success=flag(landing, "success"),
        landing_place=filled(place, "name"),
        dockings=tuple(map(_docking, children(stage, "docking_events") or ())),
    )


def _length(stage: Fields) -> int | None:
    """Return how long the flight took, in whole seconds; none is not a length."""
    length = seconds(stage, "duration")
    return int(length) if length is not None and length >= 1 else None


def _told(values: Iterable[str | None]) -> tuple[str | None, ...]:
    """Return what is told of each of a crew; nothing where it is told of none."""
    told = tuple(values)
    return told if any(told) else ()


def _name(seat: Fields) -> str | None:
    return filled(child(seat, "astronaut") or {}, "name")


def _role(seat: Fields) -> str | None:
    """Return what somebody flew as: a text, or in some versions an object with it."""
    return filled(child(seat, "role") or seat, "role")


def _agency(seat: Fields) -> str | None:
    """Return for whom somebody flew: a text in the oldest records, an object in all others."""
    return label(child(seat, "astronaut") or {}, "agency") or None


def _nationality(seat: Fields) -> str | None:
    """Return a nationality: a text before 2.3.0, there a list of countries."""
    person = child(seat, "astronaut") or {}
    countries = children(person, "nationality") or ()
    told = [filled(country, "nationality_name") or filled(country, "name") for country in countries]
    return ", ".join(each for each in told if each) or filled(person, "nationality")


def _docking(event: Fields) -> Docking:
    """Return a docking; before 2.3.0 the station stood under `spacestation`."""
    port = child(event, "docking_location") or {}
    stations = (
        child(event, "space_station_target"),
        child(event, "spacestation"),
        child(port, "spacestation"),
        child(child(event, "flight_vehicle_target") or {}, "spacecraft"),
        child(child(event, "payload_flight_target") or {}, "payload"),
    )
    names = (filled(station, "name") for station in stations if station)
    return Docking(
        station=next(filter(None, names), None),
        place=label(event, "docking_location") or None,
        docked_at=instant(event, "docking"),
        departed_at=instant(event, "departure"),
    )


def is_crewed(stages: list[Fields] | None) -> bool | None:
    """Tell whether anybody lifted off; None when a stage does not say who was aboard.

    A detailed record without any spacecraft is of an uncrewed launch.
    """
    if stages is None:
        return None
    crews = [_all_objects(stage.get("launch_crew")) for stage in stages]
    if any(crews):
        return True
    return None if None in crews else False
