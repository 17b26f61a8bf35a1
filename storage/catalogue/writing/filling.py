"""Fills a catalogue from the bundled history: an empty one whole, another with what it lacks.

A bundled launch ranks below every record of Launch Library: of a launch that the catalogue has already, only
what no record told is added. `marks` notes which file it was filled from, so that the same file is not
compared again; a launch removed since does not come back through it.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, time

import aiosqlite

from storage.catalogue.attempts import number_attempts
from storage.catalogue.writing.intake import KnownLaunch, index_again, read_known, write_launches
from storage.catalogue.writing.lookup_tables import Dimensions
from storage.catalogue.writing.tellings import Telling
from storage.errors import StoreError
from storage.history import History, HistoryFile
from storage.models import HISTORY_VERSION, Mode, Record

log = logging.getLogger("launchlog.catalogue")

AT_ONCE = 50
"""Launches worked out between two turns of the event loop: some milliseconds."""

_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'launches' AND sql IS NOT NULL"
)


async def fill(writer: aiosqlite.Connection, source: HistoryFile) -> None:
    """Bring what the history tells into the catalogue behind that connection, in one transaction.

    What stands in its way, a file that cannot be read or a database that is locked or full, is logged: the
    catalogue works without. Raises `sqlite3.DatabaseError` where the database turns out damaged.
    """
    try:
        digest = await asyncio.to_thread(source.digest)
        if await _filled_from(writer) == digest:
            return
        history = await asyncio.to_thread(source.read)
        await writer.execute("BEGIN IMMEDIATE")
        added, topped_up = await _write(writer, history, digest)
        await writer.execute("COMMIT")
    except (StoreError, sqlite3.OperationalError) as error:
        await _undo(writer)
        log.error("history_not_loaded reason=%s", error)
        return
    except BaseException:
        await _undo(writer)
        raise
    log.info("history_loaded as_of=%s added=%s topped_up=%s", history.made_on, added, topped_up)


async def _undo(writer: aiosqlite.Connection) -> None:
    with suppress(sqlite3.Error, ValueError):
        await asyncio.shield(writer.rollback())


async def _filled_from(writer: aiosqlite.Connection) -> str | None:
    rows = await writer.execute_fetchall("SELECT value FROM marks WHERE name = 'history_file'")
    return next((row[0] for row in rows), None)


async def _write(writer: aiosqlite.Connection, history: History, digest: str) -> tuple[int, int]:
    """Return how many launches were added, and how many were there and know more now."""
    tables = await Dimensions.load(writer)
    records = await asyncio.to_thread(_learned, tables, history)
    await tables.write(writer)
    there = {row[0] for row in await writer.execute_fetchall("SELECT id FROM launches")}
    numbers = await writer.execute_fetchall("SELECT coalesce(max(number), 0) + 1 FROM launches")
    next_number = int(next(iter(numbers))[0])
    new = [record for record in records if record.launch.id not in there]
    async with _without_indexes(writer, unless=bool(there)):
        for start in range(0, len(new), AT_ONCE):
            part = enumerate(new[start : start + AT_ONCE], next_number + start)
            known = [_alone(number, record) for number, record in part]
            await write_launches(writer, known, tables, all_new=True)
    topped_up = await _top_up(writer, [record for record in records if record.launch.id in there], tables)
    await index_again(writer, tables)
    await number_attempts(writer)
    marks = {
        "history": history.made_on.isoformat(),
        "history_gaps": " ".join(history.gaps),
        "history_file": digest,
    }
    await writer.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?)", list(marks.items()))
    return len(new), topped_up


@asynccontextmanager
async def _without_indexes(writer: aiosqlite.Connection, *, unless: bool) -> AsyncIterator[None]:
    """Take the indexes of the launches away and make them again: that costs half of keeping them up."""
    indexes: Iterable[sqlite3.Row] = ()
    if not unless:
        indexes = await writer.execute_fetchall(_INDEXES)
    for name, _ in indexes:
        await writer.execute(f"DROP INDEX {name}")
    yield
    for _, statement in indexes:
        await writer.execute(statement)


def _learned(tables: Dimensions, history: History) -> list[Record]:
    """Return the launches as records of the day the history was made; the tables learn what they refer to."""
    received = datetime.combine(history.made_on, time(), UTC)
    records = [Record(each, HISTORY_VERSION, Mode.LIST, b"", received) for each in history.launches]
    for record in records:
        tables.learn(record)
    return records


def _alone(number: int, record: Record) -> KnownLaunch:
    telling = Telling.of(record)
    return KnownLaunch.of(number, {telling.kind: telling})


async def _top_up(writer: aiosqlite.Connection, records: Sequence[Record], tables: Dimensions) -> int:
    """Add to launches that are there what only the history tells; return how many know more now."""
    topped_up = 0
    for start in range(0, len(records), AT_ONCE):
        part = records[start : start + AT_ONCE]
        known = await read_known(writer, (record.launch.id for record in part))
        before = [known[record.launch.id] for record in part]
        after = [each.with_telling(Telling.of(record)) for each, record in zip(before, part, strict=True)]
        touched = [new for old, new in zip(before, after, strict=True) if new is not old]
        await write_launches(writer, touched, tables)
        topped_up += sum(new.launch != old.launch for old, new in zip(before, after, strict=True))
    return topped_up
