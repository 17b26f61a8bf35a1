"""Databases that take long to make: made once in a run of the tests, by the first of its processes."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from filelock import FileLock

_shared: list[Path] = []
"""The folder that the processes of the run share, once it is known."""


_copies: dict[Path, tuple[str, tuple[int, int, bool]]] = {}
"""The copies that were made: of what, and how each was then."""


def share(factory: pytest.TempPathFactory) -> None:
    """Have what is made shared by all processes of a run."""
    own = factory.getbasetemp()
    # Run in parallel, each process has a folder of its own within that of the run.
    _shared[:] = [own.parent if "PYTEST_XDIST_WORKER" in os.environ else own]


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """Return the database of that name, which `make` makes; to be copied, for others read it too."""
    folder = _shared[0] if _shared else Path(_own().name)
    original = folder / f"original-{name}"
    with FileLock(f"{original}.lock"):
        if not original.exists():
            unfinished = folder / f"unfinished-{name}"
            make(unfinished)
            _settle(unfinished)
            unfinished.rename(original)
    return original


def copied_once(name: str, make: Callable[[Path], object], path: Path) -> Path:
    """Put a copy of that database into the file `path`, which may be written to."""
    shutil.copyfile(made_once(name, make), path)
    _copies[path] = name, _state(path)
    return path


def content(path: Path) -> str | None:
    """Return of which database a file is an untouched copy; None if it is none, or somebody wrote to it."""
    name, state = _copies.get(path, (None, None))
    return name if state == _state(path) else None


def _state(path: Path) -> tuple[int, int, bool]:
    """Return what changes when somebody writes to a database."""
    told, log = path.stat(), path.with_name(f"{path.name}-wal")
    return told.st_size, told.st_mtime_ns, log.exists() and log.stat().st_size > 0


def in_a_thread(work: Coroutine[Any, Any, None]) -> None:
    """Do what takes an event loop, for a test's own is running."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@cache
def _own() -> TemporaryDirectory[str]:
    """A folder for a process that shares nothing, until it ends."""
    return TemporaryDirectory()


def _settle(path: Path) -> None:
    """Have everything in the database's file itself, and nothing in a log beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
