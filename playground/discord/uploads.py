"""Files that come with a request."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a multipart body; `index` is the number in its field name `files[n]`."""

    index: int
    filename: str
    content: bytes
