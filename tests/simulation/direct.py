"""The statements of the state, as SQLAlchemy compiles them, executed by SQLite with nothing in between.

Most of a world's time is spent between the two: in pools, greenlets, events and results. What counts here is
kept: what is executed, in which order, what of it is a transaction, and every point at which others go on.
A test lives through the same worlds with `tests.simulation.driver`, and nothing may differ. (Where more than
15 connections are wanted at once, it does: there, SQLAlchemy's pool lets some wait.)
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError

from storage.state import database
from tests.simulation.driver import BUSY_WAIT, WEATHER, Connection, SimulatedDialect, failure
from tests.simulation.life import LIFE, Life

_DIALECT = SimulatedDialect()
_COMPILED: dict[Any, Any] = {}
"""Statements by what makes them what they are, compiled once for all worlds."""

Processor = Callable[[Any], Any] | None


class Result:
    """The rows of a statement."""

    def __init__(self, rows: list[Any], rowcount: int, last: int | None) -> None:
        self._rows = rows
        self.rowcount = rowcount
        self.inserted_primary_key = (last,)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._rows)

    def all(self) -> list[Any]:
        """Return all rows."""
        return self._rows

    def one(self) -> Any:
        """Return the only row."""
        (row,) = self._rows
        return row

    def one_or_none(self) -> Any:
        """Return the only row if there is one."""
        return self.one() if self._rows else None


class DirectConnection:
    """What the stores use of `AsyncConnection`."""

    dialect = _DIALECT

    def __init__(self, raw: Connection, life: Life) -> None:
        self._raw = raw
        self._life = life

    async def execute(self, statement: Any, parameters: Any = None) -> Result:
        """Execute a statement at a point where others may go on."""
        compiled, sql, values = _written(statement, parameters)
        await self.pass_by()
        cursor = self._raw.cursor(sqlite3.Cursor)
        with _as_of_database(sql):
            if len(values) > 1:
                cursor.executemany(sql, values)
            else:
                cursor.execute(sql, values[0])
            rows = cursor.fetchall() if cursor.description else []
        return Result(_read(compiled, rows), cursor.rowcount, cursor.lastrowid)

    async def scalar(self, statement: Any) -> Any:
        """Return the first column of the first row, None without one."""
        rows = (await self.execute(statement)).all()
        return rows[0][0] if rows else None

    async def scalars(self, statement: Any) -> list[Any]:
        """Return the first column of all rows."""
        return [row[0] for row in await self.execute(statement)]

    async def pass_by(self) -> None:
        """Come to a point where others may go on and the process may die; raises `Killed`."""
        self._life.step("statement")
        if (pause := WEATHER.pause()) is not None:
            await asyncio.sleep(pause)
        self._life.step("executing")


class Transaction:
    """One transaction of an engine."""

    def __init__(self, engine: DirectEngine, begin: str) -> None:
        self._engine = engine
        self._begin = begin

    def begin(self) -> Self:
        """Be entered, which begins it."""
        return self

    async def __aenter__(self) -> DirectConnection:
        life = LIFE.get()
        assert life is not None
        self._raw = self._engine.taken(life)
        connection = DirectConnection(self._raw, life)
        try:
            await connection.pass_by()
            with _as_of_database(self._begin):
                await self._start(life)
        except BaseException as error:
            self._end(error)
            raise
        return connection

    async def __aexit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                with _as_of_database("COMMIT"):
                    self._raw.commit()
        except BaseException as failed:
            error = failed
            raise
        finally:
            self._end(error)

    async def _start(self, life: Life) -> None:
        cursor = self._raw.cursor(sqlite3.Cursor)
        if self._begin == "BEGIN IMMEDIATE":
            if WEATHER.fails() and WEATHER.trouble != "lost":
                raise failure()
            for _ in range(int(database.BUSY_TIMEOUT / BUSY_WAIT)):
                try:
                    cursor.execute(self._begin)
                except sqlite3.OperationalError:
                    await asyncio.sleep(BUSY_WAIT)
                    life.step("waiting")
                else:
                    return
        cursor.execute(self._begin)

    def _end(self, error: BaseException | None) -> None:
        life = LIFE.get()
        if life is not None and life.is_dead:
            return
        if error is not None and self._raw.in_transaction:
            self._raw.rollback()
        if isinstance(error, asyncio.CancelledError):
            # What was cut off is given up, as SQLAlchemy does.
            self._raw.close()
        else:
            self._engine.idle.append(self._raw)


class DirectEngine:
    """What `Database` uses of `AsyncEngine`: connections of one life to one file."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.idle: list[Connection] = []

    def taken(self, life: Life) -> Connection:
        """Return a connection that nobody uses."""
        if self.idle:
            return self.idle.pop()
        raw = sqlite3.connect(self._path, timeout=0.0, factory=Connection)
        life.connections.add(raw)
        database._set_up_sqlite(raw, None)
        return raw

    def execution_options(self, *, sqlite_begin: str) -> Transaction:
        """Return a transaction that begins so."""
        return Transaction(self, sqlite_begin)

    async def dispose(self) -> None:
        """Close what nobody uses."""
        while self.idle:
            self.idle.pop().close()


@contextmanager
def direct_engines() -> Iterator[None]:
    """Have every state executed directly."""

    def engine(url: URL, _busy_timeout: float) -> DirectEngine:
        assert url.database is not None
        return DirectEngine(url.database)

    with patch.object(database, "_engine", engine):
        yield


def _written(statement: Any, parameters: Sequence[Mapping[str, Any]] | None) -> tuple[Any, str, list[Any]]:
    """Return a statement compiled, its text, and the values of each execution."""
    compiled, extracted, collected, _hit = statement._compile_w_cache(
        _DIALECT,
        compiled_cache=_COMPILED,
        column_keys=sorted(parameters[0]) if parameters else [],
        for_executemany=bool(parameters) and len(parameters or ()) > 1,
        schema_translate_map=None,
    )
    sql, order, processors = compiled.string, compiled.positiontup, compiled._bind_processors
    rows: Sequence[Mapping[str, Any] | None] = parameters or (None,)
    given = [
        compiled.construct_params(
            each, extracted_parameters=extracted, escape_names=False, _collected_params=collected
        )
        for each in rows
    ]
    if compiled.literal_execute_params or compiled.post_compile_params:
        expanded = compiled._process_parameters_for_postcompile(given[0])
        sql, order = expanded.statement, expanded.positiontup
        processors = {**processors, **expanded.processors}
    values = [
        [processors[key](each[key]) if key in processors else each[key] for key in order] for each in given
    ]
    return compiled, sql, values


def _row_type(names: list[str]) -> Any:
    return namedtuple("Row", names, rename=True)


def _read(compiled: Any, rows: list[Any]) -> list[Any]:
    """Return rows with their names, and with the values that the types of their columns make of them."""
    if not rows:
        return rows
    if (known := compiled.__dict__.get("_direct")) is None:
        entries = compiled._result_columns
        kind = _row_type([entry.keyname for entry in entries])
        readers: list[Processor] = [entry.type._cached_result_processor(_DIALECT, None) for entry in entries]
        known = compiled._direct = (kind, [(at, read) for at, read in enumerate(readers) if read])
    kind, readers_at = known
    found = []
    for row in rows:
        values = list(row)
        for at, read in readers_at:
            values[at] = read(values[at])
        found.append(kind._make(values))
    return found


@contextmanager
def _as_of_database(sql: str) -> Iterator[None]:
    """Raise what SQLite raises as SQLAlchemy does."""
    try:
        yield
    except sqlite3.Error as error:
        raise DBAPIError.instance(sql, None, error, sqlite3.Error) from error
