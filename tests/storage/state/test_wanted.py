"""The list of launches whose details somebody waits for."""

from __future__ import annotations

import pytest

from storage.state.detail_requests import MAX_WANTED
from storage.state.state import State
from tests.storage.state.conftest import HandClock, StateFile


async def test_the_longest_waiting_come_first(state: State, clock: HandClock) -> None:
    for launch_id in ("c", "a", "b"):
        await state.wanted.add(launch_id)
        clock.move(seconds=1)
    assert await state.wanted.oldest(2) == ("c", "a")
    assert await state.wanted.oldest(10) == ("c", "a", "b")


async def test_asking_twice_is_one_wish_with_its_first_place(state: State, clock: HandClock) -> None:
    for launch_id in ("a", "b", "a"):
        await state.wanted.add(launch_id)
        clock.move(seconds=1)
    assert await state.wanted.oldest(10) == ("a", "b")


async def test_answered_wishes_leave_the_list(state: State) -> None:
    for launch_id in ("a", "b", "c"):
        await state.wanted.add(launch_id)
    await state.wanted.remove({"a", "c", "never asked"})
    await state.wanted.remove(())
    assert await state.wanted.oldest(10) == ("b",)


async def test_wishes_survive_a_restart(file: StateFile, clock: HandClock) -> None:
    async with await State.open(file.url, clock) as state:
        await state.wanted.add("a")
    async with await State.open(file.url, clock) as state:
        assert await state.wanted.oldest(1) == ("a",)


async def test_a_full_list_takes_no_more_until_some_are_answered(state: State, file: StateFile) -> None:
    file.run(
        f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MAX_WANTED}) "
        "INSERT INTO wanted_details SELECT 'launch ' || i, i FROM n"
    )
    await state.wanted.add("one too many")
    assert len(await state.wanted.oldest(MAX_WANTED + 10)) == MAX_WANTED
    await state.wanted.remove(["launch 1"])
    await state.wanted.add("in time")
    assert (await state.wanted.oldest(MAX_WANTED))[-1] == "in time"


@pytest.mark.sqlite
async def test_a_wish_made_while_the_state_is_locked_is_kept_for_later(state: State, file: StateFile) -> None:
    with file.locked():
        await state.wanted.add("a")
        assert await state.wanted.oldest(10) == ()
    await state.wanted.add("b")
    assert set(await state.wanted.oldest(10)) == {"a", "b"}
