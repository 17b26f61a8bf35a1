"""Gzip, with an end to what a small file may unfold to."""

from __future__ import annotations

import gzip
import io
import zlib

from storage.errors import UpstreamError

UNPACKED_LIMIT = 256 * 1024 * 1024
"""Bytes; the whole history is 11 MB in normal mode and some 90 MB in detailed mode."""

_MAGIC = b"\x1f\x8b"


def unpack(data: bytes) -> bytes:
    """Return gzipped data unpacked, other data as it is; raises `UpstreamError`."""
    if not data.startswith(_MAGIC):
        return data
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            unpacked = stream.read(UNPACKED_LIMIT + 1)
    except EOFError as error:
        raise UpstreamError("the gzip file is cut short") from error
    except (OSError, zlib.error) as error:
        raise UpstreamError("the gzip file is damaged") from error
    if len(unpacked) > UNPACKED_LIMIT:
        raise UpstreamError(f"the gzip file unpacks to more than {UNPACKED_LIMIT} bytes")
    return unpacked
