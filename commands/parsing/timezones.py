"""Time zones as people name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from babel.core import Locale, get_global
from rapidfuzz import fuzz, process

from commands.definitions.command import Suggestion
from commands.i18n.formatting import listed
from commands.i18n.translation import _, current
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
    "wet": "Europe/Lisbon", "cet": "Europe/Berlin", "cest": "Europe/Berlin",
    "eet": "Europe/Athens", "eest": "Europe/Athens", "msk": "Europe/Moscow",
    "et": "America/New_York", "est": "America/New_York", "edt": "America/New_York", "ct": "America/Chicago",
    "cdt": "America/Chicago", "mt": "America/Denver", "mst": "America/Denver", "mdt": "America/Denver",
    "pt": "America/Los_Angeles", "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles",
    "jst": "Asia/Tokyo", "kst": "Asia/Seoul", "aest": "Australia/Sydney",
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

SHARED_NAMES = {
    "amt": ("America/Manaus", "Asia/Yerevan"), "ast": ("America/Halifax", "Asia/Riyadh"),
    "bst": ("Europe/London", "Asia/Dhaka"), "cst": ("America/Chicago", "Asia/Shanghai", "America/Havana"),
    "gst": ("Asia/Dubai", "Atlantic/South_Georgia"),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"), "sst": ("Asia/Singapore",
    "Pacific/Pago_Pago"),
    "wst": ("Australia/Perth", "Pacific/Apia"),
}  # fmt: skip
"""Abbreviations that several zones have, which are asked about; the most peopled first."""

_COUNTRIES = {"GB": ("uk", "england", "britain", "great britain"), "US": ("usa", "america")}
"""What people call countries besides their names."""

_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})
"""What the zone database may list that stands for no zone in particular."""

_OFFSET = re.compile(r"(?:utc|gmt)? ?([+-]) ?(\d{1,2})(?::?(00|15|30|45))?", re.IGNORECASE)
_WESTWARDS = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_FIXED = re.compile(r"UTC([+-])(\d{1,2}):(\d{2})")
_DATABASE_NAME = re.compile(r"[\w+-]{1,40}(/[\w+-]{1,40}){0,2}", re.ASCII)
"""The form of the zone database's names; looking for what has hundreds of slashes ends the stack."""

_MOST_EAST, _MOST_WEST = 14 * 60, 12 * 60
"""Minutes of the offsets furthest from UTC."""


def zone_of(name: str) -> tzinfo:
    """Return the zone of that name; UTC for "" and for a name that the zone database no longer has."""
    if not name or name == "UTC":
        return UTC
    if match := _FIXED.fullmatch(name):
        minutes = int(match[2]) * 60 + int(match[3])
        return timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes), name)
    if not _DATABASE_NAME.fullmatch(name):
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

    A city may have its country after a comma. Only a whole name sets a zone; places holding a part of one are
    offered, and so are all that share an abbreviation. Raises `NearMissError`.
    """
    wanted = _folded(text)
    signed = " ".join(text.replace("\N{MINUS SIGN}", "-").split())
    if (offset := _OFFSET.fullmatch(signed)) and (name := _fixed(offset[1], offset[2], offset[3] or "00")):
        return name
    if shared := SHARED_NAMES.get(wanted):
        sentence = _("“{text}” is the name of several time zones. Did you mean {names}?")
        raise NearMissError(sentence.format(text=text[:50], names=listed(shared)), shared, "zone")
    spellings = _spellings()
    if wanted in spellings:
        return spellings[wanted]
    city, _comma, country = text.partition(",")
    place = spellings.get(_folded(city))
    if place and _folded(country) in _countries(place):
        return place
    raise _unknown(text, [place] if place else [], wanted)


def _unknown(text: str, near: list[str], wanted: str) -> NearMissError:
    containing = [name for name in _names() if wanted and wanted in _folded(name)]
    near = near or containing[:5] or _near(wanted)
    if near:
        sentence = _("No time zone is called “{text}”. Did you mean {names}?")
    else:
        sentence = _("No time zone is called “{text}”. Try a large city in it, such as {names}.")
    names = listed(near or ("Europe/Berlin", "America/New_York"))
    return NearMissError(sentence.format(text=text[:50], names=names), tuple(near), "zone")


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
    shared = SHARED_NAMES.get(wanted, ())
    contains = [name for name in names if wanted in _folded(name)]
    found = list(dict.fromkeys([*shared, *begins, *others, *contains])) or _near(wanted)
    return tuple(Suggestion(name, name) for name in found[:SUGGESTIONS])


def _near(wanted: str) -> list[str]:
    hits = process.extract(wanted, list(_spellings()), scorer=fuzz.ratio, limit=8, score_cutoff=NEAR)
    return list(dict.fromkeys(_spellings()[spelling] for spelling, _score, _index in hits))[:5]


def _fixed(sign: str, hours: str, minutes: str) -> str | None:
    """Return the zone of an offset, None where no place has it.

    That of a whole hour has a name in the database, which counts westwards, the other way round.
    """
    offset = int(hours) * 60 + int(minutes)
    if offset == 0:
        return "UTC"
    if offset > (_MOST_EAST if sign == "+" else _MOST_WEST):
        return None
    if offset % 60:
        return f"UTC{sign}{int(hours)}:{minutes}"
    return f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}"


def _countries(zone: str) -> set[str]:
    """Return what the country of a zone may be called: its code, its name in English and in our language."""
    territories, older = get_global("zone_territories"), get_global("zone_aliases")
    code = str(territories.get(zone) or territories.get(older.get(zone, zone), ""))
    names = [Locale.parse(each).territories.get(code, "") for each in ("en", current().locale)]
    return {_folded(name) for name in (code, *names, *_COUNTRIES.get(code, ())) if name}


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
