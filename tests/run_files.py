"""Databases that take long to make: made once in a run of the tests, by the first of its processes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock


def settle(path: Path) -> None:
    """Have everything in the database's file itself, and nothing in a log beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the database of that name, which `make` makes; each process of the run has its own copy."""
    own = factory.getbasetemp() / name
    # Run in parallel, each process has a folder of its own within that of the run.
    folder = own.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else own.parent
    original = folder / f"original-{name}"
    with FileLock(f"{original}.lock"):
        if not original.exists():
            unfinished = folder / f"unfinished-{name}"
            make(unfinished)
            settle(unfinished)
            unfinished.rename(original)
    shutil.copyfile(original, own)
    return own
