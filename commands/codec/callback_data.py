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
    x<slot>-forget                           delete everything kept about this chat or server
    x<slot>-channel                          delete what is kept about this channel or topic alone

Numbers are base 36 (a subscription of 0 is none), a launch is the 22 characters of its UUID in
base64url. A query is written as in `short_queries`; one that is too long or too rare for that is `Z` and
the hash under which its text form is kept.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from urllib.parse import urlencode

from commands.codec import comparison, query_string
from commands.codec.actions import (
    Action,
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
from commands.codec.base36 import to_base36
from commands.codec.compact import shorten, to_base64
from commands.definitions.filters import GROUPS, MENUS
from storage.query import LaunchQuery
from storage.state.models import MuteKind

ACTION_LIMIT = 64
"""Bytes, Telegram's limit: https://core.telegram.org/bots/api#inlinekeyboardbutton"""

# The letters and words of what is written, which `action_reader` reads.
KEPT_COMMAND = "command?"
KEPT_COMPARISON = "compare?"
MUTES = {MuteKind.ROCKET: "r", MuteKind.PROVIDER: "p"}
Keep = Callable[[str], Awaitable[str]]
"""Keeps a query's text and returns its hash; never raises."""


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
            head = f"{'h' if from_menu else 'g'}{slot}-{MENUS[kind].menu}{to_base36(page)}-"
            return await _with_query(head, subscription, query, keep)
        case ShowChart(of):
            return await _encode_summary(of, f"o{slot}-", "", keep)
        case ShowStats() | ShowProfile() | ShowComparison():
            return await _encode_summary(action, "", f"{slot}-", keep)
        case RunCommand(name, arguments) if arguments:
            return f"k{slot}-{await keep(KEPT_COMMAND + urlencode([('', name), *arguments]))}"
    return _encode_short(action, slot)


async def _encode_summary(
    action: ShowStats | ShowProfile | ShowComparison, before: str, slot: str, keep: Keep
) -> str:
    match action:
        case ShowStats(query, by, fresh):
            letters = "".join(GROUPS[each].group for each in by)
            return await _with_query(f"{before}{'T' if fresh else 't'}{slot}{letters}-", 0, query, keep)
        case ShowProfile():
            return await _with_query(f"{before}r{slot}", 0, action.query, keep)
        case ShowComparison():
            head, code = f"{before}b{slot}", comparison.write(action)
            if len(head) + len(code) <= ACTION_LIMIT:
                return head + code
            return f"{head}Z{await keep(KEPT_COMPARISON + code)}"


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
    action: ShowDay | RunCommand | Manage | MuteHere | UnmuteHere | ForgetHere | ForgetChannel, slot: str
) -> str:
    match action:
        case ShowDay():
            return f"y{slot}-{_day(action)}"
        case RunCommand(name):
            return f"c{slot}-{name}"
        case Manage(deed, subscription):
            return f"s{slot}-{deed}{to_base36(subscription)}"
        case MuteHere(mute):
            return f"q{slot}-{MUTES[mute.kind]}{to_base36(mute.id)}"
        case UnmuteHere(mute):
            return f"u{slot}-{MUTES[mute.kind]}{to_base36(mute.id)}"
        case ForgetHere():
            return f"x{slot}-forget"
        case ForgetChannel():
            return f"x{slot}-channel"


def _day(day: ShowDay) -> str:
    return f"{to_base36(day.month)}{to_base36(day.day)}{to_base36(day.page)}"


async def _with_query(prefix: str, number: int, query: LaunchQuery, keep: Keep) -> str:
    head = f"{prefix}{to_base36(number)}-"
    short = shorten(query)
    if short is not None and len(head) + len(short) <= ACTION_LIMIT:
        return head + short
    # The offset stands in the action, so that all pages of a query share one kept text.
    return f"{head}Z{await keep(query_string.write(query.at(0)))}"
