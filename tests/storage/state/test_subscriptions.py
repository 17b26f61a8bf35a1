"""Subscriptions as they are kept: changed, paused, moved, and forgotten without a trace."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.state.models import (
    EventKind,
    Frequency,
    Mute,
    MuteKind,
    NewEvent,
    Pause,
    Place,
    Wishes,
)
from storage.state.outbox import Only
from storage.state.schema import metadata
from storage.state.state import State
from tests.launches import NOW, HandClock
from tests.states import opened_state, rows

FALCON, SPACEX = Mute(MuteKind.ROCKET, 164), Mute(MuteKind.PROVIDER, 121)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
async def state(tmp_path: Path, clock: HandClock) -> AsyncIterator[State]:
    async with await opened_state(tmp_path / "state.db", clock) as opened:
        yield opened


def place(number: int = 1, platform: Any = "telegram", topic: int = 0, owner: int = 0) -> Place:
    return Place(platform, number, topic, owner_id=owner or number)


async def test_a_subscription_is_kept_as_it_was_wished_for(state: State) -> None:
    wishes = Wishes(
        query="lsp__ids=121", frequency=Frequency.WEEKLY, hour=18, weekday=4, role_id=2**62, spoiler=True,
        failures_always=True, publish=True, silent=True, thread=True,
    )  # fmt: skip
    due = NOW + timedelta(days=2)
    made = await state.subscriptions.add(place(-(2**52), topic=7, owner=5), wishes, due)
    (kept,) = await state.subscriptions.of(place(-(2**52), topic=7))
    assert kept == made == await state.subscriptions.get(made.id)
    assert (kept.wishes, kept.next_at, kept.told_until, kept.paused) == (wishes, due, NOW, None)
    assert kept.place.owner_id == 5
    assert await state.subscriptions.of(place(-(2**52))) == ()


async def test_the_same_again_is_the_same_and_goes_on(state: State, clock: HandClock) -> None:
    first = await state.subscriptions.add(place(), Wishes(query="a=1"))
    await state.subscriptions.pause(first.id, Pause.BLOCKED)
    clock.now += timedelta(hours=1)
    again = await state.subscriptions.add(place(), Wishes(query="a=1"))
    assert (again.id, again.paused, again.told_until) == (first.id, None, clock.now)
    other = await state.subscriptions.add(place(), Wishes(query="a=1", spoiler=True))
    assert other.id != first.id


async def test_queries_are_those_of_active_instant_subscriptions_each_once(state: State) -> None:
    subscriptions = state.subscriptions
    await subscriptions.add(place(1), Wishes(query="a=1"))
    await subscriptions.add(place(2), Wishes(query="a=1"))
    await subscriptions.add(place(3), Wishes(query="b=1", frequency=Frequency.DAILY), NOW)
    paused = await subscriptions.add(place(4), Wishes(query="c=1"))
    await subscriptions.pause(paused.id, Pause.BY_HAND)
    assert list((await subscriptions.queries()).values()) == ["a=1"]
    await subscriptions.resume(paused.id)
    assert sorted((await subscriptions.queries()).values()) == ["a=1", "c=1"]


async def test_queries_are_all_read_however_many(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.state.subscriptions.BATCH", 2)
    for number in range(1, 6):
        await state.subscriptions.add(place(number), Wishes(query=f"a={number}"))
        texts = list((await state.subscriptions.queries()).values())
        assert texts == [f"a={known}" for known in range(1, number + 1)]


async def test_removing_the_last_leaves_no_query_behind(state: State, tmp_path: Path) -> None:
    made = await state.subscriptions.add(place(), Wishes(query="a=1"))
    await state.subscriptions.change(made.id, Wishes(query="b=1"))
    assert count(tmp_path, "watched_queries") == 1
    await state.subscriptions.remove(made.id)
    assert count(tmp_path, "watched_queries") == 0


async def test_digests_are_due_the_longest_waiting_first(state: State, clock: HandClock) -> None:
    daily = Frequency.DAILY
    late = await state.subscriptions.add(place(1), Wishes(query="", frequency=daily), NOW)
    later = await state.subscriptions.add(place(2), Wishes(query="", frequency=daily), NOW - timedelta(1))
    await state.subscriptions.add(place(3), Wishes(query="", frequency=daily), NOW + timedelta(1))
    await state.subscriptions.add(place(4), Wishes(query=""))
    assert [each.id for each in await state.subscriptions.due_digests(NOW, 9)] == [later.id, late.id]
    assert len(await state.subscriptions.due_digests(NOW, 1)) == 1
    await state.subscriptions.schedule(late.id, NOW + timedelta(1), NOW + timedelta(hours=1))
    changed = await state.subscriptions.get(late.id)
    assert changed is not None
    assert changed.told_until == NOW + timedelta(hours=1)
    assert [each.id for each in await state.subscriptions.due_digests(NOW, 9)] == [later.id]
    assert [each.id for each in await state.subscriptions.digests("telegram", 1)] == [late.id]


async def test_a_group_that_gets_a_new_id_takes_everything_along(state: State) -> None:
    await state.subscriptions.add(place(-5), Wishes(query="a=1"))
    await state.subscriptions.mute(place(-5), FALCON)
    await state.chats.set_zone("telegram", -5, "Asia/Tokyo")
    await state.outbox.announce(event("k"), Only(place(-5), Wishes(query="")))
    await state.subscriptions.move("telegram", -5, -1005)
    assert await state.subscriptions.of(place(-5)) == ()
    (moved,) = await state.subscriptions.of(place(-1005))
    assert moved.place.owner_id == -1005
    assert await state.subscriptions.mutes(place(-1005)) == (FALCON,)
    assert await state.chats.zone("telegram", -1005) == "Asia/Tokyo"
    (owed,) = await state.outbox.claim("telegram", "e", 9)
    assert owed.place.chat_id == -1005


async def test_where_the_new_id_is_known_already_the_two_become_one(state: State) -> None:
    for number, query in ((-5, "a=1"), (-1005, "b=1")):
        await state.subscriptions.add(place(number), Wishes(query=query))
        await state.subscriptions.mute(place(number), FALCON)
        await state.outbox.announce(event(f"k{number}"), Only(place(number), Wishes(query="")))
    await state.subscriptions.mute(place(-5), SPACEX)
    await state.subscriptions.move("telegram", -5, -1005)
    assert len(await state.subscriptions.of(place(-1005))) == 2
    assert set(await state.subscriptions.mutes(place(-1005))) == {FALCON, SPACEX}
    assert {d.place.chat_id for d in await state.outbox.claim("telegram", "e", 9)} == {-1005}


async def test_a_mute_is_taken_back(state: State) -> None:
    for mute in (FALCON, SPACEX, FALCON):
        await state.subscriptions.mute(place(), mute)
    assert set(await state.subscriptions.mutes(place())) == {FALCON, SPACEX}
    await state.subscriptions.unmute(place(), FALCON)
    assert await state.subscriptions.mutes(place()) == (SPACEX,)


async def test_forgetting_leaves_nothing_of_that_owner_in_any_table_and_all_of_others(
    state: State, tmp_path: Path
) -> None:
    for owner in (1, 2):
        for topic in (0, 3):
            here = place(owner, topic=topic)
            await state.subscriptions.add(here, Wishes(query=f"search={owner}"))
            await state.subscriptions.mute(here, FALCON)
            await state.outbox.announce(event(f"{owner} {topic}"), Only(here, Wishes(query="")))
        await state.chats.set_zone("telegram", owner, "Asia/Tokyo")
    before = {table: count(tmp_path, table) for table in metadata.tables}
    assert await state.subscriptions.forget("telegram", 1) == 2
    for table in ("places", "subscriptions", "mutes", "deliveries", "chats", "watched_queries"):
        assert count(tmp_path, table) == before[table] // 2, table
    assert await state.subscriptions.of(place(1)) == ()
    assert await state.chats.zone("telegram", 1) == ""
    assert len(await state.subscriptions.of(place(2))) == 1
    assert await state.chats.zone("telegram", 2) == "Asia/Tokyo"


async def test_settings_move_with_a_chat_and_can_be_forgotten_there(state: State, tmp_path: Path) -> None:
    await state.chats.set_zone("telegram", -1, "Asia/Tokyo")
    await state.chats.set_language("telegram", -1, "de")
    await state.chats.set_language("telegram", -1005, "fr")
    await state.subscriptions.move("telegram", -1, -1005)
    assert await state.chats.zone("telegram", -1005) == "Asia/Tokyo"
    assert await state.chats.language("telegram", -1005) == "fr"
    assert await state.chats.zone("telegram", -1) == ""
    await state.subscriptions.forget("telegram", -1005)
    assert count(tmp_path, "chats") == 0


async def test_zone_and_language_set_at_once_are_both_kept(state: State) -> None:
    set_zone = state.chats.set_zone("telegram", 1, "Asia/Tokyo")
    await asyncio.gather(set_zone, state.chats.set_language("telegram", 1, "de"))
    assert await state.chats.zone("telegram", 1) == "Asia/Tokyo"
    assert await state.chats.language("telegram", 1) == "de"


async def test_settings_of_chats_are_kept_apart(state: State) -> None:
    await state.chats.set_zone("telegram", 1, "Asia/Tokyo")
    await state.chats.set_language("telegram", 1, "de")
    await state.chats.set_zone("discord", 1, "Europe/Berlin")
    assert await state.chats.zone("telegram", 1) == "Asia/Tokyo"
    assert await state.chats.language("telegram", 1) == "de"
    assert await state.chats.zone("discord", 1) == "Europe/Berlin"
    assert await state.chats.language("discord", 1) == ""


def event(key: str) -> NewEvent:
    day = timedelta(days=1)
    return NewEvent(kind=EventKind.DIGEST, key=key, created_at=NOW, expires_at=NOW + day)


def count(folder: Path, table: str) -> int:
    ((number,),) = rows(folder / "state.db", f"SELECT count(*) FROM {table}")
    return int(number)
