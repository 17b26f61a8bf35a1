"""The decoders of Launch Library's three versions: records, pages, and answers that are none."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from functools import cache
from random import Random
from typing import Any

import msgspec

from adapters.launch_library.encoding.record import encode_launch, encode_record
from adapters.launch_library.pages import DecodedPage, decode_page
from adapters.launch_library.throttle import LONGEST_WAIT_SECONDS, decode_throttle, told_wait
from storage.errors import UpstreamError
from storage.models import Mode, Record
from tests.fuzz import damage
from tests.fuzz.hard import SCALARS
from tests.fuzz.reader import Opening, is_said, plain
from tests.fuzz.seeds import told
from tests.launch_library.shapes import NOW

_STRUCTURE = re.compile(rb'[\[\]{}",\\]')


def check(record: Record) -> None:
    """What was decoded can be kept and given back."""
    for mode in Mode:
        msgspec.json.encode(encode_launch(record.launch, mode))
        msgspec.json.encode(encode_record(record, mode))
    assert msgspec.json.decode(msgspec.json.encode(record.launch), type=type(record.launch)) == record.launch


def _spoilt_record(random: Random) -> list[Any]:
    """Give a version, and one of its records with something wrong."""
    version, _mode, text = random.choice(told())
    return [version, damage.json_value(random, json.loads(text))]


def _record(value: list[Any]) -> None:
    version, spoilt = value
    _keeps_neighbours(damage.encoded(spoilt), version)


def _spoilt_text(random: Random) -> list[Any]:
    """Give a version, and the bytes of one of its records with something wrong that is no JSON."""
    version, _mode, text = random.choice(told())
    raw = bytearray(text.encode())
    for _ in range(random.randint(1, 4)):
        at = random.randrange(1, len(raw) - 1)
        if not _STRUCTURE.match(raw[at : at + 1]):
            raw[at] = random.choice(b"\x00\x7f\xffx0-.:e \n")
    return [version, bytes(raw)]


def _text(value: list[Any]) -> None:
    version, raw = value
    _keeps_neighbours(raw, version)


@cache
def _neighbours(version: str) -> tuple[tuple[bytes, str], ...]:
    """Return two good records of a version, and their ids."""
    texts = [text for each, mode, text in told() if (each, mode) == (version, "normal")][-2:]
    return tuple((text.encode(), json.loads(text)["id"]) for text in texts)


def _keeps_neighbours(spoilt: bytes, version: str) -> None:
    """A page with a spoilt record has all its elements as records or rejects, the good ones as records."""
    (before, first), (after, last) = _neighbours(version)
    elements = [before, spoilt, after]
    body = b'{"count":3,"next":null,"previous":null,"results":[' + b",".join(elements) + b"]}"
    for asked in (version, None):
        page = decode_page(body, asked, NOW)
        raws = Counter([record.raw for record in page.records] + [reject.raw for reject in page.rejects])
        assert raws == Counter(elements), "a record is lost"
        assert {first, last} <= {record.launch.id for record in page.records}, (
            "a good record went with a bad one"
        )
        for record in page.records:
            if record.raw == spoilt:
                check(record)
        assert all(0 < len(reject.reason) < 1000 for reject in page.rejects)


def _is_whole(page: DecodedPage) -> None:
    assert page.count >= 0
    for record in page.records:
        check(record)
    for reject in page.rejects:
        assert 0 < len(reject.reason) < 1000, len(reject.reason)


def _envelope(random: Random) -> bytes:
    """Give a whole answer with something wrong in its envelope, or with bytes changed, packed or not."""
    chosen = random.sample(told(), random.randint(0, 3))
    results = [json.loads(text) for _version, _mode, text in chosen]
    kind = random.random()
    value: Any = {"count": len(results), "next": "http://x", "previous": None, "results": results}
    if kind < 0.2:
        value = {"previous": value, "upcoming": {"count": 0, "results": []}}
    elif kind < 0.3:
        value = results
    elif kind < 0.35:
        return damage.data(random, b"[" * 3000 + b"]" * 3000)
    if random.random() < 0.5:
        for key in list(value) if isinstance(value, dict) else ():
            if random.random() < 0.4:
                value[key] = random.choice((*SCALARS, value[key], [value[key]]))
    body = damage.encoded(value)
    body = damage.data(random, body) if random.random() < 0.6 else body
    if random.random() < 0.2:
        body = gzip.compress(body, 1)
        body = damage.data(random, body) if random.random() < 0.5 else body
    return b"HTTP 200 OK\n\n" + body if random.random() < 0.05 else body


def _answer(body: bytes) -> None:
    for version in (None, "2.0.0", "2.2.0", "2.3.0"):
        try:
            page = decode_page(body, version, NOW)
        except UpstreamError as error:
            is_said(error)
            continue
        _is_whole(page)


_THROTTLE = {
    "your_request_limit": 15,
    "limit_frequency_secs": 3600,
    "current_use": 3,
    "next_use_secs": 0,
    "ident": "1.2.3.4",
}
_WAITS = (
    "120",
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "-1",
    "1e9",
    "9" * 400,
    "",
    "Wed, 21 Oct 2026 07:28:00",
    "٣",
)


def _limits(random: Random) -> list[Any]:
    body = damage.encoded(damage.json_value(random, random.choice((dict(_THROTTLE), [dict(_THROTTLE)]))))
    text = damage.text(random, ("Request was throttled. Expected available in 1412 seconds.",))
    return [damage.data(random, body) if random.random() < 0.3 else body, damage.text(random, _WAITS), text]


def _limit(value: list[Any]) -> None:
    body, header, text = value
    try:
        throttle = decode_throttle(body)
        assert throttle.limit >= 1
        assert throttle.period_seconds >= 1
    except UpstreamError:
        pass
    assert 1 <= told_wait(header, text, NOW) <= LONGEST_WAIT_SECONDS


OPENINGS: dict[str, Opening] = {
    "spoilt records": plain(_spoilt_record, _record),
    "records that are no JSON": plain(_spoilt_text, _text),
    "answers of Launch Library": plain(_envelope, _answer),
    "request limits": plain(_limits, _limit),
}
