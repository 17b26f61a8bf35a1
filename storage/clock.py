"""The one source of the current time, injected wherever time matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the current instant as an aware UTC `datetime`."""


def system_clock() -> datetime:
    """Return the machine's current time in UTC."""
    return datetime.now(UTC)
