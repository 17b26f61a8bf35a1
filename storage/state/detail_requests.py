"""Launches whose details somebody waits for: a wish, since the sync alone asks Launch Library."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import Clock
from storage.state.background_writes import DeferredWrites
from storage.state.database import Database
from storage.state.schema import wanted_details
from storage.state.upsert import insert_unless_there

MAX_WANTED = 1_000
"""Most launches on the list: days of requests. A full list takes no more until some are answered."""


class WantedDetails:
    """The list of wishes, first come, first served."""

    def __init__(self, database: Database, clock: Clock, deferred: DeferredWrites) -> None:
        self._database = database
        self._clock = clock
        self._deferred = deferred

    async def add(self, launch_id: str) -> None:
        """Put a launch on the list unless it is there; never raises, and may be put off or given up."""

        async def write(connection: AsyncConnection) -> None:
            number = await connection.scalar(select(func.count()).select_from(wanted_details))
            if (number or 0) < MAX_WANTED:
                now = self._clock()
                await insert_unless_there(connection, wanted_details, launch_id=launch_id, asked_at=now)

        self._deferred.put(("wanted", launch_id), write)
        await self._deferred.settle()

    async def oldest(self, number: int) -> tuple[str, ...]:
        """Return the ids of the launches that are waited for longest; raises StoreError."""
        wishes = select(wanted_details.c.launch_id)
        ordered = wishes.order_by(wanted_details.c.asked_at, wanted_details.c.launch_id)
        async with self._database.read() as connection:
            return tuple(await connection.scalars(ordered.limit(number)))

    async def remove(self, launch_ids: Collection[str]) -> None:
        """Take launches off the list, whether they are on it or not; raises StoreError."""
        async with self._database.write() as connection:
            await connection.execute(delete(wanted_details).where(wanted_details.c.launch_id.in_(launch_ids)))
