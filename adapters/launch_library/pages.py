"""Whole answers: any of the forms in which Launch Library's records are kept or sent, to decoded records."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import msgspec

from adapters.launch_library.elements import cut_out
from adapters.launch_library.packing import unpack
from adapters.launch_library.records import (
    SHAPES,
    UNKNOWN_VERSION,
    decode_record,
    guess_version,
    parse_record,
)
from storage.errors import RecordError, UpstreamError
from storage.models import Record, Reject

_JSON_LINE = re.compile(rb"^[\[{]", re.MULTILINE)
_WRAPPERS = ("previous", "upcoming")
_LISTS = ("results", "launches")
"""What an envelope's list of records may be called."""


@dataclass(frozen=True, slots=True)
class DecodedPage:
    """What one answer held.

    `count` is how many launches Launch Library has in all, not only on this page, and `has_next` tells
    whether it has a page after this one. `records` and `rejects` keep their order within the page.
    """

    count: int
    records: tuple[Record, ...]
    rejects: tuple[Reject, ...]
    has_next: bool

    @property
    def size(self) -> int:
        """How many records the page held, usable or not: what the next offset has to skip."""
        return len(self.records) + len(self.rejects)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """An answer before its records are looked at."""

    elements: list[bytes]
    count: int
    has_next: bool = False


def decode_page(data: bytes, version: str | None, received_at: datetime) -> DecodedPage:
    """Decode an answer, plain or gzipped; without a version each record's own is told from the record.

    Accepts an envelope, a bare list, one launch, the object that wraps `upcoming` and `previous`
    envelopes, and a text page of the browsable API with its heading. A record that cannot be decoded is
    among the rejects, with its text. Raises `UpstreamError` with a plain reason when the whole is no
    answer of Launch Library, or an incomplete one: nothing is taken from half a page.
    """
    if version is not None and version not in SHAPES:
        raise UpstreamError(f"version {version} is none of {', '.join(SHAPES)}")
    sheet = _sheet(_json_part(unpack(data)))
    records: list[Record] = []
    rejects: list[Reject] = []
    for raw in sheet.elements:
        try:
            records.append(decode_record(raw, version, received_at))
        except RecordError as error:
            rejects.append(Reject(str(error), raw, version or _version_of(raw), received_at))
    return DecodedPage(sheet.count, tuple(records), tuple(rejects), sheet.has_next)


def _version_of(raw: bytes) -> str:
    try:
        return guess_version(parse_record(raw))
    except RecordError:
        return UNKNOWN_VERSION


def _json_part(data: bytes) -> bytes:
    """Return the JSON of an answer without byte order mark and heading lines."""
    data = data.removeprefix(b"\xef\xbb\xbf").strip()
    if not data:
        raise UpstreamError("the answer is empty")
    if data.startswith(b"<"):
        raise UpstreamError("the answer is a web page (HTML), not JSON")
    start = _JSON_LINE.search(data)
    if start is None:
        raise UpstreamError("the answer holds no JSON")
    return data[start.start() :]


def _sheet(data: bytes) -> _Sheet:
    if data.startswith(b"["):
        # As an object, so that one way of taking an answer apart serves both.
        data = b'{"results":' + data + b"}"
    try:
        members = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
        if any(key in members for key in _LISTS) or not any(name in members for name in _WRAPPERS):
            return _plain_sheet(members, data)
        return _wrapped_sheet(members)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _salvaged_sheet(data, error)


def _plain_sheet(members: dict[str, msgspec.Raw], data: bytes) -> _Sheet:
    """Read an envelope, or else a single launch."""
    for key in _LISTS:
        if key in members:
            return _envelope(members, _elements(members[key]))
    if "id" in members and ("net" in members or "name" in members):
        return _Sheet([data], 1)
    if "detail" in members:
        raise UpstreamError(f"Launch Library says: {str(msgspec.json.decode(members['detail']))[:200]}")
    raise UpstreamError("the answer is JSON, but neither launches nor a launch")


def _wrapped_sheet(members: dict[str, msgspec.Raw]) -> _Sheet:
    elements: list[bytes] = []
    for name in _WRAPPERS:
        if name in members:
            elements += _nested(name, members[name])
    return _Sheet(elements, len(elements))


def _nested(name: str, part: msgspec.Raw) -> list[bytes]:
    """Return the records of a list or envelope inside an answer; raises `UpstreamError` for anything else."""
    if bytes(part).startswith(b"["):
        return _elements(part)
    if bytes(part).startswith(b"{"):
        envelope = msgspec.json.decode(part, type=dict[str, msgspec.Raw])
        for key in _LISTS:
            if key in envelope:
                return _elements(envelope[key])
    raise UpstreamError(f"the answer's {name} holds no list of launches")


def _salvaged_sheet(data: bytes, error: Exception) -> _Sheet:
    """Read an envelope in which some record is no JSON; that record is refused later, on its own."""
    parts = cut_out(data, b"results")
    try:
        if parts is None:
            raise error
        rest, elements = parts
        return _envelope(msgspec.json.decode(rest, type=dict[str, msgspec.Raw]), elements)
    except RecursionError as cause:
        raise UpstreamError("the answer is nested too deeply") from cause
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        truncated = "truncated" in str(cause)
        reason = "the answer is cut short" if truncated else f"the answer is no valid JSON: {cause}"
        raise UpstreamError(reason) from cause


def _elements(array: msgspec.Raw) -> list[bytes]:
    if not bytes(array).startswith(b"["):
        raise UpstreamError("the answer's results are not a list")
    return [bytes(element) for element in msgspec.json.decode(array, type=list[msgspec.Raw])]


def _envelope(members: dict[str, msgspec.Raw], elements: Iterable[bytes]) -> _Sheet:
    elements = list(elements)
    count = msgspec.json.decode(members.get("count", b"null"))
    following = msgspec.json.decode(members.get("next", b"null"))
    usable = type(count) is int and 0 <= count < 2**31
    return _Sheet(
        elements, count if usable else len(elements), bool(isinstance(following, str) and following)
    )
