"""What is about to launch, and how often Launch Library is therefore asked for results."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from bot.sync.progress import text

UPCOMING_INTERVAL = timedelta(hours=1)
"""Between two looks at the launches to come: one of fifteen requests."""

UPCOMING_PAGE = 20
"""Launches to come that are looked at; more than ever were due on one day."""

HORIZON = timedelta(hours=3)
"""How far ahead the NETs are noted: past the next look, also when that fails once."""

BUSY_INTERVAL = timedelta(minutes=7, seconds=30)
"""Between two looks for fresh results while a launch is due or flew lately.

Rounds come every minute, so it is eight at most: seven or eight of fifteen requests.
"""

WAITING_INTERVAL = timedelta(minutes=15)
"""The same while a launch of the day still has no outcome."""

QUIET_INTERVAL = timedelta(minutes=30)
"""The same while no launch awaits any."""

LATELY = timedelta(hours=6)
"""How long after NET a result is likely; observed are 18 minutes to 6 hours."""

AWAITED = timedelta(hours=24)
"""How long after NET an outcome is looked for at all."""


def expected(nets: Iterable[datetime], now: datetime) -> str:
    """Return the note of the NETs that come within the horizon."""
    return " ".join(text(net) for net in sorted(nets) if net <= now + HORIZON)


def interval(noted: str, pending: datetime | None, now: datetime) -> timedelta:
    """Return how often to look for fresh results.

    `noted` are the NETs that were expected, `pending` is the NET of the newest launch without an outcome.
    A launch that was expected counts from its NET on, though the list may not show it yet.
    """
    flown = [net for net in (*_instants(noted), pending) if net is not None and net <= now]
    ago = now - max(flown) if flown else AWAITED
    if ago < LATELY:
        return BUSY_INTERVAL
    return WAITING_INTERVAL if ago < AWAITED else QUIET_INTERVAL


def _instants(noted: str) -> Iterable[datetime]:
    for word in noted.split():
        try:
            yield datetime.fromisoformat(word).astimezone(UTC)
        except ValueError:
            continue
