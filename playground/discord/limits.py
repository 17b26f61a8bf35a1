"""Rate limits in Discord's manner: fixed windows per bucket, one global limit, and the headers that tell.

Source: https://docs.discord.com/developers/topics/rate-limits. The figures of single routes are not
documented; these are the ones commonly met.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

BUCKETS: Mapping[str, tuple[int, float]] = MappingProxyType(
    {
        "message create": (5, 5.0),
        "message edit": (5, 5.0),
        "message delete": (5, 1.0),
        "message history": (5, 5.0),
        "crosspost": (10, 3600.0),
        "webhook": (5, 2.0),
    }
)
"""Requests and seconds of the buckets, by name; each is counted per channel or per webhook token."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the server allows.

    `buckets`: requests per seconds by bucket name. `global_requests`: all requests a second, interactions
    excepted. `scale`: factor on every time, so that a test need not wait long. `enabled` False switches
    all of it off. `monotonic`: seconds.
    """

    enabled: bool = True
    global_requests: int = 50
    buckets: Mapping[str, tuple[int, float]] = field(default_factory=lambda: BUCKETS)
    scale: float = 1.0
    monotonic: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Verdict:
    """`retry_after` seconds when refused, else None; `headers` either way."""

    headers: dict[str, str] = field(default_factory=dict)
    retry_after: float | None = None
    is_global: bool = False


@dataclass(slots=True)
class _Window:
    """Requests counted until `ends` (monotonic seconds)."""

    ends: float
    used: int = 0


class RateLimiter:
    """Counts requests in their windows."""

    def __init__(self, limits: Limits, wall: Callable[[], float]) -> None:
        self._limits = limits
        self._wall = wall
        self._windows: dict[str, _Window] = {}

    def take(self, bucket: str | None, major: str, *, counts_globally: bool) -> Verdict:
        """Count one request; `major` is the channel id or webhook token that the bucket is kept for."""
        if not self._limits.enabled:
            return Verdict()
        if counts_globally:
            window = self._window("global", 1.0)
            if window.used >= self._limits.global_requests:
                return self._refuse(window, {}, is_global=True)
            window.used += 1
        if bucket is None or bucket not in self._limits.buckets:
            return Verdict()
        return self._take_bucket(bucket, major)

    def _take_bucket(self, bucket: str, major: str) -> Verdict:
        allowed, seconds = self._limits.buckets[bucket]
        window = self._window(f"{bucket} {major}", seconds)
        refused = window.used >= allowed
        window.used += not refused
        left = self._left(window)
        headers = {
            "X-RateLimit-Limit": str(allowed),
            "X-RateLimit-Remaining": str(allowed - window.used),
            "X-RateLimit-Reset": f"{self._wall() + left:.3f}",
            "X-RateLimit-Reset-After": f"{left:.3f}",
            "X-RateLimit-Bucket": hashlib.md5(bucket.encode(), usedforsecurity=False).hexdigest(),
        }
        return self._refuse(window, headers, is_global=False) if refused else Verdict(headers)

    def _refuse(self, window: _Window, headers: dict[str, str], *, is_global: bool) -> Verdict:
        left = self._left(window)
        more = {
            "Retry-After": str(max(1, round(left))),
            "X-RateLimit-Scope": "global" if is_global else "user",
        }
        if is_global:
            more["X-RateLimit-Global"] = "true"
        return Verdict(headers | more, round(left, 3), is_global)

    def _left(self, window: _Window) -> float:
        return max(window.ends - self._limits.monotonic(), 0.001)

    def _window(self, key: str, seconds: float) -> _Window:
        now = self._limits.monotonic()
        window = self._windows.get(key)
        if window is None or now >= window.ends:
            self._forget_ended(now)
            window = self._windows[key] = _Window(now + seconds * self._limits.scale)
        return window

    def _forget_ended(self, now: float) -> None:
        if len(self._windows) >= 1_000:
            self._windows = {key: window for key, window in self._windows.items() if window.ends > now}
