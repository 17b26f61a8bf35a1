"""Action strings: what a button carries, so that no paging session has to live in memory.

An action is at most 64 bytes (Telegram's callback_data) of letters, digits, "-" and "_" (so that it
can be a deep link). It is a verb, a slot that keeps equal actions on one card apart, and the rest::

    p<slot>-<offset>-<query>                 a page of a query
    d<slot>-<launch>                         a launch in detail
    d<slot>-<launch>-<offset>-<query>        the same, with the way back to its list
    c<slot>-<command>                        a command without arguments

Numbers are base 36, a launch is the 22 characters of its UUID in base64url. A query is a letter for its
view, one for its ordering, and its filters in short; one that is too long or too rare for that is `Z`
and the hash under which its text form is kept.
"""

from __future__ import annotations

import base64
import binascii
import re
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commands import query_text
from commands.language import _
from storage.errors import AskError, StaleButtonError
from storage.query import LaunchQuery, Range, View

ACTION_LIMIT = 64
"""Bytes, Telegram's limit: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

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

Keep = Callable[[str], Awaitable[str]]
"""Keeps a query's text and returns its hash; never raises."""

Recall = Callable[[str], Awaitable[str | None]]
"""Returns the text kept under a hash, or None."""


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Show that page of that query."""

    query: LaunchQuery


@dataclass(frozen=True, slots=True)
class ShowLaunch:
    """Show that launch; `back` is the list it was opened from."""

    launch_id: str
    back: LaunchQuery | None = None


@dataclass(frozen=True, slots=True)
class RunCommand:
    """Run that command without arguments."""

    name: str


Action = ShowPage | ShowLaunch | RunCommand


async def encode(action: Action, slot: str, keep: Keep) -> str:
    """Return the action string; `slot` is one letter or digit, unique among a card's equal actions."""
    if isinstance(action, RunCommand):
        return f"c{slot}-{action.name}"
    if isinstance(action, ShowPage):
        return await _with_query(f"p{slot}-", action.query, keep)
    head = f"d{slot}-{_short_id(action.launch_id)}"
    return head if action.back is None else await _with_query(f"{head}-", action.back, keep)


async def decode(text: str, recall: Recall) -> Action:
    """Return what the action string means; raises `StaleButtonError` if it means nothing."""
    match = re.fullmatch(r"([pdc])[0-9A-Za-z]-([\w-]+)", text, re.ASCII)
    if not match or len(text) > ACTION_LIMIT:
        raise stale()
    verb, rest = match.groups()
    try:
        if verb == "c":
            return RunCommand(rest)
        if verb == "p":
            return ShowPage(await _read_query(rest, recall))
        launch_id = _long_id(rest[:22])
        back = await _read_query(rest[23:], recall) if rest[22:23] == "-" else None
        return ShowLaunch(launch_id, back)
    except (ValueError, KeyError, IndexError, OverflowError, AskError) as error:
        raise stale() from error


def stale() -> StaleButtonError:
    """Return the error for a button that means nothing any more."""
    return StaleButtonError(_("This button no longer works. Ask again with /previous."))


async def _with_query(prefix: str, query: LaunchQuery, keep: Keep) -> str:
    head = f"{prefix}{_base36(query.offset)}-"
    text = head + (_short_query(query) or "")
    if len(text) > len(head) and len(text) <= ACTION_LIMIT:
        return text
    # The offset stands in the action, so that all pages of a query share one kept text.
    return f"{head}Z{await keep(query_text.write(query.at(0)))}"


async def _read_query(text: str, recall: Recall) -> LaunchQuery:
    offset, _dash, code = text.partition("-")
    if code.startswith("Z"):
        kept = await recall(code[1:])
        if kept is None:
            raise stale()
        return query_text.parse(kept).at(int(offset, 36))
    return _long_query(code).at(int(offset, 36))


def _short_query(query: LaunchQuery) -> str | None:
    """Return the query in short, or None where the short form cannot say it all."""
    view = next(letter for letter, view in _VIEWS.items() if view is query.view)
    ordering = next((letter for letter, names in _ORDERINGS.items() if names == query.ordering), "")
    fields = []
    for tag, name in _ID_FIELDS.items():
        if ids := getattr(query, name):
            fields.append(tag + "-".join(map(_base36, ids)))
    if query.is_crewed is not None:
        fields.append(f"C{int(query.is_crewed)}")
    for tag, bound in (("G", query.net.gte), ("T", query.net.lt)):
        if bound is not None:
            fields.append(tag + _base36((bound - _EPOCH).days))
    if query.search:
        fields.append("Q" + _base64(query.search.encode()))
    code = view + ordering + "_".join(fields)
    try:
        same = bool(ordering) and _long_query(code).at(query.offset) == query
    except (ValueError, UnicodeError):
        same = False
    return code if same else None


def _long_query(code: str) -> LaunchQuery:
    query = LaunchQuery(
        view=_VIEWS[code[0]], limit=PAGE_SIZES[_VIEWS[code[0]]], ordering=_ORDERINGS[code[1]], strict=True
    )
    rest, values, net = code[2:], dict[str, object](), dict[str, datetime]()
    while rest:
        tag = rest[0]
        if tag == "Q":
            values["search"] = _unbase64(rest[1:]).decode()
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


def _base36(number: int) -> str:
    if number < 0:
        return "N" + _base36(-number)
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(text) from error


def _short_id(launch_id: str) -> str:
    return _base64(uuid.UUID(launch_id).bytes)


def _long_id(text: str) -> str:
    return str(uuid.UUID(bytes=_unbase64(text)))
