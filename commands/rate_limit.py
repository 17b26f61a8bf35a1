"""A polite limit for one person, so that nobody's haste slows the others."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from commands.i18n.translation import ngettext
from storage.errors import TooFastError

BURST = 10
"""Requests that a person may make at once; paging quickly stays below it."""

PER_SECOND = 1.0
"""Requests a second that a person gets back."""

REMEMBERED = 10_000
"""People kept in memory; whoever asked longest ago is forgotten first, and has rested by then."""


@dataclass(slots=True)
class Pace:
    """A token bucket for each person; `monotonic` gives seconds that never run backwards.

    `burst` requests may be made at once, and `per_second` of them come back every second.
    """

    monotonic: Callable[[], float]
    burst: int = BURST
    per_second: float = PER_SECOND
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, key: str) -> None:
        """Count one request of that person; raises `TooFastError` if it is one too many."""
        now = self.monotonic()
        tokens, since = self._buckets.pop(key, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - since) * self.per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        if not allowed:
            wait = (1 - tokens) / self.per_second
            seconds = math.ceil(wait)
            text = ngettext(
                "You’re going a bit fast. Try again in {n} second.",
                "You’re going a bit fast. Try again in {n} seconds.",
                seconds,
            )
            raise TooFastError(text.format(n=seconds), wait)
