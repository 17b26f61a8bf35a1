"""What number each subscription has in its place: from 1 on, and the same for as long as it is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from storage.state.models import Subscription


def numbered(there: Iterable[Subscription]) -> tuple[Subscription, ...]:
    """Return all subscriptions of one place, each with a number of its own, in the order of these.

    Those without one get the next ones: an older version made them, they came from a place that this one has
    become, or their number was given away while they were removed.
    """
    own: dict[int, Subscription] = {}
    without: list[Subscription] = []
    for each in sorted(there, key=lambda each: each.id):
        if each.number > 0 and each.number not in own:
            own[each.number] = each
        else:
            without.append(each)
    first = next_number(own)
    own |= {number: replace(each, number=number) for number, each in enumerate(without, first)}
    return tuple(own[number] for number in sorted(own))


def next_number(used: Iterable[int]) -> int:
    """Return the number of a new subscription in a place that has these."""
    return max(used, default=0) + 1
