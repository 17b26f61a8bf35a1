"""Many small writes in one transaction: one sync of the disk for all that wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from itertools import chain

from sqlalchemy import Executable

from storage.errors import StoreError
from storage.state.database import Database

MOST = 200
"""Writes in one transaction, so that other writers get their turn."""


class GroupCommit:
    """Carries out writes in the order they come; whoever waits for one is told when it is committed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[tuple[Executable, ...], asyncio.Future[None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def write(self, *statements: Executable) -> None:
        """Return when the statements are committed, all together; raises StoreError.

        Cancelling the wait does not undo the write.
        """
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((statements, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="outbox writes")
        await done

    async def _run(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await self._commit(chain.from_iterable(statements for statements, _done in group))
            except BaseException as error:
                failure = error if isinstance(error, StoreError) else StoreError(f"a write failed: {error!r}")
                for _statements, done in group:
                    if not done.done():
                        done.set_exception(failure)
                if not isinstance(error, Exception):
                    raise
            else:
                for _statements, done in group:
                    if not done.done():
                        done.set_result(None)

    async def _commit(self, statements: Iterable[Executable]) -> None:
        async with self._database.write() as connection:
            for statement in statements:
                await connection.execute(statement)
