"""Boosters, landings and spacecraft in 2.0.0: in one word each in mode=list, as objects in mode=detailed."""

from __future__ import annotations

from typing import Any

from adapters.launch_library.encoding.parts import instant
from storage.flights import Docking
from storage.models import Booster, Launch, Spacecraft

Json = dict[str, Any]

SEVERAL_LANDINGS = "MX Landing"
SEVERAL_LAUNCHERS = "MX Launchers"


def launcher(boosters: tuple[Booster, ...] | None) -> str | None:
    """Return the serial number of the only booster, or Launch Library's word for several."""
    if not boosters:
        return None
    return boosters[0].serial_number if len(boosters) == 1 else SEVERAL_LAUNCHERS


def landing(boosters: tuple[Booster, ...] | None) -> str | None:
    """Return where the only landing was planned, or Launch Library's word for several."""
    landed = _landings(boosters)
    if not landed:
        return None
    return landed[0].landing_place_abbrev if len(landed) == 1 else SEVERAL_LANDINGS


def landing_success(boosters: tuple[Booster, ...] | None) -> int | None:
    """Return 0 for not known yet, 1 for success, 2 for failure, 3 for some of each; None without landings."""
    landed = _landings(boosters)
    if not landed:
        return None
    results = {booster.landing_success for booster in landed}
    if True in results:
        return 1 if len(results) == 1 else 3
    return 2 if False in results else 0


def _landings(boosters: tuple[Booster, ...] | None) -> list[Booster]:
    return [booster for booster in boosters or () if booster.landing_attempt is not None]


def stages(launch: Launch) -> Json:
    """Return what mode=detailed adds to the rocket; 2.0.0 has room for one spacecraft."""
    craft = launch.spacecraft[0] if launch.spacecraft else None
    return {
        "launcher_stage": [_launcher_stage(booster) for booster in launch.boosters or ()],
        "spacecraft_stage": _spacecraft_stage(craft) if craft else None,
    }


def _launcher_stage(booster: Booster) -> Json:
    before = {"id": booster.previous_flight_id} if booster.previous_flight_id else None
    return {
        "type": booster.type,
        "reused": booster.reused,
        "launcher_flight_number": booster.flight_number,
        "launcher": {"serial_number": booster.serial_number, "status": booster.status},
        "landing": _landing(booster) if booster.landing_attempt is not None else None,
        "previous_flight_date": instant(booster.previous_flight),
        "turn_around_time_days": booster.turnaround,
        "previous_flight": before,
    }


def _landing(booster: Booster) -> Json:
    return {
        "attempt": booster.landing_attempt,
        "success": booster.landing_success,
        "downrange_distance": booster.downrange,
        "location": {"name": booster.landing_place, "abbrev": booster.landing_place_abbrev},
        "type": {"abbrev": booster.landing_type} if booster.landing_type else None,
    }


def _spacecraft_stage(craft: Spacecraft) -> Json:
    return {
        "mission_end": instant(craft.mission_end),
        "destination": craft.destination,
        "launch_crew": [_seat(craft, number, name) for number, name in enumerate(craft.crew)],
        "spacecraft": {
            "name": craft.name,
            "serial_number": craft.serial_number,
            "configuration": {"name": craft.type, "type": craft.class_},
        },
        "landing": {"success": craft.landing_success, "location": {"name": craft.landing_place}},
        "docking_events": [_docking(each) for each in craft.dockings],
    }


def _seat(craft: Spacecraft, number: int, name: str) -> Json:
    """Return a seat; how long a flight took, 2.0.0 has no word for."""
    told = {"agency": craft.agency_of(number), "nationality": craft.nationality_of(number)}
    return {"role": craft.role_of(number), "astronaut": {"name": name, **told}}


def _docking(docking: Docking) -> Json:
    return {
        "docking": instant(docking.docked_at),
        "departure": instant(docking.departed_at),
        "docking_location": docking.place,
        "spacestation": {"name": docking.station} if docking.station else None,
    }
