"""A copy of the state while the bot runs."""

from __future__ import annotations

import asyncio
import os
from errno import EEXIST
from pathlib import Path

from sqlalchemy import text

from storage.errors import StoreError
from storage.private_files import FILE, make_folder
from storage.state.database import Database
from storage.state.db_errors import failures_of


async def copy_to(database: Database, path: Path) -> None:
    """Write a consistent copy of an SQLite state to a new file, and have it safely on the disk.

    The file appears whole or not at all. Raises StoreError when it exists already, cannot be written,
    or the state is not in SQLite.
    """
    if not database.is_sqlite:
        message = f"{database.subject} is not an SQLite file: back it up with its own tools (pg_dump)"
        raise StoreError(message)
    partial = path.with_name(f"{path.name}.partial")
    with failures_of(f"The backup {path}"):
        await asyncio.to_thread(_make_room, path, partial)
    try:
        async with database.outside_transaction() as connection:
            # https://www.sqlite.org/lang_vacuum.html#vacuuminto
            await connection.execute(text("VACUUM INTO :path"), {"path": str(partial)})
        with failures_of(f"The backup {path}"):
            await asyncio.to_thread(_put_in_place, partial, path)
    finally:
        await asyncio.to_thread(partial.unlink, missing_ok=True)


def _make_room(path: Path, partial: Path) -> None:
    if path.exists():
        raise FileExistsError(EEXIST, "it already exists")
    make_folder(path.parent)
    partial.unlink(missing_ok=True)
    # An empty file is as good as none to SQLite, which leaves its mode; a closed folder is told here.
    partial.touch(mode=FILE)


def _put_in_place(partial: Path, path: Path) -> None:
    with partial.open("r+b") as file:
        os.fsync(file.fileno())
    partial.replace(path)
