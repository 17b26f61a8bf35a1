"""Which country a launch provider is of.

Launch Library tells it in few kinds of records, for some agencies never, and for the Soviet programme Russia.
So this table comes first, and what a record tells counts for the providers that are not in it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from storage.text import fold

SOVIET_UNION, EUROPE = "SUN", "EUR"
"""The Soviet Union's former code, and one of our own for agencies of several countries."""

PROVIDERS: Mapping[str, tuple[str, ...]] = {
    SOVIET_UNION: ("Soviet Space Program",),
    "USA": (
        "SpaceX", "United States Air Force", "United Launch Alliance",
        "National Aeronautics and Space Administration", "Lockheed", "Rocket Lab", "Orbital Sciences",
        "Orbital ATK", "Northrop Grumman", "Virgin Galactic", "Virgin Orbit", "United Space Alliance",
        "International Launch Services", "Sea Launch", "Blue Origin", "US Navy", "US Army",
        "Army Ballistic Missile Agency", "General Dynamics", "Rockwell International", "Astra Space",
        "Firefly Aerospace", "EXOS Aerospace", "Martin Marietta", "Boeing", "ABL Space Systems", "Convair",
        "Relativity Space", "Sandia National Laboratories", "Space Services Inc", "Stoke Space",
        "Sierra Space", "Stratolaunch",
    ),
    "RUS": (
        "Russian Federal Space Agency", "Russian Space Forces", "Khrunichev",
        "Russian Aerospace Defence Forces", "Progress Rocket Space Center", "Strategic Rocket Forces",
        "Production Corporation Polyot", "GK Launch Services", "Makeyev Rocket Design Bureau",
        "RKK Energiya", "ISC Kosmotras",
    ),
    "CHN": (
        "China Aerospace", "China Rocket", "Seventh Ministry", "Ministry of Aerospace Industry",
        "Ministry of Space Industry", "ExPace", "iSpace", "Galactic Energy", "LandSpace", "CAS Space",
        "OneSpace", "Orienspace", "Space Pioneer", "i Space",
    ),
    EUROPE: ("European Space Agency", "European Launcher Development", "European Space Research"),
    "IND": ("Indian Space Research", "Antrix", "Skyroot", "Agnikul"),
    "JPN": (
        "Japan Aerospace", "Mitsubishi Heavy Industries", "Agency of Japan", "Space One",
        "Institute of Space and Astronautical Science", "Interstellar Technologies",
        "National Space Development Agency of Japan",
    ),
    "PRK": ("Korean Committee of Space Technology", "National Aerospace Development Administration"),
    "KOR": ("Korea Aerospace Research Institute", "Agency for Defense Development", "Innospace"),
    "IRN": ("Iranian Space Agency", "Islamic Revolutionary Guard"),
    "ISR": ("Israeli Space Agency", "Israel Aerospace"),
    "FRA": ("National Center of Space Research", "Arianespace", "Starsem"),
    "ITA": ("Italian Space Agency", "National Research Council", "Avio"),
    "GBR": ("Royal Aircraft Establishment", "Science and Engineering Research"),
    "DEU": ("German Aerospace Center", "HyImpulse", "Isar Aerospace", "Eurockot"),
    "BRA": ("Brazilian Space Agency",),
    "AUS": ("Weapons Research Establishment", "Gilmour", "Equatorial Launch Australia"),
    "ESP": ("Payload Aerospace",),
    "TWN": ("TiSPACE",),
}  # fmt: skip
"""Parts of providers' names by their country, an ISO 3166 alpha-3 code; each is found word by word."""


def _words(text: str) -> str:
    return " ".join(["", *re.findall(r"[^\W_]+", fold(text)), ""])


_PARTS = tuple((_words(part), country) for country, parts in PROVIDERS.items() for part in parts)


def country_of(name: str, told: str | None) -> str | None:
    """Return the country of a provider of that name, given what its records tell; None where nobody knows.

    Of several countries told, as of ESA, it is `EUROPE`: no other agencies have several.
    """
    words = _words(name)
    for part, country in _PARTS:
        if part in words:
            return country
    codes = [code.strip().upper() for code in (told or "").split(",")]
    codes = [code for code in codes if re.fullmatch(r"[A-Z]{3}", code)]
    return EUROPE if len(codes) > 1 else codes[0] if codes else None
