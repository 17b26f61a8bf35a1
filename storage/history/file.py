"""The file of the history: JSON in columns, compressed with LZMA (xz).

The JSON is one object (docs/history-format.md describes it for other readers):

- `format`: `FORMAT`; a reader that does not know it leaves the file alone
- `source`: whom the facts are owed to; `made_on`: a date; `gaps`: months as in `History`
- `statuses`, `agencies`, `rockets`, `locations`, `pads`, `orbits`, `programs`: tables with an id a row
- `launches`: the launches, the earliest first, which refer to those tables by id
- `boosters`, `spacecraft`, `crew`: what flew. A launch tells how many rows of the first two are its own
  (null: not known), a spacecraft how many of the third; they follow one another in the launches' order

A table is an object of columns, all equally long; null is what is not known. Times are whole seconds since
1970 UTC. The same history makes the same bytes.
"""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from storage.errors import StoreError
from storage.history.history import History
from storage.history.launches import launch_columns, launches
from storage.history.tables import Tables, things
from storage.models import Launch

FORMAT = "launchlog-history-1"
"""Another number means that a reader of this one would go wrong."""

SOURCE = "Launch Library 2 by The Space Devs, https://thespacedevs.com/llapi"

BUNDLED = "history.json.xz"
"""The file's name in this package."""

_SHOWN = 200
"""Most characters that are shown of what is wrong in a file."""

_FILTERS = ({"id": lzma.FILTER_LZMA2, "preset": 6 | lzma.PRESET_EXTREME, "lc": 4, "lp": 0, "pb": 0},)


def encode_history(history: History, tables: Tables) -> bytes:
    """Return the file of a history; `tables` has learned what its launches refer to."""
    content: dict[str, Any] = {
        "format": FORMAT,
        "source": SOURCE,
        "made_on": history.made_on.isoformat(),
        "gaps": list(history.gaps),
        **tables.columns(history.launches),
        **launch_columns(history.launches),
    }
    text = msgspec.json.encode(content)
    return lzma.compress(text, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=list(_FILTERS))


def decode_history(data: bytes) -> History:
    """Return the history of a file; raises `StoreError` when it is none that can be read."""
    try:
        content = msgspec.json.decode(lzma.decompress(data), type=dict[str, Any])
        return _history(content)
    except (lzma.LZMAError, msgspec.DecodeError, LookupError, TypeError, ValueError, OverflowError) as error:
        # What is wrong in the file may be long, and stands in the error.
        raise StoreError(f"The history cannot be read: {str(error)[:_SHOWN]}") from error


def _history(content: Mapping[str, Any]) -> History:
    if content["format"] != FORMAT:
        raise ValueError(f"its format is {content['format']!r}, not {FORMAT!r}")
    found = launches(content, things(content))
    # Columns hold anything; so what was made of them is read once more, by its types.
    msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=tuple[Launch, ...])
    return History(
        launches=found,
        made_on=date.fromisoformat(content["made_on"]),
        gaps=msgspec.convert(content["gaps"], tuple[str, ...]),
    )


@dataclass(frozen=True, slots=True)
class HistoryFile:
    """A file with a history; without a path the bundled one. Both take their time: call them in a thread."""

    path: Path | None = None

    def digest(self) -> str:
        """Return what differs between any two files; raises `StoreError`."""
        return hashlib.blake2b(self.content(), digest_size=16).hexdigest()

    def read(self) -> History:
        """Return the history, after some tenths of a second; raises `StoreError`."""
        return decode_history(self.content())

    def content(self) -> bytes:
        """Return the file as it stands, for other readers; raises `StoreError`."""
        file = self.path or resources.files(__package__).joinpath(BUNDLED)
        try:
            return file.read_bytes()
        except OSError as error:
            raise StoreError(f"The history cannot be read: {error.strerror}") from error


BUNDLED_HISTORY = HistoryFile()
"""The history that ships with the bot."""
