"""Launches that Launch Library merges: one record goes and another one tells of the same launch.

The record that is gone answers 404 and is out of the catalogue then; nothing says into which it went.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from storage.models import Launch

APART = timedelta(hours=24)
"""How far apart two records of one launch may put its lift-off: one may know the day alone."""


def same_launch(launch: Launch, others: Iterable[Launch]) -> Launch | None:
    """Return the one of other records, all gone, that told of the same launch; None if there is none.

    That is the same rocket by the same provider from the same pad, at about the same time: no pad is ready
    again so soon. What a record does not tell, it does not contradict; the rocket it has to tell.
    """
    same = [other for other in others if other.id != launch.id and _is_same(launch, other)]
    return min(same, key=lambda other: abs(other.net - launch.net), default=None)


def _is_same(one: Launch, other: Launch) -> bool:
    if one.rocket is None or other.rocket is None or one.rocket.id != other.rocket.id:
        return False
    if one.provider and other.provider and one.provider.id != other.provider.id:
        return False
    if one.pad and other.pad and one.pad.id != other.pad.id:
        return False
    return abs(one.net - other.net) <= APART
