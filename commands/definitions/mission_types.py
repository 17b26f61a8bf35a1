"""Launch Library's types of missions, and what people call them."""

from __future__ import annotations

from collections.abc import Mapping

SPOKEN: Mapping[str, tuple[str, ...]] = {
    "Communications": ("communication", "comms", "comsat", "telecommunications", "telecom"),
    "Navigation": ("gnss", "positioning"),
    "Earth Science": ("earth observation", "earth imaging", "remote sensing", "weather", "meteorological"),
    "Government/Top Secret": (
        "military", "spy", "reconnaissance", "surveillance", "classified", "secret", "top secret",
        "government",
    ),
    "Human Exploration": (),
    "Resupply": ("cargo", "iss resupply", "station resupply", "space station resupply"),
    "Robotic Exploration": ("robotic",),
    "Lunar Exploration": ("lunar", "moon"),
    "Planetary Science": ("planetary", "interplanetary"),
    "Astrophysics": ("astronomy", "space telescope"),
    "Heliophysics": ("solar physics",),
    "Test Flight": (),
    "Test Target": (),
    "Technology": ("technology demonstration", "tech demo"),
    "Dedicated Rideshare": ("rideshare", "ride share"),
    "Suborbital": (),
    "Tourism": ("tourist", "space tourism"),
    "Materials Science": (),
    "Biology": (),
    "Space Situational Awareness": (),
    "Unknown": (),
}  # fmt: skip
"""The types that launches have had, each with other names of it in lower case.

Short queries know a type by its place here: add new ones at the end only. One that is missing works all the
same, in longer words.
"""

CODES: Mapping[str, int] = {name: code for code, name in enumerate(SPOKEN)}
"""The place of each type."""

NAMES = tuple(SPOKEN)
"""The type at each place."""
