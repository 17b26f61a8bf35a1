"""The list of commands that Telegram's clients offer while somebody types a slash."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
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

_SCOPES: tuple[tuple[BotCommandScope, bool], ...] = (
    (BotCommandScopeDefault(), False),
    (BotCommandScopeAllGroupChats(), False),
    (BotCommandScopeAllPrivateChats(), True),
    (BotCommandScopeAllChatAdministrators(), True),
)
"""Who is offered commands, and whether they may manage; the narrowest that fits a person counts.
https://core.telegram.org/bots/api#determining-list-of-commands"""


async def register(bot: Bot, commands: Iterable[Command]) -> None:
    """Make Telegram offer `commands` in every chat; what it offers already is left alone.

    Commands that manage a place are offered where somebody may: to administrators, and in private chats.
    A refusal is logged and changes nothing: typed commands are answered all the same.
    """
    everything = tuple(commands)
    try:
        for scope, manages in _SCOPES:
            wanted = tuple(_offered(command) for command in everything if manages or not command.manages)
            if await bot.get_my_commands(scope=scope) != wanted:
                await bot.set_my_commands(wanted, scope=scope)
                log.info("commands_registered scope=%s count=%s", scope.type, len(wanted))
    except TelegramError as error:
        log.warning("commands_refused error=%r", str(error))


def _offered(command: Command) -> BotCommand:
    return BotCommand(command.name, cut(_(command.description), DESCRIPTION))
