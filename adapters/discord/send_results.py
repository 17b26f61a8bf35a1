"""What came of a request for a post, by how Discord or the way there failed.

==========================================  ========================================================
Discord's answer                            what it comes to
==========================================  ========================================================
429                                         `Later`, for this place; for the platform if it is global
a 429 without how long                      the same, with NO_WAIT_SECONDS; the library cannot read it
401                                         `Halted`
403 or 429 without an error code            `Later`, for the address: the edge of Discord's network
403 with 40333                              `Later`: a trouble of Discord's own
400 with 50008                              `Later`: a forum that Discord has not told of yet
400 with 160006                             `Later`: the server has no room for one more thread now
a code of `_CLOSED`, any other 403          `Closed`
any other 4xx                               `Refused`; of an edit `MessageGone`
5xx, a broken connection                    `Ambiguous`
5xx for more than `limits.TEXT_BYTES`       never met: `fit` cuts what would be answered so for ever
no connection, a closed client              `Later`
==========================================  ========================================================
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import aiohttp
import discord

from adapters.discord.responses import cause
from adapters.discord.trail import Trail
from commands.subscriptions.poster import (
    Ambiguous,
    Closed,
    Halted,
    Later,
    MessageGone,
    Receipt,
    Refused,
    Scope,
)
from storage.state.models import Pause

MOST_BAD_REQUESTS: Final = 5_000
"""Refused requests in ten minutes after which to stop: half of what gets an address banned.
https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans"""

BAD_REQUEST_SECONDS: Final = 600.0
"""The ten minutes of that limit."""

EDGE_SECONDS: Final = 600.0
"""How long to keep still after a refusal that comes from the edge of Discord's network, not from its API."""

NO_WAIT_SECONDS: Final = 5.0
"""How long to wait when told to without being told how long."""

INTERNAL_SECONDS: Final = 60.0
"""How long to wait when Discord refuses for a trouble of its own, which concerns everybody."""

_BAD: Final = frozenset({401, 403, 429})

_CLOSED: Final = {
    10003: Pause.GONE,  # unknown channel
    10004: Pause.GONE,  # unknown guild
    50001: Pause.FORBIDDEN,  # missing access
    50013: Pause.FORBIDDEN,  # missing permissions
    50007: Pause.BLOCKED,  # this person takes no messages from us
    50278: Pause.BLOCKED,  # no server in common with this person any more
    50083: Pause.TOPIC_CLOSED,  # the thread is archived
    160005: Pause.TOPIC_CLOSED,  # the thread is locked
    50009: Pause.FORBIDDEN,  # the server's verification level is too high for us
    50024: Pause.FORBIDDEN,  # not in this type of channel
    20009: Pause.FORBIDDEN,  # the receiver takes no explicit content
    200000: Pause.FORBIDDEN,  # blocked by the server's filter
    200001: Pause.FORBIDDEN,  # the title, by the same
    240000: Pause.FORBIDDEN,  # a link, by the same
}
"""https://docs.discord.com/developers/topics/opcodes-and-status-codes#json"""

_INTERNAL: Final = 40333
"""Internal network error: a trouble of Discord's own, with the status of a refusal."""

_MOST_THREADS: Final = 160006
"""A server has as many active threads as it may: some are put away within the hour."""

FULL_SECONDS: Final = 1_800.0
"""How long to wait until a server has room for a thread."""

_NOT_A_TEXT_CHANNEL: Final = 50008
"""A forum that was taken for a channel, as Discord had not told yet what it is."""

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

    def wait(self) -> float:
        """Return for how many seconds the next one might be one too many."""
        since = self._monotonic() - BAD_REQUEST_SECONDS
        while self._times and self._times[0] <= since:
            self._times.popleft()
        if len(self._times) < MOST_BAD_REQUESTS:
            return 0.0
        # Half of them have to be forgotten first: one by one they would be there again at once.
        return self._times[MOST_BAD_REQUESTS // 2] - since


def receipt(error: BaseException, trail: Trail) -> Receipt:
    """Return what a failed send comes to, of whose requests `trail` tells."""
    came = _receipt(error, trail)
    return replace(came, left=trail.left) if isinstance(came, Later) else came


def _receipt(error: BaseException, trail: Trail) -> Receipt:
    if isinstance(error, discord.RateLimited):
        scope = Scope.PLATFORM if trail.is_global else Scope.PLACE
        return Later(error.retry_after, "too many requests", counts=False, scope=scope)
    if isinstance(error, discord.HTTPException):
        return _of_answer(error)
    # Nothing has left before there is a connection.
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return Later(0.0, f"Discord cannot be reached: {type(error).__name__}")
    if not trail.may_be_done and isinstance(error, discord.ClientException):
        return Later(NO_WAIT_SECONDS, f"the client is closed: {type(error).__name__}", counts=False)
    return Ambiguous(f"the connection broke: {type(error).__name__}")


def receipt_of_edit(error: BaseException, trail: Trail) -> Receipt:
    """Return what a failed edit comes to; that it is refused proves nothing about the place.

    In a thread that has archived itself, edits are refused and messages are not.
    """
    if isinstance(error, discord.HTTPException) and error.code in _MESSAGE_GONE:
        return MessageGone(cause(error))
    came = receipt(error, trail)
    return MessageGone(came.reason) if isinstance(came, Closed) else came


def _of_answer(error: discord.HTTPException) -> Receipt:
    why = cause(error)
    if error.status >= 500:
        return Ambiguous(why)
    if error.status == 401:
        return Halted("Discord does not accept the token any more")
    if error.code in _CLOSED:
        return Closed(_CLOSED[error.code], why)
    if error.status in _BAD and not error.code:
        return Later(_told_wait(error, EDGE_SECONDS), why, counts=False, scope=Scope.ADDRESS)
    if error.status == 429:
        return Later(_told_wait(error, NO_WAIT_SECONDS), why, counts=False)
    if error.code == _NOT_A_TEXT_CHANNEL:
        return Later(NO_WAIT_SECONDS, why)
    if error.code == _MOST_THREADS:
        return Later(FULL_SECONDS, why)
    if error.code == _INTERNAL:
        return Later(INTERNAL_SECONDS, why)
    # Whatever else is forbidden, it is so here and not everywhere.
    return Closed(Pause.FORBIDDEN, why) if error.status == 403 else Refused(why)


def _told_wait(error: discord.HTTPException, otherwise: float) -> float:
    """Return for how many seconds an answer asks to wait."""
    told = str(error.response.headers.get("Retry-After", ""))
    return float(told) if told.isdecimal() and int(told) else otherwise
