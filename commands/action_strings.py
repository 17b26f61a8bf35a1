"""Action strings: what a button carries, so that no paging session has to live in memory.

An action is at most 64 bytes (Telegram's callback_data) of letters, digits, "-" and "_" (so that it
can be a deep link). It is a verb, a slot that keeps equal actions on one card apart, and the rest::

    p<slot>-<offset>-<query>                 a page of a query; P: in a message of its own
    d<slot>-<launch>                         a launch in detail
    d<slot>-<launch>-<offset>-<query>        the same, with the way back to its list
    d<slot>-<launch>-R0-<query>              the same, with the way back to a profile
    d<slot>-<launch>-Y<month><day><page>     the same, with the way back to a day
    f<slot>-<subscription>-<query>           the filters of a query
    g<slot>-<kind><page>-<subscription>-<query>
                                             the values to choose one filter from; h: from the menu
    m<slot>-<subscription>-<query>           the form for words and dates; w: that form, filled in
    t<slot>-<groups>-0-<query>               figures of a query, by one or two groups; T: like P
    b<slot>-<comparison>                     rockets and providers side by side, as `comparison_codes` has it
    o<slot>-<t, r or b and the rest>         the chart of what that action shows
    r<slot>-0-<query>                        the profile of what a query of nothing but ids names
    y<slot>-<month><day><page>               a page of the launches on a day of the year
    v<slot>-<subscription>-<query>           give a subscription those filters
    c<slot>-<command>                        a command without arguments
    k<slot>-<hash>                           a command with the arguments kept under that hash
    s<slot>-<deed><subscription>             do something with a subscription
    q<slot>-<kind><id>                       mute a rocket or provider here; u: unmute it
    x<slot>-forget                           delete everything kept about this chat

Numbers are base 36 (a subscription of 0 is none), a launch is the 22 characters of its UUID in
base64url. A query is written as in `short_queries`; one that is too long or too rare for that is `Z` and
the hash under which its text form is kept.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable
from datetime import date
from urllib.parse import parse_qsl, urlencode

from commands import comparison_codes, query_text
from commands.actions import (
    MAX_DIMENSIONS,
    PROFILE_FIELDS,
    Action,
    Deed,
    FillForm,
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
from commands.language import _
from commands.short_queries import from_base64, lengthen, shorten, to_base36, to_base64
from storage.catalogue import Dimension, FacetKind
from storage.errors import AskError, StaleButtonError
from storage.query import MAX_OFFSET, LaunchQuery
from storage.subscriptions import Mute, MuteKind

ACTION_LIMIT = 64
"""Bytes, Telegram's limit: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

_ID_LENGTH = 22
_LARGEST_ID = 2**63
_A_LEAP_YEAR = 2000
_DIMENSIONS = {
    Dimension.YEAR: "y", Dimension.MONTH: "m", Dimension.PROVIDER: "p", Dimension.ROCKET: "r",
    Dimension.LOCATION: "l", Dimension.ORBIT: "o", Dimension.OUTCOME: "s",
}  # fmt: skip
_KEPT_COMMAND = "command?"
_KEPT_COMPARISON = "compare?"
_MUTES = {MuteKind.ROCKET: "r", MuteKind.PROVIDER: "p"}
_KINDS = {
    "p": FacetKind.PROVIDER, "r": FacetKind.ROCKET, "l": FacetKind.LOCATION, "o": FacetKind.ORBIT,
    "m": FacetKind.MISSION_TYPE, "s": FacetKind.STATUS, "y": FacetKind.YEAR, "c": FacetKind.CREWED,
}  # fmt: skip

Keep = Callable[[str], Awaitable[str]]
"""Keeps a query's text and returns its hash; never raises."""

Recall = Callable[[str], Awaitable[str | None]]
"""Returns the text kept under a hash, or None."""


async def encode(action: Action, slot: str, keep: Keep) -> str:
    """Return the action string; `slot` is one letter or digit, unique among a card's equal actions."""
    match action:
        case ShowLaunch(launch_id, back):
            return await _encode_launch(f"d{slot}-{to_base64(uuid.UUID(launch_id).bytes)}", back, keep)
        case ShowPage(query, fresh):
            return await _with_query(f"{'P' if fresh else 'p'}{slot}-", query.offset, query, keep)
        case ShowFilters(query, subscription) | SaveFilters(query, subscription):
            verb = "v" if isinstance(action, SaveFilters) else "f"
            return await _with_query(f"{verb}{slot}-", subscription, query, keep)
        case FillForm(query, filled, subscription):
            return await _with_query(f"{'w' if filled else 'm'}{slot}-", subscription, query, keep)
        case ShowFacet(kind, page, query, from_menu, subscription):
            letter = next(letter for letter, each in _KINDS.items() if each is kind)
            head = f"{'h' if from_menu else 'g'}{slot}-{letter}{to_base36(page)}-"
            return await _with_query(head, subscription, query, keep)
        case ShowChart(of):
            return await _encode_summary(of, f"o{slot}-", "", keep)
        case ShowStats() | ShowProfile() | ShowComparison():
            return await _encode_summary(action, "", f"{slot}-", keep)
        case RunCommand(name, arguments) if arguments:
            return f"k{slot}-{await keep(_KEPT_COMMAND + urlencode([('', name), *arguments]))}"
    return _encode_short(action, slot)


async def _encode_summary(
    action: ShowStats | ShowProfile | ShowComparison, before: str, slot: str, keep: Keep
) -> str:
    match action:
        case ShowStats(query, by, fresh):
            letters = "".join(_DIMENSIONS[each] for each in by)
            return await _with_query(f"{before}{'T' if fresh else 't'}{slot}{letters}-", 0, query, keep)
        case ShowProfile():
            return await _with_query(f"{before}r{slot}", 0, action.query, keep)
        case ShowComparison():
            head, code = f"{before}b{slot}", comparison_codes.write(action)
            if len(head) + len(code) <= ACTION_LIMIT:
                return head + code
            return f"{head}Z{await keep(_KEPT_COMPARISON + code)}"


async def _encode_launch(head: str, back: LaunchQuery | ShowProfile | ShowDay | None, keep: Keep) -> str:
    match back:
        case None:
            return head
        case ShowDay():
            return f"{head}-Y{_day(back)}"
        case ShowProfile():
            return await _with_query(f"{head}-R", 0, back.query, keep)
    return await _with_query(f"{head}-", back.offset, back, keep)


def _encode_short(
    action: ShowDay | RunCommand | Manage | MuteHere | UnmuteHere | ForgetHere, slot: str
) -> str:
    match action:
        case ShowDay():
            return f"y{slot}-{_day(action)}"
        case RunCommand(name):
            return f"c{slot}-{name}"
        case Manage(deed, subscription):
            return f"s{slot}-{deed}{to_base36(subscription)}"
        case MuteHere(mute):
            return f"q{slot}-{_MUTES[mute.kind]}{to_base36(mute.id)}"
        case UnmuteHere(mute):
            return f"u{slot}-{_MUTES[mute.kind]}{to_base36(mute.id)}"
        case ForgetHere():
            return f"x{slot}-forget"


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
    for kind, field in PROFILE_FIELDS.items():
        profile = ShowProfile(kind, getattr(query, field))
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
    return ShowFacet(_KINDS[where[0]], int(where[1:], 36), query, verb == "h", subscription)


async def _read_stats(verb: str, rest: str, recall: Recall) -> ShowStats:
    letters, _dash, said = rest.partition("-")
    dimensions = {letter: dimension for dimension, letter in _DIMENSIONS.items()}
    by = tuple(dict.fromkeys(dimensions[letter] for letter in letters))
    if not 1 <= len(by) <= MAX_DIMENSIONS:
        raise ValueError(letters)
    _zero, query = await _read_query(said, recall)
    return ShowStats(query, by, fresh=verb == "T")


async def _read_comparison(_verb: str, rest: str, recall: Recall) -> ShowComparison:
    if not rest.startswith("Z"):
        return comparison_codes.read(rest)
    kept = await recall(rest[1:])
    if kept is None or not kept.startswith(_KEPT_COMPARISON):
        raise stale()
    return comparison_codes.read(kept.removeprefix(_KEPT_COMPARISON))


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
    if kept is None or not kept.startswith(_KEPT_COMMAND):
        raise stale()
    (_empty, name), *arguments = parse_qsl(kept.removeprefix(_KEPT_COMMAND), strict_parsing=True)
    return RunCommand(name, tuple(arguments))


async def _read_deed(_verb: str, rest: str, _recall: Recall) -> Action:
    return Manage(Deed(rest[0]), _id(rest[1:]))


async def _read_mute(verb: str, rest: str, _recall: Recall) -> Action:
    mute = Mute({letter: kind for kind, letter in _MUTES.items()}[rest[0]], _id(rest[1:]))
    return MuteHere(mute) if verb == "q" else UnmuteHere(mute)


async def _read_forget(_verb: str, rest: str, _recall: Recall) -> Action:
    if rest != "forget":
        raise ValueError(rest)
    return ForgetHere()


def _day(day: ShowDay) -> str:
    return f"{to_base36(day.month)}{to_base36(day.day)}{to_base36(day.page)}"


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


async def _with_query(prefix: str, number: int, query: LaunchQuery, keep: Keep) -> str:
    head = f"{prefix}{to_base36(number)}-"
    short = shorten(query)
    if short is not None and len(head) + len(short) <= ACTION_LIMIT:
        return head + short
    # The offset stands in the action, so that all pages of a query share one kept text.
    return f"{head}Z{await keep(query_text.write(query.at(0)))}"


async def _read_query(text: str, recall: Recall) -> tuple[int, LaunchQuery]:
    """Return the number before a query, an offset or a subscription, and the query from its start on."""
    number, _dash, code = text.partition("-")
    if code.startswith("Z"):
        kept = await recall(code[1:])
        if kept is None:
            raise stale()
        return _id(number), query_text.parse(kept)
    return _id(number), lengthen(code)
