"""Which outcomes were taken note of, and how fresh the catalogue was then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.state.models import OutcomeSeen
from storage.state.schema import detection, outcomes

_ROW = detection.c.id == 1


async def upsert(connection: AsyncConnection, seen: Iterable[OutcomeSeen]) -> None:
    """Write outcomes; an older revision never replaces a newer one."""
    values = [
        {
            "launch_id": each.launch_id,
            "revision": each.revision,
            "status_id": each.status_id,
            "seen_at": each.seen_at,
        }
        for each in seen
    ]
    if not values:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    written = dialect.insert(outcomes)
    new = written.excluded
    await connection.execute(
        written.on_conflict_do_update(
            index_elements=["launch_id"],
            set_={"revision": new.revision, "status_id": new.status_id, "seen_at": new.seen_at},
            where=outcomes.c.revision < new.revision,
        ),
        values,
    )


async def looked_at(connection: AsyncConnection) -> datetime | None:
    """Return how fresh the catalogue was at the last comparison."""
    found: datetime | None = await connection.scalar(select(detection.c.looked_at).where(_ROW))
    return found


async def set_looked_at(connection: AsyncConnection, instant: datetime) -> None:
    """Note how fresh the catalogue is that was compared."""
    await connection.execute(update(detection).where(_ROW).values(looked_at=instant))
