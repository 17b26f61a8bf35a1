"""States whose tables are there already: made once, by the migrations, and copied.

On SQLite files, or on the PostgreSQL server that `tests.postgres` runs: there, a path names a database.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Coroutine, Iterable
from contextlib import closing
from functools import cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from filelock import FileLock
from sqlalchemy import make_url

from storage.clock import Clock, system_clock
from storage.state.state import State
from tests.postgres import VARIABLE
from tests.run_files import in_a_thread

_TEMPLATE = "launchlog_template"
_databases: set[Path] = set()


def on_postgresql() -> bool:
    """Tell whether states are kept in PostgreSQL in this run."""
    return VARIABLE in os.environ


def opened_state(path: Path, clock: Clock, **options: Any) -> Coroutine[Any, Any, State]:
    """Open the state of that path, making it if it is not there; `options` are those of `State.open`."""
    make_state(path)
    return State.open(state_address(path), clock, **options)


def make_state(path: Path) -> None:
    """Have an empty state of that path, unless there is one."""
    if on_postgresql():
        if path not in _databases:
            _create(path, _template())
    elif not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(migrated())


def state_address(path: Path) -> str:
    """Return the address of the state of that path; on PostgreSQL it may be opened from now on."""
    if not on_postgresql():
        return f"sqlite+aiosqlite:///{path}"
    if path not in _databases:
        _create(path, "template1")
    return _database_of(path)


def drop_states() -> None:
    """Drop the databases of PostgreSQL that were made here."""
    for path in _databases:
        _on_server([f"DROP DATABASE IF EXISTS {_name(path)} WITH (FORCE)"])
    _databases.clear()


def rows(path: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Execute a statement on the state of that path, past the bot; return its rows."""
    if on_postgresql():
        return _run(_database_of(path), [(sql.replace("?", "%s"), values)])
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql, values).fetchall()


def _create(path: Path, template: str) -> None:
    _on_server([f"CREATE DATABASE {_name(path)} TEMPLATE {template}"])
    _databases.add(path)


def _name(path: Path) -> str:
    return f"t{blake2b(str(path).encode(), digest_size=12).hexdigest()}"


def _database_of(path: Path) -> str:
    return _address_of(_name(path))


def _address_of(database: str) -> str:
    return make_url(os.environ[VARIABLE]).set(database=database).render_as_string(hide_password=False)


@cache
def _template() -> str:
    """Make the database with the tables, once for all processes of the run."""
    with FileLock(Path(os.environ[f"{VARIABLE}_LOCK"])):
        if not _run(os.environ[VARIABLE], [("SELECT 1 FROM pg_database WHERE datname = %s", (_TEMPLATE,))]):
            _on_server([f"CREATE DATABASE {_TEMPLATE}_unfinished"])
            in_a_thread(_migrate(_address_of(f"{_TEMPLATE}_unfinished")))
            _on_server([f"ALTER DATABASE {_TEMPLATE}_unfinished RENAME TO {_TEMPLATE}"])
    return _TEMPLATE


def _on_server(statements: Iterable[str]) -> None:
    _run(os.environ[VARIABLE], [(statement, ()) for statement in statements])


def _run(address: str, statements: Iterable[tuple[str, tuple[object, ...]]]) -> list[tuple[Any, ...]]:
    url = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    found: list[tuple[Any, ...]] = []
    with psycopg.connect(url, autocommit=True) as connection:
        for sql, values in statements:
            cursor = connection.execute(sql.encode(), values or None)
            found = cursor.fetchall() if cursor.description else []
    return found


@cache
def migrated() -> bytes:
    """Return an empty SQLite state of the newest revision; made in each process: it takes half a second."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state.db"
        in_a_thread(_migrate(f"sqlite+aiosqlite:///{path}"))
        return path.read_bytes()


async def _migrate(address: str) -> None:
    await (await State.open(address, system_clock)).close()
