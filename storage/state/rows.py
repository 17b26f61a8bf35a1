"""Deliveries as rows, with their event and place."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from storage.state.models import Delivery, DeliveryState, Event, EventKind
from storage.state.places import place_of
from storage.state.schema import deliveries, events, places

OWED = (
    select(
        deliveries,
        events.c.kind, events.c.key, events.c.launch_id, events.c.revision, events.c.content,
        events.c.created_at, events.c.expires_at,
        places.c.chat_id, places.c.topic_id, places.c.owner_id, places.c.refused_at,
    )
    .join(events, events.c.id == deliveries.c.event_id)
    .join(places, places.c.id == deliveries.c.place_id)
)  # fmt: skip
"""Selects what `delivery_of` reads."""


def event_of(row: Row[Any], number: int) -> Event:
    """Return the event of that number, whose other columns a row has."""
    return Event(
        id=number,
        kind=EventKind(row.kind),
        key=row.key,
        launch_id=row.launch_id,
        revision=row.revision,
        content=row.content,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


def delivery_of(row: Row[Any]) -> Delivery:
    """Return the delivery of a row of `OWED`."""
    return Delivery(
        id=row.id,
        event=event_of(row, row.event_id),
        place=place_of(row),
        state=DeliveryState(row.state),
        due_at=row.due_at,
        epoch=row.epoch,
        begun_at=row.begun_at,
        refused_since=row.refused_at,
        attempts=row.attempts,
        role_ids=tuple(sorted({int(role) for role in row.role_ids.split(",") if role.strip("0")})),
        spoiler=row.spoiler,
        publish=row.publish,
        silent=row.silent,
        thread=row.thread,
        message_id=row.message_id,
        shown=row.shown,
        reason=row.reason,
    )
