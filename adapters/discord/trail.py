"""What became of the requests that one call of the library makes, which may be several.

The library repeats a request after some failures and tells how the last one went; whether an earlier one
may have been done is seen here. Used as the client's `http_trace`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import SimpleNamespace

import aiohttp

from storage.measures import Measure, tell


@dataclass(slots=True)
class Trail:
    """The requests of one call.

    `is_out` while one is under way without an answer, `left` once one may have been done whose answer is
    not known; `status` and `is_global` are those of the last answer.
    """

    is_out: bool = False
    left: bool = False
    status: int = 0
    is_global: bool = False

    @property
    def may_be_done(self) -> bool:
        """Whether any of the requests may have been done."""
        return self.left or self.is_out


_current: ContextVar[Trail | None] = ContextVar("discord_trail", default=None)


@contextmanager
def following() -> Iterator[Trail]:
    """Record the requests made within the block."""
    trail = Trail()
    token = _current.set(trail)
    try:
        yield trail
    finally:
        _current.reset(token)


def trace() -> aiohttp.TraceConfig:
    """Return what the client has to be made with."""
    config = aiohttp.TraceConfig()
    config.on_request_headers_sent.append(_sent)
    config.on_request_end.append(_answered)
    config.on_request_exception.append(_broken)
    return config


async def _sent(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _told: aiohttp.TraceRequestHeadersSentParams
) -> None:
    if (trail := _current.get()) is not None:
        trail.is_out = True


async def _answered(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, told: aiohttp.TraceRequestEndParams
) -> None:
    if told.response.status == 429:
        tell(Measure.RATE_LIMITED, "discord")
    if (trail := _current.get()) is not None:
        trail.is_out, trail.status = False, told.response.status
        trail.is_global = "X-RateLimit-Global" in told.response.headers
        # Whether it was done before that, such an answer does not tell; nor is it sure to be read whole.
        trail.left = trail.left or trail.status >= 500 or trail.status < 300


async def _broken(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _told: aiohttp.TraceRequestExceptionParams
) -> None:
    if (trail := _current.get()) is not None:
        trail.left = trail.left or trail.is_out
        trail.is_out = False
