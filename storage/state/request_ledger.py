"""The ledger of requests to Launch Library: what was asked when, shared by every start of the bot."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import Clock
from storage.state.database import Database
from storage.state.schema import ledger, requests

LONGEST_PAUSE = timedelta(days=1)
"""Longest pause that is believed; Launch Library counts by the hour."""

KEPT = timedelta(days=1)
"""How long a request is kept on record, at least."""

_ROW = ledger.c.id == 1


class Ledger:
    """Counts requests against a limit within any window of time.

    The count is by the machine's clock, as it is all that survives a restart. When that clock is set
    backwards, what is on record seems to lie ahead: it still counts, so the limit holds in real time
    too, but it is never believed to lie further ahead than one period (a pause: one day), so that a
    wait is two periods at most. When the clock is set forwards, requests are forgotten early, and
    Launch Library's own refusal is what brings the pause.

    Every method raises StoreError. A request that cannot be recorded must not be made.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def take(self, purpose: str, limit: int, period: float, reserve: int) -> float:
        """Record one request and return 0.0, or return the seconds until one may be free.

        At most `limit` requests are made within `period` seconds, and the last `reserve` of them are
        left to others: with `reserve` not below `limit` nothing is ever free, and the answer is
        `period`. One transaction, so that several callers cannot take the same request.
        """
        window = timedelta(seconds=period)
        async with self._database.write() as connection:
            # Locks the ledger where writers are not alone, so it comes before the clock is read.
            paused_until = await connection.scalar(
                select(ledger.c.paused_until).where(_ROW).with_for_update()
            )
            now = self._clock()
            pause = await _pause_left(connection, paused_until, now)
            wait = await _wait(connection, now, window, limit - reserve)
            if max(pause, wait):
                return max(pause, wait).total_seconds()
            await connection.execute(insert(requests).values(at=now, purpose=purpose))
            await connection.execute(delete(requests).where(requests.c.at < now - max(KEPT, window)))
        return 0.0

    async def pause(self, until: datetime) -> None:
        """Let no request out before `until`; a pause that ends later already stays as it is."""
        async with self._database.write() as connection:
            paused_until = await connection.scalar(
                select(ledger.c.paused_until).where(_ROW).with_for_update()
            )
            now = self._clock()
            wanted = min(until, now + LONGEST_PAUSE)
            if paused_until is None or paused_until < wanted or paused_until > now + LONGEST_PAUSE:
                await connection.execute(update(ledger).where(_ROW).values(paused_until=wanted))

    async def used(self, period: float) -> int:
        """Return how many requests were made within the past `period` seconds."""
        async with self._database.read() as connection:
            return await self._count(connection, period)

    async def left(self, limit: int, period: float) -> int:
        """Return how many more requests may be made now: none during a pause."""
        async with self._database.read() as connection:
            paused_until = await connection.scalar(select(ledger.c.paused_until).where(_ROW))
            if paused_until is not None and paused_until > self._clock():
                return 0
            return max(0, limit - await self._count(connection, period))

    async def _count(self, connection: AsyncConnection, period: float) -> int:
        since = self._clock() - timedelta(seconds=period)
        number = await connection.scalar(
            select(func.count()).select_from(requests).where(requests.c.at > since)
        )
        return number or 0


async def _pause_left(connection: AsyncConnection, until: datetime | None, now: datetime) -> timedelta:
    if until is None or until <= now:
        return timedelta()
    if until > now + LONGEST_PAUSE:
        until = now + LONGEST_PAUSE
        await connection.execute(update(ledger).where(_ROW).values(paused_until=until))
    return until - now


async def _wait(connection: AsyncConnection, now: datetime, window: timedelta, allowed: int) -> timedelta:
    """Return how long until fewer than `allowed` requests lie within the window before now."""
    if allowed <= 0:
        return window
    await connection.execute(update(requests).where(requests.c.at > now + window).values(at=now + window))
    newest_first = select(requests.c.at).where(requests.c.at > now - window).order_by(requests.c.at.desc())
    # This one has to leave the window before another request may enter it.
    blocking: datetime | None = await connection.scalar(newest_first.offset(allowed - 1).limit(1))
    return timedelta() if blocking is None else blocking + window - now
