"""Places as rows, for the stores that refer to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Row, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.state.models import Place, Platform
from storage.state.schema import deliveries, mutes, places, removed_subscriptions, subscriptions
from storage.state.twins import drop_twins
from storage.state.upsert import insert_unless_there

PLACE_COLUMNS = (places.c.platform, places.c.chat_id, places.c.topic_id, places.c.owner_id)
"""What `place_of` needs of a row."""


def at(place: Place) -> ColumnElement[bool]:
    """Return the condition that a row of `places` is that place."""
    return and_(
        places.c.platform == place.platform,
        places.c.chat_id == place.chat_id,
        places.c.topic_id == place.topic_id,
    )


def place_of(row: Row[Any]) -> Place:
    """Return the place of a row that has `PLACE_COLUMNS`."""
    return Place(row.platform, row.chat_id, row.topic_id, row.owner_id)


async def place_id(connection: AsyncConnection, place: Place, *, alone: bool = False) -> int:
    """Return the id of a place's row, which is made if there is none; nobody deletes it meanwhile.

    With `alone`, nobody else who asks for the same goes on before the transaction ends.
    """
    # On PostgreSQL somebody may just have deleted the row that there was.
    held = select(places.c.id).where(at(place)).with_for_update(read=not alone, key_share=True)
    while (found := await connection.scalar(held)) is None:
        await insert_unless_there(
            connection,
            places,
            platform=place.platform,
            chat_id=place.chat_id,
            topic_id=place.topic_id,
            owner_id=place.owner_id,
        )
    return int(found)


async def move(connection: AsyncConnection, platform: Platform, chat_id: int, to_chat_id: int) -> None:
    """Let a chat's places, with all that refers to them, belong to its new id.

    Where a place of the new id exists already, the old one's subscriptions and mutes join it, and what is
    still owed to the old one goes with it.
    """
    old = (
        await connection.execute(
            select(places).where(places.c.platform == platform, places.c.chat_id == chat_id)
        )
    ).all()
    for row in old:
        owner_id = to_chat_id if row.owner_id == chat_id else row.owner_id
        target = Place(platform, to_chat_id, row.topic_id, owner_id)
        there = await connection.scalar(select(places.c.id).where(at(target)))
        if there is None:
            moved = update(places).where(places.c.id == row.id)
            await connection.execute(moved.values(chat_id=to_chat_id, owner_id=owner_id))
        else:
            await _merge(connection, row.id, there)


async def _merge(connection: AsyncConnection, old: int, new: int) -> None:
    await connection.execute(drop_twins(subscriptions.c.place_id == old, {"place_id": new}))
    for table in (subscriptions, removed_subscriptions):
        await connection.execute(update(table).where(table.c.place_id == old).values(place_id=new))
    for table, names in ((mutes, ("kind", "ref_id")), (deliveries, ("event_id",))):
        rows = (await connection.execute(select(table).where(table.c.place_id == old))).all()
        for row in rows:
            same = and_(table.c.place_id == new, *(table.c[name] == getattr(row, name) for name in names))
            if await connection.scalar(select(table.c.place_id).where(same)) is None:
                own = and_(table.c.place_id == old, *(table.c[name] == getattr(row, name) for name in names))
                await connection.execute(update(table).where(own).values(place_id=new))
    await connection.execute(places.delete().where(places.c.id == old))
