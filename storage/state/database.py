"""The connection to the state's database: where its few differences between databases live."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.errors import StoreError
from storage.private_files import keep_private, make_folder
from storage.state import migrate
from storage.state.db_errors import UnusableError, failures_of
from storage.state.patience import READ_SECONDS, SILENCE, WRITE_SECONDS, somebody_waits
from storage.state.pool import ClosingPool

BUSY_TIMEOUT = 5.0
"""Seconds that SQLite waits for another program's lock. https://www.sqlite.org/pragma.html#pragma_busy_timeout"""

STATEMENT_SECONDS = 30.0
"""How long a server may take for a statement."""

_log = logging.getLogger(__name__)


class Database:
    """An open state database at the newest revision.

    `name` is a file's path, or an address without its password; `subject` begins the sentences about it.
    `written` changes with each write of this process, which on SQLite is the only one that writes.
    Everything raises StoreError or DamagedStoreError, and nothing else, when the database fails.
    """

    def __init__(self, url: URL, busy_timeout: float = BUSY_TIMEOUT) -> None:
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.name = url.database if self.is_sqlite and url.database else url.render_as_string()
        self.subject = f"The state {self.name}"
        self._engine = _engine(url, busy_timeout)
        # SQLite has one writer anyway; waiting for it here is fair, and costs no thread.
        self._writer: AbstractAsyncContextManager[None] = asyncio.Lock() if self.is_sqlite else nullcontext()
        self._closed = False
        self._silent_until = 0.0
        self.written = 0

    @classmethod
    async def open(cls, url: str, busy_timeout: float = BUSY_TIMEOUT) -> Database:
        """Open the database at an SQLAlchemy address, create its folder, and migrate it.

        A damaged file is left as it is. An empty file is filled: a first start may have been cut off.
        """
        parsed = _parse(url)
        try:
            database = cls(parsed, busy_timeout)
        except ModuleNotFoundError as error:
            message = (
                f"The state needs the Python package {error.name!r}, which comes with launchlog[postgres]"
            )
            raise StoreError(message) from error
        try:
            with failures_of(database.subject):
                if database.is_sqlite:
                    await asyncio.to_thread(_prepare_file, parsed)
            await database._bring_up()
        except BaseException:
            await database.close()
            raise
        return database

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection for reading, which never waits for a writer."""
        async with self._within(READ_SECONDS), self._begin("BEGIN") as connection:
            yield connection

    @asynccontextmanager
    async def write(self, *, seconds: float | None = STATEMENT_SECONDS) -> AsyncIterator[AsyncConnection]:
        """Give a connection in a transaction that is committed at the end of the block.

        On SQLite the write lock is taken at once, so that nothing read in the block can be outdated by
        the time it is written; on PostgreSQL, lock the rows with `with_for_update()`. There, each statement
        may take so many seconds, None for as many as it likes.
        """
        try:
            async with (
                self._within(WRITE_SECONDS),
                self._writer,
                self._begin("BEGIN IMMEDIATE") as connection,
            ):
                if self.is_sqlite or seconds == STATEMENT_SECONDS:
                    yield connection
                else:
                    async with _patient(connection, seconds):
                        yield connection
        finally:
            # Only now can it be read; a transaction that failed may be committed all the same.
            self.written += 1

    @asynccontextmanager
    async def outside_transaction(self) -> AsyncIterator[AsyncConnection]:
        """Give an SQLite connection whose statements stand each for itself."""
        try:
            async with self._begin(None) as connection:
                yield connection
        finally:
            self.written += 1

    async def connect(self) -> AsyncConnection:
        """Give a connection of the caller's own, to be closed by the caller."""
        with failures_of(self.subject):
            return await self._engine.connect()

    async def close(self) -> None:
        """Close every connection; the database is of no use afterwards.

        Cancelled meanwhile, it closes the others all the same.
        """
        self._closed = True
        interrupted: asyncio.CancelledError | None = None
        while True:
            try:
                await self._engine.dispose()
            except asyncio.CancelledError as error:
                # What was being closed is closed; the rest of the pool waits for the next turn.
                interrupted = error
            else:
                break
        if interrupted is not None:
            raise interrupted

    @asynccontextmanager
    async def _begin(self, statement: str | None) -> AsyncIterator[AsyncConnection]:
        if self._closed:
            message = f"{self.subject} is closed"
            raise StoreError(message)
        with failures_of(self.subject):
            async with self._engine.execution_options(sqlite_begin=statement).begin() as connection:
                yield connection

    @asynccontextmanager
    async def _within(self, seconds: float) -> AsyncIterator[None]:
        """Let nobody wait longer than that who is being answered; what is silent is not asked for a while."""
        if self.is_sqlite or not somebody_waits():
            yield
            return
        now = asyncio.get_running_loop().time
        message = f"{self.subject} does not answer"
        if now() < self._silent_until:
            raise StoreError(message)
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as error:
            self._silent_until = now() + SILENCE
            raise StoreError(message) from error

    async def _bring_up(self) -> None:
        async with self.read() as connection:
            if self.is_sqlite and (found := await connection.scalar(text("PRAGMA quick_check(1)"))) != "ok":
                message = f"is damaged: {found}"
                raise UnusableError(message)
            if await connection.run_sync(migrate.is_current):
                return
        # As long as it takes: a new index over many rows, or another process that is at it.
        async with self.write(seconds=None) as connection:
            await connection.run_sync(migrate.upgrade)
        _log.info("state_migrated database=%s", self.name)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        message = "The state's address is not an SQLAlchemy database URL"
        raise StoreError(message) from error
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        message = "The state's address names no file"
        raise StoreError(message)
    return parsed


def _engine(url: URL, busy_timeout: float) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        # Its driver is there only where somebody asked for it.
        from storage.state import postgresql  # noqa: PLC0415

        return postgresql.engine(url, STATEMENT_SECONDS)
    engine = create_async_engine(url, poolclass=ClosingPool, connect_args={"timeout": busy_timeout})
    event.listen(engine.sync_engine, "connect", _set_up_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    event.listen(engine.sync_engine, "invalidate", _roll_back)
    return engine


@asynccontextmanager
async def _patient(connection: AsyncConnection, seconds: float | None) -> AsyncIterator[None]:
    """Let the statements of a transaction on PostgreSQL take that long, None for as long as they like."""
    from storage.state import postgresql  # noqa: PLC0415 - see `_engine`

    driver: Any = (await connection.get_raw_connection()).driver_connection
    usual, driver.patience = driver.patience, seconds
    try:
        await connection.execute(text(f"SET LOCAL {postgresql.limit(seconds)}"))
        yield
    finally:
        driver.patience = usual


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver would begin transactions by itself, too late and never IMMEDIATE.
    connection.isolation_level = None
    cursor = connection.cursor()
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
    except BaseException:
        # The pool drops a connection that fails here without closing it.
        connection.close()
        raise


def _roll_back(connection: Any, _record: object, _error: object) -> None:
    """End the transaction of a connection that is given up because its task was cancelled.

    The cursor of the statement that was cut off may live on for a while, and SQLite keeps a closed
    connection, with its lock, for as long as it has a statement. https://www.sqlite.org/c3ref/close.html
    """
    # A second cancellation must not keep the connection from being closed next; the first goes on.
    with suppress(Exception, asyncio.CancelledError):
        connection.rollback()


def _begin_sqlite(connection: Connection) -> None:
    if statement := connection.get_execution_options().get("sqlite_begin"):
        connection.exec_driver_sql(statement)


def _prepare_file(url: URL) -> None:
    if url.database is None or url.query.get("uri"):
        return
    file = Path(url.database)
    make_folder(file.parent)
    if file.exists() and file.stat().st_size == 0:
        _log.warning("state_was_empty file=%s", file)
    keep_private(file)
