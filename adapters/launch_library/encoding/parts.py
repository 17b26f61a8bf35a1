"""The nested objects of a 2.0.0 record, in the order of keys that Launch Library has."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from storage.models import Agency, Location, Mission, Orbit, Pad, Program, Rocket

Json = dict[str, Any]


def address(base_url: str, kind: str, identifier: object) -> str:
    """Return the link to one object, such as kind "launch" or "config/launcher"."""
    return f"{base_url.rstrip('/')}/{kind}/{identifier}/"


def instant(moment: datetime | None) -> str | None:
    """Return a time as Launch Library writes it, with fractions of a second only where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def agency(value: Agency | None, base_url: str) -> Json | None:
    """Return a provider or manufacturer."""
    if value is None:
        return None
    url = address(base_url, "agencies", value.id)
    return {"id": value.id, "url": url, "name": value.name, "type": value.type}


def configuration(value: Rocket | None, base_url: str) -> Json | None:
    """Return a launcher configuration."""
    if value is None:
        return None
    return {
        "id": value.id,
        "launch_library_id": None,
        "url": address(base_url, "config/launcher", value.id),
        "name": value.name,
        "family": value.family,
        "full_name": value.full_name,
        "variant": value.variant,
    }


def mission(value: Mission | None, designator: str | None) -> Json | None:
    """Return a mission; the international designator of the launch stands in it."""
    if value is None:
        return None
    return {
        "id": value.id,
        "launch_library_id": None,
        "name": value.name,
        "description": value.description,
        "launch_designator": designator,
        "type": value.type,
        "orbit": _orbit(value.orbit),
    }


def _orbit(value: Orbit | None) -> Json | None:
    return {"id": value.id, "name": value.name, "abbrev": value.abbrev} if value else None


def pad(value: Pad | None, base_url: str) -> Json | None:
    """Return a pad with its location; degrees are strings in this version."""
    if value is None:
        return None
    return {
        "id": value.id,
        "url": address(base_url, "pad", value.id),
        "agency_id": value.agency_id,
        "name": value.name,
        "info_url": value.info_url,
        "wiki_url": value.wiki_url,
        "map_url": value.map_url,
        "latitude": None if value.latitude is None else str(value.latitude),
        "longitude": None if value.longitude is None else str(value.longitude),
        "location": _location(value.location, base_url),
        "map_image": value.map_image,
        "total_launch_count": value.total_launch_count,
    }


def _location(value: Location | None, base_url: str) -> Json | None:
    if value is None:
        return None
    return {
        "id": value.id,
        "url": address(base_url, "location", value.id),
        "name": value.name,
        "country_code": value.country_code,
        "map_image": value.map_image,
        "total_launch_count": value.total_launch_count,
        "total_landing_count": value.total_landing_count,
    }


def program(value: Program, base_url: str) -> Json:
    """Return a program with its agencies."""
    return {
        "id": value.id,
        "url": address(base_url, "program", value.id),
        "name": value.name,
        "description": value.description,
        "agencies": [agency(item, base_url) for item in value.agencies],
        "image_url": value.image_url,
        "start_date": value.start_date,
        "end_date": value.end_date,
        "info_url": value.info_url,
        "wiki_url": value.wiki_url,
    }
