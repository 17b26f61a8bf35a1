"""How places stand to the bot: which refuse posts, which it was removed from, and which let it in again."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import Clock
from storage.state import places as rows
from storage.state.database import Database
from storage.state.models import DeliveryState, Pause, Place, Platform
from storage.state.schema import chats, deliveries, events, places, subscriptions

BY_REFUSAL = tuple(pause.value for pause in (Pause.FORBIDDEN, Pause.GONE, Pause.TOPIC_CLOSED, Pause.BLOCKED))
"""Pauses that end when the place takes posts again."""

AWAY = (Pause.LEFT, Pause.BLOCKED, Pause.GONE)
"""Pauses that say that we are not in there."""

CHUNK = 500
"""Servers named in one statement; databases limit how many that may be."""

ACTIVE = subscriptions.c.paused.is_(None)
_LEFT = subscriptions.c.paused == Pause.LEFT.value
_REFUSED = subscriptions.c.paused.in_(BY_REFUSAL)


CALM = 10_000
"""Places held in memory of which there was nothing to say."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a place stands, where there is anything to say of it.

    `notice` is why its posts were paused, None when its people know or there is nothing to tell.
    """

    notice: Pause | None


class Standing:
    """Whether places take posts. Everything raises StoreError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        # With what was written then: nothing else can have changed how they stand.
        self._calm: OrderedDict[Place, int] = OrderedDict()

    async def pause_place(self, place: Place, why: Pause) -> int:
        """Pause the active subscriptions of a place and return how many; people there get told."""
        async with self._database.write() as connection:
            paused = await self._paused(connection, rows.at(place), why)
            if why in AWAY:
                await self._note_left(connection, rows.at(place))
            if why in {Pause.LEFT, Pause.BLOCKED}:
                here = and_(chats.c.platform == place.platform, chats.c.owner_id == place.chat_id)
                await self._note_settings_left(connection, here)
        return paused

    async def refused(self, place: Place) -> None:
        """Note that a place refuses posts from now on, unless it does so already."""
        since = and_(rows.at(place), places.c.refused_at.is_(None))
        async with self._database.write() as connection:
            await connection.execute(update(places).where(since).values(refused_at=self._clock()))

    async def accepted(self, place: Place) -> None:
        """Note that a place takes posts, and resume what was paused there because it did not."""
        here = rows.at(place)
        async with self._database.write() as connection:
            await connection.execute(update(places).where(here).values(refused_at=None, left_at=None))
            await connection.execute(self._resumed(and_(_in_places(here), or_(_REFUSED, _LEFT))))

    async def try_again(self, paused_before: datetime, refused_after: datetime) -> int:
        """Resume, on trial, what was paused before an instant as its place refused posts; return how many.

        Not where that began before `refused_after`: there, nobody cares any more.
        """
        lately = or_(places.c.refused_at.is_(None), places.c.refused_at > refused_after)
        waited = and_(subscriptions.c.paused_at < paused_before, _in_places(lately), _REFUSED)
        async with self._database.write() as connection:
            resumed = await connection.execute(self._resumed(waited))
        return resumed.rowcount

    async def refusing(self, platform: Platform, owner_id: int | None = None) -> tuple[Place, ...]:
        """Return the places that refuse posts, whether paused for it yet or not; of one server or chat."""
        paused = select(subscriptions.c.place_id).where(_REFUSED)
        which = and_(
            places.c.platform == platform, or_(places.c.refused_at.is_not(None), places.c.id.in_(paused))
        )
        if owner_id is not None:
            which = and_(which, places.c.owner_id == owner_id)
        wanted: Select[Any] = select(*rows.PLACE_COLUMNS).where(which).order_by(places.c.id)
        async with self._database.read() as connection:
            return tuple(rows.place_of(row) for row in await connection.execute(wanted))

    async def regained(self, place: Place) -> bool:
        """Resume, on trial, what was paused as a place refused posts, and have what waits sent now.

        On trial: since when it has refused them stays known until it has taken one. Returns whether anything
        is posted there now.
        """
        here, now = rows.at(place), self._clock()
        refused = select(places.c.id).where(here, places.c.refused_at.is_not(None))
        waits = and_(
            deliveries.c.place_id.in_(refused), deliveries.c.state == DeliveryState.PENDING.value,
            deliveries.c.due_at > now,
        )  # fmt: skip
        async with self._database.write() as connection:
            await connection.execute(self._resumed(and_(_in_places(here), or_(_REFUSED, _LEFT))))
            await connection.execute(update(places).where(here).values(left_at=None))
            await connection.execute(update(deliveries).where(waits).values(due_at=now))
            settings = and_(chats.c.platform == place.platform, chats.c.owner_id == place.owner_id)
            await connection.execute(update(chats).where(settings).values(left_at=None))
            active = select(func.count()).select_from(subscriptions).where(_in_places(here), ACTIVE)
            return bool(await connection.scalar(active))

    async def stand(self, place: Place) -> Stand | None:
        """Return how a place stands; None when nothing was paused there, nor its server or chat left."""
        written = self._database.written
        if self._calm.get(place) == written:
            return None
        values = {"platform": place.platform, "chat": place.chat_id, "topic": place.topic_id,
                  "owner": place.owner_id}  # fmt: skip
        async with self._database.read() as connection:
            row = (await connection.execute(_STAND, values)).one()
        if any(row):
            return Stand(None if row.notice is None else Pause(row.notice))
        if self._database.is_sqlite:
            self._calm[place] = written
            self._calm.move_to_end(place)
            if len(self._calm) > CALM:
                self._calm.popitem(last=False)
        return None

    async def tell(self, place: Place) -> None:
        """Note that a place's people know why its posts were paused."""
        async with self._database.write() as connection:
            await connection.execute(update(places).where(rows.at(place)).values(notice=None))

    async def in_doubt(self, place: Place, since: datetime) -> tuple[int, tuple[str, ...]]:
        """Return of how many posts since then nobody knows whether they arrived at a place.

        And the launches that they tell of, the newest post's first.
        """
        held = and_(deliveries.c.state == DeliveryState.UNKNOWN.value, events.c.created_at >= since)
        here = select(places.c.id).where(rows.at(place)).scalar_subquery()
        wanted = (
            select(events.c.launch_id, events.c.content)
            .join(deliveries, deliveries.c.event_id == events.c.id)
            .where(held, deliveries.c.place_id == here)
            .order_by(deliveries.c.id.desc())
        )
        async with self._database.read() as connection:
            found = (await connection.execute(wanted)).all()
        ids = dict.fromkeys(each for row in found for each in _launches(row.launch_id, row.content))
        return len(found), tuple(ids)

    async def pause_owner(self, platform: Platform, owner_id: int, why: Pause) -> int:
        """Pause all active subscriptions of a server or chat, and return how many there were."""
        async with self._database.write() as connection:
            return await self._leave(connection, platform, [owner_id], why)

    async def resume_owner(self, platform: Platform, owner_id: int) -> int:
        """Resume what was paused in all places of a server or chat because the bot had left."""
        async with self._database.write() as connection:
            return await self._return(connection, platform, [owner_id])

    async def present(self, platform: Platform, owner_ids: Collection[int]) -> tuple[int, int]:
        """Take note of all servers that we are in, as if told of each that was left or joined meanwhile.

        Returns how many subscriptions that paused and resumed. What belongs to no server is left alone, as a
        private chat is; so is a server's oldest channel where nothing else of it is known, as it has the
        server's id.
        """
        inside = set(owner_ids)
        of_servers = and_(places.c.platform == platform, places.c.owner_id != places.c.chat_id)
        async with self._database.read() as connection:
            known = set(await connection.scalars(select(places.c.owner_id).distinct().where(of_servers)))
        async with self._database.write() as connection:
            paused = [
                await self._leave(connection, platform, chunk, Pause.LEFT)
                for chunk in _chunks(known - inside)
            ]
            resumed = [await self._return(connection, platform, chunk) for chunk in _chunks(known & inside)]
        return sum(paused), sum(resumed)

    async def _leave(
        self, connection: AsyncConnection, platform: Platform, owner_ids: Collection[int], why: Pause
    ) -> int:
        owned = and_(places.c.platform == platform, places.c.owner_id.in_(owner_ids))
        paused = await self._paused(connection, owned, why)
        if why in AWAY:
            await self._note_left(connection, owned)
            settings = and_(chats.c.platform == platform, chats.c.owner_id.in_(owner_ids))
            await self._note_settings_left(connection, settings)
        return paused

    async def _return(
        self, connection: AsyncConnection, platform: Platform, owner_ids: Collection[int]
    ) -> int:
        owned = and_(places.c.platform == platform, places.c.owner_id.in_(owner_ids))
        settings = and_(chats.c.platform == platform, chats.c.owner_id.in_(owner_ids))
        await connection.execute(update(places).where(owned).values(left_at=None))
        await connection.execute(update(chats).where(settings).values(left_at=None))
        resumed = await connection.execute(self._resumed(and_(_in_places(owned), _LEFT)))
        return resumed.rowcount

    async def _paused(self, connection: AsyncConnection, which: ColumnElement[bool], why: Pause) -> int:
        """Pause what is active in places; what their people did not do themselves, they are to be told."""
        active = and_(_in_places(which), ACTIVE)
        if why is not Pause.BY_HAND:
            paused_now = select(subscriptions.c.place_id).where(active)
            told = update(places).where(which, places.c.id.in_(paused_now)).values(notice=why.value)
            await connection.execute(told)
        values = {"paused": why.value, "paused_at": self._clock()}
        paused = await connection.execute(update(subscriptions).where(active).values(**values))
        return paused.rowcount

    async def _note_left(self, connection: AsyncConnection, which: ColumnElement[bool]) -> None:
        first = and_(which, places.c.left_at.is_(None))
        await connection.execute(update(places).where(first).values(left_at=self._clock()))

    async def _note_settings_left(self, connection: AsyncConnection, which: ColumnElement[bool]) -> None:
        first = and_(which, chats.c.left_at.is_(None))
        await connection.execute(update(chats).where(first).values(left_at=self._clock()))

    def _resumed(self, which: ColumnElement[bool]) -> Any:
        resumed = update(subscriptions).where(which)
        return resumed.values(paused=None, paused_at=None, told_until=self._clock())


def _stand() -> Select[Any]:
    """Return the statement for how a place stands: made once, as every answer in a chat asks."""
    platform: BindParameter[str] = bindparam("platform")
    chat: BindParameter[int] = bindparam("chat")
    topic: BindParameter[int] = bindparam("topic")
    owner: BindParameter[int] = bindparam("owner")
    paused = exists().where(subscriptions.c.place_id == places.c.id, or_(_REFUSED, _LEFT))
    here = and_(places.c.platform == platform, places.c.chat_id == chat, places.c.topic_id == topic)
    settings = and_(chats.c.platform == platform, chats.c.owner_id == owner)
    # One row whatever there is, so that nobody waits for two.
    either = select(literal(1)).subquery().outerjoin(places, here).outerjoin(chats, settings)
    return select(
        places.c.notice, places.c.refused_at, places.c.left_at, paused, chats.c.left_at.label("gone_at")
    ).select_from(either)


_STAND = _stand()


def _in_places(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return subscriptions.c.place_id.in_(select(places.c.id).where(condition))


def _launches(launch_id: str, content: str) -> list[str]:
    """Return the launches of an event: its one, or those of a digest or summary."""
    return [launch_id] if launch_id else list(json.loads(content).get("launches", ()))


def _chunks(ids: Collection[int]) -> list[list[int]]:
    ordered = sorted(ids)
    return [ordered[i : i + CHUNK] for i in range(0, len(ordered), CHUNK)]
