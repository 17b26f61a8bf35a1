"""Time zones as people name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from rapidfuzz import fuzz, process

from commands.definitions.command import Suggestion
from commands.i18n.formatting import listed
from commands.i18n.translation import _
from storage.errors import NearMissError
from storage.text import fold

POPULAR = (
    "UTC", "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Moscow",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo",
    "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
"""Offered before anything is typed."""

NEAR = 70.0
"""Similarity, 0 to 100, from which on a zone counts as a near miss."""

SUGGESTIONS = 25

OTHER_NAMES = {
    "gmt": "UTC", "z": "UTC", "zulu": "UTC",
    "wet": "Europe/Lisbon", "bst": "Europe/London", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
    "eet": "Europe/Athens", "eest": "Europe/Athens", "msk": "Europe/Moscow",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "ct": "America/Chicago",
    "cdt": "America/Chicago", "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "ist": "Asia/Kolkata", "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "aest": "Australia/Sydney",
    "utc+3:30": "Asia/Tehran", "utc+4:30": "Asia/Kabul", "utc+5:30": "Asia/Kolkata",
    "utc+5:45": "Asia/Kathmandu", "utc+6:30": "Asia/Yangon", "utc+9:30": "Australia/Darwin",
    "barcelona": "Europe/Madrid", "frankfurt": "Europe/Berlin", "geneva": "Europe/Zurich",
    "hamburg": "Europe/Berlin", "kiev": "Europe/Kyiv", "lyon": "Europe/Paris", "manchester": "Europe/London",
    "milan": "Europe/Rome", "munich": "Europe/Berlin", "st petersburg": "Europe/Moscow",
    "saint petersburg": "Europe/Moscow", "toulouse": "Europe/Paris",
    "beijing": "Asia/Shanghai", "bengaluru": "Asia/Kolkata", "delhi": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata", "new delhi": "Asia/Kolkata", "osaka": "Asia/Tokyo",
    "boston": "America/New_York", "cape canaveral": "America/New_York", "dallas": "America/Chicago",
    "houston": "America/Chicago", "miami": "America/New_York",
    "rio de janeiro": "America/Sao_Paulo", "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles", "washington": "America/New_York",
}  # fmt: skip
"""Large cities and abbreviations that the zone database knows badly or not at all, as `_folded` has them."""

_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})
"""What the zone database may list that stands for no zone in particular."""

_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])\s*(\d{1,2})(?::?00)?", re.IGNORECASE)
_WESTWARDS = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_MOST_EAST, _MOST_WEST = 14, 12


def zone_of(name: str) -> tzinfo:
    """Return the zone of that name; UTC for "" and for a name that the zone database no longer has."""
    if not name or name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def zone_words(name: str) -> str:
    """Return a zone as people say it: one that is an offset only counts eastwards, as "UTC+2" does."""
    if match := _WESTWARDS.fullmatch(name):
        return f"UTC{'-' if match[1] == '+' else '+'}{match[2]}"
    return name or "UTC"


def find_zone(text: str) -> str:
    """Return the name of the zone that `text` means: its name, its city, or an offset such as "UTC+2".

    Only a whole name sets a zone; places holding a part of one are offered. Raises `NearMissError`.
    """
    wanted = _folded(text)
    if (offset := _OFFSET.fullmatch(text.strip())) and (name := _fixed(offset[1], int(offset[2]))):
        return name
    spellings = _spellings()
    if wanted in spellings:
        return spellings[wanted]
    containing = [name for name in _names() if wanted and wanted in _folded(name)]
    near = containing[:5] or _near(wanted)
    if near:
        sentence = _("No time zone is called “{text}”. Did you mean {names}?")
    else:
        sentence = _("No time zone is called “{text}”. Name a large city of it, such as {names}.")
    names = listed(near or ("Europe/Berlin", "America/New_York"))
    raise NearMissError(sentence.format(text=text[:50], names=names), tuple(near), "zone")


def zone_at(latitude: float, longitude: float) -> str:
    """Return the name of the zone of a place on Earth, in degrees, north and east positive.

    Loads a map of the zones at the first call.
    """
    import tzfpy  # noqa: PLC0415 - its map takes memory that most bots never need

    return tzfpy.get_tz(longitude, latitude) or "UTC"


def complete_zone(typed: str) -> tuple[Suggestion, ...]:
    """Return the likeliest zones for what is being typed."""
    wanted = _folded(typed)
    if not wanted:
        return tuple(Suggestion(name, name) for name in POPULAR)
    names = _names()
    begins = [name for name in names if _folded(name.rpartition("/")[2]).startswith(wanted)]
    begins.sort(key=lambda name: name not in POPULAR)
    others = [name for spelling, name in OTHER_NAMES.items() if spelling.startswith(wanted)]
    contains = [name for name in names if wanted in _folded(name)]
    found = list(dict.fromkeys([*begins, *others, *contains])) or _near(wanted)
    return tuple(Suggestion(name, name) for name in found[:SUGGESTIONS])


def _near(wanted: str) -> list[str]:
    hits = process.extract(wanted, list(_spellings()), scorer=fuzz.ratio, limit=8, score_cutoff=NEAR)
    return list(dict.fromkeys(_spellings()[spelling] for spelling, _score, _index in hits))[:5]


def _fixed(sign: str, hours: int) -> str | None:
    """Return the zone of a whole-hour offset; its name counts westwards, the other way round."""
    if hours == 0:
        return "UTC"
    if hours > (_MOST_EAST if sign == "+" else _MOST_WEST):
        return None
    return f"Etc/GMT{'-' if sign == '+' else '+'}{hours}"


def _folded(text: str) -> str:
    return " ".join(fold(text).replace("_", " ").replace(",", " ").replace(". ", " ").split())


@cache
def _names() -> Sequence[str]:
    """The names that mean a place: without the database's own links and abbreviations."""
    regions = ("Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/", "Europe/",
               "Indian/", "Pacific/")  # fmt: skip
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(regions)))


@cache
def _spellings() -> dict[str, str]:
    """Every spelling that means one zone: the whole name (older ones too, as "Iran"), the city alone."""
    found: dict[str, str] = {}
    for name in sorted(_names(), key=lambda name: name.count("/")):
        found.setdefault(_folded(name.rpartition("/")[2]), name)
    others = {_folded(name): name for name in sorted(available_timezones() - _NO_PLACES)}
    return others | found | OTHER_NAMES | {_folded(name): name for name in _names()}
