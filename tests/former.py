"""Catalogues as earlier versions of the bot left them: the tables that they share, filled by hand."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from storage.instants import to_micros

_LAUNCHES = """
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE launches (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT NOT NULL,
    slug TEXT, net INTEGER NOT NULL, status_id INTEGER NOT NULL, window_start INTEGER, window_end INTEGER,
    last_updated INTEGER, provider_id INTEGER, configuration_id INTEGER, pad_id INTEGER, location_id INTEGER,
    orbit_id INTEGER, mission_type TEXT, is_crewed INTEGER, version TEXT NOT NULL, mode INTEGER NOT NULL,
    verbatim INTEGER NOT NULL, {more});
CREATE INDEX launches_by_net ON launches (net DESC, id);
CREATE TABLE bodies (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE raw_records (
    number INTEGER NOT NULL, version TEXT NOT NULL, mode INTEGER NOT NULL, raw BLOB NOT NULL,
    received_at INTEGER NOT NULL, PRIMARY KEY (number, version, mode));
CREATE TABLE rejects (
    digest BLOB PRIMARY KEY, reason TEXT NOT NULL, raw BLOB NOT NULL, version TEXT NOT NULL,
    received_at INTEGER NOT NULL);
"""
_TELLINGS = """
CREATE TABLE tellings (
    number INTEGER NOT NULL, version TEXT NOT NULL, mode INTEGER NOT NULL, received_at INTEGER NOT NULL,
    digest BLOB NOT NULL, body BLOB, PRIMARY KEY (number, version, mode)) WITHOUT ROWID;
"""

SCHEMAS = {
    1: _LAUNCHES.format(more="age INTEGER NOT NULL DEFAULT 0"),
    4: _LAUNCHES.format(more="is_reused INTEGER") + _TELLINGS,
}
"""The tables that matter, by the version of the file; the first had no tellings yet."""


class Kept(NamedTuple):
    """A record as such a catalogue keeps it; `confirmed_at` is when the same text came last."""

    record: Mapping[str, Any]
    version: str
    mode: int
    received_at: datetime
    confirmed_at: datetime | None = None
    raw: bytes = b""


def write_former(path: Path, schema: int, kept: Sequence[Kept], marks: Mapping[str, str]) -> None:
    """Write a catalogue of that version with those records and notes."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(SCHEMAS[schema])
        connection.executemany("INSERT INTO marks VALUES (?, ?)", [*marks.items(), ("schema", str(schema))])
        numbers: dict[str, int] = {}
        for each in kept:
            launch_id = each.record["id"]
            if launch_id not in numbers:
                numbers[launch_id] = len(numbers) + 1
                _insert_launch(connection, numbers[launch_id], each)
            raw = each.raw or msgspec.json.encode(each.record)
            key = (numbers[launch_id], each.version, each.mode)
            connection.execute(
                "INSERT INTO raw_records VALUES (?, ?, ?, ?, ?)", (*key, raw, to_micros(each.received_at))
            )
            if schema >= 4:
                digest = hashlib.blake2b(raw, digest_size=8).digest()
                confirmed = to_micros(each.confirmed_at or each.received_at)
                connection.execute(
                    "INSERT INTO tellings VALUES (?, ?, ?, ?, ?, NULL)", (*key, confirmed, digest)
                )


def _insert_launch(connection: sqlite3.Connection, number: int, kept: Kept) -> None:
    record = kept.record
    connection.execute(
        "INSERT INTO launches (number, id, name, name_key, net, status_id, version, mode, verbatim)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (
            number, record["id"], record["name"], record["name"].lower(),
            to_micros(datetime.fromisoformat(record["net"])), record["status"]["id"], kept.version, kept.mode,
        ),
    )  # fmt: skip
    connection.execute("INSERT INTO bodies VALUES (?, x'80')", (number,))
