"""Events and deliveries: who is owed what, how far it has come, and that nothing is ever counted twice."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from storage.errors import StoreError
from storage.state.models import (
    Delivery,
    DeliveryState,
    EventKind,
    Frequency,
    Mute,
    MuteKind,
    NewEvent,
    OutcomeSeen,
    Pause,
    Place,
    Wishes,
)
from storage.state.outbox import Only, Subscribers, Told
from storage.state.schema import deliveries
from storage.state.state import State
from tests.launches import NOW, HandClock
from tests.states import opened_state

LAUNCH = "5b1f8cd7-1a3a-4dd0-b1b1-6a3d2f9d9f01"
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def state(tmp_path: Path, clock: HandClock) -> AsyncIterator[State]:
    async with await opened_state(tmp_path / "state.db", clock, busy_timeout=0.1) as opened:
        yield opened


def place(number: int = 1, platform: Any = "discord") -> Place:
    return Place(platform, number, owner_id=number)


def event(key: str = "", kind: EventKind = EventKind.RESULT, **changes: Any) -> NewEvent:
    fields: dict[str, Any] = {
        "kind": kind,
        "key": key or f"{kind}:{LAUNCH}:1",
        "launch_id": LAUNCH,
        "revision": 1,
        "created_at": NOW,
        "expires_at": NOW + 24 * HOUR,
    }
    return NewEvent(**(fields | changes))


async def everybody(state: State, **changes: Any) -> Subscribers:
    queries = tuple(await state.subscriptions.queries())
    fields: dict[str, Any] = {"query_ids": queries, "rocket_id": 164, "provider_id": 121, "failed": False}
    return Subscribers(**(fields | changes))


async def owed(state: State) -> dict[int, Delivery]:
    found = await state.outbox.listed(tuple(DeliveryState), 10_000)
    return {delivery.place.chat_id: delivery for delivery in found}


async def one(state: State, platform: Any = "discord") -> Delivery:
    """Owe one event to one place, and claim it."""
    await state.outbox.announce(event(), Only(place(platform=platform), Wishes(query="")))
    (claimed,) = await state.outbox.claim(platform, "e", 1)
    return claimed


async def test_everybody_whose_filters_let_it_through_is_owed_it_once(state: State) -> None:
    add = state.subscriptions.add
    await add(place(1), Wishes(query="a=1", role_id=7, publish=True, thread=True))
    await add(place(1), Wishes(query="b=1", role_id=8, spoiler=True))
    await add(place(1), Wishes(query="c=1", role_id=8))
    await add(place(2), Wishes(query="other=1"))
    await add(place(3), Wishes(query="a=1", frequency=Frequency.DAILY), NOW)
    paused = await add(place(4), Wishes(query="a=1"))
    await state.subscriptions.pause(paused.id, Pause.BY_HAND)
    await add(place(5, "telegram"), Wishes(query="b=1"))
    matching = [
        number for number, text in (await state.subscriptions.queries()).items() if text in "a=1 b=1 c=1"
    ]
    audience = Subscribers(tuple(matching), None, None, failed=False)
    assert await state.outbox.announce(event(), audience) == 2
    found = await owed(state)
    assert set(found) == {1, 5}
    of_one, of_other = found[1], found[5]
    assert (of_one.role_ids, of_one.spoiler, of_one.publish, of_one.thread) == ((7, 8), True, True, True)
    assert (of_other.role_ids, of_other.spoiler, of_other.publish, of_other.thread) == (
        (),
        False,
        False,
        False,
    )
    assert found[5].place.platform == "telegram"


async def test_a_post_is_silent_only_if_every_subscription_that_lets_it_through_is(state: State) -> None:
    add = state.subscriptions.add
    await add(place(1), Wishes(query="a=1", silent=True))
    await add(place(2), Wishes(query="a=1", silent=True))
    await add(place(2), Wishes(query="b=1"))
    await add(place(3), Wishes(query="a=1", silent=True))
    await add(place(3), Wishes(query="b=1", silent=True))
    assert await state.outbox.announce(event(), await everybody(state)) == 3
    assert [found.silent for _chat, found in sorted((await owed(state)).items())] == [True, False, True]


async def test_mutes_keep_a_place_quiet_but_failures_always_come_through(state: State) -> None:
    for number in (1, 2, 3, 4):
        await state.subscriptions.add(place(number), Wishes(query="", failures_always=number == 3))
    await state.subscriptions.add(place(5), Wishes(query="never=1", failures_always=True))
    await state.subscriptions.mute(place(1), Mute(MuteKind.ROCKET, 164))
    await state.subscriptions.mute(place(2), Mute(MuteKind.PROVIDER, 121))
    await state.subscriptions.mute(place(3), Mute(MuteKind.PROVIDER, 121))
    await state.subscriptions.mute(place(4), Mute(MuteKind.PROVIDER, 164))
    query_ids = tuple(n for n, text in (await state.subscriptions.queries()).items() if text == "")
    await state.outbox.announce(event(), await everybody(state, query_ids=query_ids))
    assert set(await owed(state)) == {4}
    await state.outbox.announce(event("failed"), await everybody(state, query_ids=query_ids, failed=True))
    assert set(await owed(state)) == {3, 4, 5}


async def test_a_known_event_is_not_told_again_and_its_outcome_is_kept(state: State) -> None:
    await state.subscriptions.add(place(), Wishes(query=""))
    audience = await everybody(state)
    first = OutcomeSeen(LAUNCH, 1, 3, NOW)
    told = await asyncio.gather(*(state.outbox.announce(event(), audience, [first]) for _ in range(5)))
    assert sorted(told, key=str) == [1, None, None, None, None]
    assert await state.outbox.known() == {LAUNCH: first}
    again = OutcomeSeen(LAUNCH, 2, 3, NOW)
    assert await state.outbox.announce(event(), audience, [again]) is None
    assert await state.outbox.known() == {LAUNCH: again}
    await state.outbox.note([OutcomeSeen(LAUNCH, 3, 4, NOW), OutcomeSeen(LAUNCH, 2, 7, NOW)], NOW)
    assert (await state.outbox.known())[LAUNCH] == OutcomeSeen(LAUNCH, 3, 4, NOW)
    assert await state.outbox.looked_at() == NOW


async def test_a_correction_goes_where_the_result_went(state: State) -> None:
    for number in (1, 2, 3):
        await state.subscriptions.add(place(number), Wishes(query="", spoiler=number == 1))
    await state.outbox.announce(event(), await everybody(state))
    found = await owed(state)
    await state.outbox.sent(found[1].id, 11)
    await state.outbox.close(found[2], DeliveryState.UNKNOWN, "lost")
    await state.outbox.close(found[3], DeliveryState.DEAD, "gone")
    correction = event("c", EventKind.CORRECTION, revision=2)
    assert await state.outbox.announce(correction, Told(LAUNCH)) == 2
    corrections = [d for d in await state.outbox.claim("discord", "e", 10) if d.event.kind is correction.kind]
    assert {d.place.chat_id: d.spoiler for d in corrections} == {1: True, 2: False}
    original = await state.outbox.original(next(d for d in corrections if d.place.chat_id == 1))
    assert original is not None
    assert (original.message_id, original.event.kind) == (11, EventKind.RESULT)


async def test_those_who_were_told_are_left_out_of_a_later_result(state: State) -> None:
    await state.subscriptions.add(place(1), Wishes(query=""))
    await state.outbox.announce(event(), await everybody(state))
    await state.subscriptions.add(place(2), Wishes(query=""))
    later = await everybody(state, unless_told=LAUNCH)
    assert await state.outbox.announce(event("later", revision=2), later) == 1


async def test_two_claimers_never_share_a_delivery_and_the_longest_due_come_first(
    state: State, clock: HandClock
) -> None:
    for number in range(1, 21):
        await state.subscriptions.add(place(number), Wishes(query=""))
    await state.outbox.announce(event(), await everybody(state))
    first, second = await asyncio.gather(
        state.outbox.claim("discord", "a", 12), state.outbox.claim("discord", "b", 12)
    )
    assert len({d.id for d in (*first, *second)}) == len(first) + len(second)
    assert await state.outbox.release("a") == len(first)
    assert await state.outbox.claim("telegram", "c", 5) == ()
    again = await state.outbox.claim("discord", "c", 50)
    assert [d.id for d in again] == sorted(d.id for d in again)
    await state.outbox.later(again[0], NOW + HOUR, "slow", counts=True, begun=False)
    assert await state.outbox.next_due("discord") == NOW + HOUR
    assert again[0].id not in {d.id for d in await state.outbox.claim("discord", "d", 50)}
    clock.now += HOUR
    assert [d.id for d in await state.outbox.claim("discord", "d", 50)] == [again[0].id]


async def test_one_sender_that_claims_twice_at_once_is_given_nothing_twice(state: State) -> None:
    for number in range(1, 21):
        await state.subscriptions.add(place(number), Wishes(query=""))
    await state.outbox.announce(event(), await everybody(state))
    # Both have a connection of their own at hand, so that both read before either writes.
    await asyncio.gather(*(state.outbox.counts() for _ in range(3)))
    first, second = await asyncio.gather(*(state.outbox.claim("discord", "a", 12) for _ in range(2)))
    ids = [delivery.id for delivery in (*first, *second)]
    assert len(ids) == len(set(ids)) >= 12


async def test_that_it_has_begun_is_remembered_for_as_long_as_it_may_have_arrived(
    state: State, clock: HandClock
) -> None:
    delivery = await one(state)
    await state.outbox.begin(delivery, 1)
    clock.now += HOUR
    await state.outbox.later(delivery, clock.now, "who knows", counts=True, begun=True)
    (again,) = await state.outbox.claim("discord", "e", 1)
    assert (again.begun_at, again.attempts, again.reason, again.shown) == (NOW, 1, "who knows", 1)
    await state.outbox.begin(delivery, 1)
    await state.outbox.later(delivery, clock.now, "surely not", counts=False, begun=False)
    (again,) = await state.outbox.claim("discord", "e", 1)
    assert (again.begun_at, again.attempts) == (None, 1)


async def test_after_a_crash_what_was_claimed_is_free_and_what_was_begun_is_named(state: State) -> None:
    begun = await one(state)
    await state.outbox.announce(event("2"), Only(place(2), Wishes(query="")))
    await state.outbox.claim("discord", "e", 1)
    await state.outbox.begin(begun, 1)
    (found,) = await state.outbox.recover("discord", "new")
    assert (found.id, found.state) == (begun.id, DeliveryState.SENDING)
    assert [d.place.chat_id for d in await state.outbox.claim("discord", "f", 9)] == [2]


async def test_what_is_too_old_expires_and_what_is_held_can_be_sent_again(
    state: State, clock: HandClock
) -> None:
    delivery = await one(state)
    await state.outbox.announce(event("2"), Only(place(2), Wishes(query="")))
    await state.outbox.close(delivery, DeliveryState.UNKNOWN, "lost")
    clock.now += 25 * HOUR
    assert await state.outbox.expire() == 1
    counts = await state.outbox.counts()
    assert counts == {("discord", DeliveryState.UNKNOWN): 1, ("discord", DeliveryState.EXPIRED): 1}
    assert await state.outbox.resend([999]) == ()
    assert await state.outbox.resend(None) == (delivery.id,)
    (again,) = await state.outbox.claim("discord", "e", 9)
    assert again.event.expires_at > clock.now
    assert (again.begun_at, again.attempts, again.reason) == (None, 0, "")


async def test_old_events_are_forgotten_unless_something_is_still_open(state: State) -> None:
    delivery = await one(state)
    assert await state.outbox.prune(NOW + HOUR) == 0
    await state.outbox.sent(delivery.id, 5)
    assert await state.outbox.prune(NOW) == 0
    assert await state.outbox.prune(NOW + HOUR) == 1
    assert await owed(state) == {}


async def test_marks_made_at_once_are_all_kept_even_when_nobody_waits_for_one(state: State) -> None:
    for number in range(1, 51):
        await state.subscriptions.add(place(number), Wishes(query=""))
    await state.outbox.announce(event(), await everybody(state))
    claimed = await state.outbox.claim("discord", "e", 50)
    marks = [asyncio.create_task(state.outbox.sent(d.id, d.place.chat_id + 1_000)) for d in claimed]
    await asyncio.sleep(0)
    marks[7].cancel()
    await asyncio.gather(*marks, return_exceptions=True)
    assert {d.message_id - chat for chat, d in (await owed(state)).items()} == {1_000}


@pytest.mark.sqlite
async def test_a_locked_database_is_told_to_every_caller_and_the_next_try_succeeds(
    state: State, tmp_path: Path
) -> None:
    delivery = await one(state)
    other = sqlite3.connect(tmp_path / "state.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    marks = [state.outbox.begin(delivery, 1), state.outbox.show(delivery.id, 1)]
    failures = await asyncio.gather(*marks, return_exceptions=True)
    assert [type(failure) for failure in failures] == [StoreError, StoreError]
    other.execute("ROLLBACK")
    other.close()
    await state.outbox.begin(delivery, 1)
    assert (await owed(state))[1].state is DeliveryState.SENDING


@pytest.mark.sqlite
def test_claiming_reads_the_index_of_what_is_pending(tmp_path: Path) -> None:
    async def plan() -> list[str]:
        async with await State.open(f"sqlite+aiosqlite:///{tmp_path / 'state.db'}", HandClock()):
            pass
        pending = (deliveries.c.platform == "discord", deliveries.c.state == "pending")
        due = select(deliveries.c.id).where(*pending, deliveries.c.due_at <= NOW)
        ordered = due.order_by(deliveries.c.due_at, deliveries.c.id).limit(10)
        sql, values = str(ordered.compile(dialect=sqlite.dialect())), ("discord", "pending", 0, 10, 0)
        with sqlite3.connect(tmp_path / "state.db") as connection:
            rows = connection.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
        connection.close()
        return [row[3] for row in rows]

    steps = asyncio.run(plan())
    assert any("ix_deliveries_pending" in step for step in steps), steps


async def test_an_audience_larger_than_one_statement_takes_is_owed_it_all(state: State) -> None:
    for number in (1, 2):
        await state.subscriptions.add(place(number), Wishes(query=f"search=w{number}"))
    first, last = await state.subscriptions.queries()
    # What matched between them is not subscribed to any more.
    audience = await everybody(state, query_ids=(first, *range(1_000, 2_100), last))
    assert await state.outbox.announce(event(), audience) == 2
