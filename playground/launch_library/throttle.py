"""The hourly limit of Launch Library 2: so many calls per address, or per key."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

FREE_CALLS_PER_HOUR: Final = 15
"""https://ll.thespacedevs.com/docs/#/throttling"""

_PERIOD: Final = timedelta(hours=1)


class Throttle:
    """Counts calls over a sliding hour. `limit` is calls per hour and caller, or None for no limit."""

    def __init__(self, limit: int | None, clock: Callable[[], datetime]) -> None:
        self.limit = limit
        self._clock = clock
        self._calls: defaultdict[str, deque[datetime]] = defaultdict(deque)

    def admit(self, caller: str) -> int:
        """Count a call and return 0, or return the seconds to wait; a refused call does not count."""
        wait = self.wait(caller)
        if wait == 0:
            self._calls[caller].append(self._clock())
        return wait

    def wait(self, caller: str) -> int:
        """Seconds until this caller may call again, rounded up; 0 when now."""
        calls = self._recent(caller)
        if self.limit is None or len(calls) < self.limit:
            return 0
        if self.limit == 0:
            return int(_PERIOD.total_seconds())
        return max(1, math.ceil((calls[-self.limit] + _PERIOD - self._clock()).total_seconds()))

    def report(self, caller: str) -> dict[str, Any]:
        """What `/api-throttle/` answers. Asking is free."""
        return {
            "your_request_limit": self.limit,
            "limit_frequency_secs": int(_PERIOD.total_seconds()),
            "current_use": len(self._recent(caller)),
            "next_use_secs": self.wait(caller),
            "ident": caller,
        }

    def _recent(self, caller: str) -> deque[datetime]:
        calls, start = self._calls[caller], self._clock() - _PERIOD
        while calls and calls[0] <= start:
            calls.popleft()
        return calls
