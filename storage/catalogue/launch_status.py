"""The least that says how a launch stands."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class LaunchStatus(NamedTuple):
    """A launch's id, its status in Launch Library's numbers, and its NET."""

    id: str
    status_id: int
    net: datetime
