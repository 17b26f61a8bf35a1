"""A button's hash leads back to its query, even when the database does not take it at once."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.errors import StoreError
from storage.state import saved_queries
from storage.state.background_writes import MAX_PENDING, DeferredWrites
from storage.state.database import Database
from storage.state.saved_queries import SavedQueries, hash_of
from storage.state.state import State
from tests.storage.state.conftest import HandClock, StateFile


@asynccontextmanager
async def clashing(file: StateFile, clock: HandClock) -> AsyncIterator[SavedQueries]:
    """Open saved queries whose first attempt gives every text the same hash."""
    database = await Database.open(file.url, busy_timeout=0.01)
    deferred = DeferredWrites(database)
    yield SavedQueries(database, clock, deferred, hash_of=lambda text, attempt: f"{attempt:012}")
    await deferred.close()
    await database.close()


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


@given(st.text(), st.integers(0, 3))
def test_a_hash_fits_a_button_and_a_deep_link(text: str, attempt: int) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{12}", hash_of(text, attempt))


def test_a_hash_never_changes_between_versions() -> None:
    assert hash_of("search=falcon") == "eLL5OjbIho_4"


async def test_a_query_comes_back_by_its_hash(state: State) -> None:
    key = await state.saved_queries.save("search=falcon heavy")
    assert await state.saved_queries.load(key) == "search=falcon heavy"


async def test_saving_again_gives_the_same_hash_and_no_second_row(state: State, file: StateFile) -> None:
    keys = {await state.saved_queries.save("a") for _ in range(3)}
    assert file.rows("SELECT hash FROM saved_queries") == [(key,) for key in keys]


async def test_many_at_once_are_all_there_after_a_restart(file: StateFile, clock: HandClock) -> None:
    texts = [f"offset={number % 20}" for number in range(60)]
    async with await State.open(file.url, clock) as state:
        keys = await asyncio.gather(*(state.saved_queries.save(text) for text in texts))
    async with await State.open(file.url, clock) as state:
        assert [await state.saved_queries.load(key) for key in keys] == texts


@pytest.mark.parametrize(
    "key", ["", "short", "AAAAAAAAAAAA", "x" * 13, "\0" * 12, "\ud800" * 12, "' OR 1=1 --+"]
)
async def test_an_unknown_or_forged_hash_leads_nowhere(state: State, key: str) -> None:
    assert await state.saved_queries.load(key) is None


@pytest.mark.parametrize("text", ["", "\0", "🚀" * 5_000, "'); DROP TABLE saved_queries; --", "lone \ud800"])
async def test_any_text_can_be_saved(state: State, text: str) -> None:
    assert await state.saved_queries.load(await state.saved_queries.save(text)) == text


@pytest.mark.sqlite
async def test_a_button_works_at_once_when_the_write_fails_and_is_stored_later(
    state: State, file: StateFile, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    with file.locked():
        keys = [await state.saved_queries.save(text) for text in ("a", "b", "c")]
        assert [await state.saved_queries.load(key) for key in keys] == ["a", "b", "c"]
    assert warnings(caplog) == [
        f"state_write_failed reason=The state {file.path} is locked by another program"
    ]
    await state.saved_queries.save("d")
    await state.close()
    async with await State.open(file.url, clock) as again:
        assert [await again.saved_queries.load(key) for key in keys] == ["a", "b", "c"]


@pytest.mark.sqlite
async def test_a_failure_is_told_again_after_things_went_well(
    state: State, file: StateFile, caplog: pytest.LogCaptureFixture
) -> None:
    for text in ("a", "b"):
        with file.locked():
            await state.saved_queries.save(text)
        await state.saved_queries.save(f"{text} went well")
    assert len(warnings(caplog)) == 2


@pytest.mark.sqlite
async def test_an_answer_does_not_wait_for_a_long_lock(file: StateFile, clock: HandClock) -> None:
    async with await State.open(file.url, clock, busy_timeout=60, patience=0.01) as state:
        with file.locked():
            async with asyncio.timeout(30):
                key = await state.saved_queries.save("a")
            assert await state.saved_queries.load(key) == "a"


@pytest.mark.sqlite
async def test_a_read_only_state_keeps_buttons_working_until_the_restart(
    file: StateFile, clock: HandClock, state: State
) -> None:
    async with await State.open(file.read_only_url, clock) as read_only:
        key = await read_only.saved_queries.save("a")
        assert await read_only.saved_queries.load(key) == "a"
    assert await state.saved_queries.load(key) is None


async def test_waiting_writes_are_bounded_and_the_newest_are_kept(file: StateFile) -> None:
    database = await Database.open(file.url)
    deferred, done = DeferredWrites(database, patience=60), []

    async def write(_connection: AsyncConnection, number: int) -> None:
        done.append(number)

    for number in range(MAX_PENDING + 10):
        deferred.put(number, partial(write, number=number))
    await deferred.close()
    await database.close()
    assert done == list(range(10, MAX_PENDING + 10))


async def test_a_query_pushed_out_of_memory_is_read_from_the_database(
    file: StateFile, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_queries, "RECENT", 10)
    async with await State.open(file.url, clock) as state:
        first = await state.saved_queries.save("first")
        for number in range(10):
            await state.saved_queries.save(str(number))
        assert await state.saved_queries.load(first) == "first"


async def test_two_texts_with_one_hash_get_two_hashes(file: StateFile, clock: HandClock) -> None:
    async with clashing(file, clock) as queries:
        keys = [await queries.save(text) for text in ("a", "b", "a", "b")]
        assert keys == ["000000000000", "000000000001"] * 2
    async with clashing(file, clock) as queries:
        assert await queries.save("b") == "000000000001"
        assert [await queries.load(key) for key in keys[:2]] == ["a", "b"]


async def test_two_texts_with_one_hash_saved_at_once_are_kept_apart(
    file: StateFile, clock: HandClock
) -> None:
    async with clashing(file, clock) as queries:
        keys = await asyncio.gather(queries.save("a"), queries.save("b"))
        assert [await queries.load(key) for key in keys] == ["a", "b"]


@pytest.mark.sqlite
async def test_a_clash_seen_too_late_ends_the_later_button(file: StateFile, clock: HandClock) -> None:
    async with clashing(file, clock) as late:
        with file.locked():
            key = await late.save("late")
        file.run("INSERT INTO saved_queries VALUES (?, ?, ?)", key, "first", 0)
        await late.save("another")
        assert await late.load(key) == "first"


async def test_unused_queries_go_after_400_days_and_used_ones_stay(
    state: State, file: StateFile, clock: HandClock
) -> None:
    used, unused = await state.saved_queries.save("used"), await state.saved_queries.save("unused")
    clock.move(days=399)
    await state.saved_queries.load(used)
    clock.move(days=2)
    await state.saved_queries.save("settles the noted use")
    assert await state.saved_queries.prune() == 1
    hashes = {row[0] for row in file.rows("SELECT hash FROM saved_queries")}
    assert used in hashes
    assert unused not in hashes


async def test_a_use_is_noted_once_a_day(state: State, file: StateFile, clock: HandClock) -> None:
    key = await state.saved_queries.save("a")
    noted = set()
    for hour in range(49):
        await state.saved_queries.load(key)
        await state.saved_queries.save(f"settles {hour}")
        noted |= set(file.rows(f"SELECT used_at FROM saved_queries WHERE hash = '{key}'"))
        clock.move(hours=1)
    assert len(noted) == 3


@pytest.mark.sqlite
async def test_pruning_a_locked_state_says_so(state: State, file: StateFile, clock: HandClock) -> None:
    await state.saved_queries.save("search=old")
    clock.move(days=401)
    with file.locked(), pytest.raises(StoreError, match="is locked"):
        await state.saved_queries.prune()


async def test_memory_holds_the_queries_used_last(
    state: State, file: StateFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_queries, "RECENT", 2)
    first, second = await state.saved_queries.save("a"), await state.saved_queries.save("b")
    await state.saved_queries.load(first)
    third = await state.saved_queries.save("c")
    file.run("DELETE FROM saved_queries")
    assert [await state.saved_queries.load(key) for key in (first, second, third)] == ["a", None, "c"]
