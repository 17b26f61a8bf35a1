"""Two senders of one platform at once, one of which does not know that it is none any more."""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.announcing.attempts import Attempts
from bot.announcing.rest import Rest
from bot.announcing.sender import Sender
from bot.announcing.settlement import Settlement
from commands.cards.card import Card
from commands.subscriptions.poster import Later, Post, Receipt, Sent, Unreadable
from storage.errors import StoreError
from storage.state.models import Delivery, DeliveryState, EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Subscribers
from storage.state.state import State
from tests.bot.announcing.stage import MOMENT, until
from tests.launches import NOW, HandClock
from tests.patience import PATIENCE
from tests.postgres import server
from tests.states import opened_state

PLACES = 60


class Door:
    """How one process reaches the chats: every post waits at it for as long as the process is held up."""

    retries_safely = False
    at_once = 5

    def __init__(self, posts: Counter[int], gate: asyncio.Event) -> None:
        self.posts, self.gate = posts, gate
        self.waiting = 0

    async def turn(self, place: Place) -> None:
        self.waiting += 1
        await self.gate.wait()

    async def post(self, place: Place, post: Post) -> Receipt:
        self.posts[place.chat_id] += 1
        return Sent(self.posts.total())

    async def is_known(self) -> bool | None:
        return True

    async def find(self, place: Place, key: str, since: datetime) -> int | Unreadable | Later | None:
        return Unreadable()


class Drawn:
    """Draws the same for everything."""

    async def post(self, delivery: Delivery, *, follows: bool = False) -> Post:
        return Post(f"key{delivery.id}", Card(title="a result"))


def sender(state: State, door: Door, epoch: str, clock: HandClock) -> Sender:
    poster: Any = door
    drawn: Any = Drawn()
    settlement = Settlement(poster, state.outbox, state.subscriptions, clock, Rest("telegram", clock))
    attempts = Attempts(poster, drawn, state.outbox, settlement, clock)
    return Sender("telegram", attempts, state.outbox, clock, epoch)


async def owe(state: State) -> None:
    for number in range(1, PLACES + 1):
        await state.subscriptions.add(Place("telegram", number, owner_id=number), Wishes(query=""))
    event = NewEvent(kind=EventKind.RESULT, key="k", created_at=NOW, expires_at=NOW + timedelta(days=1))
    everybody = Subscribers(tuple(await state.subscriptions.queries()), None, None, failed=False)
    assert await state.outbox.announce(event, everybody) == PLACES


async def all_sent(state: State, clock: HandClock) -> None:
    """Let time pass until every delivery is sent, whatever the database does meanwhile."""
    async with asyncio.timeout(PATIENCE):
        while True:
            clock.now += timedelta(seconds=1)
            with suppress(StoreError):
                if await state.outbox.counts() == {("telegram", DeliveryState.SENT): PLACES}:
                    return
            await asyncio.sleep(MOMENT)


async def ended(senders: list[asyncio.Task[None]]) -> None:
    for task in senders:
        task.cancel()
    await asyncio.gather(*senders, return_exceptions=True)


async def test_a_sender_that_was_held_up_sends_nothing_that_the_next_one_has_sent(tmp_path: Path) -> None:
    posts: Counter[int] = Counter()
    clock, held_up, free = HandClock(), asyncio.Event(), asyncio.Event()
    free.set()
    async with await opened_state(tmp_path / "state.db", clock) as state:
        await owe(state)
        old, new = Door(posts, held_up), Door(posts, free)
        senders = [asyncio.create_task(sender(state, old, "old", clock).run())]
        await until(lambda: old.waiting > Door.at_once)
        senders.append(asyncio.create_task(sender(state, new, "new", clock).run()))
        await until(lambda: posts.total() > PLACES // 2)
        held_up.set()
        await all_sent(state, clock)
        await ended(senders)
        assert await state.outbox.counts() == {("telegram", DeliveryState.SENT): PLACES}
    assert posts == Counter(range(1, PLACES + 1))


@pytest.mark.postgres
async def test_two_senders_that_both_lost_the_lock_send_once_over_a_restart_of_the_database() -> None:
    """As after a restart of PostgreSQL, which ends the lock and tells nobody."""
    posts: Counter[int] = Counter()
    clock, free = HandClock(), asyncio.Event()
    free.set()
    # Made and started while nothing else waits for the loop.
    with server(durable=True) as running:
        async with (
            await State.open(running.address, clock) as one,
            await State.open(running.address, clock) as two,
        ):
            await owe(one)
            both = ((one, "one"), (two, "two"))
            senders = [
                asyncio.create_task(sender(state, Door(posts, free), name, clock).run())
                for state, name in both
            ]
            await until(lambda: posts.total() > PLACES // 3)
            await asyncio.to_thread(running.stop)
            await asyncio.to_thread(running.start, durable=True)
            await all_sent(one, clock)
            await ended(senders)
    assert posts == Counter(range(1, PLACES + 1))
