"""Two who change subscriptions at the same time, as two processes or two presses do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.state.migrate import VERSION_TABLE
from storage.state.models import Frequency, Pause, Place, Wishes
from storage.state.state import State
from tests.states import opened_state
from tests.storage.state.conftest import HandClock, StateFile

HERE = Place("telegram", -1, owner_id=-1)
ROUNDS = 25


@pytest.fixture
async def state(file: StateFile, clock: HandClock) -> AsyncIterator[State]:
    async with await opened_state(file.path, clock) as opened:
        yield opened


@pytest.fixture
async def other(file: StateFile, state: State, clock: HandClock) -> AsyncIterator[State]:
    """The state as another process has it open."""
    async with await State.open(file.url, clock) as opened:
        yield opened


async def test_two_equal_subscriptions_at_once_are_one(state: State, other: State) -> None:
    await state.subscriptions.add(HERE, Wishes(query="search=first"))
    for number in range(ROUNDS):
        wishes = Wishes(query=f"search={number}")
        made = await asyncio.gather(
            *(each.subscriptions.add(HERE, wishes) for each in (state, other, state, other))
        )
        assert len({subscription.id for subscription in made}) == 1
    there = await state.subscriptions.of(HERE)
    assert [subscription.number for subscription in there] == list(range(1, ROUNDS + 2))


async def test_subscriptions_made_at_once_have_numbers_of_their_own(state: State, other: State) -> None:
    await asyncio.gather(
        *(each.subscriptions.add(HERE, Wishes(query=f"search={number}"))
          for number, each in enumerate([state, other] * 10))
    )  # fmt: skip
    there = await state.subscriptions.of(HERE)
    assert len({subscription.number for subscription in there}) == 20


async def test_the_last_subscription_of_a_query_goes_while_another_comes(state: State, other: State) -> None:
    wishes = Wishes(query="search=falcon")
    for number in range(1, ROUNDS + 1):
        last = await state.subscriptions.add(Place("telegram", number, owner_id=number), wishes)
        there = Place("telegram", 1_000 + number, owner_id=1)
        _none, made = await asyncio.gather(
            state.subscriptions.remove(last.id), other.subscriptions.add(there, wishes)
        )
        assert [each.wishes for each in await state.subscriptions.of(there)] == [wishes]
        await asyncio.gather(other.subscriptions.remove(made.id), state.subscriptions.add(HERE, wishes))
        assert len(await state.subscriptions.of(HERE)) == 1


async def test_a_place_goes_while_a_subscription_comes(state: State, other: State) -> None:
    for number in range(ROUNDS):
        await state.subscriptions.add(HERE, Wishes(query="search=old"))
        wishes = Wishes(query=f"search={number}")
        await asyncio.gather(
            state.subscriptions.forget("telegram", -1), other.subscriptions.add(HERE, wishes)
        )
        left = {each.wishes.query for each in await state.subscriptions.of(HERE)}
        assert left in (set(), {wishes.query}, {"search=old", wishes.query})
        await state.subscriptions.forget("telegram", -1)


async def test_a_place_that_nothing_is_in_is_not_swept_away_from_under_a_new_subscription(
    state: State, other: State, clock: HandClock
) -> None:
    for number in range(ROUNDS):
        there = Place("telegram", number + 1, owner_id=number + 1)
        await asyncio.gather(
            state.subscriptions.prune(clock.now), other.subscriptions.add(there, Wishes(query="search=a"))
        )
        assert len(await state.subscriptions.of(there)) == 1


async def test_a_change_that_makes_two_the_same_leaves_the_one_that_was_changed(state: State) -> None:
    weekly = await state.subscriptions.add(HERE, Wishes(query="", frequency=Frequency.WEEKLY))
    daily = await state.subscriptions.add(HERE, Wishes(query="", frequency=Frequency.DAILY))
    await state.subscriptions.change(daily.id, weekly.wishes)
    (left,) = await state.subscriptions.of(HERE)
    assert (left.id, left.wishes) == (daily.id, weekly.wishes)


async def test_what_is_restored_takes_the_place_of_the_same_that_was_made_meanwhile(state: State) -> None:
    first = await state.subscriptions.add(HERE, Wishes(query="a"))
    await state.subscriptions.remove(first.id)
    await state.subscriptions.add(HERE, Wishes(query="a"))
    assert await state.subscriptions.restore(first.id)
    assert [each.id for each in await state.subscriptions.of(HERE)] == [first.id]


async def test_a_group_that_moves_and_a_query_that_is_rewritten_leave_one_of_each(state: State) -> None:
    new = Place("telegram", -100, owner_id=-100)
    for place in (HERE, new):
        for query in ("a", "b"):
            await state.subscriptions.add(place, Wishes(query=query))
    await state.subscriptions.move("telegram", -1, -100)
    assert [each.wishes.query for each in await state.subscriptions.of(new)] == ["a", "b"]
    ids = {text: number for number, text in (await state.subscriptions.texts()).items()}
    await state.subscriptions.rewrite(ids["a"], "b")
    assert [each.wishes.query for each in await state.subscriptions.of(new)] == ["b"]


async def test_doubles_of_an_older_version_become_one_that_is_active(
    file: StateFile, state: State, clock: HandClock, tmp_path: Path
) -> None:
    first = await state.subscriptions.add(HERE, Wishes(query="a"))
    await state.subscriptions.pause(first.id, Pause.BY_HAND)
    alone = await state.subscriptions.add(HERE, Wishes(query="b"))
    file.run("DROP INDEX ux_subscriptions_place_id_wishes")
    columns = ", ".join(
        ["place_id", "query_id", "frequency", "hour", "weekday", "role_id", "spoiler", "failures_always",
         "publish", "silent", "thread", "created_at", "told_until", "number"]
    )  # fmt: skip
    for _ in range(2):
        file.run(
            f"INSERT INTO subscriptions ({columns}) SELECT {columns} FROM subscriptions WHERE id = ?",
            first.id,
        )
    file.run(f"UPDATE {VERSION_TABLE} SET version_num = '0007'")
    async with await State.open(file.url, clock) as opened:
        there = await opened.subscriptions.of(HERE)
    assert [(each.wishes.query, each.paused) for each in there] == [("a", None), ("b", None)]
    assert [each.id for each in there] == [alone.id + 1, alone.id]
