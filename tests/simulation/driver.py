"""SQLite as a database driver for the virtual loop: called at once, with the troubles of a real one.

Each statement is a point at which other tasks go on, the process may be killed and the database may fail.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from random import Random
from typing import Any
from unittest.mock import patch

from sqlalchemy import URL, make_url
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.util import await_only

from storage.state import database
from tests.simulation.life import LIFE, Life

BUSY_WAIT = 0.05
"""Virtual seconds between two tries to get a lock that another process holds."""

FAILURES = {
    "locked": sqlite3.SQLITE_BUSY,
    "full": sqlite3.SQLITE_FULL,
    "broken": sqlite3.SQLITE_IOERR,
}


class Weather:
    """How the database is at the moment; `trouble` is one of `FAILURES`, "lost" an answer, or ""."""

    def __init__(self) -> None:
        self.random = Random(0)
        self.trouble = ""
        self.slowness = 0.0
        self.severity = 0.0

    def pause(self) -> float | None:
        """Return how long a statement takes, None for no time at all."""
        return self.random.random() * self.slowness if self.slowness else None

    def fails(self) -> bool:
        """Tell whether a statement fails that begins or ends a transaction."""
        return bool(self.trouble) and self.random.random() < self.severity


WEATHER = Weather()


class Cursor(sqlite3.Cursor):
    """A cursor whose statements are points of the simulation."""

    def execute(self, sql: str, parameters: Any = ()) -> Cursor:
        """Execute a statement at a point where others may go on."""
        life = LIFE.get()
        if life is None or sql.startswith("PRAGMA"):
            return super().execute(sql, parameters)
        _pass_by(life)
        if not sql.startswith("BEGIN IMMEDIATE"):
            return super().execute(sql, parameters)
        if WEATHER.fails() and WEATHER.trouble != "lost":
            raise failure()
        return self._begin(life, sql)

    def executemany(self, sql: str, parameters: Any) -> Cursor:
        """Execute a statement for each of several rows."""
        if (life := LIFE.get()) is not None:
            _pass_by(life)
        return super().executemany(sql, parameters)

    async def _async_soft_close(self) -> None:
        """Be done, as SQLAlchemy asks of a cursor of an asynchronous driver."""

    def _begin(self, life: Life, sql: str) -> Cursor:
        for _ in range(int(database.BUSY_TIMEOUT / BUSY_WAIT)):
            try:
                return super().execute(sql)
            except sqlite3.OperationalError:
                await_only(asyncio.sleep(BUSY_WAIT))
                life.step("waiting")
        return super().execute(sql)


def _pass_by(life: Life) -> None:
    """Come to a point where others may go on and the process may die; raises `Killed`."""
    life.step("statement")
    await_only(_pause(WEATHER.pause()))
    life.step("executing")


async def _pause(seconds: float | None) -> None:
    if seconds is not None:
        await asyncio.sleep(seconds)


class Connection(sqlite3.Connection):
    """A connection of one life, which is closed when that is killed."""

    def cursor(self, factory: Any = Cursor) -> Any:
        """Return a cursor of ours."""
        return super().cursor(factory)

    def commit(self) -> None:
        """Commit, between two points at which the process may be killed."""
        life = LIFE.get()
        if life is None or not self.in_transaction:
            super().commit()
            return
        life.step("before commit")
        fails = WEATHER.fails()
        if fails and WEATHER.trouble != "lost":
            self.rollback()
            raise failure()
        super().commit()
        life.step("after commit")
        if fails:
            raise failure()

    def rollback(self) -> None:
        """Roll back, unless the process is dead, whose connections are closed."""
        if (life := LIFE.get()) is None or not life.is_dead:
            super().rollback()

    def close(self) -> None:
        """Close, unless the process is dead."""
        if (life := LIFE.get()) is not None:
            life.connections.discard(self)
        super().close()


def failure() -> sqlite3.OperationalError:
    """Return the error of the trouble that there is."""
    error = sqlite3.OperationalError(WEATHER.trouble)
    error.sqlite_errorcode = FAILURES.get(WEATHER.trouble, sqlite3.SQLITE_IOERR)
    return error


class _Driver:
    """What SQLAlchemy asks of a module of a database."""

    def __getattr__(self, name: str) -> Any:
        return getattr(sqlite3, name)

    def connect(self, path: str, **options: Any) -> Connection:
        """Connect for the life that runs; locks are waited for in virtual time."""
        options.pop("timeout", None)
        connection = sqlite3.connect(path, timeout=0.0, factory=Connection, **options)
        if (life := LIFE.get()) is not None:
            life.connections.add(connection)
        return connection


class SimulatedDialect(SQLiteDialect_pysqlite):
    """SQLite for asyncio, without a thread."""

    driver = "simulated"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        """Return the driver."""
        return _Driver()

    @classmethod
    def get_pool_class(cls, _url: URL) -> Any:
        """Return the pool that the real driver has for a file."""
        return AsyncAdaptedQueuePool


registry.register("sqlite.simulated", __name__, "SimulatedDialect")


@cache
def _engine(address: str, busy_timeout: float) -> AsyncEngine:
    return _made(make_url(address), busy_timeout)


_made = database._engine


@contextmanager
def kept_engines() -> Iterator[None]:
    """Have all states of an address share one engine, whose statements are compiled once for all seeds."""
    with patch.object(database, "_engine", lambda url, timeout: _engine(str(url), timeout)):
        yield


def forget_connections(address: str) -> None:
    """Let an engine forget the connections of a dead process, which are closed."""
    _engine(address, database.BUSY_TIMEOUT).sync_engine.dispose(close=False)
