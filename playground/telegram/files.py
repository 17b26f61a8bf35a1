"""Photos and documents: uploaded, by address, or by file_id."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import Any

from .errors import bad_request
from .links import link_problem
from .parameters import ATTACHED, Upload

LARGEST_PHOTO = 10 * 1024 * 1024
"""Bytes of an uploaded photo: https://core.telegram.org/bots/api#sendphoto."""

MOST_SIDES = 10_000
"""Width and height of a photo together, in pixels."""

MOST_RATIO = 20
"""Width to height of a photo, or height to width."""

UNKNOWN_SIZE = (1280, 720)
"""Dimensions of a picture that the stand-in has not seen (nothing is fetched from an address)."""


@dataclass(frozen=True, slots=True)
class File:
    """A file the server keeps. `source` is the address it came from; then `data` is empty."""

    file_id: str
    name: str
    content_type: str
    data: bytes
    source: str = ""

    @property
    def path(self) -> str:
        """Where getFile says it can be downloaded."""
        return f"files/{self.file_id}/{self.name}"

    def wire(self) -> dict[str, Any]:
        """Give the fields that every file object shares."""
        return {"file_id": self.file_id, "file_unique_id": self.file_id[-12:], "file_size": len(self.data)}


class Files:
    """All files, by file_id."""

    def __init__(self) -> None:
        self._files: dict[str, File] = {}

    def get(self, file_id: str) -> File | None:
        """Find a file."""
        return self._files.get(file_id)

    def at(self, path: str) -> File | None:
        """Find a file by its download path."""
        file = self._files.get(path.removeprefix("files/").partition("/")[0])
        return file if file is not None and file.path == path else None

    def keep(self, name: str, content_type: str, data: bytes, source: str = "") -> File:
        """Store a file; the same content has the same file_id."""
        digest = hashlib.blake2b(data + source.encode(), digest_size=18).hexdigest()
        return self._files.setdefault(digest, File(digest, name, content_type, data, source))

    def resolve(self, given: str, uploads: dict[str, Upload], kind: str) -> File:
        """Find what a request means: `attach://` names an upload, else an address or a file_id."""
        if not given:
            raise bad_request(f"there is no {kind} in the request")
        if given.startswith(ATTACHED):
            upload = uploads.get(given.removeprefix(ATTACHED))
            if upload is None:
                raise bad_request("wrong file identifier/HTTP URL specified", note=f"nothing came as {given}")
            if not upload.data:
                raise bad_request("file must be non-empty")
            return self.keep(upload.name, upload.content_type, upload.data)
        if "://" in given:
            if link_problem(given) or not given.startswith(("http://", "https://")):
                raise bad_request("wrong HTTP URL specified")
            return self.keep(given.rpartition("/")[2] or kind, "", b"", given)
        known = self.get(given)
        if known is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return known


def photo_field(file: File) -> dict[str, Any]:
    """Give the `photo` field of a message: its sizes, smallest first."""
    width, height = _checked_size(file)
    sizes = [(max(1, width * 90 // max(width, height)), max(1, height * 90 // max(width, height)))]
    if max(width, height) > 90:
        sizes.append((width, height))
    return {"photo": [{**file.wire(), "width": wide, "height": high} for wide, high in sizes]}


def document_field(file: File) -> dict[str, Any]:
    """Give the `document` field of a message."""
    return {"document": {**file.wire(), "file_name": file.name, "mime_type": file.content_type}}


def _checked_size(file: File) -> tuple[int, int]:
    if file.source:
        return UNKNOWN_SIZE
    if len(file.data) > LARGEST_PHOTO:
        raise bad_request("file is too big")
    size = image_size(file.data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > MOST_SIDES or max(size) > MOST_RATIO * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def image_size(data: bytes) -> tuple[int, int] | None:
    """Read width and height from a PNG, GIF, JPEG or WebP header; None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return (width, height) if width and height else None
    if data.startswith((b"GIF87a", b"GIF89a")) and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return (width, height) if width and height else None
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return UNKNOWN_SIZE
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Walk a JPEG's segments up to its frame header."""
    position = 2
    while position + 9 <= len(data) and data[position] == 0xFF:
        marker, length = data[position + 1], struct.unpack(">H", data[position + 2 : position + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return (width, height) if width and height else None
        position += 2 + length
    return None
