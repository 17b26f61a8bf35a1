"""What Telegram shows of the bot before anybody has asked it anything: its profile, and the empty chat."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from telegram import Bot
from telegram.error import BadRequest, Forbidden

from adapters.telegram.bot_commands import Pace, language_code
from adapters.telegram.limits import INTRODUCTION, SHORT_INTRODUCTION
from adapters.telegram.text import cut
from commands.i18n.translation import ENGLISH, Language, _, marked, speaking

log = logging.getLogger("launchlog.telegram")

SHORT = marked("Previous rocket launches: who flew what, from where, and how it ended.")
"""For the profile, at most SHORT_INTRODUCTION characters."""

LONG = marked(
    "Ask me about previous rocket launches: who flew what, when, from where, and how it ended. "
    "/menu lets you browse with buttons; /subscribe posts each result as soon as it’s known. "
    "Data: Launch Library 2, The Space Devs"
)
"""For the empty chat, at most INTRODUCTION characters."""


async def introduce(bot: Bot, languages: Iterable[Language], pace: Pace) -> None:
    """Let Telegram introduce the bot in every language, unless its operator has chosen the words.

    What is there and is not ours came from the operator, for everybody by way of @BotFather: then all
    languages are left alone, or else just the one. The first refusal is logged and ends it. Raises
    TelegramError when Telegram cannot be asked now.
    """
    try:
        for language in languages:
            with speaking(language):
                short, long = cut(_(SHORT), SHORT_INTRODUCTION), cut(_(LONG), INTRODUCTION)
            code = language_code(language)
            await pace()
            has_short = (await bot.get_my_short_description(code)).short_description
            await pace()
            has_long = (await bot.get_my_description(code)).description
            # A language without words of its own is told in those for everybody.
            if has_short not in ("", short, SHORT) or has_long not in ("", long, LONG):
                if language == ENGLISH:
                    return
                continue
            if has_short != short:
                await pace()
                await bot.set_my_short_description(short, code)
            if has_long != long:
                await pace()
                await bot.set_my_description(long, code)
    except (BadRequest, Forbidden) as error:
        log.warning("introduction_refused error=%r", str(error))
