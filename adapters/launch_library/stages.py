"""What flew: boosters, spacecraft and crew. They stand in detailed records only."""

from __future__ import annotations

from adapters.launch_library.values import (
    Fields,
    child,
    children,
    days,
    filled,
    flag,
    instant,
    label,
    number,
    quantity,
    text,
    uuid_of,
)
from storage.models import Booster, Spacecraft


def boosters(rocket: Fields) -> tuple[Booster, ...] | None:
    """Return the launcher stages with a serial number, or None when the record has no list of stages."""
    stages = children(rocket, "launcher_stage")
    if stages is None:
        return None
    found = map(_booster, stages)
    return tuple(item for item in found if item is not None)


def _booster(stage: Fields) -> Booster | None:
    launcher = child(stage, "launcher") or {}
    serial_number = filled(launcher, "serial_number")
    if serial_number is None:
        return None
    landing, status = child(stage, "landing") or {}, label(launcher, "status")
    # 2.3.0 says `landing_location`, older versions `location`.
    place = child(landing, "landing_location") or child(landing, "location") or {}
    return Booster(
        serial_number=serial_number,
        flight_number=number(stage, "launcher_flight_number"),
        landing_attempt=flag(landing, "attempt"),
        landing_success=flag(landing, "success"),
        landing_place=filled(place, "name"),
        landing_place_abbrev=filled(place, "abbrev"),
        type=filled(stage, "type"),
        landing_type=_landing_type(landing),
        downrange=quantity(landing, "downrange_distance"),
        turnaround=_turnaround(stage),
        previous_flight=instant(stage, "previous_flight_date"),
        previous_flight_id=uuid_of(child(stage, "previous_flight") or {}, "id"),
        reused=flag(stage, "reused"),
        status=status.strip().lower() or None if status else None,
    )


def _turnaround(stage: Fields) -> float | None:
    """Return the days since the flight before: whole ones until 2.2.0, in 2.3.0 a duration."""
    whole = quantity(stage, "turn_around_time_days")
    return whole if whole is not None else days(stage, "turn_around_time")


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
    """Return the spacecraft that have a name, each with the names of its crew at lift-off."""
    if stages is None:
        return None
    found = map(_spacecraft, stages)
    return tuple(item for item in found if item is not None)


def _spacecraft(stage: Fields) -> Spacecraft | None:
    craft = child(stage, "spacecraft") or {}
    name = filled(craft, "name")
    if name is None:
        return None
    seats = children(stage, "launch_crew") or ()
    people = ((filled(child(seat, "astronaut") or {}, "name"), _role(seat)) for seat in seats)
    crew = [(person, role) for person, role in people if person is not None]
    roles = tuple(role for _, role in crew)
    return Spacecraft(
        name=name,
        serial_number=text(craft, "serial_number"),
        crew=tuple(person for person, _ in crew),
        roles=roles if any(roles) else (),
    )


def _role(seat: Fields) -> str | None:
    """Return what somebody flew as: a text, or in some versions an object with it."""
    return filled(child(seat, "role") or seat, "role")


def _landing_type(landing: Fields) -> str | None:
    """Return the short name of a way to land, such as "ASDS", or else its name."""
    kind = child(landing, "type") or child(landing, "landing_type") or {}
    return filled(kind, "abbrev") or filled(kind, "name")


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
