"""The outbox: events, who is to hear of them, and how far each delivery has come.

An event and its deliveries are written in one transaction, by SQL alone, however many they are. A
delivery goes pending, claimed, sending, sent; see `storage.state.models.DeliveryState`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Delete,
    Update,
    and_,
    case,
    delete,
    exists,
    func,
    select,
    update,
)

from storage.clock import Clock
from storage.state import marks
from storage.state import outcomes as notes
from storage.state.audience import Audience, Only, Subscribers, Told, enqueue
from storage.state.database import Database
from storage.state.group_commit import GroupCommit
from storage.state.models import Delivery, DeliveryState, Event, EventKind, NewEvent, OutcomeSeen, Platform
from storage.state.rows import OWED, delivery_of, event_of
from storage.state.schema import deliveries, events, outcomes, publications, threads
from storage.state.sweeps import in_pieces

__all__ = ["Audience", "Only", "Outbox", "Subscribers", "Told"]

FAN_OUT_SECONDS = 300.0
"""How long it may take to owe an event: for a million places half a minute."""

EXTENSION = timedelta(hours=24)
"""How much longer an event lives that is sent again after it has expired."""

_OUTLIVED = case(
    (deliveries.c.begun_at.is_(None), DeliveryState.EXPIRED.value), else_=DeliveryState.UNKNOWN.value
)
_FREE = {"state": DeliveryState.PENDING.value, "epoch": ""}
_HELD = (DeliveryState.UNKNOWN.value, DeliveryState.DEAD.value)


class Outbox:
    """What is owed to whom. Everything raises StoreError.

    `begin`, `sent`, `later`, `forget_begun`, `close` and `show` are committed when they return, many calls at
    once in one transaction. What says how far a delivery has come counts only while the delivery is the
    caller's: that is told by the epoch with which it was read. That it was sent is a fact, and always counts.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._commits = GroupCommit(database)

    async def known(self) -> dict[str, OutcomeSeen]:
        """Return the latest revision of every launch that was taken note of, by launch id."""
        async with self._database.read() as connection:
            found = (await connection.execute(select(outcomes))).all()
        return {row.launch_id: OutcomeSeen(*row) for row in found}

    async def noted(self, launch_id: str) -> OutcomeSeen | None:
        """Return the latest revision of one launch that was taken note of."""
        async with self._database.read() as connection:
            found = await connection.execute(select(outcomes).where(outcomes.c.launch_id == launch_id))
            row = found.one_or_none()
        return None if row is None else OutcomeSeen(*row)

    async def looked_at(self) -> datetime | None:
        """Return how fresh the catalogue was at the last comparison, None before the first."""
        async with self._database.read() as connection:
            return await notes.looked_at(connection)

    async def note(self, seen: Iterable[OutcomeSeen], looked_at: datetime) -> None:
        """Take note of outcomes that nobody is told of, and of the comparison."""
        async with self._database.write() as connection:
            await notes.upsert(connection, seen)
            await notes.set_looked_at(connection, looked_at)

    async def announce(
        self, event: NewEvent, audience: Audience, seen: Iterable[OutcomeSeen] = ()
    ) -> int | None:
        """Write an event, a delivery for everybody who is to hear of it, and the outcomes it tells.

        Returns the number of deliveries, None when the event's key was known: then nothing is written but
        the outcomes.
        """
        async with self._database.write(seconds=FAN_OUT_SECONDS) as connection:
            await notes.upsert(connection, seen)
            return await enqueue(connection, event, audience, self._clock())

    async def merge(
        self, gone_id: str, seen: OutcomeSeen, tellings: Iterable[tuple[NewEvent, Audience]]
    ) -> int:
        """Let what was told of a launch be of another one, with that outcome, and tell what is new of it.

        Returns the number of deliveries that this makes.
        """
        launch_id, made = seen.launch_id, 0
        async with self._database.write(seconds=FAN_OUT_SECONDS) as connection:
            told = update(events).where(events.c.launch_id == gone_id)
            await connection.execute(told.values(launch_id=launch_id))
            await connection.execute(delete(outcomes).where(outcomes.c.launch_id == gone_id))
            await notes.upsert(connection, [seen])
            for event, audience in tellings:
                made += await enqueue(connection, event, audience, self._clock()) or 0
        return made

    async def content_of(self, launch_id: str, revision: int) -> str | None:
        """Return the content of an event that told that revision of a launch."""
        of_one = events.c.kind.in_([EventKind.RESULT.value, EventKind.CORRECTION.value])
        told = and_(events.c.launch_id == launch_id, events.c.revision == revision, of_one)
        async with self._database.read() as connection:
            found: str | None = await connection.scalar(select(events.c.content).where(told).limit(1))
        return found

    async def results_since(self, since: datetime) -> tuple[str, ...]:
        """Return the content of the events of results since then, the newest first."""
        wanted = select(events.c.content).where(events.c.kind == EventKind.RESULT.value)
        async with self._database.read() as connection:
            found = await connection.scalars(
                wanted.where(events.c.created_at >= since).order_by(events.c.id.desc())
            )
            return tuple(found)

    async def told_since(self, since: datetime) -> tuple[Event, ...]:
        """Return the results and corrections of launches whose result somebody was told since then.

        The earliest first.
        """
        heard = exists().where(deliveries.c.event_id == events.c.id)
        results = select(events.c.launch_id).where(
            events.c.kind == EventKind.RESULT.value, events.c.created_at >= since, heard
        )
        kinds = [EventKind.RESULT.value, EventKind.CORRECTION.value]
        wanted = select(events).where(events.c.launch_id.in_(results), events.c.kind.in_(kinds))
        async with self._database.read() as connection:
            found = await connection.execute(wanted.order_by(events.c.id))
            return tuple(event_of(row, row.id) for row in found)

    async def is_renewed(self, renewal: Delivery) -> bool:
        """Tell whether the place is owed, or has had, a later edit of the same post."""
        return await self._has_correction(renewal, events.c.id > renewal.event.id)

    async def claim(self, platform: Platform, epoch: str, limit: int) -> tuple[Delivery, ...]:
        """Take deliveries that are due, the longest due first, for the sender of that epoch."""
        due = (
            select(deliveries.c.id)
            .where(
                deliveries.c.platform == platform,
                deliveries.c.state == DeliveryState.PENDING.value,
                deliveries.c.due_at <= self._clock(),
            )
            .order_by(deliveries.c.due_at, deliveries.c.id)
            .limit(limit)
        )
        async with self._database.read() as connection:
            ids = list(await connection.scalars(due))
        if not ids:
            return ()
        async with self._database.write() as connection:
            # Only what this very call has changed: another may have taken some since they were read.
            taken = await connection.scalars(
                update(deliveries)
                .where(deliveries.c.id.in_(ids), deliveries.c.state == DeliveryState.PENDING.value)
                .values(state=DeliveryState.CLAIMED.value, epoch=epoch)
                .returning(deliveries.c.id)
            )
            claimed = deliveries.c.id.in_(list(taken))
            found = await connection.execute(
                OWED.where(claimed).order_by(deliveries.c.due_at, deliveries.c.id)
            )
            return tuple(delivery_of(row) for row in found)

    async def release(self, epoch: str, keep: Collection[int] = ()) -> int:
        """Release what a sender claimed but did not begin, except those IDs; return how many."""
        claimed = and_(
            deliveries.c.state == DeliveryState.CLAIMED.value, deliveries.c.epoch == epoch,
            deliveries.c.id.not_in(list(keep)),
        )  # fmt: skip
        async with self._database.write() as connection:
            released = await connection.execute(update(deliveries).where(claimed).values(**_FREE))
        return released.rowcount

    async def begin(self, delivery: Delivery, shown: int) -> bool:
        """Note that a request is about to leave, and the revision that it tells; return whether it may.

        It may not where the delivery is not ours any more: another process has become the sender.
        """
        return await self._commits.write(marks.begun(delivery, shown, self._clock()))

    async def sent(
        self, number: int, message_id: int, *, publish: bool = False, thread: bool = False
    ) -> None:
        """Note that a delivery is that message, and with `publish` and `thread` what is to follow."""
        steps = ((publications, publish), (threads, thread))
        also = [marks.owed(step, number, self._clock()) for step, is_wanted in steps if is_wanted]
        await self._commits.write(marks.sent(number, message_id), *also)

    async def later(
        self, delivery: Delivery, due_at: datetime, reason: str, *, counts: bool, begun: bool
    ) -> None:
        """Put a delivery off; `counts` as an attempt, and `begun` if a request of it may have arrived."""
        await self._commits.write(marks.later(delivery, due_at, reason, counts=counts, begun=begun))

    async def forget_begun(self, delivery: Delivery) -> None:
        """Note that no request of a delivery has arrived: the platform's history does not have it."""
        await self._commits.write(marks.forgotten(delivery))

    async def is_taken_elsewhere(self, delivery: Delivery) -> bool:
        """Tell whether another place of the platform took the same event."""
        taken = and_(
            deliveries.c.event_id == delivery.event.id,
            deliveries.c.platform == delivery.place.platform,
            deliveries.c.state == DeliveryState.SENT.value,
            deliveries.c.id != delivery.id,
        )
        async with self._database.read() as connection:
            return await connection.scalar(select(deliveries.c.id).where(taken).limit(1)) is not None

    async def close(self, delivery: Delivery, state: DeliveryState, reason: str) -> None:
        """Note that nothing more is tried: unknown, dead or expired."""
        await self._commits.write(marks.closed(delivery, state, reason))

    async def show(self, number: int, shown: int) -> None:
        """Note that the message of a delivery tells that revision now."""
        await self._commits.write(marks.shown(number, shown))

    async def recover(self, platform: Platform, epoch: str) -> tuple[Delivery, ...]:
        """Release the claims of a sender that is gone; take over what it had begun, and return that.

        A sender that is not gone after all can neither begin nor give up anything of it any more.
        """
        async with self._database.write() as connection:
            claimed = and_(
                deliveries.c.state == DeliveryState.CLAIMED.value, deliveries.c.platform == platform
            )
            await connection.execute(update(deliveries).where(claimed).values(**_FREE))
            begun = and_(deliveries.c.state == DeliveryState.SENDING.value, deliveries.c.platform == platform)
            await connection.execute(update(deliveries).where(begun).values(epoch=epoch))
            ours = and_(begun, deliveries.c.epoch == epoch)
            found = await connection.execute(OWED.where(ours).order_by(deliveries.c.id))
            return tuple(delivery_of(row) for row in found)

    async def original(self, delivery: Delivery) -> Delivery | None:
        """Return the newest delivery of the launch's result at the same place, which a correction edits."""
        place = select(deliveries.c.place_id).where(deliveries.c.id == delivery.id).scalar_subquery()
        results = and_(
            deliveries.c.place_id == place,
            events.c.launch_id == delivery.event.launch_id,
            events.c.kind == "result",
        )
        async with self._database.read() as connection:
            found = await connection.execute(OWED.where(results).order_by(deliveries.c.id.desc()).limit(1))
            row = found.one_or_none()
        return None if row is None else delivery_of(row)

    async def is_outdone(self, correction: Delivery) -> bool:
        """Tell whether the place is owed, or was sent, a later correction of the same launch."""
        return await self._has_correction(correction, events.c.revision > correction.event.revision)

    async def _has_correction(self, delivery: Delivery, which: ColumnElement[bool]) -> bool:
        """Tell whether the place of a delivery has such a correction of the same launch."""
        place = select(deliveries.c.place_id).where(deliveries.c.id == delivery.id).scalar_subquery()
        there = and_(
            deliveries.c.place_id == place,
            events.c.launch_id == delivery.event.launch_id,
            events.c.kind == EventKind.CORRECTION.value,
            which,
        )
        joined = select(deliveries.c.id).join(events, events.c.id == deliveries.c.event_id)
        async with self._database.read() as connection:
            return await connection.scalar(joined.where(there).limit(1)) is not None

    async def next_due(self, platform: Platform) -> datetime | None:
        """Return when the next delivery is due, None when there is none."""
        pending = and_(deliveries.c.platform == platform, deliveries.c.state == DeliveryState.PENDING.value)
        async with self._database.read() as connection:
            due: datetime | None = await connection.scalar(
                select(deliveries.c.due_at).where(pending).order_by(deliveries.c.due_at).limit(1)
            )
        return due

    async def expire(self) -> int:
        """Close in pieces what is too old to be told, as unknown if it may have arrived; return how many."""
        pending = deliveries.c.state == DeliveryState.PENDING.value
        old = select(deliveries.c.event_id).distinct().join(events, events.c.id == deliveries.c.event_id)
        async with self._database.read() as connection:
            found = await connection.scalars(old.where(pending, events.c.expires_at <= self._clock()))
            event_ids = list(found)
        closed = update(deliveries).values(state=_OUTLIVED, reason="too old to be told")
        return sum([await self._sweep(closed, event_id, pending) for event_id in event_ids])

    async def counts(self) -> dict[tuple[Platform, DeliveryState], int]:
        """Return how many deliveries are in which state."""
        counted = select(deliveries.c.platform, deliveries.c.state, func.count().label("number"))
        async with self._database.read() as connection:
            found = await connection.execute(counted.group_by(deliveries.c.platform, deliveries.c.state))
            return {(row.platform, DeliveryState(row.state)): row.number for row in found}

    async def listed(
        self, states: Collection[DeliveryState], limit: int = 100, before: int | None = None
    ) -> tuple[Delivery, ...]:
        """Return deliveries in those states, the newest first; those of before the id `before`, if given."""
        wanted: ColumnElement[bool] = deliveries.c.state.in_([state.value for state in states])
        if before is not None:
            wanted = and_(wanted, deliveries.c.id < before)
        async with self._database.read() as connection:
            found = await connection.execute(OWED.where(wanted).order_by(deliveries.c.id.desc()).limit(limit))
            return tuple(delivery_of(row) for row in found)

    async def resend(self, ids: Collection[int] | None) -> tuple[int, ...]:
        """Make deliveries due that are unknown or dead, those of the ids or all; return their ids."""
        held = deliveries.c.state.in_(_HELD)
        wanted = held if ids is None else and_(held, deliveries.c.id.in_(list(ids)))
        now = self._clock()
        async with self._database.write() as connection:
            again = (
                await connection.execute(select(deliveries.c.id, deliveries.c.event_id).where(wanted))
            ).all()
            await connection.execute(
                update(deliveries)
                .where(wanted)
                .values(state=DeliveryState.PENDING.value, due_at=now, begun_at=None, attempts=0, reason="")
            )
            expired = and_(events.c.id.in_({row.event_id for row in again}), events.c.expires_at <= now)
            await connection.execute(update(events).where(expired).values(expires_at=now + EXTENSION))
        return tuple(row.id for row in again)

    async def prune(self, before: datetime) -> int:
        """Delete events of before that instant, with their deliveries, unless one is still open.

        Returns how many events. Deliveries go first, in pieces: those of one event may be a million.
        """
        is_open = deliveries.c.state.in_(marks.OPEN)
        any_open = exists().where(deliveries.c.event_id == events.c.id, is_open)
        async with self._database.read() as connection:
            old = await connection.scalars(
                select(events.c.id).where(events.c.created_at < before, ~any_open).order_by(events.c.id)
            )
            event_ids = list(old)
        gone = 0
        for event_id in event_ids:
            await self._sweep(delete(deliveries), event_id, ~is_open)
            async with self._database.write() as connection:
                # One may have been made due again meanwhile.
                pruned = await connection.execute(delete(events).where(events.c.id == event_id, ~any_open))
            gone += pruned.rowcount
        return gone

    async def _sweep(self, change: Update | Delete, event_id: int, which: ColumnElement[bool]) -> int:
        of_event = and_(deliveries.c.event_id == event_id, which)
        return await in_pieces(self._database, deliveries.c.place_id, of_event, change)
