"""Action strings: what a button carries, so that no paging session has to live in memory.

An action is at most 64 bytes (Telegram's callback_data) of letters, digits, "-" and "_" (so that it
can be a deep link). It is a verb, a slot that keeps equal actions on one card apart, and the rest::

    p<slot>-<offset>-<query>                 a page of a query; P: in a message of its own
    d<slot>-<launch>                         a launch in detail
    d<slot>-<launch>-<offset>-<query>        the same, with the way back to its list
    f<slot>-<offset>-<query>                 the filters of a query
    g<slot>-<kind><page>-<offset>-<query>    the values to choose one filter from; h: from the menu
    m<slot>-<offset>-<query>                 the form for words and dates; w: that form, filled in
    c<slot>-<command>                        a command without arguments

Numbers are base 36, a launch is the 22 characters of its UUID in base64url. A query is written as in
`short_queries`; one that is too long or too rare for that is `Z` and the hash under which its text form
is kept.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from commands import query_text
from commands.language import _
from commands.short_queries import from_base64, lengthen, shorten, to_base36, to_base64
from storage.catalogue import FacetKind
from storage.errors import AskError, StaleButtonError
from storage.query import LaunchQuery

ACTION_LIMIT = 64
"""Bytes, Telegram's limit: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

_ID_LENGTH = 22
_KINDS = {
    "p": FacetKind.PROVIDER, "r": FacetKind.ROCKET, "l": FacetKind.LOCATION, "o": FacetKind.ORBIT,
    "s": FacetKind.STATUS, "y": FacetKind.YEAR, "c": FacetKind.CREWED,
}  # fmt: skip

Keep = Callable[[str], Awaitable[str]]
"""Keeps a query's text and returns its hash; never raises."""

Recall = Callable[[str], Awaitable[str | None]]
"""Returns the text kept under a hash, or None."""


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Show that page of that query; `fresh` in a message of its own."""

    query: LaunchQuery
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class ShowLaunch:
    """Show that launch; `back` is the list it was opened from."""

    launch_id: str
    back: LaunchQuery | None = None


@dataclass(frozen=True, slots=True)
class ShowFilters:
    """Show the filters of that query, to change them."""

    query: LaunchQuery


@dataclass(frozen=True, slots=True)
class ShowFacet:
    """Show a page of the values of one filter; the choice leads to the list if `from_menu` is set."""

    kind: FacetKind
    page: int
    query: LaunchQuery
    from_menu: bool = False


@dataclass(frozen=True, slots=True)
class FillForm:
    """Ask for words and dates; with `filled`, take them over into the query."""

    query: LaunchQuery
    filled: bool = False


@dataclass(frozen=True, slots=True)
class RunCommand:
    """Run that command without arguments."""

    name: str


Action = ShowPage | ShowLaunch | ShowFilters | ShowFacet | FillForm | RunCommand


async def encode(action: Action, slot: str, keep: Keep) -> str:
    """Return the action string; `slot` is one letter or digit, unique among a card's equal actions."""
    match action:
        case RunCommand(name):
            return f"c{slot}-{name}"
        case ShowLaunch(launch_id, back):
            head = f"d{slot}-{to_base64(uuid.UUID(launch_id).bytes)}"
            return head if back is None else await _with_query(f"{head}-", back, keep)
        case ShowPage(query, fresh):
            return await _with_query(f"{'P' if fresh else 'p'}{slot}-", query, keep)
        case ShowFilters(query):
            return await _with_query(f"f{slot}-", query, keep)
        case FillForm(query, filled):
            return await _with_query(f"{'w' if filled else 'm'}{slot}-", query, keep)
    letter = next(letter for letter, kind in _KINDS.items() if kind is action.kind)
    head = f"{'h' if action.from_menu else 'g'}{slot}-{letter}{to_base36(action.page)}-"
    return await _with_query(head, action.query, keep)


async def decode(text: str, recall: Recall) -> Action:
    """Return what the action string means; raises `StaleButtonError` if it means nothing."""
    match = re.fullmatch(r"([pPdfghmwc])[0-9A-Za-z]-([\w-]+)", text, re.ASCII)
    if not match or len(text) > ACTION_LIMIT:
        raise stale()
    verb, rest = match.groups()
    try:
        return await _READERS[verb](verb, rest, recall)
    except (ValueError, KeyError, IndexError, OverflowError, AskError) as error:
        raise stale() from error


def stale() -> StaleButtonError:
    """Return the error for a button that means nothing any more."""
    return StaleButtonError(_("This button no longer works. Ask again with /previous."))


async def _read_page(verb: str, rest: str, recall: Recall) -> Action:
    return ShowPage(await _read_query(rest, recall), fresh=verb == "P")


async def _read_launch(_verb: str, rest: str, recall: Recall) -> Action:
    launch_id = str(uuid.UUID(bytes=from_base64(rest[:_ID_LENGTH])))
    query = rest[_ID_LENGTH:]
    if not query:
        return ShowLaunch(launch_id)
    if not query.startswith("-"):
        raise ValueError(rest)
    return ShowLaunch(launch_id, await _read_query(query[1:], recall))


async def _read_filters(_verb: str, rest: str, recall: Recall) -> Action:
    return ShowFilters(await _read_query(rest, recall))


async def _read_facet(verb: str, rest: str, recall: Recall) -> Action:
    where, _dash, query = rest.partition("-")
    page = int(where[1:], 36)
    return ShowFacet(_KINDS[where[0]], page, await _read_query(query, recall), from_menu=verb == "h")


async def _read_form(verb: str, rest: str, recall: Recall) -> Action:
    return FillForm(await _read_query(rest, recall), filled=verb == "w")


async def _read_command(_verb: str, rest: str, _recall: Recall) -> Action:
    return RunCommand(rest)


_READERS: dict[str, Callable[[str, str, Recall], Awaitable[Action]]] = {
    "p": _read_page, "P": _read_page, "d": _read_launch, "f": _read_filters,
    "g": _read_facet, "h": _read_facet, "m": _read_form, "w": _read_form, "c": _read_command,
}  # fmt: skip


async def _with_query(prefix: str, query: LaunchQuery, keep: Keep) -> str:
    head = f"{prefix}{to_base36(query.offset)}-"
    short = shorten(query)
    if short is not None and len(head) + len(short) <= ACTION_LIMIT:
        return head + short
    # The offset stands in the action, so that all pages of a query share one kept text.
    return f"{head}Z{await keep(query_text.write(query.at(0)))}"


async def _read_query(text: str, recall: Recall) -> LaunchQuery:
    offset, _dash, code = text.partition("-")
    if code.startswith("Z"):
        kept = await recall(code[1:])
        if kept is None:
            raise stale()
        return query_text.parse(kept).at(int(offset, 36))
    return lengthen(code).at(int(offset, 36))
