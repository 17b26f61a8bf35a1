"""`Catalogue`: look-ups from the mirror, and the one way records get into it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite
import msgspec

from storage.catalogue.attempts import number_attempts
from storage.catalogue.cache import Basis, Generation, Moment, Remembered
from storage.catalogue.file import CatalogueFile, translate, translated
from storage.catalogue.freshness import Freshness, read_freshness
from storage.catalogue.launch_status import Heard, LaunchStatus
from storage.catalogue.people import Flown, read_flown
from storage.catalogue.raw_records import RawRecords, raw_records_in
from storage.catalogue.reading.boosters import BoosterFlight, FleetBooster, read_booster, read_fleet
from storage.catalogue.reading.days import DayLaunch, Span, read_spans
from storage.catalogue.reading.facets import Facet, read_facet
from storage.catalogue.reading.labels import LaunchLabel, decode_labels, read_label_bodies
from storage.catalogue.reading.landings import LandingStats, read_landings
from storage.catalogue.reading.names import Name, read_names
from storage.catalogue.reading.pages import Pages
from storage.catalogue.reading.precedents import Precedents, read_precedents
from storage.catalogue.reading.related import Similar, read_similar
from storage.catalogue.reading.ships import Ship, read_ships
from storage.catalogue.reading.stats import Group, Stats, read_groups, read_stats
from storage.catalogue.unknown import Fact, Unknown, asked_facts, read_unknown
from storage.catalogue.writing.intake import (
    VERBATIM_VERSION,
    Batch,
    Stored,
    decode_body,
    index_again,
    read_known,
    reject_row,
    write_batch,
)
from storage.catalogue.writing.lookup_tables import Dimensions
from storage.clock import Clock, system_clock
from storage.history import HistoryFile
from storage.instants import from_micros, to_micros
from storage.models import HISTORY_VERSION, Launch, Mode, Record, Reject
from storage.properties import TIMES, Property, without
from storage.query import DEFAULT_LIMIT, DEFAULT_ORDERING, LaunchQuery, Page, View

T = TypeVar("T")

_NEXT_NET = "SELECT min(net) FROM launches WHERE net > ?"

_PARTS = (
    "bodies", "launch_programs", "launch_boosters", "launch_people", "launch_spacecraft", "launch_texts",
    "untimed_nets", "untold_facts",
)  # fmt: skip
"""Tables with what is known of a launch, by its number."""

BATCH = 100
"""Records written in one transaction: some milliseconds of work between two turns of the event loop."""


class Catalogue:
    """The open catalogue: one writing connection, read-only connections for look-ups.

    A damaged file is set aside and a new one opened in its place, at the start and at any time
    later.
    """

    def __init__(self, file: CatalogueFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._writing = asyncio.Lock()
        self._dimensions = Dimensions()
        self._dimensions_of: tuple[aiosqlite.Connection, int] | None = None
        self._written = 0
        self._marked = 0
        self._by_others = 0
        self._remembered = Remembered()
        self._pages = Pages()
        self._basing = asyncio.Lock()

    async def generation(self) -> Generation:
        """Return what differs from before when launches were written, by whomever, or the file was replaced.

        Everything that is kept in memory out of the catalogue holds as long as this is the same; marks that
        were written here do not matter. Raises `StoreError`.
        """
        return Generation(self._file.replaced, self._written, await self._writes_of_others())

    async def moment(self) -> Moment:
        """Return what is the same as long as every answer about previous launches is; raises `StoreError`."""
        generation = await self.generation()
        freshness = await self.freshness(generation)
        basis = await self._basis(generation, self._clock())
        return Moment(generation, basis.next_net, freshness.coverage.gaps)

    async def _writes_of_others(self) -> int:
        """Return a number that changes with each write of another process.

        SQLite tells it of a connection without its own writes, so the one that writes is asked; while that
        is at work, perhaps waiting for a lock, the answer of before has to do.
        """
        if not self._writing.locked():
            async with translated(self._file):
                self._by_others = await _data_version(self._file.writer)
        return self._by_others

    @classmethod
    @asynccontextmanager
    async def open(
        cls, path: Path, clock: Clock = system_clock, history: HistoryFile | None = None
    ) -> AsyncIterator[Self]:
        """Open or create the catalogue in that file, with what it lacks of the history.

        Raises `StoreError` if the file can be neither opened nor set aside.
        """
        async with CatalogueFile.open(path, clock, history) as file:
            yield cls(file, clock)

    async def find(self, query: LaunchQuery, *, placeholders: bool = True) -> Page[Launch]:
        """Return one page of the previous launches that the query asks for.

        Launch Library counts `placeholders` among them, which are not known to have flown.

        Raises `StoreError` if the database cannot be read now.
        """
        async with self._file.reading() as connection:
            count, bodies = await self._pages.read(
                connection, query, self._clock(), placeholders=placeholders
            )
            launches = tuple(map(decode_body, bodies))
        return Page(launches, count, query.limit, query.offset)

    async def flown(self, query: LaunchQuery) -> Page[Launch]:
        """Return one page of the launches that people mean by previous ones: without placeholders."""
        return await self.find(query, placeholders=False)

    async def launch(self, launch_id: str) -> Launch | None:
        """Return the launch of that id, whatever its NET, or None."""
        sql = "SELECT b.body FROM launches l JOIN bodies b USING (number) WHERE l.id = ?"
        async with self._file.reading() as connection:
            rows = list(await connection.execute_fetchall(sql, (launch_id,)))
            return decode_body(rows[0][0]) if rows else None

    async def verbatim(self, ids: Sequence[str]) -> dict[str, bytes]:
        """Return the untouched 2.0.0 records of those launches whose newest record has that shape."""
        rows = await self._read(
            "SELECT l.id, r.raw FROM launches l JOIN raw_records r"
            " ON r.number = l.number AND r.version = l.version AND r.mode = l.mode"
            " WHERE l.verbatim AND l.version = ? AND l.id IN (SELECT value FROM json_each(?))",
            (VERBATIM_VERSION, msgspec.json.encode(list(ids)).decode()),
        )
        return {row[0]: row[1] for row in rows}

    async def heard(self, ids: Sequence[str]) -> dict[str, Heard]:
        """Return those of the launches that there are, with when Launch Library last said something new."""
        rows = await self._read(
            "SELECT l.id, b.body, (SELECT max(r.received_at) FROM raw_records r WHERE r.number = l.number)"
            " FROM json_each(?) j CROSS JOIN launches l ON l.id = j.value CROSS JOIN bodies b USING (number)",
            (msgspec.json.encode(list(ids)).decode(),),
        )
        return {
            row[0]: Heard(decode_body(row[1]), None if row[2] is None else from_micros(row[2]))
            for row in rows
        }

    async def bundled(self) -> frozenset[str]:
        """Return the ids of the launches that only the bundled history tells of."""
        rows = await self._read("SELECT id FROM launches WHERE version = ?", (HISTORY_VERSION,))
        return frozenset(row[0] for row in rows)

    @property
    def is_whole(self) -> bool:
        """Whether no file of another version holds records that are not in here yet."""
        return self._file.whole.is_set()

    async def whole(self) -> None:
        """Wait until it is whole."""
        await self._file.whole.wait()

    @asynccontextmanager
    async def raw_records(self) -> AsyncIterator[RawRecords]:
        """Lend what Launch Library told, to the letter: in the file of another version while there is one.

        Raises `StoreError`; where that file turns out damaged it is set aside first, and this one is whole.
        """
        path = self._file.path if self.is_whole else self._file.former
        try:
            async with raw_records_in(await asyncio.to_thread(path.absolute)) as records:
                yield records
        except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
            known = translate(error, path)
            if path == self._file.former:
                await self._file.settle_former(known)
            raise known from error

    async def drop_former(self) -> None:
        """Delete the file of another version, all of whose records are in here; raises `StoreError`."""
        await self._file.drop_former()

    async def names(self, kind: Property, generation: Generation | None = None) -> tuple[Name, ...]:
        """Return the names of that kind that previous launches carry, most used first.

        `generation` is the present one, for whoever knows it.
        """
        return await self._counted(
            ("names", kind), lambda connection, now: read_names(connection, kind, now), generation=generation
        )

    async def facet(self, kind: Property, query: LaunchQuery, zone: tzinfo = UTC) -> tuple[Facet, ...]:
        """Return the values of one property under the query's other filters, most used first.

        Years are those of the zone.
        """
        asked = _matching(without(kind, query))
        return await self._counted(
            ("facet", kind, asked, zone if kind in TIMES else UTC),
            lambda connection, now: read_facet(connection, kind, asked, now, zone),
        )

    async def stats(self, query: LaunchQuery) -> Stats:
        """Return the figures of all launches of the query."""
        return await self._counted(query, lambda connection, now: read_stats(connection, query, now))

    async def landings(self, query: LaunchQuery) -> LandingStats:
        """Return the landings of the boosters that the query asks for."""
        return await self._counted(
            ("landings", query), lambda connection, now: read_landings(connection, query, now)
        )

    async def groups(
        self, by: Sequence[Property], query: LaunchQuery, zone: tzinfo = UTC
    ) -> tuple[Group, ...]:
        """Return the counts of the query's launches by one or two dimensions; times are those of the zone."""
        question = (tuple(by), query, zone if TIMES.intersection(by) else UTC)
        return await self._counted(
            question, lambda connection, now: read_groups(connection, by, query, now, zone)
        )

    async def unknown(self, query: LaunchQuery, only: Fact | None = None) -> Unknown:
        """Return for how many launches it is not known whether they match the query.

        With `only`, for how many just this fact is missing: they meet all filters that rest on others.
        """
        if not asked_facts(query):
            return Unknown()
        asked = _matching(query)
        return await self._counted(
            ("unknown", asked, only), lambda connection, now: read_unknown(connection, asked, now, only)
        )

    async def people(self, query: LaunchQuery) -> Flown:
        """Return how many people flew on the query's previous launches."""
        asked = _matching(query)
        return await self._counted(
            ("people", asked), lambda connection, now: read_flown(connection, asked, now)
        )

    async def ships(self, query: LaunchQuery) -> tuple[Ship, ...]:
        """Return the names that some of the query's previous launches have for their spacecraft."""
        asked = _matching(query)
        return await self._counted(
            ("ships", asked), lambda connection, now: read_ships(connection, asked, now)
        )

    async def _counted(
        self,
        question: Hashable,
        count: Callable[[aiosqlite.Connection, datetime], Awaitable[T]],
        marked: int = 0,
        generation: Generation | None = None,
    ) -> T:
        """Return the answer to a question about all launches, counted now or a moment ago.

        `marked` differs from before when the answer tells of marks and some were written. `generation` is
        the present one, for whoever knows it.
        """
        generation = generation or await self.generation()
        now = self._clock()
        known: T | None = self._remembered.find(question, generation._replace(marked=marked), now)
        if known is not None:
            return known
        basis = await self._basis(generation, now)
        async with self._file.reading() as connection:
            answer = await count(connection, now)
        self._remembered.keep(question, answer, replace(basis, generation=generation._replace(marked=marked)))
        return answer

    async def _basis(self, generation: Generation, now: datetime) -> Basis:
        """Return what counts hold for now; looked up once for all who ask at the same time."""
        async with self._basing:
            basis = self._remembered.basis(generation, now)
            if basis is None:
                rows = await self._read(_NEXT_NET, (to_micros(now),))
                next_net = None if rows[0][0] is None else from_micros(rows[0][0])
                basis = self._remembered.begin(Basis(generation, now, next_net))
        return basis

    async def spans(self, spans: Sequence[Span]) -> tuple[DayLaunch, ...]:
        """Return the previous launches of several stretches of time apart, the earliest first."""
        async with self._file.reading() as connection:
            return await read_spans(connection, spans, self._clock())

    async def similar(self, launch: Launch) -> Similar:
        """Return what a launch has in common with the previous launches."""
        async with self._file.reading() as connection:
            return await read_similar(connection, launch, self._clock())

    async def booster(self, serial_numbers: Sequence[str]) -> tuple[BoosterFlight, ...]:
        """Return the previous flights of a booster, the earliest first."""
        async with self._file.reading() as connection:
            return await read_booster(connection, serial_numbers, self._clock())

    async def fleet(self) -> tuple[FleetBooster, ...]:
        """Return all boosters of which a previous flight is known, the most flown first."""
        return await self._counted("fleet", read_fleet)

    async def precedents(self, launch: Launch) -> Precedents:
        """Return what the launches before a launch make of it, as far as all of them are known."""
        coverage = (await self.freshness()).coverage
        async with self._file.reading() as connection:
            return await read_precedents(connection, launch, coverage)

    async def labels(self) -> tuple[LaunchLabel, ...]:
        """Return what each previous launch is called, the latest first."""
        async with self._file.reading() as connection:
            bodies = await read_label_bodies(connection, self._clock())
            return await asyncio.to_thread(decode_labels, bodies)

    async def launch_names(self) -> tuple[str, ...]:
        """Return the distinct names of previous launches, the latest first."""
        rows = await self._read(
            "SELECT name FROM launches WHERE net <= ? GROUP BY name ORDER BY max(net) DESC",
            (to_micros(self._clock()),),
        )
        return tuple(row[0] for row in rows)

    async def latest_of(self, names: Sequence[str]) -> dict[str, str]:
        """Return the id of the latest previous launch of each of those names, spelt exactly so."""
        rows = await self._read(
            # SQLite takes the other columns from the row that has the maximum.
            "SELECT name, id, max(net) FROM launches WHERE net <= ?"
            " AND name IN (SELECT value FROM json_each(?)) GROUP BY name",
            (to_micros(self._clock()), msgspec.json.encode(list(names)).decode()),
        )
        return {row[0]: row[1] for row in rows}

    async def statuses(self) -> tuple[LaunchStatus, ...]:
        """Return the status of every launch whose NET has passed, the earliest NET first.

        Those that only the bundled history tells of are not among them: what it says is no news, and older
        than what may have been told since.
        """
        rows = await self._read(
            "SELECT id, status_id, net FROM launches WHERE net <= ? AND version <> ? ORDER BY net, id",
            (to_micros(self._clock()), HISTORY_VERSION),
        )
        return await asyncio.to_thread(_statuses, rows)

    async def records(self) -> tuple[Record, ...]:
        """Return every launch there is, with the version and mode of the richest record of it, by id."""
        rows = await self._read(
            "SELECT b.body, l.version, l.mode FROM launches l JOIN bodies b USING (number) ORDER BY l.id", ()
        )
        now = self._clock()
        return await asyncio.to_thread(_records, rows, now)

    async def freshness(self, generation: Generation | None = None) -> Freshness:
        """Return how complete and how recent the catalogue is; `generation` as for `names`."""
        return await self._counted("freshness", read_freshness, self._marked, generation)

    async def marks(self) -> dict[str, str]:
        """Return the short notes that the sync keeps beside the launches, by name."""
        return {row[0]: row[1] for row in await self._read("SELECT name, value FROM marks", ())}

    async def store(
        self,
        records: Sequence[Record],
        rejects: Sequence[Reject] = (),
        marks: Mapping[str, str] | None = None,
        *,
        more_follow: bool = False,
    ) -> Stored:
        """Write records, rejects and marks, in batches of `BATCH`; the marks come with the last batch.

        With `more_follow`, the ordinals of launches are left to the next write: they would take most of the
        time.

        Raises `StoreError`; then the batches before are kept, and doing it again is harmless.
        """
        stored = Stored()
        for start in range(0, max(len(records), 1), BATCH):
            part = records[start : start + BATCH]
            last = start + BATCH >= len(records)
            stored += await self._transact(
                part, rejects if last else (), (marks or {}) if last else {}, last=last and not more_follow
            )
        return stored

    async def remove(self, ids: Sequence[str]) -> int:
        """Remove launches that Launch Library no longer has; return how many there were."""
        listed = (msgspec.json.encode(list(ids)).decode(),)
        async with self._transaction() as connection:
            chosen = "SELECT number FROM launches WHERE id IN (SELECT value FROM json_each(?))"
            for table in (*_PARTS, "raw_records", "tellings"):
                await connection.execute(f"DELETE FROM {table} WHERE number IN ({chosen})", listed)
            await connection.execute(f"DELETE FROM launch_words WHERE rowid IN ({chosen})", listed)
            cursor = await connection.execute(
                "DELETE FROM launches WHERE id IN (SELECT value FROM json_each(?))", listed
            )
            if cursor.rowcount:
                # What comes after a launch that goes moves up, and still has its row.
                await connection.execute("DELETE FROM launch_attempts")
                await number_attempts(connection)
        self._written += 1
        self._marked += 1
        return cursor.rowcount

    async def _read(self, sql: str, values: Sequence[Any]) -> list[Any]:
        async with self._file.reading() as connection:
            return list(await connection.execute_fetchall(sql, values))

    async def _transact(
        self,
        records: Sequence[Record],
        rejects: Sequence[Reject],
        marks: Mapping[str, str],
        *,
        last: bool,
    ) -> Stored:
        async with self._transaction() as connection:
            dimensions = await self._known_dimensions(connection)
            known = await read_known(connection, (r.launch.id for r in records))
            numbers = await connection.execute_fetchall("SELECT coalesce(max(number), 0) + 1 FROM launches")
            batch = Batch(known, next(iter(numbers))[0], dimensions)
            for record in records:
                batch.take(record)
            await write_batch(connection, batch)
            await index_again(connection, dimensions)
            if last:
                await number_attempts(connection)
            await connection.executemany(
                "INSERT OR IGNORE INTO rejects VALUES (?, ?, ?, ?, ?)", [reject_row(r) for r in rejects]
            )
            await connection.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?)", list(marks.items()))
        self._marked += 1
        # Whoever read in the meantime keeps what it read under the number of before.
        named = dimensions.take_changed()
        self._written += bool(batch.new or batch.changed or named)
        new, changed = len(batch.new), len(batch.changed - batch.new)
        distinct = len({r.launch.id for r in records})
        return Stored(new, changed, distinct - new - changed, len(rejects))

    async def _known_dimensions(self, connection: aiosqlite.Connection) -> Dimensions:
        """Load the dimensions again after a failed transaction, a write of others, and for another file."""
        present = connection, await _data_version(connection)
        if self._dimensions_of != present:
            self._dimensions = await Dimensions.load(connection)
            self._dimensions_of = present
        return self._dimensions

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """Hold the writing connection for one transaction; raises `StoreError`."""
        async with self._writing, translated(self._file):
            connection = self._file.writer
            try:
                # Cancelled here, the statement is still carried out: so this is undone too.
                await connection.execute("BEGIN IMMEDIATE")
                yield connection
                await connection.execute("COMMIT")
            except BaseException:
                # What the dimensions learned in this transaction is not in the database; a commit may be.
                self._dimensions_of = None
                self._written += 1
                self._marked += 1
                with suppress(sqlite3.Error, ValueError):
                    await asyncio.shield(connection.rollback())
                raise


def _matching(query: LaunchQuery) -> LaunchQuery:
    """Return the same question for whatever page, order and view: none of them changes a number."""
    return query.at(0).having(ordering=DEFAULT_ORDERING, view=View.NORMAL, limit=DEFAULT_LIMIT)


async def _data_version(connection: aiosqlite.Connection) -> int:
    rows = await connection.execute_fetchall("PRAGMA data_version")
    return int(next(iter(rows))[0])


def _records(rows: list[Any], now: datetime) -> tuple[Record, ...]:
    return tuple(Record(decode_body(row[0]), row[1], Mode(row[2]), b"", now) for row in rows)


def _statuses(rows: list[Any]) -> tuple[LaunchStatus, ...]:
    return tuple(LaunchStatus(row[0], row[1], from_micros(row[2])) for row in rows)
