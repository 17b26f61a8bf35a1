"""Version 2.0.0: modes are told by shape alone, ids of the older Launch Library 1 still stand in it."""

from __future__ import annotations

from adapters.launch_library.launches import body, details, flat_mission, heading, mode_by_shape
from adapters.launch_library.values import Fields, flag
from storage.models import Launch, Mode
from storage.net_precision import NetPrecision

VERSION = "2.0.0"


def mode(record: Fields) -> Mode:
    """Return which mode (list, normal or detailed) a record was written in."""
    return mode_by_shape(record)


def launch(record: Fields, found: Mode) -> Launch:
    """Decode a record of the mode found; raises `RecordError`."""
    parts = heading(record)
    if found is Mode.LIST:
        return Launch(**parts, **flat_mission(record))
    parts.update(body(record), net_precision=_precision(record))
    if found is Mode.DETAILED:
        parts.update(details(record, webcasts_key="vidURLs", info_urls_key="infoURLs"))
    return Launch(**parts)


def _precision(record: Fields) -> str | None:
    """Return what the flags tell of the NET: only that its day, or its time of day, is none."""
    if flag(record, "tbddate"):
        return NetPrecision.UNDATED
    return NetPrecision.DAY if flag(record, "tbdtime") else None
