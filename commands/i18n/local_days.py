"""The time zone of the current request, in whose days times are read and told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, tzinfo

_current: ContextVar[tzinfo] = ContextVar("zone", default=UTC)


def local_zone() -> tzinfo:
    """Return the zone of the chat or server that asks, UTC where none is known."""
    return _current.get()


@contextmanager
def counting_days_in(zone: tzinfo) -> Iterator[None]:
    """Use the days of a time zone within the block."""
    token = _current.set(zone)
    try:
        yield
    finally:
        _current.reset(token)


def in_zone(instant: datetime, zone: tzinfo) -> datetime:
    """Return an instant in a zone, or in UTC where that leaves the years 1 to 9999."""
    try:
        return instant.astimezone(zone)
    except (OverflowError, ValueError):
        return instant.astimezone(UTC)
