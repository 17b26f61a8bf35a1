"""Agencies, countries, locations and pads as Launch Library 2 2.3.0 writes them."""

from __future__ import annotations

import zlib
from typing import Any, Final

from playground.launch_library.catalogue import Agency, Catalogue, Country, Location, Pad

Record = dict[str, Any]

_AGENCY_TYPES = {"Government": 1, "Multinational": 2, "Commercial": 3, "Private": 5}
COUNTS: Final = (
    "total_launch_count",
    "consecutive_successful_launches",
    "successful_launches",
    "failed_launches",
    "pending_launches",
    "consecutive_successful_landings",
    "successful_landings",
    "failed_landings",
    "attempted_landings",
)
"""What is counted of an agency in every version."""

_AGENCY_FIGURES = (
    *COUNTS,
    "successful_landings_spacecraft",
    "failed_landings_spacecraft",
    "attempted_landings_spacecraft",
    "successful_landings_payload",
    "failed_landings_payload",
    "attempted_landings_payload",
)
_EARTH_FIGURES = (
    "total_attempted_launches",
    "successful_launches",
    "failed_launches",
    "total_attempted_landings",
    "successful_landings",
    "failed_landings",
)


def stable_number(text: str) -> int:
    """An id for something that the catalogue names but does not number: the same in every run."""
    return 1_000_000 + zlib.crc32(text.encode()) % 1_000_000_000


def wikipedia(title: str | None) -> str | None:
    """The address of this page of the English Wikipedia."""
    return f"https://en.wikipedia.org/wiki/{title}" if title else None


def drawing(base: str, name: str | None, number: int) -> Record | None:
    """One of our pictures as an image object, or None where a record has no picture."""
    if name is None:
        return None
    url = f"{base}/pictures/{name}.svg"
    return {
        "id": number,
        "name": f"Drawing: {name}",
        "image_url": url,
        "thumbnail_url": url,
        "credit": "Launchlog",
        "license": {"id": 90001, "name": "MIT", "priority": 0, "link": "https://opensource.org/license/mit"},
        "single_use": False,
        "variants": [],
    }


def country(row: Country) -> Record:
    """A country object."""
    return {
        "id": row.id,
        "name": row.name,
        "alpha_2_code": row.alpha_2,
        "alpha_3_code": row.code,
        "nationality_name": row.nationality,
        "nationality_name_composed": row.nationality,
    }


def agency_brief(row: Agency, base: str) -> Record:
    """An agency as it stands in lists."""
    return {
        "response_mode": "list",
        "id": row.id,
        "url": f"{base}/2.3.0/agencies/{row.id}/",
        "name": row.name,
        "abbrev": row.abbrev,
        "type": None if row.type is None else {"id": _AGENCY_TYPES[row.type], "name": row.type},
    }


def agency(catalogue: Catalogue, row: Agency, base: str) -> Record:
    """An agency with everything that Launch Library 2 says of one; what the table lacks is null."""
    brief = agency_brief(row, base)
    return {
        **brief,
        "response_mode": "normal",
        "featured": False,
        "country": [country(catalogue.countries.row(code, row.name)) for code in row.countries],
        "description": None,
        "administrator": None,
        "founding_year": row.founded,
        "launchers": "",
        "spacecraft": "",
        "parent": None,
        "image": None,
        "logo": None,
        "social_logo": None,
        **dict.fromkeys(_AGENCY_FIGURES),
        "info_url": None,
        "wiki_url": wikipedia(row.wiki),
        "social_media_links": [],
    }


def location(catalogue: Catalogue, row: Location, base: str) -> Record:
    """A launch site. The sea and the air ("???" in older versions) have no country."""
    return {
        "response_mode": "normal",
        "id": row.id,
        "url": f"{base}/2.3.0/locations/{row.id}/",
        "name": row.name,
        "celestial_body": _earth(base),
        "active": True,
        "country": _country(catalogue, row),
        "description": None,
        "image": None,
        "map_image": None,
        "longitude": row.longitude,
        "latitude": row.latitude,
        "timezone_name": row.timezone,
        "total_launch_count": row.launches,
        "total_landing_count": row.landings,
    }


def pad(catalogue: Catalogue, row: Pad, base: str) -> Record:
    """A pad with its location."""
    site = catalogue.locations.row(row.location, row.name)
    owners = [] if row.agency is None else [catalogue.agencies.row(row.agency, row.name)]
    return {
        "id": row.id,
        "url": f"{base}/2.3.0/pads/{row.id}/",
        "active": True,
        "agencies": [agency(catalogue, owner, base) for owner in owners],
        "name": row.name,
        "image": None,
        "description": None,
        "info_url": None,
        "wiki_url": wikipedia(row.wiki) or "",
        "map_url": f"https://www.google.com/maps?q={row.latitude},{row.longitude}" if row.latitude else "",
        "latitude": _degrees(row.latitude),
        "longitude": _degrees(row.longitude),
        "country": _country(catalogue, site),
        "map_image": None,
        "total_launch_count": None,
        "orbital_launch_attempt_count": None,
        "fastest_turnaround": None,
        "location": location(catalogue, site, base),
    }


def _degrees(text: str | None) -> float | None:
    return None if text is None else float(text)


def _country(catalogue: Catalogue, row: Location) -> Record | None:
    if row.country == "???":
        return None
    return country(catalogue.countries.row(row.country, row.name))


def _earth(base: str) -> Record:
    return {
        "response_mode": "normal",
        "id": 1,
        "name": "Earth",
        "type": {"id": 1, "name": "Planet"},
        "diameter": 12742000.0,
        "mass": 5.972168e24,
        "gravity": 9.80665,
        "length_of_day": "1 00:00:00",
        "atmosphere": True,
        "image": drawing(base, "generic", 90001),
        "description": "The planet that launches set out from.",
        "wiki_url": "https://en.wikipedia.org/wiki/Earth",
        **dict.fromkeys(_EARTH_FIGURES, 0),
    }
