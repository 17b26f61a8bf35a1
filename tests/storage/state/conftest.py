"""A state in a real database, and a clock that stands still until it is moved."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.state.state import State
from tests.states import opened_state, rows, state_address


class HandClock:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = datetime(2024, 5, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class StateFile:
    """The file or database of a state, as seen from outside the bot."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_only_url = f"sqlite+aiosqlite:///file:{path}?mode=ro&uri=true"

    @property
    def url(self) -> str:
        return state_address(self.path)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        return rows(self.path, sql)

    def run(self, sql: str, *values: object) -> None:
        rows(self.path, sql, *values)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the write lock, as another program would."""
        with closing(sqlite3.connect(self.path, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def file(tmp_path: Path) -> StateFile:
    return StateFile(tmp_path / "state.db")


@pytest.fixture
async def state(file: StateFile, clock: HandClock) -> AsyncIterator[State]:
    async with await opened_state(file.path, clock, busy_timeout=0.01) as opened:
        yield opened
