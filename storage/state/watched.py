"""The queries of subscriptions, each once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.state.schema import watched_queries
from storage.state.upsert import insert_unless_there


async def query_id(connection: AsyncConnection, text: str) -> int:
    """Return the id of a query's row, which is made if there is none; nobody deletes it meanwhile."""
    wanted = select(watched_queries.c.id).where(watched_queries.c.text == text)
    # On PostgreSQL somebody may just have deleted the row that there was.
    held = wanted.with_for_update(read=True, key_share=True)
    while (found := await connection.scalar(held)) is None:
        await insert_unless_there(connection, watched_queries, text=text, matched=False)
    return int(found)
