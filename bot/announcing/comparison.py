"""What is new about outcomes: the catalogue compared with what the state has taken note of.

Nothing notifies anybody: the comparison may be done at any time and any number of times, and whatever
it finds stays found until the state has taken note of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.catalogue import LaunchStatus
from storage.models import ENDED
from storage.state.models import OutcomeSeen

LATE = timedelta(days=14)
"""How long before the last look a launch may lie that Launch Library lists only now; what is older comes
from the walk through the history and is no news."""

OUTCOMES = frozenset(ENDED)
"""Statuses that end a launch."""

WITHDRAWN = 0
"""Stands for the status of a launch whose outcome Launch Library took back."""


def outcome_of(status_id: int) -> int:
    """Return what a status tells of how a launch ended: itself, or `WITHDRAWN` for one that ends none."""
    return status_id if status_id in OUTCOMES else WITHDRAWN


@dataclass(frozen=True, slots=True)
class News:
    """A revision that has not been told: what it was before (None for a first outcome), and its NET."""

    seen: OutcomeSeen
    was: int | None
    net: datetime


@dataclass(slots=True)
class Comparison:
    """What to take note of quietly, what is news of today, and what is news of before today."""

    quiet: list[OutcomeSeen] = field(default_factory=list)
    results: list[News] = field(default_factory=list)
    missed: list[News] = field(default_factory=list)
    corrections: list[News] = field(default_factory=list)


def compare(
    launches: Iterable[LaunchStatus],
    known: Mapping[str, OutcomeSeen],
    looked_at: datetime | None,
    now: datetime,
    fresh: timedelta,
) -> Comparison:
    """Compare; `looked_at` is how fresh the catalogue was at the last comparison, None before the first.

    An outcome can have been known since NET, or since the last look if that was later: when that is
    longer ago than `fresh`, the result was missed in an outage.
    """
    found = Comparison()
    for launch in launches:
        seen = known.get(launch.id)
        status = outcome_of(launch.status_id)
        if seen is None and (not status or looked_at is None or launch.net < looked_at - LATE):
            # As old as the launch, so that no digest takes it for news.
            found.quiet.append(OutcomeSeen(launch.id, 1 if status else 0, status, launch.net))
        elif seen is None or (seen.revision == 0 and status):
            news = News(OutcomeSeen(launch.id, 1, status, now), None, launch.net)
            since = launch.net if looked_at is None else max(launch.net, looked_at)
            (found.missed if now - since > fresh else found.results).append(news)
        elif seen.status_id != status:
            revision = OutcomeSeen(launch.id, seen.revision + 1, status, now)
            found.corrections.append(News(revision, seen.status_id, launch.net))
    return found
