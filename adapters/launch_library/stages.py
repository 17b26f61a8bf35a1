"""The boosters that flew. They stand in detailed records only."""

from __future__ import annotations

from adapters.launch_library.values import (
    Fields,
    child,
    children,
    filled,
    flag,
    instant,
    label,
    measure,
    number,
    seconds,
    uuid_of,
)
from storage.models import Booster

_DAY = 86400


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
    place = landing_place(landing)
    return Booster(
        serial_number=serial_number,
        flight_number=number(stage, "launcher_flight_number"),
        landing_attempt=flag(landing, "attempt"),
        landing_success=flag(landing, "success"),
        landing_place=filled(place, "name"),
        landing_place_abbrev=filled(place, "abbrev"),
        type=filled(stage, "type"),
        landing_type=_landing_type(landing),
        downrange=measure(landing, "downrange_distance"),
        turnaround=_turnaround(stage),
        previous_flight=instant(stage, "previous_flight_date"),
        previous_flight_id=uuid_of(child(stage, "previous_flight") or {}, "id"),
        reused=flag(stage, "reused"),
        status=status.strip().lower() or None if status else None,
    )


def landing_place(landing: Fields) -> Fields:
    """Return where something landed: 2.3.0 says `landing_location`, older versions `location`."""
    return child(landing, "landing_location") or child(landing, "location") or {}


def _turnaround(stage: Fields) -> float | None:
    """Return the days since the flight before: whole ones until 2.2.0, in 2.3.0 a duration."""
    whole, exact = measure(stage, "turn_around_time_days"), seconds(stage, "turn_around_time")
    return exact / _DAY if exact is not None else whole


def _landing_type(landing: Fields) -> str | None:
    """Return the short name of a way to land, such as "ASDS", or else its name."""
    kind = child(landing, "type") or child(landing, "landing_type") or {}
    return filled(kind, "abbrev") or filled(kind, "name")
