"""Keeps the bot below Telegram's limits, and waits where Telegram says so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from enum import Enum
from typing import Any
from weakref import WeakValueDictionary

from telegram.error import NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from storage.measures import Measure, tell

BROADCASTS_PER_SECOND = 25
"""Pace of background sends; about 30 are free. Source: https://core.telegram.org/bots/faq#broadcasting-to-users"""

PRIVATE_INTERVAL = 1.0
"""Seconds between background sends to one person. Source: https://core.telegram.org/bots/faq (limits)"""

GROUP_INTERVAL = 3.0
"""Seconds between background sends to one group or channel: 20 a minute. Source: as above"""

LONGEST_WAIT = 30.0
"""Seconds that a request waits here when told to; beyond, the caller gets `RetryAfter`."""

ATTEMPTS = 3
"""How often a request that Telegram asks to slow down is made in all."""

_REMEMBERED = 1000

Answer = bool | dict[str, Any] | list[dict[str, Any]]
Scope = int | str
"""What a wait is for: one chat by its id, or a method that concerns no chat by its name."""


class Lane(Enum):
    """How urgent a request is: a person waits for a REPLY, nobody for a BROADCAST.

    A BROADCAST is made at most once, after its `turn`; who sends it decides what comes then.
    """

    REPLY = "reply"
    BROADCAST = "broadcast"


class RateLimiter(BaseRateLimiter[Lane]):
    """Paces broadcasts, lets replies pass, and halts exactly the chat that was told to wait.

    A request is a reply unless its `rate_limit_args` say otherwise. Times are deadlines on a clock
    that never goes back, `monotonic`, in seconds; `sleep` waits for that many.
    """

    def __init__(
        self,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._monotonic = monotonic
        self._sleep = sleep
        self._halted_until: dict[Scope, float] = {}
        self._next_in_chat: dict[Scope, float] = {}
        self._in_turn: WeakValueDictionary[Scope, asyncio.Lock] = WeakValueDictionary()
        self._next_broadcast = 0.0

    async def initialize(self) -> None:
        """Do nothing: there is nothing to acquire."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Answer:
        """Send a request when its turn comes; retry it if Telegram rejects it as too fast.

        Raises `RetryAfter` when the wait is longer than LONGEST_WAIT or the attempts are used up.
        """
        scope = _scope(endpoint, data)
        patient = rate_limit_args is not Lane.BROADCAST
        attempts, longest = (ATTEMPTS, LONGEST_WAIT) if patient else (1, 0.0)
        for attempt in range(1, attempts + 1):
            await self._while_halted(scope, longest)
            try:
                return await callback(*args, **kwargs)
            except (RetryAfter, NetworkError) as error:
                wait = _told_to_wait(error)
                if wait is None:
                    raise
                tell(Measure.RATE_LIMITED, "telegram")
                self._halt(scope, wait)
                if attempt == attempts or wait > longest:
                    raise
        raise AssertionError(endpoint)

    async def turn(self, scope: Scope) -> None:
        """Wait until the pace allows one more broadcast to a chat.

        For the chat's turn first and for everybody's after it, so that no chat holds up others. The chat's
        next turn is counted from when this one came, not from when it might have come.
        """
        interval = GROUP_INTERVAL if _is_group(scope) else PRIVATE_INTERVAL
        # Whoever waits holds the chat's lock; it is gone when nobody does.
        lock = self._in_turn.setdefault(scope, asyncio.Lock())
        async with lock:
            await self._until(self._next_in_chat.get(scope, 0.0))
            start = await self.pace()
            self._remember(self._next_in_chat, scope, max(start, self._monotonic()) + interval)

    async def pace(self) -> float:
        """Wait until the pace allows one more request that nobody waits for; return when that was to be."""
        start = max(self._monotonic(), self._next_broadcast)
        self._next_broadcast = start + 1 / BROADCASTS_PER_SECOND
        await self._until(start)
        return start

    async def _while_halted(self, scope: Scope, longest: float) -> None:
        while (rest := self._halted_until.get(scope, 0.0) - self._monotonic()) > 0:
            if rest > longest:
                raise RetryAfter(timedelta(seconds=rest))
            await self._sleep(rest)

    async def _until(self, instant: float) -> None:
        if (rest := instant - self._monotonic()) > 0:
            await self._sleep(rest)

    def _halt(self, scope: Scope, seconds: float) -> None:
        until = max(self._halted_until.get(scope, 0.0), self._monotonic() + seconds)
        self._remember(self._halted_until, scope, until)

    def _remember(self, deadlines: dict[Scope, float], scope: Scope, until: float) -> None:
        """Set a deadline; those that have passed are forgotten once there are many."""
        if len(deadlines) >= _REMEMBERED:
            now = self._monotonic()
            for passed in [key for key, deadline in deadlines.items() if deadline <= now]:
                del deadlines[passed]
        deadlines[scope] = until


def _scope(endpoint: str, data: dict[str, Any]) -> Scope:
    chat = data.get("chat_id", endpoint)
    return chat if isinstance(chat, int) else str(chat)


def _is_group(scope: Scope) -> bool:
    """Tell whether a chat has more than one reader: groups and channels have negative ids or a @name."""
    return scope < 0 if isinstance(scope, int) else scope.startswith("@")


def _told_to_wait(error: RetryAfter | NetworkError) -> float | None:
    """Return for how many seconds Telegram asks to wait, or None when the error is another.

    A 429 whose wait is 0 reaches us as a plain NetworkError that only its text tells from others.
    """
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    return 0.0 if "too many requests" in error.message.casefold() else None
