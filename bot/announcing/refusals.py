"""What a refusal proves: one place that refuses us is not a platform that refuses everybody."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import timedelta

from storage.state.models import Pause, Place

MOST = 20
"""Places whose latest answers are looked at together."""

ALIKE = 10
"""Refusals of the same kind among them from which on the platform is at fault, if they are most of all."""

SHARE = 0.8
"""What counts as most of all."""

HELD = 900.0
"""Seconds for which a platform is left alone that refuses everybody alike."""

PATIENCE = timedelta(days=3)
"""For how long a place may refuse us for its rights or absence before its subscriptions are paused."""

PERSONAL_PATIENCE = timedelta(minutes=1)
"""The same where somebody has blocked us or thrown us out, which is seldom a mistake."""

FIRST_PAUSE, LONGEST_PAUSE = 60.0, 6 * 3600.0
"""Seconds between two tries at a place that refuses us; each is as long as it has refused so far."""

_PERSONAL = frozenset({Pause.BLOCKED, Pause.LEFT})


def patience(pause: Pause) -> timedelta:
    """Return how long a place may go on refusing us for that reason before it is paused."""
    return PERSONAL_PATIENCE if pause in _PERSONAL else PATIENCE


def next_try(refused_for: timedelta) -> float:
    """Return the seconds until a place is tried again that has refused us for that long."""
    return min(LONGEST_PAUSE, max(FIRST_PAUSE, refused_for.total_seconds()))


@dataclass(slots=True)
class Refusals:
    """The latest answers of different places of one platform."""

    _recent: deque[tuple[Place, str]] = field(default_factory=lambda: deque(maxlen=MOST))

    def taken(self, place: Place) -> None:
        """Note that a place has taken a post."""
        self._note(place, "")

    def refused(self, place: Place, reason: str) -> tuple[Place, ...]:
        """Note that a place refused a post; return all that did so alike when that is most of them."""
        self._note(place, reason)
        alike = tuple(each for each, why in self._recent if why == reason)
        if len(alike) < ALIKE or len(alike) < SHARE * len(self._recent):
            return ()
        self._recent.clear()
        return alike

    def _note(self, place: Place, reason: str) -> None:
        for known in [each for each in self._recent if each[0] == place]:
            self._recent.remove(known)
        self._recent.append((place, reason))
