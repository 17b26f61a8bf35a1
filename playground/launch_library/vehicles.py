"""Rockets and their boosters as Launch Library 2 2.3.0 writes them in detailed mode."""

from __future__ import annotations

from playground.launch_library.catalogue import (
    Booster,
    Catalogue,
    Configuration,
    LandingLocation,
    Launch,
)
from playground.launch_library.places import Record, agency, drawing, stable_number, wikipedia
from playground.launch_library.spacecraft import flight

_FLIGHT_FIGURES = (
    "total_launch_count",
    "consecutive_successful_launches",
    "successful_launches",
    "failed_launches",
    "pending_launches",
    "attempted_landings",
    "successful_landings",
    "failed_landings",
    "consecutive_successful_landings",
)
_STAGES = {"boosters": "launcher_stage", "spacecraft": "spacecraft_stage"}
_DIMENSIONS = (
    "length",
    "diameter",
    "maiden_flight",
    "launch_cost",
    "launch_mass",
    "leo_capacity",
    "gto_capacity",
    "geo_capacity",
    "sso_capacity",
    "to_thrust",
    "apogee",
)


def rocket(catalogue: Catalogue, launch: Launch, base: str) -> Record:
    """The rocket of this launch: configuration, boosters, spacecraft. Payloads are not told apart."""
    row = catalogue.configurations.row(launch.configuration, launch.name)
    craft = launch.spacecraft
    boosters = [_booster(catalogue, launch, booster, base) for booster in launch.boosters]
    stages = {
        "launcher_stage": boosters,
        "spacecraft_stage": [] if craft is None else [flight(catalogue, launch, craft, base)],
    }
    for thing in launch.unknown:
        # As in the shorter modes: an empty list would say that there is none.
        del stages[_STAGES[thing]]
    return {
        "id": launch.rocket or stable_number(f"rocket {launch.id}"),
        "configuration": configuration(catalogue, row, base),
        **stages,
        "payloads": [],
    }


def configuration(catalogue: Catalogue, row: Configuration, base: str) -> Record:
    """A rocket configuration in full; dimensions and counts are unknown here."""
    maker = None if row.manufacturer is None else catalogue.agencies.row(row.manufacturer, row.full_name)
    built_by = None if maker is None else agency(catalogue, maker, base)
    return {
        "response_mode": "detailed",
        "id": row.id,
        "url": f"{base}/2.3.0/launcher_configurations/{row.id}/",
        "name": row.name,
        "families": [_family(row.family, built_by)] if row.family else [],
        "full_name": row.full_name,
        "variant": row.variant,
        "active": True,
        "is_placeholder": False,
        "manufacturer": built_by,
        "program": [],
        "reusable": row.reusable,
        "image": drawing(base, row.picture, row.id),
        "info_url": None,
        "wiki_url": wikipedia(row.wiki),
        "description": "",
        "alias": "",
        "min_stage": None,
        "max_stage": None,
        **dict.fromkeys(_DIMENSIONS),
        **dict.fromkeys(_FLIGHT_FIGURES),
        "fastest_turnaround": None,
    }


def _family(name: str, manufacturer: Record | None) -> Record:
    return {
        "response_mode": "detailed",
        "id": stable_number(f"family {name}"),
        "name": name,
        "manufacturer": [] if manufacturer is None else [manufacturer],
        "parent": None,
        "description": "",
        "active": True,
        "maiden_flight": None,
        **dict.fromkeys(_FLIGHT_FIGURES),
    }


def _booster(catalogue: Catalogue, launch: Launch, booster: Booster, base: str) -> Record:
    number, reflown = stable_number(f"booster {booster.serial}"), (booster.flight or 1) > 1
    place = None
    if booster.location is not None:
        place = catalogue.landing_locations.row(booster.location, launch.name)
    return {
        "id": stable_number(f"{launch.id} {booster.serial}"),
        "type": booster.type or ("Core" if booster is launch.boosters[0] else "Strap-On Booster"),
        "reused": reflown,
        "launcher_flight_number": booster.flight,
        "launcher": {
            "response_mode": "normal",
            "id": number,
            "url": f"{base}/2.3.0/launchers/{number}/",
            "flight_proven": reflown,
            "serial_number": booster.serial,
            "is_placeholder": False,
            "status": None,
            "image": None,
            "details": "",
            "successful_landings": None,
            "attempted_landings": None,
            "flights": booster.flight,
            "last_launch_date": None,
            "first_launch_date": None,
            "fastest_turnaround": None,
        },
        "previous_flight_date": None,
        "turn_around_time": None,
        "landing": None if place is None else _landing(launch, booster, place, base),
        "previous_flight": None,
    }


def _landing(launch: Launch, booster: Booster, place: LandingLocation, base: str) -> Record:
    number = stable_number(f"landing {launch.id} {booster.serial}")
    return {
        "id": number,
        "url": f"{base}/2.3.0/landings/{number}/",
        "attempt": booster.landed is not None if booster.attempted is None else booster.attempted,
        "success": booster.landed,
        "description": "",
        "downrange_distance": None,
        "landing_location": {
            "id": place.id,
            "name": place.name,
            "active": True,
            "abbrev": place.abbrev,
            "description": None,
            "location": None,
            "longitude": None,
            "latitude": None,
            "image": None,
            "successful_landings": None,
            "attempted_landings": None,
            "failed_landings": None,
            "celestial_body": None,
        },
        "type": {
            "id": place.type.id,
            "name": place.type.name,
            "abbrev": place.type.abbrev,
            "description": None,
        },
    }
