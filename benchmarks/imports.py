"""Import against decoding with msgspec and inserting the same rows into the same tables with executemany."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from adapters.launch_library.pages import decode_page
from benchmarks.report import heading, ms, row, within
from storage.catalogue import Catalogue
from storage.catalogue.schema import SCHEMA
from storage.history import BUNDLED_HISTORY

TABLES = ("agencies", "configurations", "locations", "pads", "orbits", "programs", "launches", "bodies",
          "tellings", "raw_records")  # fmt: skip

RATIO = 4.0
"""Most times the time of the floor."""

FILLING = 2.0
"""Most seconds of CPU for the bundled history."""


async def run(folder: Path, data: bytes, count: int) -> None:
    """Print the times of both ways to load the same envelope."""
    heading(f"Import of {count:,} records")
    ours, floor = [], []
    for attempt in range(3):
        loaded = folder / f"ours{attempt}.db"
        ours.append(await _ours(loaded, data))
        floor.append(_floor(folder / f"floor{attempt}.db", data, _rows(loaded)))
    best, least = min(ours), min(floor)
    row("msgspec decode and executemany", [ms(least)])
    row("Launchlog", [ms(best), f"{best / least:.2f}x"], within(best / least, RATIO, "import"))


async def fill(folder: Path) -> None:
    """Print the CPU time in which an empty catalogue takes in the bundled history."""
    heading("An empty catalogue filled from the bundled history")
    spent = []
    for attempt in range(3):
        begun = time.process_time()
        async with Catalogue.open(folder / f"filled{attempt}.db", history=BUNDLED_HISTORY):
            spent.append(time.process_time() - begun)
    row("Launchlog, CPU", [ms(min(spent))], within(min(spent), FILLING, "filling"))


async def _ours(path: Path, data: bytes) -> float:
    begun = time.perf_counter()
    page = decode_page(data, "2.0.0", datetime(2026, 8, 23, tzinfo=UTC))
    async with Catalogue.open(path) as catalogue:
        await catalogue.store(page.records, page.rejects)
    return time.perf_counter() - begun


def _rows(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every table of a loaded catalogue."""
    connection = sqlite3.connect(path)
    tables = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in TABLES}
    tables = {name: rows for name, rows in tables.items() if rows}
    tables["launch_words"] = connection.execute("SELECT rowid, words FROM launch_words").fetchall()
    connection.close()
    return tables


def _floor(path: Path, data: bytes, tables: dict[str, list[tuple[Any, ...]]]) -> float:
    """Decode the records and insert the same rows into the same tables, in one transaction."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.executescript(SCHEMA)
    begun = time.perf_counter()
    envelope = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    for raw in msgspec.json.decode(envelope["results"], type=list[msgspec.Raw]):
        msgspec.json.decode(raw)
    with connection:
        for name, rows in tables.items():
            marks = ", ".join("?" * len(rows[0]))
            columns = " (rowid, words)" if name == "launch_words" else ""
            connection.executemany(f"INSERT INTO {name}{columns} VALUES ({marks})", rows)
    connection.close()
    return time.perf_counter() - begun
