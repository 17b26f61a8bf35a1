"""What Telegram means when it turns a request down.

python-telegram-bot has classes for some answers; every 400 is a plain `BadRequest` whose text alone
tells what is wrong, and the library changes the texts' case.
"""

from __future__ import annotations

from enum import Enum

import httpx
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError


class Refusal(Enum):
    """Why a request was not done."""

    NOT_MODIFIED = "not modified"
    GONE = "message is gone"
    NO_TEXT = "message has no text"
    LATE = "too late to answer the press"
    PLACE = "the bot may not write there"
    PICTURE = "picture"
    OTHER = "other"


# Source of the texts: error strings of https://github.com/tdlib/telegram-bot-api and the TDLib below it.
_TEXTS: tuple[tuple[str, Refusal], ...] = (
    ("message is not modified", Refusal.NOT_MODIFIED),
    ("message to edit not found", Refusal.GONE),
    ("message can't be edited", Refusal.GONE),
    ("message_id_invalid", Refusal.GONE),
    ("no text in the message to edit", Refusal.NO_TEXT),
    ("query is too old", Refusal.LATE),
    ("query id is invalid", Refusal.LATE),
    ("query_id_invalid", Refusal.LATE),
    ("chat not found", Refusal.PLACE),
    ("not enough rights", Refusal.PLACE),
    ("have no rights", Refusal.PLACE),
    ("have no write access", Refusal.PLACE),
    ("chat_write_forbidden", Refusal.PLACE),
    ("need administrator rights", Refusal.PLACE),
    ("chat_admin_required", Refusal.PLACE),
    ("topic_closed", Refusal.PLACE),
    ("topic_deleted", Refusal.PLACE),
    ("message thread not found", Refusal.PLACE),
    ("chat_restricted", Refusal.PLACE),
    ("peer_id_invalid", Refusal.PLACE),
    ("user_is_blocked", Refusal.PLACE),
    ("channel_private", Refusal.PLACE),
    ("chat_send_plain_forbidden", Refusal.PLACE),
    ("user_banned_in_channel", Refusal.PLACE),
    ("input_user_deactivated", Refusal.PLACE),
    ("group chat was deactivated", Refusal.PLACE),
    ("webpage_", Refusal.PICTURE),
    ("wrong file identifier", Refusal.PICTURE),
    ("http url content", Refusal.PICTURE),
    ("wrong type of the web page", Refusal.PICTURE),
    ("photo_invalid", Refusal.PICTURE),
    ("image_process_failed", Refusal.PICTURE),
    ("media_", Refusal.PICTURE),
)


def refusal(error: TelegramError) -> Refusal:
    """Return why Telegram did not do what was asked for."""
    if isinstance(error, Forbidden):
        return Refusal.PLACE
    if not isinstance(error, BadRequest):
        return Refusal.OTHER
    text = error.message.casefold()
    return next((meaning for part, meaning in _TEXTS if part in text), Refusal.OTHER)


def never_left(error: TelegramError) -> bool:
    """Return whether a request certainly never reached Telegram and can be repeated safely."""
    if not isinstance(error, NetworkError):
        return False
    cause = error.__cause__
    if isinstance(cause, RuntimeError):
        # The library's own connection was closed, or not opened yet.
        return "not initialized" in str(cause)
    return isinstance(cause, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)


def may_have_arrived(error: TelegramError) -> bool:
    """Tell whether nobody knows if it was done: only what may be done twice is made again."""
    return isinstance(error, NetworkError) and not isinstance(error, BadRequest)
