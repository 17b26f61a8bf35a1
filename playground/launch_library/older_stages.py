"""Boosters and spacecraft of a 2.3.0 detailed record as versions 2.0.0 and 2.2.0 write them."""

from __future__ import annotations

from playground.launch_library.places import Record


def boosters(record: Record, address: str) -> list[Record]:
    """The boosters; `address` is that of the API in the wanted version."""
    return [_booster(stage, address) for stage in record["rocket"].get("launcher_stage", ())]


def spacecraft(record: Record, address: str) -> Record | None:
    """The one spacecraft: older versions know no list here."""
    flights = record["rocket"].get("spacecraft_stage")
    if not flights:
        return None
    flight, craft = flights[0], flights[0]["spacecraft"]
    return {
        "id": flight["id"],
        "url": f"{address}/spacecraft/flight/{flight['id']}/",
        "mission_end": flight["mission_end"],
        "destination": flight["destination"],
        "launch_crew": [_astronaut(member, address) for member in flight["launch_crew"]],
        "onboard_crew": [],
        "landing_crew": [],
        "spacecraft": {
            "id": craft["id"],
            "url": f"{address}/spacecraft/{craft['id']}/",
            "name": craft["name"],
            "serial_number": craft["serial_number"],
            "status": craft["status"],
            "description": craft["description"],
            "spacecraft_config": _configuration(craft["spacecraft_config"], address),
        },
        "landing": None,
        "docking_events": [],
    }


def _booster(stage: Record, address: str) -> Record:
    launcher, landing = stage["launcher"], stage["landing"]
    return {
        "id": stage["id"],
        "type": stage["type"],
        "reused": stage["reused"],
        "launcher_flight_number": stage["launcher_flight_number"],
        "launcher": {
            "id": launcher["id"],
            "url": f"{address}/launcher/{launcher['id']}/",
            "details": launcher["details"],
            "flight_proven": launcher["flight_proven"],
            "serial_number": launcher["serial_number"],
            "status": None,
            "image_url": None,
            "flights": launcher["flights"],
        },
        "landing": None if landing is None else _landing(landing),
        "previous_flight_date": None,
        "turn_around_time_days": None,
        "previous_flight": None,
    }


def _landing(landing: Record) -> Record:
    place = landing["landing_location"]
    return {
        "id": landing["id"],
        "attempt": landing["attempt"],
        "success": landing["success"],
        "description": landing["description"],
        "downrange_distance": landing["downrange_distance"],
        "location": {key: place[key] for key in ("id", "name", "abbrev", "description")},
        "type": landing["type"],
    }


def _astronaut(member: Record, address: str) -> Record:
    person = member["astronaut"]
    return {
        "id": member["id"],
        "role": member["role"],
        "astronaut": {
            "id": person["id"],
            "url": f"{address}/astronaut/{person['id']}/",
            "name": person["name"],
            "agency": None,
        },
    }


def _configuration(configuration: Record, address: str) -> Record:
    return {
        "id": configuration["id"],
        "url": f"{address}/config/spacecraft/{configuration['id']}/",
        "name": configuration["name"],
        "type": configuration["type"],
        "in_use": configuration["in_use"],
        "human_rated": configuration["human_rated"],
        "crew_capacity": configuration["crew_capacity"],
        "wiki_link": configuration["wiki_link"],
    }
