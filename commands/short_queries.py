"""A query in a few characters, for buttons: its view, its ordering, and its filters.

One letter for the view, one for the ordering, then the filters, each a letter and its values, with "_"
between them: `P` providers, `R` rockets, `L` locations, `O` orbits, `S` statuses (base-36 ids with "-"
between), `C` crewed, `G` and `T` first day and day after the last (base-36 days since 1970, "N" for
minus), and last `Q`, the search in base64url.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta

from storage.query import LaunchQuery, Range, View

PAGE_SIZES = {View.LIST: 10, View.NORMAL: 5, View.DETAILED: 1}
"""Launches on a page of each view, in a chat."""

_VIEWS = {"l": View.LIST, "n": View.NORMAL, "d": View.DETAILED}
_ORDERINGS: dict[str, tuple[str, ...]] = {
    "a": ("-net",), "b": ("net",), "c": ("name",), "d": ("-name",), "e": ("-last_updated",),
}  # fmt: skip
_ID_FIELDS = {
    "P": "provider_ids", "R": "configuration_ids", "L": "location_ids", "O": "orbit_ids", "S": "status_ids",
}  # fmt: skip
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def shorten(query: LaunchQuery) -> str | None:
    """Return the query in short, or None where the short form cannot say it all."""
    view = next(letter for letter, view in _VIEWS.items() if view is query.view)
    ordering = next((letter for letter, names in _ORDERINGS.items() if names == query.ordering), "")
    fields = []
    for tag, name in _ID_FIELDS.items():
        if ids := getattr(query, name):
            fields.append(tag + "-".join(map(to_base36, ids)))
    if query.is_crewed is not None:
        fields.append(f"C{int(query.is_crewed)}")
    for tag, bound in (("G", query.net.gte), ("T", query.net.lt)):
        if bound is not None:
            fields.append(tag + to_base36((bound - _EPOCH).days))
    if query.search:
        fields.append("Q" + to_base64(query.search.encode()))
    code = view + ordering + "_".join(fields)
    try:
        same = bool(ordering) and lengthen(code).at(query.offset) == query
    except (ValueError, UnicodeError):
        same = False
    return code if same else None


def lengthen(code: str) -> LaunchQuery:
    """Return the query at offset 0; raises ValueError, KeyError, IndexError or OverflowError."""
    query = LaunchQuery(
        view=_VIEWS[code[0]], limit=PAGE_SIZES[_VIEWS[code[0]]], ordering=_ORDERINGS[code[1]], strict=True
    )
    rest, values, net = code[2:], dict[str, object](), dict[str, datetime]()
    while rest:
        tag = rest[0]
        if tag == "Q":
            values["search"] = from_base64(rest[1:]).decode()
            break
        value, _underscore, rest = rest[1:].partition("_")
        if tag in _ID_FIELDS:
            values[_ID_FIELDS[tag]] = tuple(int(part, 36) for part in value.split("-"))
        elif tag == "C":
            values["is_crewed"] = {"0": False, "1": True}[value]
        else:
            day = int(value.replace("N", "-"), 36)
            net[{"G": "gte", "T": "lt"}[tag]] = _EPOCH + timedelta(days=day)
    if net:
        values["net"] = Range(**net)
    return query.having(**values)


def to_base36(number: int) -> str:
    """Return a number in base 36, with "N" for minus."""
    if number < 0:
        return "N" + to_base36(-number)
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text


def to_base64(data: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def from_base64(text: str) -> bytes:
    """Return the bytes of base64url without padding; raises ValueError."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error
