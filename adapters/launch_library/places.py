"""Places: pads and the locations they stand in."""

from __future__ import annotations

from adapters.launch_library.agencies import country_code
from adapters.launch_library.values import Fields, child, children, degrees, filled, number
from storage.models import Location, Pad


def pad(fields: Fields | None) -> Pad | None:
    """Return a pad, or None without a usable id and name."""
    if fields is None:
        return None
    pad_id, name = number(fields, "id"), filled(fields, "name")
    if pad_id is None or name is None:
        return None
    return Pad(
        id=pad_id,
        name=name,
        location=_location(child(fields, "location")),
        latitude=degrees(fields, "latitude", 90),
        longitude=degrees(fields, "longitude", 180),
        map_url=filled(fields, "map_url"),
        wiki_url=filled(fields, "wiki_url"),
        info_url=filled(fields, "info_url"),
        map_image=filled(fields, "map_image"),
        agency_id=_agency_id(fields),
        total_launch_count=number(fields, "total_launch_count"),
        orbital_launch_count=number(fields, "orbital_launch_attempt_count"),
    )


def _location(fields: Fields | None) -> Location | None:
    if fields is None:
        return None
    location_id, name = number(fields, "id"), filled(fields, "name")
    if location_id is None or name is None:
        return None
    return Location(
        id=location_id,
        name=name,
        country_code=country_code(fields),
        total_launch_count=number(fields, "total_launch_count"),
        total_landing_count=number(fields, "total_landing_count"),
        map_image=filled(fields, "map_image"),
    )


def _agency_id(fields: Fields) -> int | None:
    """Return `agency_id`, or in 2.3.0 the id of the first of `agencies`."""
    owners = children(fields, "agencies")
    return number(owners[0], "id") if owners else number(fields, "agency_id")
