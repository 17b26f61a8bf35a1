"""How many launches to ask for at once, smaller for a while after Launch Library took too long."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.clock import Clock

SMALLEST = 10
"""Launches; a page of this size is asked for again as it is."""

REMEMBERED = timedelta(hours=1)
"""How long the smaller page is kept before the full one is tried again."""


class PageSize:
    """Remembers the largest page that Launch Library managed lately."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._most: int | None = None
        self._until: datetime | None = None

    def fit(self, limit: int) -> int:
        """Return how many launches to ask for when `limit` are wanted."""
        if self._most is None or self._until is None or self._clock() >= self._until:
            return limit
        return min(limit, self._most)

    def shrink(self, asked: int) -> None:
        """Halve the page after one of `asked` launches timed out."""
        self._most = max(asked // 2, SMALLEST)
        self._until = self._clock() + REMEMBERED
