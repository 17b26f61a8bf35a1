"""The least that says how a launch stands."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from storage.models import Launch


class LaunchStatus(NamedTuple):
    """A launch's id, its status in Launch Library's numbers, and its NET."""

    id: str
    status_id: int
    net: datetime


class Heard(NamedTuple):
    """A launch, and when the newest text of a record of it came; None where only the history tells of it.

    A record that says the same again is no newer text, and neither is one that is decoded anew.
    """

    launch: Launch
    at: datetime | None
