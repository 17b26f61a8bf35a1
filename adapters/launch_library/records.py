"""One record: raw JSON of any supported version to a `Record`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from adapters.launch_library import v2_0_0, v2_2_0, v2_3_0
from adapters.launch_library.values import Fields
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

REVISION = 1
"""Raised with every change of what is read out of records: what is kept of them is then decoded anew."""

UNKNOWN_VERSION = "unknown"
"""Version of a record that is not even an object."""

_OF_2_3_0 = frozenset({"response_mode", "launch_designator", "vid_urls", "info_urls"})
_OF_2_2_0 = frozenset({"type", "last_updated", "net_precision", "lsp_name"})
"""Fields that records have only from that version on."""


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
    """Tell the version whose decoder fits, by the record's shape: its address may be of any other."""
    if _OF_2_3_0 & fields.keys() or isinstance(fields.get("image"), dict):
        return v2_3_0.VERSION
    if _OF_2_2_0 & fields.keys():
        return v2_2_0.VERSION
    return v2_0_0.VERSION
