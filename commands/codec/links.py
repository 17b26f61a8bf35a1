"""Links into the bot: the payload of one is an action string, and anybody can have written it."""

from __future__ import annotations

from commands.codec import action_reader
from commands.codec.action_reader import Recall
from commands.codec.actions import (
    Action,
    RunCommand,
    ShowComparison,
    ShowDay,
    ShowFacet,
    ShowFilters,
    ShowLaunch,
    ShowPage,
    ShowProfile,
    ShowStats,
)
from commands.definitions.commands import COMMANDS
from commands.i18n.translation import _
from storage.errors import AskError, StaleButtonError

_LOOKS = ShowPage | ShowLaunch | ShowFilters | ShowFacet | ShowStats | ShowComparison | ShowDay | ShowProfile
_LOOKING_COMMANDS = frozenset(command.name for command in COMMANDS if not command.manages)


async def read(payload: str, recall: Recall) -> Action:
    """Return what a link leads to; raises `AskError` if that is nothing, or more than a look."""
    try:
        action = await action_reader.decode(payload, recall)
    except StaleButtonError:
        raise _nowhere() from None
    if isinstance(action, RunCommand):
        if action.name in _LOOKING_COMMANDS:
            return action
        raise _nowhere()
    if not isinstance(action, _LOOKS) or (
        isinstance(action, ShowFilters | ShowFacet) and action.subscription
    ):
        raise _nowhere()
    return action


def _nowhere() -> AskError:
    return AskError(_("This link doesn’t work here. See /help for what you can ask."))
