"""Counters of agencies and rockets, which Launch Library keeps in detailed records."""

from __future__ import annotations

from adapters.launch_library.values import Fields, number
from storage.models import Counters

_KEYS = {
    "launches": "total_launch_count",
    "successes": "successful_launches",
    "failures": "failed_launches",
    "streak": "consecutive_successful_launches",
    "landings_attempted": "attempted_landings",
    "landings": "successful_landings",
    "landings_failed": "failed_landings",
    "landing_streak": "consecutive_successful_landings",
}


def counters(fields: Fields) -> Counters | None:
    """Return the counters, or None when the record has none of them."""
    found = {name: number(fields, key) for name, key in _KEYS.items()}
    if all(value is None for value in found.values()):
        return None
    return Counters(**{name: value for name, value in found.items() if value is not None and value >= 0})
