"""Subscriptions that were removed, kept for a while so that a removal can be undone."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.state.schema import Instant, removed_subscriptions, subscriptions, watched_queries
from storage.state.twins import alike
from storage.state.watched import query_id

UNDOABLE = timedelta(days=7)
"""For how long a removal can be undone."""

_OWN = {"id", "place_id", "query_id"}
_CARRIED = [column for column in subscriptions.columns if column.name not in _OWN]
"""All else of a row, whatever columns there are one day; the query is carried as its text."""


async def remove(connection: AsyncConnection, number: int, now: datetime) -> None:
    """Delete the subscription of that id, and keep what it was."""
    joined = subscriptions.join(watched_queries, watched_queries.c.id == subscriptions.c.query_id)
    wanted = select(subscriptions, watched_queries.c.text).select_from(joined)
    row = (await connection.execute(wanted.where(subscriptions.c.id == number))).one_or_none()
    if row is None:
        return
    await connection.execute(delete(subscriptions).where(subscriptions.c.id == number))
    await connection.execute(delete(removed_subscriptions).where(removed_subscriptions.c.id == number))
    await connection.execute(
        insert(removed_subscriptions).values(
            id=number, place_id=row.place_id, removed_at=now, kept=json.dumps(_written(row))
        )
    )


async def restore(connection: AsyncConnection, number: int, since: datetime) -> bool:
    """Make a subscription again that was removed since then, as it was; return whether there was one."""
    lately = (removed_subscriptions.c.id == number, removed_subscriptions.c.removed_at >= since)
    row = (await connection.execute(select(removed_subscriptions).where(*lately))).one_or_none()
    if row is None:
        return False
    kept: dict[str, Any] = json.loads(row.kept)
    query: str = kept.pop("text")
    values = {
        column.name: _read(column.type, kept[column.name]) for column in _CARRIED if column.name in kept
    }
    values |= {"id": number, "place_id": row.place_id, "query_id": await query_id(connection, query)}
    # One that was made meanwhile and asks for the same gives way: what was removed is there again, as it was.
    asked = {column.name: values.get(column.name, False) for column in subscriptions.columns}
    await connection.execute(delete(subscriptions).where(alike(row.place_id, asked)))
    await connection.execute(insert(subscriptions).values(**values))
    await connection.execute(delete(removed_subscriptions).where(removed_subscriptions.c.id == number))
    return True


def _written(row: Row[Any]) -> dict[str, Any]:
    values = {column.name: getattr(row, column.name) for column in _CARRIED}
    told = {
        name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()
    }
    return {**told, "text": row.text}


def _read(kind: object, value: Any) -> Any:
    return datetime.fromisoformat(value) if isinstance(kind, Instant) and value is not None else value
