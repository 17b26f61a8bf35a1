"""A request ledger in memory, and a clock to turn by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.launch_library.shapes import NOW


class HandClock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class MemoryLedger:
    """Keeps the promise of `RequestLedger` for one process."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.taken: list[tuple[datetime, str]] = []
        self.paused_until: datetime | None = None

    async def take(self, purpose: str, limit: int, period: float, reserve: int) -> float:
        now = self.clock()
        if self.paused_until is not None and now < self.paused_until:
            return (self.paused_until - now).total_seconds()
        recent = sorted(at for at, _ in self.taken if at > now - timedelta(seconds=period))
        excess = len(recent) - (limit - reserve)
        if excess >= 0:
            return (recent[excess] + timedelta(seconds=period) - now).total_seconds()
        self.taken.append((now, purpose))
        return 0.0

    async def pause(self, until: datetime) -> None:
        self.paused_until = until

    async def used(self, period: float) -> int:
        return sum(at > self.clock() - timedelta(seconds=period) for at, _ in self.taken)
