"""Snowflake ids: 42 bits of milliseconds since 2015, then 22 bits that keep ids of one millisecond apart.

Layout: https://docs.discord.com/developers/reference#snowflakes
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Snowflakes:
    """Gives strictly rising ids that carry the clock's time."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """Give the next id."""
        fresh = ((self._clock() - EPOCH) // MILLISECOND) << 22
        self._last = max(fresh, self._last + 1)
        return self._last
