"""Action strings: what a button carries, so that no paging session has to live in memory.

An action is at most 64 bytes (Telegram's callback_data) of letters, digits, "-" and "_" (so that it can be
a deep link): its verb, a slot that keeps equal actions on one card apart, "-", and the rest of its layout.
Numbers are base 36 (a subscription of 0 is none). A query is written as in `compact`; one that is too long
or too rare for that is "Z" and the hash under which its text form is kept.
"""

from __future__ import annotations

import re

from commands.codec.actions import ACTIONS, Action, RunCommand, ShowMenu
from commands.codec.layout import ACTION_LIMIT, Keep, Recall, stale
from commands.definitions.permissions import COMMANDS, Right
from commands.i18n.translation import _
from storage.errors import AskError, StaleButtonError

_ACTION_STRING = re.compile(r"([A-Za-z])[0-9A-Za-z]-([\w-]+)", re.ASCII)


async def encode(action: Action, slot: str, keep: Keep) -> str:
    """Return the action string; `slot` is one letter or digit, unique among a card's equal actions."""
    layout = action.layout
    return await layout.write(f"{layout.verb}{slot}-", action, keep)


async def decode(text: str, recall: Recall) -> Action:
    """Return what the action string means; raises `StaleButtonError` if it means nothing."""
    match = _ACTION_STRING.fullmatch(text)
    if not match or len(text) > ACTION_LIMIT:
        raise stale()
    verb, rest = match.groups()
    for kind, layout in ACTIONS.get(verb, ()):
        if not layout.pattern.fullmatch(rest):
            continue
        try:
            values = await layout.read(rest, recall)
            if layout is not kind.layouts[0]:
                values[kind.marked] = True
            return kind.made_of(**values)
        except (ValueError, KeyError, IndexError, OverflowError, AskError) as error:
            raise stale() from error
    raise stale()


async def decode_link(payload: str, recall: Recall) -> Action:
    """Return what a link leads to; raises `AskError` if it leads nowhere or would change something.

    Anybody can have written it: its payload is an action string.
    """
    try:
        action = await decode(payload, recall)
    except StaleButtonError:
        raise _nowhere() from None
    shown = action.of if isinstance(action, ShowMenu) else action
    right = COMMANDS.get(action.name) if isinstance(action, RunCommand) else action.right
    managing = right is not Right.NONE or bool(getattr(shown, "subscription", None))
    if managing or not action.in_links:
        raise _nowhere()
    return action


def _nowhere() -> AskError:
    return AskError(_("This link doesn’t work here. See /help for what you can ask."))
