"""The list of commands that Telegram's clients offer while somebody types a slash."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest, Forbidden

from adapters.telegram.limits import DESCRIPTION
from adapters.telegram.text import cut
from commands.definitions.command import Command
from commands.i18n.translation import ENGLISH, Language, _, speaking

log = logging.getLogger("launchlog.telegram")

_SCOPES: tuple[tuple[BotCommandScope, bool], ...] = (
    (BotCommandScopeDefault(), False),
    (BotCommandScopeAllGroupChats(), False),
    (BotCommandScopeAllPrivateChats(), True),
    (BotCommandScopeAllChatAdministrators(), True),
)
"""Who is offered commands, and whether they may manage; the narrowest that fits a person counts.
https://core.telegram.org/bots/api#determining-list-of-commands"""


Pace = Callable[[], Awaitable[object]]
"""Waits until one more request may leave that nobody waits for."""


async def register(bot: Bot, commands: Iterable[Command], languages: Iterable[Language], pace: Pace) -> None:
    """Make Telegram offer `commands` in every chat and language; what it offers already is left alone.

    Commands that manage a place are offered where somebody may: to administrators, and in private chats.
    English is for everybody whose language we do not speak. The first refusal is logged and ends it: typed
    commands are answered all the same. Raises TelegramError when Telegram cannot be asked now.
    """
    everything = tuple(commands)
    try:
        for language in languages:
            for scope, manages in _SCOPES:
                offered = (command for command in everything if manages or not command.manages)
                await _offer(bot, scope, language, offered, pace)
    except (BadRequest, Forbidden) as error:
        log.warning("commands_refused error=%r", str(error))


async def _offer(
    bot: Bot, scope: BotCommandScope, language: Language, commands: Iterable[Command], pace: Pace
) -> None:
    with speaking(language):
        wanted = tuple(_offered(command) for command in commands)
    code = language_code(language)
    await pace()
    if await bot.get_my_commands(scope, code) != wanted:
        await pace()
        await bot.set_my_commands(wanted, scope, code)
        log.info("commands_registered scope=%s language=%s count=%s", scope.type, language.code, len(wanted))


def language_code(language: Language) -> str | None:
    """Return by what Telegram knows who speaks a language; None for all who speak none of ours."""
    return None if language == ENGLISH else language.code


def _offered(command: Command) -> BotCommand:
    return BotCommand(command.name, cut(_(command.description), DESCRIPTION))
