"""What is to be passed on to the followers of announcement channels: a step of its own after the post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update

from storage.clock import Clock
from storage.state.database import Database
from storage.state.models import Place, Platform
from storage.state.places import place_of
from storage.state.schema import deliveries, places, publications

LASTS = timedelta(hours=24)
"""How long after its post it is tried to publish it."""


class PublicationState(StrEnum):
    """How far it has come; the last two are final."""

    OWED = "owed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Publication:
    """A post to publish: its message, the number of failures, the last reason, and when it was due first.

    It is tried again at `due_at`, unless its state is final.
    """

    delivery_id: int
    place: Place
    message_id: int
    attempts: int
    owed_since: datetime
    due_at: datetime
    state: PublicationState
    reason: str


_OF_DELIVERIES = (
    select(
        publications, deliveries.c.message_id, deliveries.c.due_at.label("owed_since"),
        places.c.platform, places.c.chat_id, places.c.topic_id, places.c.owner_id,
    )
    .join(deliveries, deliveries.c.id == publications.c.delivery_id)
    .join(places, places.c.id == deliveries.c.place_id)
)  # fmt: skip


class Publications:
    """Everything raises StoreError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def due(self, platform: Platform, limit: int) -> tuple[Publication, ...]:
        """Return what is due on a platform, the longest due first."""
        is_due = and_(
            publications.c.state == PublicationState.OWED.value,
            deliveries.c.platform == platform,
            publications.c.due_at <= self._clock(),
        )
        return await self._read(_OF_DELIVERIES.where(is_due).order_by(publications.c.due_at).limit(limit))

    async def troubled(
        self, since: datetime, limit: int = 100, before: int | None = None
    ) -> tuple[Publication, ...]:
        """Return what is being tried again, and what has failed of posts since an instant, the newest first.

        Only those of deliveries before the id `before`, if given.
        """
        tried = and_(publications.c.state == PublicationState.OWED.value, publications.c.attempts > 0)
        failed = and_(publications.c.state == PublicationState.FAILED.value, deliveries.c.due_at >= since)
        wanted = or_(tried, failed)
        if before is not None:
            wanted = and_(wanted, publications.c.delivery_id < before)
        ordered = _OF_DELIVERIES.where(wanted).order_by(publications.c.delivery_id.desc())
        return await self._read(ordered.limit(limit))

    async def _read(self, wanted: Select[Any]) -> tuple[Publication, ...]:
        async with self._database.read() as connection:
            found = (await connection.execute(wanted)).all()
        return tuple(
            Publication(
                row.delivery_id, place_of(row), row.message_id, row.attempts, row.owed_since, row.due_at,
                PublicationState(row.state), row.reason,
            )
            for row in found
        )  # fmt: skip

    async def close(self, delivery_id: int, state: PublicationState, reason: str = "") -> None:
        """Record that publishing is not retried any more."""
        await self._set(delivery_id, state=state.value, reason=reason)

    async def later(self, delivery_id: int, due_at: datetime, reason: str) -> None:
        """Try again at that time."""
        attempts = publications.c.attempts + 1
        await self._set(delivery_id, due_at=due_at, reason=reason, attempts=attempts)

    async def counts(self) -> dict[PublicationState, int]:
        """Return how many are in which state."""
        counted = select(publications.c.state, func.count().label("number")).group_by(publications.c.state)
        async with self._database.read() as connection:
            found = (await connection.execute(counted)).all()
        return {PublicationState(row.state): row.number for row in found}

    async def _set(self, delivery_id: int, **values: Any) -> None:
        statement = update(publications).where(publications.c.delivery_id == delivery_id).values(**values)
        async with self._database.write() as connection:
            await connection.execute(statement)
