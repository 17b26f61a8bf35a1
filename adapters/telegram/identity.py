"""Who a token belongs to, asked without polling."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Bot
from telegram.error import Forbidden, InvalidToken, TelegramError

from storage.errors import SettingsError, UnreachableError


@dataclass(frozen=True, slots=True)
class TelegramIdentity:
    """The bot's name, and whether it may be named in any chat, which @BotFather switches on."""

    name: str
    inline_mode: bool


async def telegram_identity(token: str, api_url: str) -> TelegramIdentity:
    """Return who the bot is that a token belongs to.

    Raises `SettingsError` when Telegram does not accept it, `UnreachableError` when it cannot be asked.
    """
    bot = Bot(token, base_url=f"{api_url}/bot")
    refused, reason = False, ""
    try:
        await bot.initialize()
        return TelegramIdentity(f"@{bot.username}", bool(bot.supports_inline_queries))
    except (InvalidToken, Forbidden):
        refused = True
    except TelegramError as error:
        reason = type(error).__name__
    finally:
        await bot.shutdown()
    # Raised out here: the library's errors quote the token.
    if refused:
        message = "Telegram does not accept the token: copy the one that @BotFather gave you once more"
        raise SettingsError(message)
    message = f"Telegram cannot be asked: {reason}"
    raise UnreachableError(message)
