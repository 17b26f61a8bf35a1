"""The long poll, and one log line when it stops getting through and one when it does again."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus
from typing import Any

from telegram import Update
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest

from adapters.telegram.updates import line_of

log = logging.getLogger("launchlog.telegram")

POLL_SECONDS = 25
"""How long Telegram keeps one getUpdates open. Source: https://core.telegram.org/bots/api#getupdates"""

ALLOWED_UPDATES = (
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member",
    "inline_query",
)  # fmt: skip
"""What the bot asks for. Source: https://core.telegram.org/bots/api#update"""

_PROBLEMS = {
    HTTPStatus.CONFLICT: "another program receives this bot's messages with the same TELEGRAM_TOKEN; "
    "stop one of the two",
    HTTPStatus.UNAUTHORIZED: "Telegram does not accept TELEGRAM_TOKEN any more",
    HTTPStatus.NOT_FOUND: "Telegram does not know TELEGRAM_TOKEN any more",
}


class PollingRequest(HTTPXRequest):
    """The connection that polls; it tells the operator about a trouble when it begins and when it ends.

    A token that was good at the start and is refused later is a trouble like others, asked about again
    every half minute: the library would end polling for good, and servers have such moments too.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._trouble = ""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make one request, and note whether it got through."""
        try:
            status, body = await super().do_request(*args, **kwargs)
        except TimedOut:
            raise  # An idle connection times out now and then; the next poll follows at once.
        except NetworkError as error:
            self._note(str(error))
            raise
        self._note("" if status == HTTPStatus.OK else _problem(status))
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND}:
            raise NetworkError(_problem(status))
        return status, readable(body) if status == HTTPStatus.OK else body

    def _note(self, trouble: str) -> None:
        if trouble == self._trouble:
            return
        if trouble:
            log.warning("polling_troubled reason=%r", trouble)
        else:
            log.info("polling_resumed")
        self._trouble = trouble


def readable(body: bytes) -> bytes:
    """Return an answer with updates, without the content of those that the library cannot read.

    It would read none of the others either, and ask for the same ones for ever: their ids stay, so that they
    count as received.
    """
    try:
        told = json.loads(body)
        updates = [found for update in told["result"] if (found := _readable(update)) is not None]
    except (ValueError, LookupError, TypeError, RecursionError):
        # No answer with updates; what it is instead, the library says.
        return body
    if updates == told["result"]:
        return body
    return json.dumps(told | {"result": updates}).encode()


def _readable(update: Any) -> Any:
    try:
        told = Update.de_json(update, None)
        # Also what it has to queue for, which is worked out before anybody takes care of errors, and whom it
        # concerns: the library keeps the ids in sets, after everybody who takes care of errors.
        hash((line_of(told), _id_of(told.effective_user), _id_of(told.effective_chat)))
    except Exception as error:
        number = update.get("update_id") if isinstance(update, dict) else None
        log.exception("update_unreadable update=%s error=%s", number, type(error).__name__)
        return {"update_id": number} if isinstance(number, int) else None
    return update


def _id_of(concerned: Any) -> object:
    return None if concerned is None else concerned.id


def _problem(status: int) -> str:
    return next((text for code, text in _PROBLEMS.items() if code == status), f"HTTP status {status}")
