"""Single values out of a decoded JSON object, by key.

Launch Library's records leave fields out, send null, or change a type between versions. So every reader
here answers None for what is missing or of another type, and never raises.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
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


_DURATION = re.compile(
    r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.\d+)?S)?)?", re.ASCII
)
"""How ISO 8601 writes a length of time, as far as Launch Library does: "P63DT23H25M21S", "-PT38M"."""


def duration(fields: Fields, key: str) -> int | None:
    """Return an ISO 8601 length of time in whole seconds, negative where a minus stands before it."""
    match = _DURATION.fullmatch(text(fields, key) or "")
    if match is None:
        return None
    sign, *parts = match.groups()
    days, hours, minutes, rest = (int(part or 0) for part in parts)
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=rest) // timedelta(seconds=1)
    return -length if sign else length


def seconds(fields: Fields, key: str) -> int | None:
    """Return an ISO 8601 length of time in whole seconds; one of nothing is None."""
    length = duration(fields, key)
    return length if length is not None and length > 0 else None


def measure(fields: Fields, key: str) -> float | None:
    """Return a number that is more than nothing, such as a mass."""
    value = fields.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        told = float(value)
    except OverflowError:
        return None
    return told if isfinite(told) and told > 0 else None


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


def uuid_of(fields: Fields, key: str) -> str | None:
    """Return the id of a launch in lower case."""
    value = text(fields, key)
    return value.lower() if value is not None and UUID.fullmatch(value) else None
