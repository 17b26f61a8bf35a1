"""A sender that is none any more: whatever it still does, nothing is sent twice and nothing is lost by it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from storage.state.models import Delivery, DeliveryState, EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Only
from storage.state.state import State
from tests.launches import NOW, HandClock
from tests.states import opened_state

LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def state(tmp_path: Path) -> AsyncIterator[State]:
    async with await opened_state(tmp_path / "state.db", HandClock()) as opened:
        yield opened


async def claimed(state: State, number: int = 1) -> tuple[Delivery, ...]:
    """Owe an event to that many places, and have the old sender claim it."""
    for chat_id in range(1, number + 1):
        event = NewEvent(
            kind=EventKind.RESULT, key=f"event {chat_id}", created_at=NOW, expires_at=NOW + timedelta(days=1)
        )
        await state.outbox.announce(event, Only(Place("discord", chat_id, owner_id=1), Wishes(query="")))
    return await state.outbox.claim("discord", "old", number)


async def now(state: State) -> Delivery:
    (found,) = await state.outbox.listed(tuple(DeliveryState))
    return found


async def test_what_another_has_taken_over_may_not_leave(state: State) -> None:
    first, second, third = await claimed(state, 3)
    assert await state.outbox.begin(first, 1)
    await state.outbox.recover("discord", "new")
    (theirs,) = await state.outbox.claim("discord", "new", 1)
    assert not await state.outbox.begin(second, 1), "another has claimed it"
    assert not await state.outbox.begin(third, 1), "it is free"
    assert await state.outbox.begin(theirs, 1)


async def test_of_many_that_begin_at_once_each_is_told_of_itself(state: State) -> None:
    mine = await claimed(state, 4)
    await state.outbox.recover("discord", "new")
    await state.outbox.claim("discord", "new", 2)
    await state.outbox.release("new")
    theirs = await state.outbox.claim("discord", "new", 2)
    both = [*mine, *theirs]
    may = await asyncio.gather(*(state.outbox.begin(delivery, 1) for delivery in both))
    assert may == [delivery.epoch == "new" for delivery in both]


async def test_what_was_begun_is_the_next_senders_to_decide(state: State) -> None:
    (mine,) = await claimed(state)
    await state.outbox.begin(mine, 1)
    (theirs,) = await state.outbox.recover("discord", "new")
    assert (theirs.id, theirs.epoch) == (mine.id, "new")
    await state.outbox.later(mine, LATER, "it was put off", counts=True, begun=False)
    await state.outbox.close(mine, DeliveryState.DEAD, "it was refused")
    await state.outbox.forget_begun(mine)
    assert await now(state) == theirs
    await state.outbox.close(theirs, DeliveryState.UNKNOWN, "who knows")
    assert (await now(state)).state is DeliveryState.UNKNOWN


@pytest.mark.parametrize("is_late", [False, True])
async def test_that_it_was_sent_is_a_fact_whoever_says_so_and_when(state: State, *, is_late: bool) -> None:
    (mine,) = await claimed(state)
    await state.outbox.begin(mine, 1)
    (theirs,) = await state.outbox.recover("discord", "new")
    if is_late:
        await state.outbox.close(theirs, DeliveryState.UNKNOWN, "who knows")
    await state.outbox.sent(mine.id, 7)
    await state.outbox.close(theirs, DeliveryState.UNKNOWN, "who knows")
    await state.outbox.later(theirs, LATER, "who knows", counts=True, begun=True)
    assert (await now(state)).message_id == 7
    assert (await now(state)).state is DeliveryState.SENT


async def test_what_was_put_off_is_not_put_off_again_by_a_write_that_is_repeated(state: State) -> None:
    (mine,) = await claimed(state)
    for _ in range(2):
        await state.outbox.later(mine, LATER, "an hour", counts=True, begun=False)
    assert (await now(state)).attempts == 1


async def test_a_reason_that_no_database_takes_is_written_without_what_is_wrong(state: State) -> None:
    (mine,) = await claimed(state)
    await state.outbox.close(mine, DeliveryState.DEAD, "no\0 \ud83d such chat")
    assert (await now(state)).reason == "no ? such chat"
