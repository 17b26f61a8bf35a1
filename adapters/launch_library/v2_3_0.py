"""Version 2.3.0: `response_mode` names the mode; pictures, types and countries became objects.

Contract: https://ll.thespacedevs.com/2.3.0/swagger/
"""

from __future__ import annotations

from adapters.launch_library.launches import body, details, heading, mode_by_shape, mode_by_word
from adapters.launch_library.values import Fields
from storage.models import Launch, Mode

VERSION = "2.3.0"


def mode(record: Fields) -> Mode:
    """Return which mode (list, normal or detailed) a record was written in."""
    return mode_by_word(record, "response_mode") or mode_by_shape(record)


def launch(record: Fields, found: Mode) -> Launch:
    """Decode a record of the mode found; raises `RecordError`. A list record has a heading only."""
    parts = heading(record)
    if found is not Mode.LIST:
        parts.update(body(record))
    if found is Mode.DETAILED:
        parts.update(details(record, webcasts_key="vid_urls", info_urls_key="info_urls"))
    return Launch(**parts)
