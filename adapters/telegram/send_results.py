"""What came of a request for a post, by how Telegram or the way there failed."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from adapters.telegram.refusals import Refusal, never_left, refusal
from commands.subscriptions.poster import (
    Ambiguous,
    Closed,
    Halted,
    Later,
    MessageGone,
    Receipt,
    Refused,
    Sent,
)
from storage.state.models import Pause

_PLACES: tuple[tuple[str, Pause], ...] = (
    ("blocked by the user", Pause.BLOCKED),
    ("user_is_blocked", Pause.BLOCKED),
    ("user is deactivated", Pause.GONE),
    ("input_user_deactivated", Pause.GONE),
    ("group chat was deactivated", Pause.GONE),
    ("channel_private", Pause.GONE),
    ("chat not found", Pause.GONE),
    ("peer_id_invalid", Pause.GONE),
    ("was kicked", Pause.LEFT),
    ("not a member", Pause.LEFT),
    ("group chat was deleted", Pause.GONE),
    ("topic_closed", Pause.TOPIC_CLOSED),
    ("topic_deleted", Pause.GONE),
    ("message thread not found", Pause.GONE),
)
"""Parts of texts that say why a place takes nothing; whatever else `refusals` counts as a place's refusal
is a missing right. Source: as in `refusals`."""


def receipt(error: TelegramError) -> Receipt:
    """Return what a failed send comes to."""
    why = _why(error)
    if isinstance(error, RetryAfter):
        return Later(_seconds(error), why, counts=False)
    if isinstance(error, InvalidToken):
        return Halted("Telegram does not accept the token any more")
    if isinstance(error, Forbidden | BadRequest | ChatMigrated):
        if refusal(error) is not Refusal.PLACE:
            return Refused(why)
        text = error.message.casefold()
        return Closed(next((pause for part, pause in _PLACES if part in text), Pause.FORBIDDEN), why)
    if "too many requests" in error.message.casefold():
        return Later(1.0, why, counts=False)
    return Later(0.0, why) if never_left(error) else Ambiguous(why)


def receipt_of_edit(error: TelegramError, message_id: int) -> Receipt:
    """Return what a failed edit of a message comes to; that it is refused proves nothing about the place."""
    if isinstance(error, BadRequest):
        match refusal(error):
            case Refusal.NOT_MODIFIED:
                return Sent(message_id)
            case Refusal.GONE:
                return MessageGone(_why(error))
            case _:
                pass
    came = MessageGone(_why(error)) if isinstance(error, ChatMigrated) else receipt(error)
    return MessageGone(came.reason) if isinstance(came, Closed) else came


def _why(error: TelegramError) -> str:
    return f"{type(error).__name__}: {error.message}"[:200]


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
