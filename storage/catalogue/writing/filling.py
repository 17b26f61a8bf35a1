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
from dataclasses import dataclass

import aiosqlite

from storage.catalogue.attempts import number_attempts
from storage.catalogue.writing.intake import KnownLaunch, read_known, write_launches
from storage.catalogue.writing.lookup_tables import Dimensions
from storage.catalogue.writing.merging import merge
from storage.errors import StoreError
from storage.history import History, HistoryFile
from storage.models import HISTORY_VERSION, Launch, Mode

log = logging.getLogger("launchlog.catalogue")

AT_ONCE = 50
"""Launches worked out between two turns of the event loop: some milliseconds."""

OLDEST = -(2**62)
"""The age of what the history tells: every record is newer."""


_INDEXES = (
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'launches' AND sql IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """The look-up tables with the history's things in them, and the providers that are named anew."""

    tables: Dimensions
    renamed: frozenset[int]


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
    lookup = await _lookup(writer, history.launches)
    await lookup.tables.write(writer)
    rows = await writer.execute_fetchall("SELECT id, version FROM launches")
    there = {row[0]: row[1] for row in rows}
    numbers = await writer.execute_fetchall("SELECT coalesce(max(number), 0) + 1 FROM launches")
    next_number = int(next(iter(numbers))[0])
    new = [launch for launch in history.launches if launch.id not in there]
    async with _without_indexes(writer, unless=bool(there)):
        for start in range(0, len(new), AT_ONCE):
            part = new[start : start + AT_ONCE]
            known = [_bundled(next_number + start + place, launch) for place, launch in enumerate(part)]
            await write_launches(writer, known, lookup.tables, all_new=True)
    topped_up = await _top_up(writer, [launch for launch in history.launches if launch.id in there], lookup)
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


def _bundled(number: int, launch: Launch) -> KnownLaunch:
    return KnownLaunch(number, OLDEST, HISTORY_VERSION, int(Mode.LIST), verbatim=False, launch=launch)


async def _top_up(writer: aiosqlite.Connection, launches: Sequence[Launch], lookup: _Lookup) -> int:
    topped_up = 0
    for start in range(0, len(launches), AT_ONCE):
        part = launches[start : start + AT_ONCE]
        known = await read_known(writer, (launch.id for launch in part))
        touched = [after for launch in part if (after := _told_more(known[launch.id], launch, lookup))]
        await write_launches(writer, touched, lookup.tables)
        topped_up += len(touched)
    return topped_up


def _told_more(before: KnownLaunch, launch: Launch, lookup: _Lookup) -> KnownLaunch | None:
    """Return what is known with what the history adds to it, None if that is nothing."""
    if before.version == HISTORY_VERSION:
        # Known from an older history alone: the newer one counts.
        after = _bundled(before.number, launch)
    else:
        whole = merge(launch, before.launch, Mode(before.mode))
        # Given back to the letter is what was received, whatever is known besides.
        after = KnownLaunch(before.number, before.age, before.version, before.mode, before.verbatim, whole)
    provider = after.launch.provider
    named_anew = provider is not None and provider.id in lookup.renamed
    return after if named_anew or after != before else None


async def _lookup(writer: aiosqlite.Connection, launches: Iterable[Launch]) -> _Lookup:
    tables = await Dimensions.load(writer)
    renamed = await asyncio.to_thread(_add_things, tables, launches)
    return _Lookup(tables, frozenset(renamed))


def _add_things(tables: Dimensions, launches: Iterable[Launch]) -> set[int]:
    """Add what the tables lack, and return the providers known before that have a name they lacked.

    What a record told of them stays: the history renames nothing.
    """
    told = Dimensions()
    for launch in launches:
        told.learn(launch)
    renamed = set()
    for table, things in told.rows.items():
        known = tables.rows[table]
        for key, row in things.items():
            before = known.get(key)
            after = row if before is None else _completed(before, row)
            if after != before:
                known[key] = after
                tables.dirty[table].add(key)
                if before is not None and table == "agencies":
                    renamed.add(key)
    return renamed


def _completed(before: tuple[object, ...], told: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(new if old is None else old for old, new in zip(before, told, strict=True))
