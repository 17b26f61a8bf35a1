"""Flood limits: how many messages go out before Telegram answers 429.

About 30 a second in all, one a second in a private chat, 20 a minute in a group or channel:
https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from .errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` requests within any span of `seconds`."""

    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """The rates that hold; None switches one off."""

    overall: Rate | None
    private: Rate | None
    group: Rate | None

    @classmethod
    def telegram(cls) -> Limits:
        """Return the rate limits that Telegram documents."""
        return cls(Rate(30, 1.0), Rate(1, 1.0), Rate(20, 60.0))

    @classmethod
    def generous(cls) -> Limits:
        """Give rates that a person at the playground never meets, but a runaway loop does."""
        return cls(Rate(300, 1.0), Rate(50, 1.0), Rate(500, 60.0))

    @classmethod
    def off(cls) -> Limits:
        """Give no limits at all."""
        return cls(None, None, None)

    def scaled(self, factor: float) -> Limits:
        """Multiply every time span by `factor`; 0.01 makes tests and benchmarks fast."""

        def stretch(rate: Rate | None) -> Rate | None:
            return rate and Rate(rate.count, rate.seconds * factor)

        return Limits(stretch(self.overall), stretch(self.private), stretch(self.group))


class FloodGate:
    """Counts sends in sliding windows. A refused send is not counted."""

    def __init__(self, limits: Limits, monotonic: Callable[[], float]) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._sent: dict[str, deque[float]] = {}

    def admit(self, chat_id: int, *, is_private: bool) -> None:
        """Count one new message; raise ApiError 429 with the whole seconds to wait."""
        chat_rate = self.limits.private if is_private else self.limits.group
        self._admit({"overall": self.limits.overall, f"chat {chat_id}": chat_rate})

    def admit_edit(self) -> None:
        """Count an edit, for which only the overall rate is known."""
        self._admit({"overall": self.limits.overall})

    def _admit(self, rates: dict[str, Rate | None]) -> None:
        now = self._monotonic()
        wait = max((self._wait(window, rate, now) for window, rate in rates.items() if rate), default=0.0)
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        for window, rate in rates.items():
            if rate is not None:
                self._sent[window].append(now)

    def _wait(self, window: str, rate: Rate, now: float) -> float:
        sent = self._sent.setdefault(window, deque())
        while sent and sent[0] <= now - rate.seconds:
            sent.popleft()
        return 0.0 if len(sent) < rate.count else sent[0] + rate.seconds - now
