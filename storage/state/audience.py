"""Who is to hear of an event: the deliveries of a whole audience, made by the database itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.state.models import (
    DeliveryState,
    EventKind,
    Frequency,
    MuteKind,
    NewEvent,
    Place,
    Wishes,
)
from storage.state.places import place_id
from storage.state.schema import deliveries, events, mutes, places, subscriptions, watched_queries
from storage.state.upsert import insert_unless_there

CHUNK = 500
"""Ids named in one statement; databases limit how many that may be."""


@dataclass(frozen=True, slots=True)
class Subscribers:
    """Every place with an active instant subscription whose query is one of `query_ids`.

    Left out are places that mute the rocket or the provider, and those that were told of the launch
    `unless_told` already. With `failed`, subscriptions that let failures through count whatever else.
    """

    query_ids: tuple[int, ...]
    rocket_id: int | None
    provider_id: int | None
    failed: bool
    unless_told: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """Every place that was, or is to be, told the result of a launch."""

    launch_id: str


@dataclass(frozen=True, slots=True)
class Only:
    """One place, as one of its subscriptions wants it."""

    place: Place
    wishes: Wishes


Audience = Subscribers | Told | Only


async def enqueue(
    connection: AsyncConnection, event: NewEvent, audience: Audience, now: datetime
) -> int | None:
    """Write an event and its deliveries; return how many, or None when the event's key is known."""
    if await connection.scalar(select(events.c.id).where(events.c.key == event.key)) is not None:
        return None
    made = await connection.execute(
        insert(events).values(
            kind=event.kind.value,
            key=event.key,
            launch_id=event.launch_id,
            revision=event.revision,
            content=event.content,
            created_at=event.created_at,
            expires_at=event.expires_at,
        )
    )
    assert made.inserted_primary_key is not None
    event_id: int = made.inserted_primary_key[0]
    match audience:
        case Only(place, wishes):
            here = await place_id(connection, place)
            await insert_unless_there(
                connection,
                deliveries,
                **_fresh(event_id, now),
                place_id=here,
                platform=place.platform,
                role_ids=str(wishes.role_id),
                spoiler=wishes.spoiler,
                publish=wishes.publish,
                silent=wishes.silent,
                thread=wishes.thread,
            )
            return 1
        case Told(launch_id):
            owed = _told(launch_id)
        case Subscribers():
            await _mark(connection, audience.query_ids)
            owed = _subscribed(audience)
    fresh = _fresh(event_id, now)
    columns = [literal(value, deliveries.c[name].type).label(name) for name, value in fresh.items()]
    rows = owed.add_columns(*columns)
    names = [column.name for column in rows.selected_columns]
    # Without this, what a driver of PostgreSQL says of an INSERT is not kept.
    counted = insert(deliveries).from_select(names, rows).execution_options(preserve_rowcount=True)
    filled = await connection.execute(counted)
    return filled.rowcount


def _fresh(event_id: int, now: datetime) -> dict[str, Any]:
    return {
        "event_id": event_id,
        "state": DeliveryState.PENDING.value,
        "due_at": now,
        "epoch": "",
        "attempts": 0,
        "message_id": 0,
        "shown": 0,
        "reason": "",
    }


async def _mark(connection: AsyncConnection, query_ids: tuple[int, ...]) -> None:
    """Mark the queries that match, for the statement that follows in the same transaction."""
    matched = watched_queries.c.matched
    await connection.execute(update(watched_queries).where(matched).values(matched=False))
    ids = iter(query_ids)
    while chunk := tuple(islice(ids, CHUNK)):
        chosen = watched_queries.c.id.in_(chunk)
        await connection.execute(update(watched_queries).where(chosen).values(matched=True))


def _subscribed(audience: Subscribers) -> Select[Any]:
    matches = and_(watched_queries.c.matched, ~_muted(audience))
    failure = subscriptions.c.failures_always if audience.failed else false()
    active = and_(subscriptions.c.paused.is_(None), subscriptions.c.frequency == Frequency.INSTANT.value)
    return (
        select(
            subscriptions.c.place_id,
            places.c.platform,
            func.aggregate_strings(cast(subscriptions.c.role_id, Text), ",").label("role_ids"),
            _any(subscriptions.c.spoiler).label("spoiler"),
            _any(subscriptions.c.publish).label("publish"),
            _all(subscriptions.c.silent).label("silent"),
            _any(subscriptions.c.thread).label("thread"),
        )
        .join(watched_queries, watched_queries.c.id == subscriptions.c.query_id)
        .join(places, places.c.id == subscriptions.c.place_id)
        .where(active, or_(matches, failure), ~_already_told(audience.unless_told))
        .group_by(subscriptions.c.place_id, places.c.platform)
    )


def _told(launch_id: str) -> Select[Any]:
    told = and_(
        events.c.launch_id == launch_id,
        events.c.kind == EventKind.RESULT.value,
        deliveries.c.state.not_in([DeliveryState.DEAD.value, DeliveryState.EXPIRED.value]),
    )
    return (
        select(
            deliveries.c.place_id,
            deliveries.c.platform,
            literal("", Text).label("role_ids"),
            _any(deliveries.c.spoiler).label("spoiler"),
            _any(deliveries.c.publish).label("publish"),
            _all(deliveries.c.silent).label("silent"),
            _any(deliveries.c.thread).label("thread"),
        )
        .join(events, events.c.id == deliveries.c.event_id)
        .where(told)
        .group_by(deliveries.c.place_id, deliveries.c.platform)
    )


def _any(flag: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.max(case((flag, 1), else_=0)) == 1


def _all(flag: ColumnElement[bool]) -> ColumnElement[bool]:
    return func.min(case((flag, 1), else_=0)) == 1


def _muted(audience: Subscribers) -> ColumnElement[bool]:
    unwanted = [
        and_(mutes.c.kind == kind.value, mutes.c.ref_id == number)
        for kind, number in (
            (MuteKind.ROCKET, audience.rocket_id),
            (MuteKind.PROVIDER, audience.provider_id),
        )
        if number is not None
    ]
    return exists().where(mutes.c.place_id == subscriptions.c.place_id, or_(false(), *unwanted))


def _already_told(launch_id: str) -> ColumnElement[bool]:
    if not launch_id:
        return false()
    # The event being told is of this launch as well, but has no deliveries yet.
    return exists().where(
        deliveries.c.place_id == subscriptions.c.place_id,
        deliveries.c.event_id == events.c.id,
        events.c.launch_id == launch_id,
    )
