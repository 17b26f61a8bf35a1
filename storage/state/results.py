"""Which results there were, and what of them was told, or is to be told, in a place."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from storage.state import places as rows
from storage.state.database import Database
from storage.state.models import DeliveryState, EventKind, OutcomeSeen, Place
from storage.state.schema import deliveries, events, outcomes, places

_SEVERAL = (EventKind.SUMMARY.value, EventKind.DIGEST.value)


@dataclass(frozen=True, slots=True)
class Telling:
    """One post about launches to one place, sent or not; `digest_of` is whose digest it is, or 0."""

    kind: EventKind
    launch_ids: frozenset[str]
    state: DeliveryState
    message_id: int = 0
    reason: str = ""
    digest_of: int = 0


class Results:
    """What was told of results. Everything raises StoreError."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def latest(self, limit: int) -> tuple[OutcomeSeen, ...]:
        """Return the outcomes that became known last, the latest first."""
        wanted = select(outcomes).where(outcomes.c.revision > 0, outcomes.c.status_id != 0)
        ordered = wanted.order_by(outcomes.c.seen_at.desc(), outcomes.c.launch_id).limit(limit)
        async with self._database.read() as connection:
            return tuple(OutcomeSeen(*row) for row in await connection.execute(ordered))

    async def tellings(self, place: Place, ids: Collection[str], since: datetime) -> tuple[Telling, ...]:
        """Return the posts to a place about those launches, the newest first.

        Digests and summaries are those since then.
        """
        alone = and_(events.c.kind == EventKind.RESULT.value, events.c.launch_id.in_(list(ids)))
        several = and_(events.c.kind.in_(_SEVERAL), events.c.created_at >= since)
        wanted = (
            select(deliveries.c.state, deliveries.c.message_id, deliveries.c.reason,
                   events.c.kind, events.c.key, events.c.launch_id, events.c.content)
            .join(events, events.c.id == deliveries.c.event_id)
            .join(places, places.c.id == deliveries.c.place_id)
            .where(rows.at(place), or_(alone, several))
            .order_by(deliveries.c.id.desc())
        )  # fmt: skip
        async with self._database.read() as connection:
            found = (await connection.execute(wanted)).all()
        return tuple(
            Telling(
                EventKind(row.kind), _launches(row.launch_id, row.content), DeliveryState(row.state),
                row.message_id, row.reason, _digest_of(row.key),
            )
            for row in found
        )  # fmt: skip

    async def announced(self, ids: Collection[str], since: datetime) -> frozenset[str]:
        """Return those of the launches that anybody at all was told of; in summaries since then."""
        alone = select(events.c.launch_id).where(
            events.c.kind == EventKind.RESULT.value, events.c.launch_id.in_(list(ids))
        )
        several = select(events.c.content).where(
            events.c.kind == EventKind.SUMMARY.value, events.c.created_at >= since
        )
        async with self._database.read() as connection:
            told = set(await connection.scalars(alone))
            summaries = list(await connection.scalars(several))
        return frozenset(told.union(*(_launches("", content) for content in summaries)).intersection(ids))


def _launches(launch_id: str, content: str) -> frozenset[str]:
    """Return the launches of an event: its one, or those of a digest or summary."""
    return frozenset([launch_id] if launch_id else json.loads(content).get("launches", ()))


def _digest_of(key: str) -> int:
    """Return which subscription a digest is of, as its event's key says; 0 for any other event."""
    found = re.match(rf"{EventKind.DIGEST}:([0-9]+):", key)
    return int(found[1]) if found else 0
