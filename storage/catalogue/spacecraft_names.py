"""What the spacecraft of a launch is called: its type, the types it belongs to, and its own name.

Launch Library tells the type in detailed records. Where none was seen, the name of the mission or of the
rocket tells it as well: Soyuz MS-10 is a Soyuz MS, and a Space Shuttle flies on every launch of one. What
none of them tells stays unknown. What each mission flew: https://en.wikipedia.org/wiki/List_of_crewed_spacecraft
and https://en.wikipedia.org/wiki/Uncrewed_spaceflights_to_the_International_Space_Station.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from storage.models import Launch, Spacecraft


class SpacecraftName(NamedTuple):
    """A name of the spacecraft of a launch; one of each launch is its type, by which flights are counted."""

    name: str
    is_type: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """A type of spacecraft, and how it is known.

    `craft` is a pattern of what Launch Library calls it or its type, `mission` of a mission's name, and
    `rocket` of the rocket of such a mission. `wider` are the names of larger groups of types.
    """

    name: str
    craft: re.Pattern[str]
    mission: re.Pattern[str]
    rocket: re.Pattern[str]
    wider: tuple[str, ...]


def _known_by(name: str, craft: str, mission: str = "(?!)", rocket: str = "", *wider: str) -> _Kind:
    craft_pattern, mission_pattern, rocket_pattern = (
        re.compile(each, re.IGNORECASE) for each in (craft, mission, rocket)
    )
    return _Kind(name, craft_pattern, mission_pattern, rocket_pattern, wider)


_KINDS = (
    _known_by("Dragon 2", r"\b(?:crew|cargo) dragon|dragon 2|dragon v2|dragon c2\d\d",
              r"^Crew-\d|^SpX-DM\d|^(?:Crew )?Dragon In-Flight|^Dragon CRS-2 |^Axiom Space|^Ax-\d"
              r"|^Inspiration4|^Polaris Dawn|^Fram2|^(?:Crew|Cargo) Dragon", "^Falcon 9", "Dragon"),
    _known_by("Dragon 1", r"^(?:spacex )?dragon(?: 1| v1| c1\d\d)?(?: \(.*\))?$",
              r"^SpX CRS-\d|^SpaceX COTS|^Dragon (?:C1\d\d|Spacecraft Q)", "^Falcon 9", "Dragon"),
    _known_by("Soyuz MS", r"\bsoyuz[ -]ms\b", r"^Soyuz MS\b", "^Soyuz", "Soyuz"),
    _known_by("Soyuz TMA-M", r"\bsoyuz[ -]tma-(?:\d\dm|m)\b", r"^Soyuz TMA-\d\dM", "^Soyuz", "Soyuz"),
    _known_by("Soyuz TMA", r"\bsoyuz[ -]tma\b", r"^Soyuz TMA-\d", "^Soyuz", "Soyuz"),
    _known_by("Soyuz TM", r"\bsoyuz[ -]tm\b", r"^Soyuz TM-\d", "^Soyuz", "Soyuz"),
    _known_by("Soyuz T", r"\bsoyuz[ -]t\b|7k-st\b", r"^Soyuz T-\d|7K-ST\b", "^Soyuz", "Soyuz"),
    _known_by("Soyuz 7K", r"\bsoyuz(?: 7k.*| \d+.*)?$|^7k", r"^Soyuz[ -]\d+[A-Z]?\b(?!\.)|^Soyuz 7K",
              "^(?:Soyuz|Proton|N1)", "Soyuz"),
    _known_by("Progress MS", r"\bprogress[ -]ms\b", r"^Progress MS\b", "^Soyuz", "Progress"),
    _known_by("Progress M1", r"\bprogress[ -]m1\b", r"^Progress M1-\d", "^Soyuz", "Progress"),
    _known_by("Progress M", r"\bprogress[ -]m\b", r"^Progress M-", "^Soyuz", "Progress"),
    _known_by("Progress 7K-TG", r"\bprogress(?: 7k.*| \d+.*)?$", r"^Progress \d", "^Soyuz", "Progress"),
    _known_by("Shenzhou", r"\bshenzhou", r"^Shenzhou", "^Long March 2F"),
    _known_by("Tianzhou", r"\btianzhou", r"^Tianzhou", "^Long March 7"),
    _known_by("Vostok", r"^vostok", r"^Vostok \d|^Korabl'?-Sputnik|^Sputnik (?:9|10)$", "^Vostok"),
    _known_by("Voskhod", r"^voskhod", r"^Voskhod", "^Voskhod"),
    _known_by("Mercury", r"\bmercury|^(?:freedom|friendship|faith|sigma|aurora|liberty bell) ?7",
              r"^Mercury-(?:Atlas|Redstone) ", "^(?:Atlas|Redstone)"),
    _known_by("Gemini", r"\bgemini", r"^Gemini [IVXB]+\b", "^Titan"),
    _known_by("Apollo", r"\bapollo|^csm", r"^Apollo(?: \d|-Soyuz| AS-20[12])|^Skylab [234]$", "^Saturn"),
    _known_by("Space Shuttle", r"\bshuttle|^ov-1|\borbiter$", ".", "^Space Shuttle"),
    _known_by("Buran", r"\bburan", r"^Buran", "^Energi"),
    _known_by("Starliner", r"\bstarliner|cst-100", r"Starliner|^OFT-\d", "^Atlas V"),
    _known_by("Orion", r"\borion", r"^Artemis I+V?$|^EFT-1|^Exploration Flight Test",
              "^(?:Space Launch|SLS|Delta)"),
    _known_by("Cygnus", r"\bcygnus|^s\.?s\.? ", r"^Cygnus (?:CRS|Orb)", "^(?:Antares|Atlas|Falcon)"),
    _known_by("HTV-X", r"\bhtv-x", r"^HTV-X", "^H3"),
    _known_by("HTV", r"\bhtv|\bkounotori", r"\(HTV-\d\)", "^H-?II"),
    _known_by("ATV", r"\batv\b|automated transfer", r"\bATV-\d", "^Ariane"),
    _known_by("TKS", r"^tks", r"^TKS(?:-M|-VA)?\b", "^Proton"),
    _known_by("X-37B", r"x-37|^otv-?\d", r"^OTV-\d|\(X-37B", "^(?:Atlas|Falcon)"),
    _known_by("New Shepard", r"new shepard|^rss |^nsc? ?\d|\bcrew capsule", ".", "^New Shepard"),
    _known_by("SpaceShipTwo", r"spaceshiptwo|^vss ", ".", "^SpaceShipTwo"),
    _known_by("SpaceShipOne", r"spaceshipone", ".", "^SpaceShipOne"),
    _known_by("Starship", r"starship|^ship \d", ".", r"^Starship(?: V\d)?$"),
    _known_by("Dream Chaser", r"dream chaser", r"Dream Chaser", "^Vulcan"),
)  # fmt: skip

_CARGO, _CREW = re.compile("^Dragon CRS-2|cargo", re.IGNORECASE), ("Cargo Dragon", "Crew Dragon")


def spacecraft_names(launch: Launch) -> tuple[SpacecraftName, ...]:
    """Return what the spacecraft of a launch is called, as far as anything tells; each name once."""
    crafts = launch.spacecraft or ()
    names: dict[str, bool] = {}
    for craft in crafts:
        kind = _kind(craft) or (None if craft.type else _flown_by(launch))
        _add(names, kind, craft.type or craft.name, f"{craft.type or ''} {craft.name}")
        name = own_name(craft, kind.name if kind else craft.type or "")
        names.setdefault(name, False)
    if not crafts and (kind := _flown_by(launch)):
        _add(names, kind, kind.name, _mission(launch))
    if orbiter := _orbiter(launch):
        names.setdefault(orbiter, False)
    return tuple(SpacecraftName(_plain(name), is_type) for name, is_type in names.items() if _plain(name))


def own_name(craft: Spacecraft, kind: str) -> str:
    """Return a spacecraft's own name, with its type before it where that does not stand in it.

    Two ships were called Columbia: one is Apollo Columbia, the other Space Shuttle Columbia.
    """
    has_kind = bool(set(_words(kind)) & set(_words(craft.name)))
    return craft.name if has_kind or not kind else f"{kind} {craft.name}"


def type_of(craft: Spacecraft) -> str:
    """Return the type of a spacecraft that a record names."""
    kind = _kind(craft)
    return kind.name if kind else craft.type or craft.name


def _add(names: dict[str, bool], kind: _Kind | None, otherwise: str, text: str) -> None:
    names[kind.name if kind else otherwise] = True
    for wider in kind.wider if kind else ():
        names.setdefault(wider, False)
    if kind is not None and kind.name == "Dragon 2":
        names.setdefault(_CREW[0] if _CARGO.search(text) else _CREW[1], False)


def _kind(craft: Spacecraft) -> _Kind | None:
    """Return of what type it is by its type, its name, or its number: OV-102 is a Space Shuttle."""
    for text in filter(None, (craft.type, craft.name, craft.serial_number)):
        for kind in _KINDS:
            if kind.craft.search(text):
                return kind
    return None


def _flown_by(launch: Launch) -> _Kind | None:
    rocket = _rocket(launch)
    mission = _mission(launch)
    return next((k for k in _KINDS if k.rocket.search(rocket) and k.mission.search(mission)), None)


def _mission(launch: Launch) -> str:
    mission = launch.mission.name if launch.mission else ""
    return mission.strip() or launch.name.rpartition("|")[2].strip()


def _rocket(launch: Launch) -> str:
    return launch.rocket.name if launch.rocket else launch.name.partition("|")[0].strip()


def _orbiter(launch: Launch) -> str:
    """Return which Space Shuttle it was: its name stands in that of the rocket, or of the launch."""
    full = launch.rocket.full_name or "" if launch.rocket else ""
    found = (re.match("Space Shuttle [A-Z][a-z]+", name) for name in (full, launch.name))
    return next((match[0] for match in found if match), "")


def _words(text: str) -> Iterator[str]:
    return (word for word in re.findall(r"[^\W\d_]{3,}", text.casefold()))


def _plain(name: str) -> str:
    """Return a name without the commas that stand between several of them."""
    return " ".join(name.replace(",", " ").split())
