"""Writes that an answer does not depend on."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable

from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StoreError
from storage.state.database import Database

MAX_PENDING = 1_000
"""Most writes that wait for a database that refuses them; the oldest are given up."""

PATIENCE = 1.0
"""Seconds that an answer waits for its write. Discord allows three for the whole answer."""

Write = Callable[[AsyncConnection], Awaitable[None]]

_log = logging.getLogger(__name__)


class DeferredWrites:
    """Carries out writes in the background, one transaction each, in order.

    A write that fails is kept and tried again with the next one. Each kind of failure is logged once,
    until a write succeeds.
    """

    def __init__(self, database: Database, patience: float = PATIENCE) -> None:
        self._database = database
        self._patience = patience
        self._pending: OrderedDict[Hashable, Write] = OrderedDict()
        self._task: asyncio.Task[None] | None = None
        self._told: set[str] = set()

    def put(self, key: Hashable, write: Write) -> None:
        """Have `write` done soon; it takes the place of a waiting one of the same key."""
        self._pending[key] = write
        self._pending.move_to_end(key)
        if len(self._pending) > MAX_PENDING:
            self._pending.popitem(last=False)
        self._start()

    async def settle(self) -> None:
        """Wait until nothing is being written, for as long as an answer may wait; never raises."""
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=self._patience)

    async def close(self) -> None:
        """Try what is left once more, then give it up."""
        if self._pending:
            self._start()
        await self.settle()
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait({self._task})

    def tell(self, error: StoreError) -> None:
        """Log a failure that nobody else hears of, once per kind."""
        if str(error) not in self._told:
            self._told.add(str(error))
            _log.warning("state_write_failed reason=%s", error)

    def _start(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="state writes")

    async def _run(self) -> None:
        while self._pending:
            key, write = next(iter(self._pending.items()))
            try:
                async with self._database.write() as connection:
                    await write(connection)
            except StoreError as error:
                self.tell(error)
                # A write that can never succeed must not stay in the way of the others.
                if key in self._pending:
                    self._pending.move_to_end(key)
                return
            self._told.clear()
            if self._pending.get(key) is write:
                del self._pending[key]
