"""What Launch Library told, to the letter, to be decoded anew: of this catalogue, or of one of before.

The tables that are read here stood in every version of the file, but for `tellings`, which came later.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import aiosqlite

from storage.instants import from_micros
from storage.models import Reject

LAUNCHES = 25
"""Launches in a piece: some hundred kilobytes of text, and some milliseconds of writing."""


class Position(NamedTuple):
    """A launch up to which records were taken, the latest NET first: its NET in microseconds, its number."""

    net: int
    number: int


START = Position(2**63 - 1, 2**63 - 1)
"""Before the latest launch."""


class RawRecord(NamedTuple):
    """A record's text: when Launch Library first answered with it, and when it last did."""

    version: str
    raw: bytes
    received_at: datetime
    confirmed_at: datetime


class Piece(NamedTuple):
    """All records of some launches that have any; `end` is the last of these."""

    records: tuple[RawRecord, ...]
    end: Position


_TABLES = "SELECT count(*) FROM sqlite_master WHERE name = 'tellings'"
_COLUMNS = "SELECT l.net, r.mode, r.received_at FROM launches l JOIN raw_records r USING (number) LIMIT 0"
_PIECE = (
    "SELECT l.net, l.number, r.version, r.raw, r.received_at, {confirmed} FROM"
    " (SELECT net, number FROM launches WHERE (net, number) < (?, ?)"
    " AND number IN (SELECT number FROM raw_records) ORDER BY net DESC, number DESC LIMIT ?) l"
    " JOIN raw_records r ON r.number = l.number {tellings} ORDER BY l.net DESC, l.number DESC"
)
_TELLINGS = "LEFT JOIN tellings t ON t.number = r.number AND t.version = r.version AND t.mode = r.mode"


class RawRecords:
    """The records behind a connection. Every call raises what SQLite reports."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._sql = ""

    async def after(self, position: Position) -> Piece | None:
        """Return the next piece, None after the last."""
        rows = list(await self._connection.execute_fetchall(await self._piece(), (*position, LAUNCHES)))
        if not rows:
            return None
        try:
            records = (
                RawRecord(version, bytes(raw), from_micros(received), from_micros(confirmed))
                for _net, _number, version, raw, received, confirmed in rows
            )
            return Piece(tuple(records), Position(rows[-1][0], rows[-1][1]))
        except (TypeError, OverflowError) as error:
            raise sqlite3.DatabaseError(f"a record has no text or no time: {error}") from error

    async def marks(self) -> dict[str, str]:
        """Return the notes that stand beside the records."""
        rows = await self._connection.execute_fetchall("SELECT name, value FROM marks")
        return {row[0]: row[1] for row in rows}

    async def ids(self) -> frozenset[str]:
        """Return the ids of all launches, those without a record among them."""
        return frozenset(row[0] for row in await self._connection.execute_fetchall("SELECT id FROM launches"))

    async def rejects(self) -> tuple[Reject, ...]:
        """Return the records that could not be decoded when they came."""
        rows = await self._connection.execute_fetchall(
            "SELECT reason, raw, version, received_at FROM rejects"
        )
        return tuple(Reject(row[0], bytes(row[1]), row[2], from_micros(row[3])) for row in rows)

    async def _piece(self) -> str:
        if not self._sql:
            ((has_tellings,),) = await self._connection.execute_fetchall(_TABLES)
            confirmed = "coalesce(t.received_at, r.received_at)" if has_tellings else "r.received_at"
            self._sql = _PIECE.format(confirmed=confirmed, tellings=_TELLINGS if has_tellings else "")
        return self._sql


async def are_readable(connection: aiosqlite.Connection) -> bool:
    """Whether a catalogue of another version has its records where they are looked for."""
    try:
        await connection.execute_fetchall(_COLUMNS)
    except aiosqlite.OperationalError:
        return False
    return True


@asynccontextmanager
async def raw_records_in(path: Path) -> AsyncIterator[RawRecords]:
    """Open the records in a file, given by an absolute path, for reading only."""
    uri = f"{path.as_uri()}?mode=ro"
    async with aiosqlite.connect(uri, uri=True, isolation_level=None) as connection:
        yield RawRecords(connection)
