"""Single values out of a decoded JSON object, by key.

Launch Library's records leave fields out, send null, or change a type between versions. So every reader
here answers None for what is missing or of another type, and never raises.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from math import isfinite

Fields = dict[str, object]
"""One decoded JSON object."""

INTEGER_LIMIT = 2**63
"""Integers from here on (or below its negative) fit no database column: https://www.sqlite.org/datatype3.html"""


def text(fields: Fields, key: str) -> str | None:
    """Return a string exactly as it stands, even an empty one."""
    value = fields.get(key)
    return value if isinstance(value, str) else None


def filled(fields: Fields, key: str) -> str | None:
    """Return a string that says something; an empty or blank one is None."""
    value = fields.get(key)
    return value if isinstance(value, str) and value.strip() else None


def label(fields: Fields, key: str) -> str | None:
    """Return a string, or the `name` of an object: version 2.3.0 made objects of several strings."""
    value = fields.get(key)
    return text(value, "name") if isinstance(value, dict) else value if isinstance(value, str) else None


def number(fields: Fields, key: str) -> int | None:
    """Return an integer of at most 64 bits; true and false are no integers."""
    value = fields.get(key)
    # type() instead of isinstance(), which takes booleans for integers.
    if type(value) is int and -INTEGER_LIMIT <= value < INTEGER_LIMIT:
        return value
    return None


def flag(fields: Fields, key: str) -> bool | None:
    """Return true or false."""
    value = fields.get(key)
    return value if isinstance(value, bool) else None


def instant(fields: Fields, key: str) -> datetime | None:
    """Return an ISO 8601 time in UTC; one without a zone is taken for UTC, as Launch Library means it."""
    value = fields.get(key)
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def degrees(fields: Fields, key: str, limit: float) -> float | None:
    """Return an angle between -limit and limit: a number, or a number in a string as before 2.3.0."""
    value = fields.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        angle = float(value)
    except (ValueError, OverflowError):
        return None
    return angle if isfinite(angle) and abs(angle) <= limit else None


def child(fields: Fields, key: str) -> Fields | None:
    """Return an object."""
    value = fields.get(key)
    return value if isinstance(value, dict) else None


def children(fields: Fields, key: str) -> list[Fields] | None:
    """Return the objects of a list; what else stands in it is left out."""
    value = fields.get(key)
    if not isinstance(value, list):
        return None
    return [item for item in value if isinstance(item, dict)]


UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
"""How Launch Library writes the id of a launch."""

_DURATION = re.compile(
    r"(?P<sign>-?)P(?:(?P<days>-?\d{1,6}(?:\.\d{1,9})?)D)?(?:T(?:(?P<hours>\d{1,6})H)?"
    r"(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,9}(?:\.\d{1,9})?)S)?)?",
    re.ASCII,
)
_SECONDS_IN = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}


def uuid_of(fields: Fields, key: str) -> str | None:
    """Return the id of a launch in lower case."""
    value = text(fields, key)
    return value.lower() if value is not None and UUID.fullmatch(value) else None


def quantity(fields: Fields, key: str) -> float | None:
    """Return a number that is not negative: how much or how long there is of something."""
    value = fields.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        amount = float(value)
    except OverflowError:
        return None
    return amount if isfinite(amount) and amount >= 0 else None


def seconds(fields: Fields, key: str) -> float | None:
    """Return an ISO 8601 duration of days, hours, minutes and seconds ("P29DT7H1M26S", "-PT38M")."""
    match = _DURATION.fullmatch(text(fields, key) or "")
    if match is None or not any(match[name] for name in _SECONDS_IN):
        return None
    total = sum(float(match[name]) * worth for name, worth in _SECONDS_IN.items() if match[name])
    return -total if match["sign"] else total


def days(fields: Fields, key: str) -> float | None:
    """Return an ISO 8601 duration in days; one of nothing is None, for there 2.3.0 has no other word."""
    duration = seconds(fields, key)
    return duration / 86400 if duration is not None and duration > 0 else None


def measure(fields: Fields, key: str) -> float | None:
    """Return a number that is more than nothing, such as a mass."""
    return quantity(fields, key) or None
