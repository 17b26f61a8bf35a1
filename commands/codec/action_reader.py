"""From an action string back to the action; `action_strings` tells how it is written."""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable
from datetime import date
from urllib.parse import parse_qsl

from commands.codec import comparison, query_string
from commands.codec.actions import (
    MAX_DIMENSIONS,
    PROFILED,
    Action,
    Deed,
    FillForm,
    ForgetChannel,
    ForgetHere,
    Manage,
    MuteHere,
    RunCommand,
    SaveFilters,
    ShowChart,
    ShowComparison,
    ShowDay,
    ShowFacet,
    ShowFilters,
    ShowLaunch,
    ShowPage,
    ShowProfile,
    ShowStats,
    UnmuteHere,
)
from commands.codec.callback_data import ACTION_LIMIT, KEPT_COMMAND, KEPT_COMPARISON, MUTES
from commands.codec.compact import from_base64, lengthen
from commands.definitions.filters import GROUPS, MENUS, NAMED
from commands.i18n.translation import _
from storage.errors import AskError, StaleButtonError
from storage.query import MAX_OFFSET, LaunchQuery
from storage.state.models import Mute

_ID_LENGTH = 22
_LARGEST_ID = 2**63
_A_LEAP_YEAR = 2000
_DIMENSION_OF = {row.group: kind for kind, row in GROUPS.items()}
_KIND_OF = {row.menu: kind for kind, row in MENUS.items()}
_MUTE_OF = {letter: kind for kind, letter in MUTES.items()}

Recall = Callable[[str], Awaitable[str | None]]
"""Returns the text kept under a hash, or None."""


async def decode(text: str, recall: Recall) -> Action:
    """Return what the action string means; raises `StaleButtonError` if it means nothing."""
    match = re.fullmatch(r"([A-Za-z])[0-9A-Za-z]-([\w-]+)", text, re.ASCII)
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
    offset, query = await _read_query(rest, recall)
    return ShowPage(query.at(offset), fresh=verb == "P")


async def _read_launch(_verb: str, rest: str, recall: Recall) -> Action:
    launch_id = str(uuid.UUID(bytes=from_base64(rest[:_ID_LENGTH])))
    back = rest[_ID_LENGTH:]
    if not back:
        return ShowLaunch(launch_id)
    if not back.startswith("-"):
        raise ValueError(rest)
    if back.startswith("-Y"):
        return ShowLaunch(launch_id, _read_day_code(back[2:]))
    if back.startswith("-R"):
        return ShowLaunch(launch_id, await _read_profile_code(back[2:], recall))
    offset, query = await _read_query(back[1:], recall)
    return ShowLaunch(launch_id, query.at(offset))


async def _read_profile(_verb: str, rest: str, recall: Recall) -> ShowProfile:
    return await _read_profile_code(rest, recall)


async def _read_profile_code(code: str, recall: Recall) -> ShowProfile:
    _zero, query = await _read_query(code, recall)
    for kind in PROFILED:
        profile = ShowProfile(kind, getattr(query, NAMED[kind].field))
        if profile.ids and profile.query == query and profile.ids[-1] < _LARGEST_ID:
            return profile
    raise ValueError(code)


async def _read_day(_verb: str, rest: str, _recall: Recall) -> Action:
    return _read_day_code(rest)


def _read_day_code(code: str) -> ShowDay:
    month, day, page = int(code[0], 36), int(code[1], 36), int(code[2:], 36)
    # Of a leap year, which has all days that there are.
    date(_A_LEAP_YEAR, month, day)
    if not 0 <= page <= MAX_OFFSET:
        raise ValueError(code)
    return ShowDay(month, day, page)


async def _read_filters(verb: str, rest: str, recall: Recall) -> Action:
    subscription, query = await _read_query(rest, recall)
    return SaveFilters(query, subscription) if verb == "v" else ShowFilters(query, subscription)


async def _read_facet(verb: str, rest: str, recall: Recall) -> Action:
    where, _dash, said = rest.partition("-")
    subscription, query = await _read_query(said, recall)
    return ShowFacet(_KIND_OF[where[0]], int(where[1:], 36), query, verb == "h", subscription)


async def _read_stats(verb: str, rest: str, recall: Recall) -> ShowStats:
    letters, _dash, said = rest.partition("-")
    by = tuple(dict.fromkeys(_DIMENSION_OF[letter] for letter in letters))
    if not 1 <= len(by) <= MAX_DIMENSIONS:
        raise ValueError(letters)
    _zero, query = await _read_query(said, recall)
    return ShowStats(query, by, fresh=verb == "T")


async def _read_comparison(_verb: str, rest: str, recall: Recall) -> ShowComparison:
    if not rest.startswith("Z"):
        return comparison.read(rest)
    kept = await recall(rest[1:])
    if kept is None or not kept.startswith(KEPT_COMPARISON):
        raise stale()
    return comparison.read(kept.removeprefix(KEPT_COMPARISON))


async def _read_chart(_verb: str, rest: str, recall: Recall) -> Action:
    verb, code = rest[0], rest[1:]
    if verb == "t":
        return ShowChart(await _read_stats(verb, code, recall))
    if verb == "r":
        return ShowChart(await _read_profile(verb, code, recall))
    if verb == "b":
        return ShowChart(await _read_comparison(verb, code, recall))
    raise ValueError(rest)


async def _read_form(verb: str, rest: str, recall: Recall) -> Action:
    subscription, query = await _read_query(rest, recall)
    return FillForm(query, verb == "w", subscription)


async def _read_command(_verb: str, rest: str, _recall: Recall) -> Action:
    return RunCommand(rest)


async def _read_kept_command(_verb: str, rest: str, recall: Recall) -> Action:
    kept = await recall(rest)
    if kept is None or not kept.startswith(KEPT_COMMAND):
        raise stale()
    (_empty, name), *arguments = parse_qsl(kept.removeprefix(KEPT_COMMAND), strict_parsing=True)
    return RunCommand(name, tuple(arguments))


async def _read_deed(_verb: str, rest: str, _recall: Recall) -> Action:
    return Manage(Deed(rest[0]), _id(rest[1:]))


async def _read_mute(verb: str, rest: str, _recall: Recall) -> Action:
    mute = Mute(_MUTE_OF[rest[0]], _id(rest[1:]))
    return MuteHere(mute) if verb == "q" else UnmuteHere(mute)


_FORGETTING: dict[str, Action] = {"forget": ForgetHere(), "channel": ForgetChannel()}


async def _read_forget(_verb: str, rest: str, _recall: Recall) -> Action:
    return _FORGETTING[rest]


async def _read_query(text: str, recall: Recall) -> tuple[int, LaunchQuery]:
    """Return the number before a query, an offset or a subscription, and the query from its start on."""
    number, _dash, code = text.partition("-")
    if code.startswith("Z"):
        kept = await recall(code[1:])
        if kept is None:
            raise stale()
        return _id(number), query_string.parse(kept)
    return _id(number), lengthen(code)


def _id(text: str) -> int:
    number = int(text, 36)
    if not 0 <= number < _LARGEST_ID:
        raise ValueError(text)
    return number


_READERS: dict[str, Callable[[str, str, Recall], Awaitable[Action]]] = {
    "p": _read_page, "P": _read_page, "d": _read_launch, "f": _read_filters, "v": _read_filters,
    "g": _read_facet, "h": _read_facet, "m": _read_form, "w": _read_form, "t": _read_stats,
    "c": _read_command, "k": _read_kept_command, "s": _read_deed, "q": _read_mute, "u": _read_mute,
    "x": _read_forget, "r": _read_profile, "y": _read_day, "T": _read_stats,
    "b": _read_comparison, "o": _read_chart,
}  # fmt: skip
