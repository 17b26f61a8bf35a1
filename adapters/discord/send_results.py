"""What came of a request for a post, by how Discord or the way there failed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

import aiohttp
import discord

from adapters.discord.responses import cause
from commands.subscriptions.poster import Ambiguous, Closed, Halted, Later, MessageGone, Receipt, Refused
from storage.state.models import Pause

MOST_BAD_REQUESTS: Final = 5_000
"""Refused requests in ten minutes after which to stop: half of what gets an address banned.
https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans"""

BAD_REQUEST_SECONDS: Final = 600.0
"""The ten minutes of that limit."""

EDGE_SECONDS: Final = 600.0
"""How long to keep still after a refusal that comes from the edge of Discord's network, not from its API."""

_BAD: Final = frozenset({401, 403, 429})

_CLOSED: Final = {
    10003: Pause.GONE,  # unknown channel
    10004: Pause.GONE,  # unknown guild
    50001: Pause.FORBIDDEN,  # missing access
    50013: Pause.FORBIDDEN,  # missing permissions
    50007: Pause.BLOCKED,  # this person takes no messages from us
    50083: Pause.TOPIC_CLOSED,  # the thread is archived
    160005: Pause.TOPIC_CLOSED,  # the thread is locked
}
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

_MESSAGE_GONE: Final = frozenset({10008, 50005})
"""Unknown message; a message of somebody else."""


class BadRequests:
    """Counts refused requests in the past ten minutes; `monotonic` gives seconds."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._times: deque[float] = deque()

    def count(self, error: BaseException) -> None:
        """Count an error if it is one of those that Discord counts."""
        if isinstance(error, discord.HTTPException) and error.status in _BAD:
            self._times.append(self._monotonic())

    def too_many(self) -> bool:
        """Return whether the next one might be one too many."""
        since = self._monotonic() - BAD_REQUEST_SECONDS
        while self._times and self._times[0] < since:
            self._times.popleft()
        return len(self._times) >= MOST_BAD_REQUESTS


def receipt(error: BaseException) -> Receipt:
    """Return what a failed send comes to."""
    if isinstance(error, discord.RateLimited):
        return Later(error.retry_after, "too many requests", counts=False)
    if isinstance(error, discord.HTTPException):
        return _of_answer(error)
    # Nothing has left before there is a connection.
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Later(0.0, f"Discord cannot be reached: {type(error).__name__}")
    return Ambiguous(f"the connection broke: {type(error).__name__}")


def receipt_of_edit(error: BaseException) -> Receipt:
    """Return what a failed edit comes to."""
    if isinstance(error, discord.HTTPException) and error.code in _MESSAGE_GONE:
        return MessageGone(cause(error))
    return receipt(error)


def _of_answer(error: discord.HTTPException) -> Receipt:
    why = cause(error)
    if error.status >= 500:
        return Ambiguous(why)
    if error.status == 401:
        return Halted("Discord does not accept the token any more")
    if error.code in _CLOSED:
        return Closed(_CLOSED[error.code], why)
    if error.status in _BAD and not error.code:
        return Later(EDGE_SECONDS, why, counts=False)
    if error.status == 429:
        return Later(float(getattr(error.response, "retry_after", 0) or 5.0), why, counts=False)
    return Refused(why)
