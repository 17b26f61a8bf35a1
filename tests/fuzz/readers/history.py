"""The reader of a history file."""

from __future__ import annotations

import json
import lzma
from functools import cache
from random import Random
from typing import Any

import msgspec

from storage.errors import StoreError
from storage.history import BUNDLED_HISTORY
from storage.history.file import decode_history, encode_history
from storage.history.history import History
from storage.history.tables import Tables
from tests.fuzz import damage
from tests.fuzz.reader import Opening, is_said, plain

LAUNCHES = 12


@cache
def _small() -> bytes:
    """Return the file of a history of few launches, the crewed ones first."""
    whole = BUNDLED_HISTORY.read()
    chosen = sorted(whole.launches, key=lambda launch: (not launch.spacecraft, not launch.boosters))[
        :LAUNCHES
    ]
    chosen.sort(key=lambda launch: (launch.net, launch.id))
    tables = Tables()
    for launch in chosen:
        tables.learn(launch)
    return encode_history(History(tuple(chosen), whole.made_on, whole.gaps), tables)


@cache
def _content() -> str:
    return lzma.decompress(_small()).decode()


def _spoilt(random: Random) -> Any:
    return damage.json_value(random, json.loads(_content()))


def _file(content: Any) -> None:
    _read(lzma.compress(damage.encoded(content), preset=0))


def _bytes(random: Random) -> bytes:
    if random.random() < 0.5:
        return damage.data(random, _small())
    return lzma.compress(damage.data(random, _content().encode()), preset=0)


def _read(data: bytes) -> None:
    try:
        history = decode_history(data)
    except StoreError as error:
        is_said(error)
        return
    for launch in history.launches:
        assert msgspec.json.decode(msgspec.json.encode(launch), type=type(launch)) == launch
    # What reads is what the catalogue and the months that are missing are made of.
    assert all(isinstance(month, str) for month in history.gaps)


OPENINGS: dict[str, Opening] = {
    "history tables": plain(_spoilt, _file),
    "history files": plain(_bytes, _read),
}
