"""Boosters, landings and spacecraft in 2.0.0: in one word each in mode=list, as objects in mode=detailed."""

from __future__ import annotations

from typing import Any

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
    return {
        "launcher_flight_number": booster.flight_number,
        "launcher": {"serial_number": booster.serial_number},
        "landing": _landing(booster) if booster.landing_attempt is not None else None,
    }


def _landing(booster: Booster) -> Json:
    return {
        "attempt": booster.landing_attempt,
        "success": booster.landing_success,
        "location": {"name": booster.landing_place, "abbrev": booster.landing_place_abbrev},
    }


def _spacecraft_stage(craft: Spacecraft) -> Json:
    return {
        "launch_crew": [{"astronaut": {"name": name}} for name in craft.crew],
        "spacecraft": {"name": craft.name, "serial_number": craft.serial_number},
    }
