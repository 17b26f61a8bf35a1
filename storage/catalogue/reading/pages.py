"""Pages of launches, each in one hop to the database: matches are counted once until something changes."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple

import aiosqlite

from storage.catalogue.reading.selection import UNCOUNTED, select_page
from storage.instants import to_micros
from storage.query import DEFAULT_LIMIT, DEFAULT_ORDERING, LaunchQuery, View

MOST = 1_000
"""Counts that are held: some hundred kilobytes."""


class _Count(NamedTuple):
    """How many launches matched, as of which version of the database and when; times in microseconds."""

    matches: int
    version: int
    made: int
    next_net: int | None

    def is_of(self, now: int) -> bool:
        """Tell whether the previous launches are the same now."""
        return self.made <= now and (self.next_net is None or now < self.next_net)


class Pages:
    """Reads pages, and holds how many launches match the queries asked for last.

    That something was written, by whomever, SQLite tells each connection by a number of its own; the
    statement for the page looks at it, so a count that no longer holds is never used.
    https://www.sqlite.org/pragma.html#pragma_data_version
    """

    def __init__(self) -> None:
        self._counts: OrderedDict[tuple[aiosqlite.Connection, LaunchQuery, bool], _Count] = OrderedDict()

    async def read(
        self, connection: aiosqlite.Connection, query: LaunchQuery, now: datetime, *, placeholders: bool
    ) -> tuple[int, list[bytes]]:
        """Return how many launches match, and the bodies of those on the page."""
        asked = query.having(ordering=DEFAULT_ORDERING, view=View.NORMAL, limit=DEFAULT_LIMIT, offset=0)
        key = connection, asked, placeholders
        known = self._counts.get(key)
        if known and not known.is_of(to_micros(now)):
            known = None
        selection = select_page(
            query, now, placeholders=placeholders, counted=known.version if known else UNCOUNTED
        )
        rows = list(await connection.execute_fetchall(selection.sql, selection.values))
        version, matches, next_net, _body = rows[0]
        if known and version == known.version:
            matches = known.matches
        else:
            self._keep(key, _Count(matches, version, to_micros(now), next_net))
        return matches, [row[3] for row in rows if row[3] is not None]

    def _keep(self, key: tuple[aiosqlite.Connection, LaunchQuery, bool], count: _Count) -> None:
        self._counts[key] = count
        self._counts.move_to_end(key)
        if len(self._counts) > MOST:
            self._counts.popitem(last=False)
