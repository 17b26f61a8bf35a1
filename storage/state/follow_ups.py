"""What is to be done with a post once it is there, a step of its own with a record of its own.

It is published to the followers of an announcement channel, or a thread is opened under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, Table, and_, func, or_, select, update

from storage.clock import Clock
from storage.state.database import Database
from storage.state.models import Place, Platform
from storage.state.places import place_of
from storage.state.schema import deliveries, events, places

LASTS = timedelta(hours=24)
"""How long after its post it is tried."""


class FollowUpState(StrEnum):
    """How far it has come; the last two are final."""

    OWED = "owed"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A post with which something is to be done: its message, and when that was due first.

    `attempts` counts its failures, of which `reason` is the last; it is tried again at `due_at`, unless its
    state is final. `content` is what its event carries, as JSON.
    """

    delivery_id: int
    place: Place
    message_id: int
    attempts: int
    owed_since: datetime
    due_at: datetime
    state: FollowUpState
    reason: str
    content: str


class FollowUps:
    """One step after posts, in a table of its own; `name` is for the log. Everything raises StoreError."""

    def __init__(self, database: Database, clock: Clock, step: Table) -> None:
        self._database = database
        self._clock = clock
        self._step = step
        self.name = step.name
        self._of_deliveries = (
            select(
                step, deliveries.c.message_id, deliveries.c.due_at.label("owed_since"), events.c.content,
                places.c.platform, places.c.chat_id, places.c.topic_id, places.c.owner_id,
            )
            .join(deliveries, deliveries.c.id == step.c.delivery_id)
            .join(events, events.c.id == deliveries.c.event_id)
            .join(places, places.c.id == deliveries.c.place_id)
        )  # fmt: skip

    async def due(self, platform: Platform, limit: int) -> tuple[FollowUp, ...]:
        """Return what is due on a platform, the longest due first."""
        is_due = and_(
            self._step.c.state == FollowUpState.OWED.value,
            deliveries.c.platform == platform,
            self._step.c.due_at <= self._clock(),
        )
        return await self._read(self._of_deliveries.where(is_due).order_by(self._step.c.due_at).limit(limit))

    async def troubled(
        self, since: datetime, limit: int = 100, before: int | None = None
    ) -> tuple[FollowUp, ...]:
        """Return what is being tried again, and what has failed of posts since an instant, the newest first.

        Only those of deliveries before the id `before`, if given.
        """
        tried = and_(self._step.c.state == FollowUpState.OWED.value, self._step.c.attempts > 0)
        failed = and_(self._step.c.state == FollowUpState.FAILED.value, deliveries.c.due_at >= since)
        wanted = or_(tried, failed)
        if before is not None:
            wanted = and_(wanted, self._step.c.delivery_id < before)
        ordered = self._of_deliveries.where(wanted).order_by(self._step.c.delivery_id.desc())
        return await self._read(ordered.limit(limit))

    async def _read(self, wanted: Select[Any]) -> tuple[FollowUp, ...]:
        async with self._database.read() as connection:
            found = (await connection.execute(wanted)).all()
        return tuple(
            FollowUp(
                row.delivery_id, place_of(row), row.message_id, row.attempts, row.owed_since, row.due_at,
                FollowUpState(row.state), row.reason, row.content,
            )
            for row in found
        )  # fmt: skip

    async def close(self, delivery_id: int, state: FollowUpState, reason: str = "") -> None:
        """Record that it is not retried any more."""
        await self._set(delivery_id, state=state.value, reason=reason)

    async def later(self, delivery_id: int, due_at: datetime, reason: str) -> None:
        """Try again at that time."""
        attempts = self._step.c.attempts + 1
        await self._set(delivery_id, due_at=due_at, reason=reason, attempts=attempts)

    async def counts(self) -> dict[FollowUpState, int]:
        """Return how many are in which state."""
        counted = select(self._step.c.state, func.count().label("number")).group_by(self._step.c.state)
        async with self._database.read() as connection:
            found = (await connection.execute(counted)).all()
        return {FollowUpState(row.state): row.number for row in found}

    async def _set(self, delivery_id: int, **values: Any) -> None:
        statement = update(self._step).where(self._step.c.delivery_id == delivery_id).values(**values)
        async with self._database.write() as connection:
            await connection.execute(statement)
