"""Many small writes in one transaction: one sync of the disk, and few statements, for all that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StoreError
from storage.state.database import Database
from storage.state.marks import PARAMETER, Kind, Mark, statement, written

MOST = 200
"""Writes in one transaction, so that other writers get their turn."""

Waiting = tuple[tuple[Mark, ...], asyncio.Future[bool]]


class GroupCommit:
    """Makes marks in the order they come; whoever waits for one is told when it is committed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[Waiting] = []
        self._task: asyncio.Task[None] | None = None

    async def write(self, *marks: Mark) -> bool:
        """Return when the marks are committed, all together; raises StoreError.

        Returns whether those that are asked about were made. Cancelling the wait does not undo the write.
        """
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append((marks, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="outbox writes")
        return await done

    async def _run(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                refused = await self._commit([mark for marks, _done in group for mark in marks])
            except BaseException as error:
                failure = error if isinstance(error, StoreError) else StoreError(f"a write failed: {error!r}")
                for _marks, done in group:
                    if not done.done():
                        done.set_exception(failure)
                if not isinstance(error, Exception):
                    raise
            else:
                for marks, done in group:
                    if not done.done():
                        done.set_result(not any(id(mark) in refused for mark in marks))

    async def _commit(self, marks: list[Mark]) -> set[int]:
        """Make marks; return the identities of those that were asked about and not made."""
        refused: set[int] = set()
        async with self._database.write() as connection:
            for kind, alike in _alike(marks):
                refused |= await _made(connection, kind, alike)
        return refused


async def _made(connection: AsyncConnection, kind: Kind, marks: list[Mark]) -> set[int]:
    change = statement(kind, connection.dialect.name)
    found = await connection.execute(change, [{PARAMETER: written(marks)}])
    if not kind.asks:
        return set()
    changed = {row.id for row in found}
    return {id(mark) for mark in marks if mark.values["id"] not in changed}


def _alike(marks: Iterable[Mark]) -> Iterator[tuple[Kind, list[Mark]]]:
    """Give marks by kind; those on one row stay in their order, each in a statement of its own."""
    kinds: dict[Kind, list[Mark]] = {}
    rows: set[object] = set()
    for mark in marks:
        if mark.row in rows:
            yield from kinds.items()
            kinds, rows = {}, set()
        rows.add(mark.row)
        kinds.setdefault(mark.kind, []).append(mark)
    yield from kinds.items()
