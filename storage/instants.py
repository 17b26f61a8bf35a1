"""Instants as the catalogue keeps them: whole microseconds since 1970 UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

MICROS_PER_SECOND = 1_000_000


@overload
def to_micros(instant: datetime) -> int: ...
@overload
def to_micros(instant: datetime | None) -> int | None: ...
def to_micros(instant: datetime | None) -> int | None:
    """Return microseconds since 1970 UTC; None stays None."""
    return None if instant is None else (instant - _EPOCH) // _MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the aware UTC instant that many microseconds after 1970."""
    return _EPOCH + micros * _MICROSECOND
