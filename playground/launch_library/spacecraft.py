"""Spacecraft and the people on board, as Launch Library 2 2.3.0 writes them in detailed mode."""

from __future__ import annotations

from playground.launch_library.catalogue import (
    Catalogue,
    Launch,
    Spacecraft,
    SpacecraftConfiguration,
)
from playground.launch_library.places import Record, agency, stable_number, wikipedia

_ROLES = {
    "Commander": 1,
    "Pilot": 2,
    "Flight Engineer": 3,
    "Mission Specialist": 7,
    "Spacecraft Commander": 24,
    "Payload Specialist": 90001,
    "Passenger": 90002,
}
_SPACECRAFT_FIGURES = (
    "spacecraft_flown",
    "total_launch_count",
    "successful_launches",
    "failed_launches",
    "attempted_landings",
    "successful_landings",
    "failed_landings",
)


def flight(catalogue: Catalogue, launch: Launch, craft: Spacecraft, base: str) -> Record:
    """The flight of this spacecraft, with its crew at launch (empty when nobody was on board)."""
    row = catalogue.spacecraft.row(craft.configuration, launch.name)
    number = stable_number(f"flight {launch.id}")
    crew = [_astronaut(name, role, base) for name, role in craft.crew.items()]
    return {
        "id": number,
        "url": f"{base}/2.3.0/spacecraft_flights/{number}/",
        "destination": craft.destination,
        "mission_end": None,
        "spacecraft": _spacecraft(catalogue, row, craft, base),
        "landing": None,
        "duration": None,
        "turn_around_time": None,
        "response_mode": "detailed",
        "launch_crew": crew,
        "onboard_crew": [],
        "landing_crew": [],
        "docking_events": [],
    }


def _spacecraft(catalogue: Catalogue, row: SpacecraftConfiguration, craft: Spacecraft, base: str) -> Record:
    number = stable_number(f"spacecraft {row.name} {craft.serial}")
    return {
        "response_mode": "normal",
        "id": number,
        "url": f"{base}/2.3.0/spacecraft/{number}/",
        "name": craft.name,
        "serial_number": craft.serial,
        "is_placeholder": False,
        "image": None,
        "in_space": False,
        "time_in_space": None,
        "time_docked": None,
        "flights_count": None,
        "mission_ends_count": None,
        "status": {"id": 90001, "name": "Unknown"},
        "description": "",
        "spacecraft_config": _spacecraft_configuration(catalogue, row, base),
        "fastest_turnaround": None,
    }


def _spacecraft_configuration(catalogue: Catalogue, row: SpacecraftConfiguration, base: str) -> Record:
    maker = None if row.agency is None else catalogue.agencies.row(row.agency, row.name)
    return {
        "response_mode": "detailed",
        "id": row.id,
        "url": f"{base}/2.3.0/spacecraft_configurations/{row.id}/",
        "name": row.name,
        "type": {"id": row.type.id, "name": row.type.name},
        "agency": None if maker is None else agency(catalogue, maker, base),
        "family": [],
        "in_use": False,
        "image": None,
        "capability": "",
        "history": "",
        "details": "",
        "maiden_flight": None,
        "height": None,
        "diameter": None,
        "human_rated": row.human_rated,
        "crew_capacity": row.crew_capacity,
        "payload_capacity": None,
        "payload_return_capacity": None,
        "flight_life": None,
        "wiki_link": wikipedia(row.wiki),
        "info_link": "",
        **dict.fromkeys(_SPACECRAFT_FIGURES),
        "fastest_turnaround": None,
    }


def _astronaut(name: str, role: str | None, base: str) -> Record:
    number, kind = stable_number(f"astronaut {name}"), _ROLES.get(role or "", 90003)
    return {
        "id": stable_number(f"{name} as {role}"),
        "role": None if role is None else {"id": kind, "role": role, "priority": kind},
        "astronaut": {
            "id": number,
            "url": f"{base}/2.3.0/astronauts/{number}/",
            "name": name,
            "status": {"id": 90001, "name": "Unknown"},
            "agency": None,
            "image": None,
            "response_mode": "list",
            "type": {"id": 90001, "name": "Unknown"},
            "in_space": False,
            "time_in_space": None,
            "eva_time": None,
            "age": None,
            "date_of_birth": None,
            "date_of_death": None,
            "nationality": [],
            "bio": "",
            "wiki": None,
            "last_flight": None,
            "first_flight": None,
            "social_media_links": [],
        },
    }
