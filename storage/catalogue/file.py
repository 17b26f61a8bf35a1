"""The catalogue's file: opening it, setting a damaged one aside, and its connections."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Self

import aiosqlite

from storage.catalogue.schema import SCHEMA, VERSION
from storage.clock import Clock
from storage.errors import DamagedStoreError, StoreError

log = logging.getLogger("launchlog.catalogue")

READERS = 2
"""Read-only connections, each with a thread of its own."""

BUSY_TIMEOUT = 5.0
"""Seconds that a statement waits for another process's lock."""

_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
)


class CatalogueFile:
    """The file and its connections; `writer` is for one task at a time."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self.path = path
        self._clock = clock
        self._opening = asyncio.Lock()
        self._connections: list[aiosqlite.Connection] = []

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, clock: Clock) -> AsyncIterator[Self]:
        """Open the file, creating it or setting a damaged one aside first; raises `StoreError`."""
        self = cls(path, clock)
        try:
            try:
                await self._connect()
            except DamagedStoreError as error:
                await self._close()
                await self._set_aside(str(error))
                await self._connect()
            yield self
        finally:
            await self._close()

    @property
    def writer(self) -> aiosqlite.Connection:
        """The connection that writes."""
        if not self._connections:
            raise StoreError("The catalogue is closed.")
        return self._connections[0]

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[aiosqlite.Connection]:
        """Lend a read-only connection; raises `StoreError` for what the database reports."""
        async with translated(self):
            if not self._connections:
                raise StoreError("The catalogue is closed.")
            yield next(self._readers)

    async def replace(self, reason: str) -> None:
        """Set the damaged file aside and go on with an empty one, once for all who noticed."""
        damaged = self._connections
        async with self._opening:
            if self._connections is damaged:
                await self._close()
                await self._set_aside(reason)
                await self._connect()

    async def _connect(self) -> None:
        try:
            await asyncio.to_thread(self.path.parent.mkdir, parents=True, exist_ok=True)
            writer = await aiosqlite.connect(self.path, isolation_level=None, timeout=BUSY_TIMEOUT)
            self._connections = [writer]
            for setting in _SETTINGS:
                await writer.execute(setting)
            await _prepare(writer)
            uri = f"{self.path.absolute().as_uri()}?mode=ro"
            for _ in range(READERS):
                reader = await aiosqlite.connect(uri, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT)
                self._connections.append(reader)
                await reader.execute("PRAGMA cache_size = -16000")
            self._readers = cycle(self._connections[1:])
        except (sqlite3.Error, OSError) as error:
            raise _translate(error, self.path) from error

    async def _close(self) -> None:
        connections, self._connections = self._connections, []
        for connection in connections:
            with suppress(sqlite3.Error):
                await connection.close()

    async def _set_aside(self, reason: str) -> None:
        stamp = self._clock().strftime("%Y%m%dT%H%M%S%f")
        aside = self.path.with_name(f"{self.path.stem}.damaged-{stamp}{self.path.suffix}")
        log.error("catalogue_set_aside kept=%s reason=%s; it is rebuilt", aside.name, reason)
        try:
            for ending in ("", "-wal", "-shm"):
                source = self.path.with_name(self.path.name + ending)
                with suppress(FileNotFoundError):
                    await asyncio.to_thread(source.rename, aside.with_name(aside.name + ending))
        except OSError as error:
            raise _translate(error, self.path) from error


async def _prepare(writer: aiosqlite.Connection) -> None:
    """Create the tables in a new file, or see that an old one is sound and of this version."""
    check = list(await writer.execute_fetchall("PRAGMA quick_check(1)"))
    if check[0][0] != "ok":
        raise DamagedStoreError(f"the file is damaged: {check[0][0]}")
    tables = list(await writer.execute_fetchall("SELECT count(*) FROM sqlite_master"))
    if tables[0][0] == 0:
        await writer.executescript(
            f"BEGIN IMMEDIATE; {SCHEMA} INSERT INTO marks VALUES ('schema', '{VERSION}'); COMMIT"
        )
        return
    try:
        mark = list(await writer.execute_fetchall("SELECT value FROM marks WHERE name = 'schema'"))
    except sqlite3.OperationalError as error:
        raise DamagedStoreError("the file holds other tables") from error
    if not mark or mark[0][0] != str(VERSION):
        raise DamagedStoreError("the file was written by another version")


@asynccontextmanager
async def translated(file: CatalogueFile) -> AsyncIterator[None]:
    """Raise what SQLite reports as `StoreError`, and replace a file that turns out damaged."""
    try:
        yield
    except sqlite3.Error as error:
        known = _translate(error, file.path)
        if isinstance(known, DamagedStoreError):
            await file.replace(str(known))
        raise known from error


def _translate(error: Exception, path: Path) -> StoreError:
    message = f"{path.name}: {error}"
    # Only the base class itself: its subclasses stand for locks, full disks and our own mistakes.
    if type(error) is sqlite3.DatabaseError:
        return DamagedStoreError(message)
    return StoreError(message)
