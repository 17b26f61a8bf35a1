"""One record: raw JSON of any supported version to a `Record`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from adapters.launch_library import v2_0_0, v2_2_0, v2_3_0
from adapters.launch_library.values import Fields, text
from storage.errors import RecordError
from storage.models import Launch, Mode, Record


class Shape(NamedTuple):
    """How the records of one version are read."""

    mode: Callable[[Fields], Mode]
    launch: Callable[[Fields, Mode], Launch]


SHAPES = {
    v2_0_0.VERSION: Shape(v2_0_0.mode, v2_0_0.launch),
    v2_2_0.VERSION: Shape(v2_2_0.mode, v2_2_0.launch),
    v2_3_0.VERSION: Shape(v2_3_0.mode, v2_3_0.launch),
}
"""The supported versions."""

UNKNOWN_VERSION = "unknown"
"""Version of a record that is not even an object."""

_IN_URL = re.compile(r"/2\.([0-9]{1,3})\.[0-9]{1,3}/")


def decode_record(raw: bytes, version: str | None, received_at: datetime) -> Record:
    """Decode one record; without a version it is told from the record itself.

    Fields that are missing or of the wrong type become None. Raises `RecordError` with a plain reason
    when the bytes are no JSON object, or no launch; a version that is not in `SHAPES` is a KeyError.
    """
    fields = parse_record(raw)
    version = version or guess_version(fields)
    shape = SHAPES[version]
    mode = shape.mode(fields)
    launch = shape.launch(fields, mode)
    return Record(launch=launch, version=version, mode=mode, raw=raw, received_at=received_at)


def parse_record(raw: bytes) -> Fields:
    """Parse one JSON object; raises `RecordError`."""
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"not valid JSON: {error}") from error
    except RecursionError as error:
        raise RecordError("nested too deeply") from error
    if not isinstance(value, dict):
        raise RecordError(f"not an object but a {type(value).__name__}")
    return value


def guess_version(fields: Fields) -> str:
    """Tell the version whose decoder fits, by the record's own address or else by its shape."""
    match = _IN_URL.search((text(fields, "url") or "")[:200])
    if match:
        minor = int(match[1])
        return v2_0_0.VERSION if minor == 0 else v2_2_0.VERSION if minor <= 2 else v2_3_0.VERSION
    if "response_mode" in fields or "launch_designator" in fields:
        return v2_3_0.VERSION
    if {"type", "last_updated", "net_precision", "lsp_name"} & fields.keys():
        return v2_2_0.VERSION
    return v2_0_0.VERSION
