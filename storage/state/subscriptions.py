"""Subscriptions: which place hears of what, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import Clock
from storage.state import chat_settings as settings_rows
from storage.state import places as rows
from storage.state import removals
from storage.state.chat_settings import Chats
from storage.state.database import Database
from storage.state.models import (
    Frequency,
    Mute,
    MuteKind,
    Pause,
    Place,
    Platform,
    Subscription,
    Wishes,
)
from storage.state.numbering import next_number, numbered
from storage.state.removals import UNDOABLE
from storage.state.schema import (
    chats,
    deliveries,
    mutes,
    places,
    removed_subscriptions,
    subscriptions,
    watched_queries,
)
from storage.state.standing import ACTIVE, Standing
from storage.state.sweeps import in_pieces
from storage.state.twins import alike, drop_twins
from storage.state.upsert import insert_unless_there
from storage.state.watched import query_id

_JOINED = subscriptions.join(places, places.c.id == subscriptions.c.place_id).join(
    watched_queries, watched_queries.c.id == subscriptions.c.query_id
)
_ALL = select(
    subscriptions, watched_queries.c.text, places.c.platform, places.c.chat_id, places.c.topic_id,
    places.c.owner_id,
).select_from(_JOINED)  # fmt: skip
_INSTANT = and_(ACTIVE, subscriptions.c.frequency == Frequency.INSTANT.value)
_UNWATCHED = ~exists().where(subscriptions.c.query_id == watched_queries.c.id)

PLACES = 20
"""Places deleted in one transaction, each with all its deliveries, which may be thousands."""

BATCH = 1_000
"""Queries read at once: what takes the event loop about a millisecond."""


class Subscriptions(Standing):
    """The subscriptions of all places, and how those stand. Everything raises StoreError."""

    def __init__(self, database: Database, clock: Clock, settings: Chats) -> None:
        super().__init__(database, clock)
        self._settings = settings

    async def add(self, place: Place, wishes: Wishes, next_at: datetime | None = None) -> Subscription:
        """Subscribe a place; one that has the same already keeps it, and it is active again."""
        now = self._clock()
        async with self._database.write() as connection:
            place_id = await rows.place_id(connection, place, alone=True)
            values = await _values(connection, wishes)
            numbers = await self._numbers(connection, place_id)
            created = {"place_id": place_id, "created_at": now, "told_until": now, "next_at": next_at,
                       "number": next_number(numbers)}  # fmt: skip
            wanted = select(subscriptions.c.id).where(alike(place_id, values)).with_for_update()
            # On PostgreSQL the one that there was may just have been removed.
            while (known := await connection.scalar(wanted)) is None:
                await insert_unless_there(connection, subscriptions, **values, **created)
            await connection.execute(_resumed(subscriptions.c.id == known, now, next_at))
            await connection.execute(update(places).where(places.c.id == place_id).values(left_at=None))
            there = await _selected(connection, subscriptions.c.place_id == place_id)
        return next(each for each in numbered(there) if each.id == known)

    @staticmethod
    async def _numbers(connection: AsyncConnection, place_id: int) -> list[int]:
        there = await _selected(connection, subscriptions.c.place_id == place_id)
        return [each.number for each in numbered(there)]

    async def of(self, place: Place) -> tuple[Subscription, ...]:
        """Return the subscriptions of a place, in the order of their numbers."""
        return numbered(await self._select(rows.at(place)))

    async def get(self, number: int) -> Subscription | None:
        """Return the subscription of that id, or None."""
        own = select(subscriptions.c.place_id).where(subscriptions.c.id == number).scalar_subquery()
        there = await self._select(subscriptions.c.place_id == own)
        return next((each for each in numbered(there) if each.id == number), None)

    async def place_of(self, number: int) -> Place | None:
        """Return the place of a subscription that is there, or was removed lately; None if there is none."""
        own = select(subscriptions.c.place_id).where(subscriptions.c.id == number)
        removed = select(removed_subscriptions.c.place_id).where(removed_subscriptions.c.id == number)
        wanted: Select[Any] = select(*rows.PLACE_COLUMNS).where(
            or_(places.c.id.in_(own), places.c.id.in_(removed))
        )
        async with self._database.read() as connection:
            found = [rows.place_of(row) for row in await connection.execute(wanted.limit(1))]
        return found[0] if found else None

    async def change(
        self, number: int, wishes: Wishes, next_at: datetime | None = None, *, anew: bool = False
    ) -> None:
        """Let a subscription ask for something else; `anew`, digests leave out what was known before."""
        async with self._database.write() as connection:
            values = await _values(connection, wishes)
            own = select(subscriptions.c.place_id).where(subscriptions.c.id == number).scalar_subquery()
            # It takes the place of one that asks for the same.
            twin = and_(alike(own, values), subscriptions.c.id != number)
            await connection.execute(delete(subscriptions).where(twin))
            if anew:
                values["told_until"] = self._clock()
            await connection.execute(
                update(subscriptions).where(subscriptions.c.id == number).values(**values, next_at=next_at)
            )
            await _drop_unwatched(connection)

    async def pause(self, number: int, why: Pause) -> None:
        """Post nothing for a subscription until it is resumed."""
        active = update(subscriptions).where(subscriptions.c.id == number, ACTIVE)
        async with self._database.write() as connection:
            await connection.execute(active.values(paused=why.value, paused_at=self._clock()))

    async def resume(self, number: int, next_at: datetime | None = None) -> None:
        """Resume a subscription; results from the pause are not posted."""
        async with self._database.write() as connection:
            await connection.execute(_resumed(subscriptions.c.id == number, self._clock(), next_at))

    async def remove(self, number: int) -> None:
        """Delete a subscription; for a week it can be restored."""
        async with self._database.write() as connection:
            await removals.remove(connection, number, self._clock())
            await _drop_unwatched(connection)

    async def restore(self, number: int) -> bool:
        """Make a subscription again that was removed lately, as it was; return whether there was one."""
        async with self._database.write() as connection:
            return await removals.restore(connection, number, self._clock() - UNDOABLE)

    async def move(self, platform: Platform, chat_id: int, to_chat_id: int) -> None:
        """Let everything of a chat belong to the id that it has got: a group became a supergroup."""
        async with self._database.write() as connection:
            await rows.move(connection, platform, chat_id, to_chat_id)
            await settings_rows.move(connection, platform, chat_id, to_chat_id)
        for owner_id in (chat_id, to_chat_id):
            self._settings.forget(platform, owner_id)

    async def queries(self) -> dict[int, str]:
        """Return id and text of each distinct query of the active instant subscriptions."""
        return await self._texts(exists().where(subscriptions.c.query_id == watched_queries.c.id, _INSTANT))

    async def texts(self) -> dict[int, str]:
        """Return id and text of each distinct query of any subscription."""
        return await self._texts(exists().where(subscriptions.c.query_id == watched_queries.c.id))

    async def rewrite(self, number: int, text: str) -> None:
        """Let all subscriptions with the query of that id have another text for it."""
        async with self._database.write() as connection:
            here = watched_queries.c.id == number
            same = await connection.scalar(select(watched_queries.c.id).where(watched_queries.c.text == text))
            if same is None:
                await connection.execute(update(watched_queries).where(here).values(text=text))
            else:
                of_it = subscriptions.c.query_id == number
                await connection.execute(drop_twins(of_it, {"query_id": same}))
                await connection.execute(update(subscriptions).where(of_it).values(query_id=same))
                await _drop_unwatched(connection)

    async def _texts(self, used: ColumnElement[bool]) -> dict[int, str]:
        ordered = select(watched_queries.c.id, watched_queries.c.text).where(used)
        ordered = ordered.order_by(watched_queries.c.id).limit(BATCH)
        found: dict[int, str] = {}
        last = 0
        while True:
            async with self._database.read() as connection:
                batch = (await connection.execute(ordered.where(watched_queries.c.id > last))).all()
            found |= {row.id: row.text for row in batch}
            if len(batch) < BATCH:
                return found
            last = batch[-1].id

    async def due_digests(self, now: datetime, limit: int) -> tuple[Subscription, ...]:
        """Return active subscriptions whose digest is due, the longest due first."""
        due = and_(ACTIVE, subscriptions.c.next_at <= now)
        async with self._database.read() as connection:
            found = await connection.execute(
                _ALL.where(due).order_by(subscriptions.c.next_at, subscriptions.c.id).limit(limit)
            )
            return tuple(_subscription(row) for row in found)

    async def digests(self, platform: Platform, owner_id: int) -> tuple[Subscription, ...]:
        """Return the digests of a server or chat, which a change of its time zone reschedules."""
        return await self._select(
            and_(_owned(platform, owner_id), subscriptions.c.frequency != Frequency.INSTANT.value)
        )

    async def schedule(self, number: int, next_at: datetime, told_until: datetime | None = None) -> None:
        """Set when the next digest is due, and up to when the digests have told what is new."""
        values: dict[str, datetime] = {"next_at": next_at}
        if told_until is not None:
            values["told_until"] = told_until
        async with self._database.write() as connection:
            await connection.execute(
                update(subscriptions).where(subscriptions.c.id == number).values(**values)
            )

    async def mute(self, place: Place, mute: Mute) -> None:
        """Mute a rocket or provider in a place."""
        async with self._database.write() as connection:
            place_id = await rows.place_id(connection, place)
            await insert_unless_there(
                connection, mutes, place_id=place_id, kind=mute.kind.value, ref_id=mute.id
            )

    async def unmute(self, place: Place, mute: Mute) -> None:
        """Let a place hear of a rocket or provider again."""
        here = select(places.c.id).where(rows.at(place)).scalar_subquery()
        async with self._database.write() as connection:
            await connection.execute(
                delete(mutes).where(
                    mutes.c.place_id == here, mutes.c.kind == mute.kind.value, mutes.c.ref_id == mute.id
                )
            )

    async def mutes(self, place: Place) -> tuple[Mute, ...]:
        """Return what is muted in a place."""
        wanted = select(mutes.c.kind, mutes.c.ref_id).join(places, places.c.id == mutes.c.place_id)
        async with self._database.read() as connection:
            found = await connection.execute(
                wanted.where(rows.at(place)).order_by(mutes.c.kind, mutes.c.ref_id)
            )
            return tuple(Mute(MuteKind(row.kind), row.ref_id) for row in found)

    async def paused(self) -> dict[Pause, int]:
        """Return how many subscriptions are paused for which reason."""
        counted = select(subscriptions.c.paused, func.count().label("number"))
        async with self._database.read() as connection:
            found = await connection.execute(
                counted.where(subscriptions.c.paused.is_not(None)).group_by(subscriptions.c.paused)
            )
            return {Pause(row.paused): row.number for row in found}

    async def forget(self, platform: Platform, owner_id: int) -> int:
        """Delete everything kept about a server or chat; return how many subscriptions were deleted."""
        return await self._forget(platform, owner_id, _owned(platform, owner_id))

    async def forget_any(self, platform: Platform, number: int) -> int:
        """Do the same for whatever has that id: a server or chat with all its places, or a channel alone."""
        alone = and_(places.c.platform == platform, places.c.chat_id == number)
        return await self._forget(platform, number, or_(_owned(platform, number), alone))

    async def _forget(self, platform: Platform, owner_id: int, owned: ColumnElement[bool]) -> int:
        async with self._database.write() as connection:
            number = await connection.scalar(
                select(func.count()).select_from(subscriptions).where(_in_places(owned))
            )
            await connection.execute(delete(places).where(owned))
            await connection.execute(
                delete(chats).where(chats.c.platform == platform, chats.c.owner_id == owner_id)
            )
            await _drop_unwatched(connection)
        self._settings.forget(platform, owner_id)
        return number or 0

    async def forget_place(self, place: Place) -> int:
        """Delete what is kept about one place alone; return how many subscriptions were deleted."""
        async with self._database.write() as connection:
            here = rows.at(place)
            number = await connection.scalar(
                select(func.count()).select_from(subscriptions).where(_in_places(here))
            )
            await connection.execute(delete(places).where(here))
            await _drop_unwatched(connection)
        return number or 0

    async def prune(self, left_before: datetime) -> int:
        """Delete the places that the bot was not in since before that instant; return how many.

        With what was removed too long ago to be restored, the settings of their chats and servers, and the
        places of which only mutes are left, unless a server with settings is known by them. All in pieces.
        """
        here = subscriptions.c.place_id == places.c.id
        owed = exists().where(deliveries.c.place_id == places.c.id)
        removed = exists().where(removed_subscriptions.c.place_id == places.c.id)
        of_server = and_(places.c.owner_id != places.c.chat_id, chats.c.left_at.is_(None))
        set_there = exists().where(
            chats.c.platform == places.c.platform, chats.c.owner_id == places.c.owner_id, of_server
        )
        old = removed_subscriptions.c.removed_at < self._clock() - UNDOABLE
        await in_pieces(self._database, removed_subscriptions.c.id, old, delete(removed_subscriptions))
        gone = await self._drop_places(and_(places.c.left_at < left_before, ~exists().where(here, ACTIVE)))
        await self._drop_places(and_(~exists().where(here), ~owed, ~removed, ~set_there))
        await in_pieces(self._database, watched_queries.c.id, _UNWATCHED, delete(watched_queries))
        await self._settings.prune(left_before)
        return gone

    async def _drop_places(self, which: ColumnElement[bool]) -> int:
        return await in_pieces(self._database, places.c.id, which, delete(places), size=PLACES)

    async def _select(self, *conditions: ColumnElement[bool]) -> tuple[Subscription, ...]:
        async with self._database.read() as connection:
            return await _selected(connection, *conditions)


async def _selected(
    connection: AsyncConnection, *conditions: ColumnElement[bool]
) -> tuple[Subscription, ...]:
    found = await connection.execute(_ALL.where(*conditions).order_by(subscriptions.c.id))
    return tuple(_subscription(row) for row in found)


def _owned(platform: Platform, owner_id: int) -> ColumnElement[bool]:
    return and_(places.c.platform == platform, places.c.owner_id == owner_id)


def _in_places(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return subscriptions.c.place_id.in_(select(places.c.id).where(condition))


def _resumed(which: ColumnElement[bool], now: datetime, next_at: datetime | None) -> Any:
    values: dict[str, Any] = {"paused": None, "paused_at": None, "next_at": next_at}
    # Only what was paused has missed something that is not to be told.
    resumed = update(subscriptions).where(which, subscriptions.c.paused.is_not(None))
    return resumed.values(**values, told_until=now)


async def _values(connection: AsyncConnection, wishes: Wishes) -> dict[str, Any]:
    return {
        "query_id": await query_id(connection, wishes.query),
        "frequency": wishes.frequency.value,
        "hour": wishes.hour,
        "weekday": wishes.weekday,
        "role_id": wishes.role_id,
        "spoiler": wishes.spoiler,
        "failures_always": wishes.failures_always,
        "publish": wishes.publish,
        "silent": wishes.silent,
        "thread": wishes.thread,
    }


async def _drop_unwatched(connection: AsyncConnection) -> None:
    """Delete queries that nobody has any more, but for those that somebody is about to have."""
    free = select(watched_queries.c.id).where(_UNWATCHED).with_for_update(skip_locked=True)
    found = list(await connection.scalars(free))
    # Looked at again: one may have been subscribed to before it was locked.
    await connection.execute(delete(watched_queries).where(watched_queries.c.id.in_(found), _UNWATCHED))


def _subscription(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        place=rows.place_of(row),
        wishes=Wishes(
            query=row.text,
            frequency=Frequency(row.frequency),
            hour=row.hour,
            weekday=row.weekday,
            role_id=row.role_id,
            spoiler=row.spoiler,
            failures_always=row.failures_always,
            publish=row.publish,
            silent=row.silent,
            thread=row.thread,
        ),
        created_at=row.created_at,
        paused=None if row.paused is None else Pause(row.paused),
        next_at=row.next_at,
        told_until=row.told_until,
        number=row.number or 0,
        paused_at=row.paused_at,
    )
