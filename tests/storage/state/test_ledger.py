"""The ledger never lets out more requests than allowed, whatever happens, and never waits for ever."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.errors import StoreError
from storage.state.state import State
from tests.states import on_postgresql, opened_state
from tests.storage.state.conftest import HandClock, StateFile

HOUR = 3_600.0


async def _take_all(state: State, limit: int, reserve: int = 0) -> int:
    taken = 0
    while not await state.ledger.take("fresh", limit, HOUR, reserve):
        taken += 1
    return taken


async def test_the_limit_is_kept_and_the_wait_leads_to_the_next_free_request(
    state: State, clock: HandClock
) -> None:
    assert await state.ledger.take("fresh", 2, HOUR, 0) == 0.0
    clock.move(minutes=10)
    assert await state.ledger.take("fresh", 2, HOUR, 0) == 0.0
    clock.move(minutes=20)
    wait = await state.ledger.take("fresh", 2, HOUR, 0)
    assert wait == 30 * 60
    clock.move(seconds=wait)
    assert await state.ledger.take("fresh", 2, HOUR, 0) == 0.0
    assert await state.ledger.take("fresh", 2, HOUR, 0) == 10 * 60


async def test_a_reserve_is_left_to_others(state: State) -> None:
    assert await _take_all(state, 15, reserve=6) == 9
    assert await _take_all(state, 15, reserve=3) == 3
    assert await _take_all(state, 15) == 3


async def test_the_wait_counts_with_the_same_reserve(state: State, clock: HandClock) -> None:
    for _ in range(4):
        await state.ledger.take("fresh", 4, HOUR, 0)
        clock.move(minutes=1)
    assert await state.ledger.take("fresh", 4, HOUR, 0) == 56 * 60
    assert await state.ledger.take("backfill", 4, HOUR, 2) == 58 * 60


async def test_a_reserve_of_the_whole_limit_lets_nothing_out(state: State) -> None:
    assert await state.ledger.take("backfill", 3, HOUR, 3) == HOUR
    assert await state.ledger.used(HOUR) == 0


async def test_a_bot_restarted_every_minute_keeps_to_the_limit(file: StateFile, clock: HandClock) -> None:
    taken = 0
    for _ in range(60):
        async with await State.open(file.url, clock) as state:
            taken += not await state.ledger.take("fresh", 15, HOUR, 0)
        clock.move(minutes=1)
    assert taken == 15


async def test_two_programs_on_one_file_share_the_budget(file: StateFile, clock: HandClock) -> None:
    async with await State.open(file.url, clock) as one, await State.open(file.url, clock) as two:
        waits = await asyncio.gather(
            *(state.ledger.take("fresh", 15, HOUR, 0) for state in (one, two) for _ in range(15))
        )
    assert waits.count(0.0) == 15


async def test_used_and_left_tell_what_status_shows(state: State, clock: HandClock) -> None:
    for _ in range(4):
        await state.ledger.take("fresh", 15, HOUR, 0)
    assert (await state.ledger.used(HOUR), await state.ledger.left(15, HOUR)) == (4, 11)
    assert await state.ledger.left(3, HOUR) == 0
    clock.move(hours=1)
    assert (await state.ledger.used(HOUR), await state.ledger.left(15, HOUR)) == (0, 15)


async def test_a_pause_holds_everything_until_its_end_even_after_a_restart(
    file: StateFile, clock: HandClock
) -> None:
    async with await State.open(file.url, clock) as state:
        await state.ledger.pause(clock.now + timedelta(minutes=7))
        await state.ledger.pause(clock.now + timedelta(minutes=2))
    async with await State.open(file.url, clock) as state:
        assert await state.ledger.take("fresh", 15, HOUR, 0) == 7 * 60
        assert await state.ledger.left(15, HOUR) == 0
        clock.move(minutes=7)
        assert await state.ledger.left(15, HOUR) == 15
        assert await state.ledger.take("fresh", 15, HOUR, 0) == 0.0


async def test_the_longer_of_pause_and_limit_counts(state: State, clock: HandClock) -> None:
    await state.ledger.take("fresh", 1, HOUR, 0)
    await state.ledger.pause(clock.now + timedelta(minutes=7))
    assert await state.ledger.take("fresh", 1, HOUR, 0) == HOUR
    assert await state.ledger.take("fresh", 15, HOUR, 0) == 7 * 60


async def test_a_clock_set_an_hour_back_neither_frees_requests_nor_blocks_for_ever(
    state: State, clock: HandClock
) -> None:
    assert await _take_all(state, 15) == 15
    clock.move(hours=-1)
    wait = await state.ledger.take("fresh", 15, HOUR, 0)
    assert HOUR <= wait <= 2 * HOUR
    clock.move(seconds=wait)
    assert await _take_all(state, 15) == 15


async def test_a_clock_once_years_ahead_blocks_two_periods_at_most(state: State, clock: HandClock) -> None:
    clock.move(days=4_000)
    assert await _take_all(state, 15) == 15
    clock.move(days=-4_000)
    assert await state.ledger.take("fresh", 15, HOUR, 0) == 2 * HOUR
    clock.move(hours=2)
    assert await state.ledger.take("fresh", 15, HOUR, 0) == 0.0


async def test_a_pause_from_a_clock_once_years_ahead_ends_within_a_day(
    state: State, clock: HandClock
) -> None:
    clock.move(days=4_000)
    await state.ledger.pause(clock.now + timedelta(hours=1))
    clock.move(days=-4_000)
    assert await state.ledger.take("fresh", 15, HOUR, 0) == 86_400
    clock.move(days=1)
    assert await state.ledger.take("fresh", 15, HOUR, 0) == 0.0


async def test_a_new_pause_replaces_one_that_cannot_be_true(state: State, clock: HandClock) -> None:
    clock.move(days=4_000)
    await state.ledger.pause(clock.now + timedelta(hours=1))
    clock.move(days=-4_000)
    await state.ledger.pause(clock.now + timedelta(minutes=5))
    assert await state.ledger.take("fresh", 15, HOUR, 0) == 5 * 60


@pytest.mark.sqlite
async def test_a_request_that_cannot_be_recorded_is_not_granted(state: State, file: StateFile) -> None:
    with file.locked(), pytest.raises(StoreError, match="is locked"):
        await state.ledger.take("fresh", 15, HOUR, 0)
    assert await state.ledger.used(HOUR) == 0


async def test_old_requests_are_not_kept_for_ever(state: State, file: StateFile, clock: HandClock) -> None:
    for _ in range(50):
        await state.ledger.take("backfill", 15, HOUR, 0)
        clock.move(hours=1)
    assert file.rows("SELECT count(*) FROM requests") == [(25,)]
    assert set(file.rows("SELECT purpose FROM requests")) == {("backfill",)}


LIMIT = 3
PERIOD = 60.0
steps = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(0, 45)),
        st.tuples(st.just("take"), st.integers(0, LIMIT)),
        st.tuples(st.just("set back"), st.integers(1, 10_000)),
        st.tuples(st.just("restart"), st.just(0)),
    ),
    min_size=10,
    max_size=40,
)


async def _live(folder: Path, life: list[tuple[str, int]]) -> list[int]:
    """Return the real seconds at which requests went out, then check that waiting ends."""
    clock, real, out = HandClock(), 0, []
    file = StateFile(folder / "state.db")
    state = await opened_state(file.path, clock)
    try:
        for step, number in life:
            if step == "wait":
                real += number
                clock.move(seconds=number)
            elif step == "set back":
                clock.move(seconds=-number)
            elif step == "restart":
                await state.close()
                state = await State.open(file.url, clock)
            elif not await state.ledger.take("fresh", LIMIT, PERIOD, number):
                out.append(real)
        if not await state.ledger.take("fresh", LIMIT, PERIOD, 0):
            out.append(real)
        clock.move(seconds=2 * PERIOD)
        assert await state.ledger.take("fresh", LIMIT, PERIOD, LIMIT - 1) == 0.0
    finally:
        await state.close()
    return out


@settings(max_examples=3 if on_postgresql() else 25, deadline=None)
@given(steps)
def test_no_window_of_real_time_ever_holds_more_than_the_limit(life: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        out = asyncio.run(_live(Path(folder), life))
    for index in range(len(out) - LIMIT):
        assert out[index + LIMIT] - out[index] >= PERIOD
