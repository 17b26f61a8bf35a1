"""The list of commands that Telegram's clients offer while somebody types a slash."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from adapters.telegram.limits import DESCRIPTION
from adapters.telegram.text import cut
from commands.language import _
from commands.registry import Command

log = logging.getLogger("launchlog.telegram")


async def register(bot: Bot, commands: Iterable[Command]) -> None:
    """Make Telegram offer `commands` in every chat; what it offers already is left alone.

    A refusal is logged and changes nothing: typed commands are answered all the same.
    """
    wanted = tuple(BotCommand(command.name, cut(_(command.description), DESCRIPTION)) for command in commands)
    try:
        for scope in _scopes():
            if await bot.get_my_commands(scope=scope) != wanted:
                await bot.set_my_commands(wanted, scope=scope)
                log.info("commands_registered scope=%s count=%s", scope.type, len(wanted))
    except TelegramError as error:
        log.warning("commands_refused error=%r", str(error))


def _scopes() -> tuple[BotCommandScope, ...]:
    """Return the scopes to set; narrower ones win over the default, so all three are kept equal."""
    return BotCommandScopeDefault(), BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
