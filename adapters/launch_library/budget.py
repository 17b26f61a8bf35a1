"""The request budget: who may still ask Launch Library in this hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from storage.clock import Clock
from storage.errors import BudgetError

KEYLESS_LIMIT = 15
"""Requests an hour and address without a key: https://thespacedevs.com/llapi"""

PERIOD_SECONDS = 3600.0
"""The time that a limit counts for, until Launch Library tells another."""


class Purpose(StrEnum):
    """What a request is for, most urgent first."""

    FRESH = "fresh"
    """Results of launches that flew lately."""
    DETAILS = "details"
    """Details that somebody waits for."""
    MISSING = "missing"
    """Months of which launches are missing, though the rest of the history is here."""
    BACKFILL = "backfill"
    """The history, and looking it over again."""


RESERVES = {Purpose.FRESH: 0, Purpose.DETAILS: 3, Purpose.MISSING: 3, Purpose.BACKFILL: 6}
"""Requests of a period that each purpose leaves to the more urgent ones.

With 15 an hour, backfill takes at most 9, details and missing months go on until 12 are spent, and three
are always kept for fresh results.
"""


class RequestLedger(Protocol):
    """Remembers the requests made, across restarts. Periods are in seconds."""

    async def take(self, purpose: str, limit: int, period: float, reserve: int) -> float:
        """Record a request and return 0.0, or return the seconds until one is free.

        A request is free while fewer than `limit - reserve` were made within `period` and no pause is on.
        """

    async def pause(self, until: datetime) -> None:
        """Let no request out before an instant."""

    async def used(self, period: float) -> int:
        """Return how many requests were made within the period that ends now."""


class Budget:
    """Hands out the requests of a ledger by urgency.

    `limit` requests in `period` seconds; both start as they are without a key and may be learned.
    """

    def __init__(self, ledger: RequestLedger, clock: Clock) -> None:
        self.limit = KEYLESS_LIMIT
        self.period = PERIOD_SECONDS
        self._ledger = ledger
        self._clock = clock

    async def take(self, purpose: Purpose) -> None:
        """Take one request; raises `BudgetError` with the seconds to wait when none is left for it."""
        # A tiny limit must still let the least urgent purpose through now and then.
        reserve = min(RESERVES[purpose], self.limit - 1)
        wait = await self._ledger.take(purpose.value, self.limit, self.period, reserve)
        if wait > 0:
            raise BudgetError(f"no request is left for {purpose.value}, next in {wait:.0f} s", wait)

    async def pause(self, seconds: float) -> BudgetError:
        """Let no request out for some seconds, as Launch Library wants it; return the error that tells."""
        await self._ledger.pause(self._clock() + timedelta(seconds=seconds))
        return BudgetError(f"Launch Library wants no request for {seconds:.0f} s", seconds)

    def learn(self, limit: int, period: float) -> None:
        """Go by another limit and period from now on; `limit` is at least 1."""
        self.limit, self.period = limit, period
