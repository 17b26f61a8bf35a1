"""The bundled history as a catalogue: loaded once, copied where it is written to."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.catalogue import Catalogue, file
from storage.history import BUNDLED_HISTORY
from tests.run_files import content, in_a_thread
from tests.spellings import read_names_once

HISTORY_NOW = datetime(2026, 8, 23, 12, tzinfo=UTC)
"""When tests over the history take place: the day after it was made."""


def fill(path: Path) -> None:
    """Make the catalogue of the history in that file."""

    async def open_once() -> None:
        async with Catalogue.open(path, lambda: HISTORY_NOW, BUNDLED_HISTORY):
            pass

    in_a_thread(open_once())


@asynccontextmanager
async def opened(path: Path, now: datetime = HISTORY_NOW) -> AsyncIterator[Catalogue]:
    """Open a catalogue that this run of the tests has made: sound, so that nobody has to read all of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "expect_sound", _believe)
        opening = Catalogue.open(path, lambda: now)
        catalogue = await opening.__aenter__()
    if (known := content(path)) is not None:
        await read_names_once(catalogue, known, now)
    try:
        yield catalogue
    finally:
        await opening.__aexit__(None, None, None)


async def _believe(_connection: object) -> None:
    pass


def copied(path: Path, folder: Path) -> Path:
    """Return a copy of the catalogue that may be written to."""
    copy = folder / "catalogue.db"
    # Not the file alone: what was written last may still stand in the log beside it.
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy
