"""What a failed send and a failed edit come to, for every error that Telegram and the way there know."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from adapters.telegram.send_results import receipt, receipt_of_edit
from commands.subscriptions.poster import Ambiguous, Closed, Halted, Later, MessageGone, Refused, Sent
from storage.state.models import Pause


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    """Return an error of the library as it reaches us, with the HTTP client's below it."""
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "cause",
    [
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout(""),
        httpx.PoolTimeout(""),
        RuntimeError("This HTTPXRequest is not initialized!"),
    ],
)
def test_what_never_left_may_be_tried_again_and_was_an_attempt(cause: Exception) -> None:
    came = receipt(caused(NetworkError("httpx error"), cause))
    assert isinstance(came, Later)
    assert came.counts


@pytest.mark.parametrize(
    "cause",
    [
        httpx.ReadTimeout(""),
        httpx.WriteTimeout(""),
        httpx.ReadError(""),
        httpx.WriteError(""),
        httpx.RemoteProtocolError("closed"),
    ],
)
def test_what_may_have_arrived_is_ambiguous(cause: Exception) -> None:
    assert isinstance(receipt(caused(TimedOut(), cause)), Ambiguous)
    assert isinstance(receipt_of_edit(caused(TimedOut(), cause), 5), Ambiguous)


@pytest.mark.parametrize("wait", [timedelta(seconds=17), timedelta(hours=2)])
def test_being_told_to_wait_is_no_attempt(wait: timedelta) -> None:
    came = receipt(RetryAfter(wait))
    assert isinstance(came, Later)
    assert (came.seconds, came.counts) == (wait.total_seconds(), False)


def test_being_told_to_wait_for_no_time_is_no_attempt_either() -> None:
    came = receipt(NetworkError("Too Many Requests: retry after 0"))
    assert isinstance(came, Later)
    assert not came.counts


def test_a_token_that_is_refused_halts_everything_and_is_not_shown() -> None:
    came = receipt(InvalidToken("The token `110201543:secret` was rejected by the server."))
    assert isinstance(came, Halted)
    assert "secret" not in came.reason


@pytest.mark.parametrize(
    ("error", "pause"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Pause.BLOCKED),
        (Forbidden("Forbidden: user is deactivated"), Pause.GONE),
        (Forbidden("Forbidden: bot was kicked from the group chat"), Pause.LEFT),
        (Forbidden("Forbidden: bot was kicked from the channel chat"), Pause.LEFT),
        (Forbidden("Forbidden: bot is not a member of the supergroup chat"), Pause.LEFT),
        (Forbidden("Forbidden: the group chat was deleted"), Pause.GONE),
        (Forbidden("Forbidden: bot can't initiate conversation with a user"), Pause.FORBIDDEN),
        (BadRequest("Chat not found"), Pause.GONE),
        (BadRequest("PEER_ID_INVALID"), Pause.GONE),
        (BadRequest("USER_IS_BLOCKED"), Pause.BLOCKED),
        (BadRequest("TOPIC_CLOSED"), Pause.TOPIC_CLOSED),
        (BadRequest("Topic_closed"), Pause.TOPIC_CLOSED),
        (BadRequest("TOPIC_DELETED"), Pause.GONE),
        (BadRequest("Message thread not found"), Pause.GONE),
        (BadRequest("Not enough rights to send text messages to the chat"), Pause.FORBIDDEN),
        (BadRequest("Have no rights to send a message"), Pause.FORBIDDEN),
        (BadRequest("Have no write access to the chat"), Pause.FORBIDDEN),
        (BadRequest("CHAT_WRITE_FORBIDDEN"), Pause.FORBIDDEN),
        (BadRequest("CHAT_ADMIN_REQUIRED"), Pause.FORBIDDEN),
        (BadRequest("Need administrator rights in the channel chat"), Pause.FORBIDDEN),
        (BadRequest("CHAT_RESTRICTED"), Pause.FORBIDDEN),
        (BadRequest("CHANNEL_PRIVATE"), Pause.GONE),
        (BadRequest("CHAT_SEND_PLAIN_FORBIDDEN"), Pause.FORBIDDEN),
        (BadRequest("USER_BANNED_IN_CHANNEL"), Pause.FORBIDDEN),
        (BadRequest("INPUT_USER_DEACTIVATED"), Pause.GONE),
        (Forbidden("Forbidden: the group chat was deactivated"), Pause.GONE),
        (Forbidden("Forbidden: whatever comes next"), Pause.FORBIDDEN),
    ],
)
def test_a_place_that_takes_nothing_is_closed_for_its_reason(error: TelegramError, pause: Pause) -> None:
    came = receipt(error)
    assert isinstance(came, Closed)
    assert came.pause is pause
    assert error.message in came.reason
    assert isinstance(receipt_of_edit(error, 5), MessageGone), "a refused edit proves nothing about the place"


@pytest.mark.parametrize(
    "text", ["Can't parse entities: unsupported start tag", "Message is too long", "WEBPAGE_MEDIA_EMPTY"]
)
def test_a_post_that_is_not_taken_is_refused(text: str) -> None:
    came = receipt(BadRequest(text))
    assert isinstance(came, Refused)
    assert text in came.reason


def test_an_edit_that_changes_nothing_is_done() -> None:
    assert receipt_of_edit(BadRequest("Message is not modified: specified new…"), 5) == Sent(5)


@pytest.mark.parametrize(
    "error",
    [
        BadRequest("Message to edit not found"),
        BadRequest("Message can't be edited"),
        BadRequest("MESSAGE_ID_INVALID"),
        ChatMigrated(-1001),
    ],
)
def test_a_message_that_takes_no_edits_is_gone(error: TelegramError) -> None:
    assert isinstance(receipt_of_edit(error, 5), MessageGone)


def test_a_reason_is_short_enough_for_a_list() -> None:
    came = receipt(BadRequest("x" * 5000))
    assert isinstance(came, Refused)
    assert len(came.reason) <= 200
