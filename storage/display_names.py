"""What people call a provider or rocket where a name stands among others; its own page has the whole name.

The rule: of a public body whose abbreviation is its initials, people say the abbreviation, as they do NASA.
Of a company they say the name. Two tables have what no rule can know.
"""

from __future__ import annotations

import re

_PUBLIC_BODIES = frozenset(
    {"administration", "agency", "institute", "organisation", "organization"}
)  # fmt: skip
"""Words in the name of a public body."""

_SMALL_WORDS = frozenset({"and", "for", "of", "the"})
"""Words that have no letter in an abbreviation."""

_AGENCIES = {
    "China Aerospace Science and Technology Corporation": "CASC",
    "German Aerospace Center": "DLR",
    "Italian Space Agency": "ASI",
    "Japan Aerospace Exploration Agency": "JAXA",
    "National Center of Space Research": "CNES",
    "National Space Development Agency of Japan": "NASDA",
    "Russian Federal Space Agency (ROSCOSMOS)": "Roscosmos",
    "United Launch Alliance": "ULA",
    "United States Air Force": "US Air Force",
    # Two countries' agencies have the initials ISA.
    "Iranian Space Agency": "Iranian Space Agency",
    "Israeli Space Agency": "Israeli Space Agency",
}

_ROCKET_WORDS = {"Space Launch System": "SLS"}

LONG_ROCKET = 28
"""Characters from which on a rocket's full name gives way to a shorter one that it has."""


def agency_name(name: str, abbrev: str | None) -> str:
    """Return what people call an agency, given its name and abbreviation."""
    if name in _AGENCIES:
        return _AGENCIES[name]
    words = re.findall(r"[^\W\d_]+", name)
    if not _PUBLIC_BODIES.intersection(word.lower() for word in words):
        return name
    initials = "".join(word[0] for word in words if word.lower() not in _SMALL_WORDS)
    return initials if abbrev == initials and len(initials) > 2 else name


def rocket_name(name: str, full_name: str | None) -> str:
    """Return what people call a rocket, given its name and full name: the full one, unless it is long."""
    shown = full_name or name
    for words, short in _ROCKET_WORDS.items():
        shown = shown.replace(words, short)
    return name if len(name) < len(shown) and len(shown) >= LONG_ROCKET else shown
