"""The catalogue's file: opening it, setting a damaged one aside, and its connections."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from itertools import cycle
from pathlib import Path
from typing import Self

import aiosqlite
import msgspec

from storage.catalogue.raw_records import are_readable
from storage.catalogue.schema import SCHEMA, VERSION
from storage.catalogue.writing.filling import fill
from storage.clock import Clock
from storage.errors import DamagedStoreError, StoreError
from storage.history import HistoryFile
from storage.private_files import keep_private, make_folder

log = logging.getLogger("launchlog.catalogue")

READERS = 2
"""Read-only connections, each with a thread of its own."""

BUSY_TIMEOUT = 5.0
"""Seconds that a statement waits for another process's lock."""

_ENDINGS = ("", "-wal", "-shm")
"""Of the names of a database and of what SQLite keeps beside it."""

_SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA cache_size = -16000",
    "PRAGMA temp_store = MEMORY",
)


class OtherVersionError(DamagedStoreError):
    """A sound file that another version of the bot wrote, whose records can be read."""


class CatalogueFile:
    """The file and its connections; `writer` is for one task at a time, `replaced` counts new files.

    `former` is where a file of another version stands until all its records were taken out of it; `whole` is
    set while there is none.
    """

    def __init__(self, path: Path, clock: Clock, history: HistoryFile | None = None) -> None:
        self.path = path
        self.former = path.with_name(f"{path.stem}.former{path.suffix}")
        self.whole = asyncio.Event()
        self._clock = clock
        self._history = history
        self._opening = asyncio.Lock()
        self._replacing: asyncio.Task[None] | None = None
        self.connections: tuple[aiosqlite.Connection, ...] = ()
        self.replaced = 0

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, clock: Clock, history: HistoryFile | None = None) -> AsyncIterator[Self]:
        """Open the file, creating it or setting a damaged one aside first; raises `StoreError`.

        Before anybody can read it, it is filled with what it lacks of the history.
        """
        self = cls(path, clock, history)
        try:
            try:
                await self._connect()
            except DamagedStoreError as error:
                await self._make_way(error)
                await self._connect()
            if not await asyncio.to_thread(self.former.exists):
                self.whole.set()
            yield self
        finally:
            await self._end()

    @property
    def writer(self) -> aiosqlite.Connection:
        """The connection that writes."""
        if not self.connections:
            raise StoreError("The catalogue is closed.")
        return self.connections[0]

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[aiosqlite.Connection]:
        """Lend a read-only connection; raises `StoreError` for what the database reports.

        While the file is being replaced, it waits for the new one.
        """
        async with self._opening:
            pass
        async with translated(self):
            if not self.connections:
                raise StoreError("The catalogue is closed.")
            yield next(self._readers)

    async def replace(self, reason: str, damaged: tuple[aiosqlite.Connection, ...]) -> None:
        """Set the damaged file aside and go on with a new one, once for all who noticed.

        `damaged` are the connections on which it was noticed. Whoever noticed may be cancelled: all others
        wait for the new file.
        """
        self._replacing = asyncio.create_task(self._replace(reason, damaged))
        await asyncio.shield(self._replacing)

    async def _replace(self, reason: str, damaged: tuple[aiosqlite.Connection, ...]) -> None:
        async with self._opening:
            if self.connections is damaged and damaged:
                await self._close()
                await self._set_aside(reason, self.path)
                await self._connect()
                self.replaced += 1

    async def _connect(self) -> None:
        opened: list[aiosqlite.Connection] = []
        try:
            await asyncio.to_thread(make_folder, self.path.parent)
            await asyncio.to_thread(keep_private, self.path, f"{self.path.stem}.damaged-*")
            writer = await aiosqlite.connect(self.path, isolation_level=None, timeout=BUSY_TIMEOUT)
            opened.append(writer)
            for setting in _SETTINGS:
                await writer.execute(setting)
            await _prepare(writer)
            if self._history is not None:
                await fill(writer, self._history)
            uri = f"{self.path.absolute().as_uri()}?mode=ro"
            for _ in range(READERS):
                reader = await aiosqlite.connect(uri, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT)
                opened.append(reader)
                await reader.execute("PRAGMA cache_size = -16000")
        except BaseException as error:
            await _close_all(opened)
            if isinstance(error, sqlite3.Error | OSError | UnicodeDecodeError):
                raise translate(error, self.path) from error
            raise
        self._readers = cycle(opened[1:])
        self.connections = tuple(opened)

    async def _end(self) -> None:
        try:
            if self._replacing is not None:
                # It would open a file that nobody closes.
                self._replacing.cancel()
                await asyncio.wait({self._replacing})
        finally:
            await self._close()

    async def _close(self) -> None:
        connections, self.connections = self.connections, ()
        await _close_all(connections)

    async def drop_former(self) -> None:
        """Delete the file of another version, since all was taken out of it; raises `StoreError`."""
        try:
            for ending in _ENDINGS:
                path = self.former.with_name(self.former.name + ending)
                await asyncio.to_thread(path.unlink, missing_ok=True)
        except OSError as error:
            raise translate(error, self.former) from error
        self.whole.set()

    async def settle_former(self, error: StoreError) -> None:
        """See what becomes of the file of another version after an error; raises `StoreError`.

        One that is damaged is set aside, and one that another process has taken over is gone.
        """
        if isinstance(error, DamagedStoreError):
            await self._set_aside(str(error), self.former)
        if not await asyncio.to_thread(self.former.exists):
            self.whole.set()

    async def _make_way(self, error: DamagedStoreError) -> None:
        """Put away the file in the way of a new one, keeping the one that records are to be taken out of."""
        has_former = await asyncio.to_thread(self.former.exists)
        if has_former or not isinstance(error, OtherVersionError):
            await self._set_aside(str(error), self.path)
            return
        log.info("catalogue_of_another_version kept=%s", self.former.name)
        await self._rename(self.path, self.former)

    async def _set_aside(self, reason: str, path: Path) -> None:
        stamp = self._clock().strftime("%Y%m%dT%H%M%S%f")
        aside = self.path.with_name(f"{self.path.stem}.damaged-{stamp}{self.path.suffix}")
        log.error("catalogue_set_aside kept=%s reason=%s", aside.name, reason)
        await self._rename(path, aside)

    async def _rename(self, path: Path, new: Path) -> None:
        try:
            for ending in _ENDINGS:
                source = path.with_name(path.name + ending)
                with suppress(FileNotFoundError):
                    await asyncio.to_thread(source.rename, new.with_name(new.name + ending))
        except OSError as error:
            raise translate(error, path) from error


async def _close_all(connections: Sequence[aiosqlite.Connection]) -> None:
    interrupted: asyncio.CancelledError | None = None
    # The one that writes goes last: SQLite takes the log into the file when nobody has it open any
    # more, which a connection that only reads cannot do.
    for connection in reversed(connections):
        try:
            await connection.close()
        except sqlite3.Error:
            pass
        except asyncio.CancelledError as error:
            # It closes all the same, and so have the others to.
            interrupted = error
    if interrupted is not None:
        raise interrupted


async def expect_sound(connection: aiosqlite.Connection) -> None:
    """Raise `DamagedStoreError` where pages of the file contradict each other: reads all of it, 25 ms."""
    check = list(await connection.execute_fetchall("PRAGMA quick_check(1)"))
    if check[0][0] != "ok":
        raise DamagedStoreError(f"the file is damaged: {check[0][0]}")


async def _prepare(writer: aiosqlite.Connection) -> None:
    """Create the tables in a new file, or see that an old one is sound and of this version."""
    await expect_sound(writer)
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
        kind = OtherVersionError if mark and await are_readable(writer) else DamagedStoreError
        raise kind("the file was written by another version")


@asynccontextmanager
async def translated(file: CatalogueFile) -> AsyncIterator[None]:
    """Raise what SQLite reports as `StoreError`, and replace a file that turns out damaged.

    A launch that cannot be unpacked is damage too: SQLite does not check what stands in a column.
    """
    connections = file.connections
    try:
        yield
    except (sqlite3.Error, msgspec.DecodeError, UnicodeDecodeError) as error:
        known = translate(error, file.path)
        if isinstance(known, DamagedStoreError):
            await file.replace(str(known), connections)
        raise known from error
    except ValueError as error:
        # So aiosqlite says that a connection is closed: another task replaces the file, or it is the end.
        if file.connections is connections:
            raise
        raise StoreError(f"{file.path.name}: closed in the middle of a statement") from error


def translate(error: Exception, path: Path) -> StoreError:
    """Return what SQLite or the operating system reports of a file as an error of ours."""
    message = f"{path.name}: {error}"
    # Only the base class itself: its subclasses stand for locks, full disks and our own mistakes.
    unsound = type(error) is sqlite3.DatabaseError or not isinstance(error, sqlite3.Error | OSError)
    if unsound or str(error).startswith("Could not decode to UTF-8"):
        return DamagedStoreError(message)
    return StoreError(message)
