"""States on SQLite files whose tables are there already: made once, by the migrations, and copied."""

from __future__ import annotations

from collections.abc import Coroutine
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storage.clock import Clock, system_clock
from storage.state.state import State
from tests.run_files import in_a_thread


def opened_state(path: Path, clock: Clock, **options: Any) -> Coroutine[Any, Any, State]:
    """Open the state in that file, making it if it is not there; `options` are those of `State.open`."""
    make_state(path)
    return State.open(_address(path), clock, **options)


def make_state(path: Path) -> None:
    """Have an empty state in that file, unless there is one."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(migrated())


def _address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


@cache
def migrated() -> bytes:
    """Return an empty state of the newest revision; made in each process, for it takes half a second."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state.db"
        in_a_thread(_migrate(path))
        return path.read_bytes()


async def _migrate(path: Path) -> None:
    await (await State.open(_address(path), system_clock)).close()
