"""Version 2.2.0: `type` names the mode; new are `last_updated`, `net_precision` and the attempt counts."""

from __future__ import annotations

from adapters.launch_library.launches import (
    body,
    details,
    flat_mission,
    heading,
    mode_by_shape,
    mode_by_word,
)
from adapters.launch_library.values import Fields
from storage.models import Launch, Mode

VERSION = "2.2.0"


def mode(record: Fields) -> Mode:
    """Return which mode (list, normal or detailed) a record was written in."""
    return mode_by_word(record, "type") or mode_by_shape(record)


def launch(record: Fields, found: Mode) -> Launch:
    """Decode a record of the mode found; raises `RecordError`."""
    parts = heading(record)
    if found is Mode.LIST:
        return Launch(**parts, **flat_mission(record))
    parts.update(body(record))
    if found is Mode.DETAILED:
        parts.update(details(record, webcasts_key="vidURLs", info_urls_key="infoURLs"))
    return Launch(**parts)
