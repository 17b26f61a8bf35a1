"""Numbers start at 1 in each place and stay; what was removed comes back as it was, for a week."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.state.migrate import revisions
from storage.state.models import Frequency, Mute, MuteKind, Pause, Place, Wishes
from storage.state.state import State
from tests.storage.state.conftest import HandClock, StateFile

HERE, THERE = Place("discord", 1, owner_id=9), Place("telegram", -5, owner_id=-5)


async def numbers(state: State, place: Place = HERE) -> dict[int, str]:
    return {each.number: each.wishes.query for each in await state.subscriptions.of(place)}


async def test_numbers_start_at_1_in_each_place_and_do_not_move_up(state: State) -> None:
    made = [await state.subscriptions.add(HERE, Wishes(query=f"a={n}")) for n in range(3)]
    other = await state.subscriptions.add(THERE, Wishes(query="b=1"))
    assert [each.number for each in (*made, other)] == [1, 2, 3, 1]
    await state.subscriptions.remove(made[1].id)
    assert await numbers(state) == {1: "a=0", 3: "a=2"}
    assert (await state.subscriptions.add(HERE, Wishes(query="a=9"))).number == 4
    found = await state.subscriptions.get(made[2].id)
    assert found is not None
    assert found.number == 3


async def test_what_an_older_version_made_is_numbered_as_well(state: State, file: StateFile) -> None:
    first = await state.subscriptions.add(HERE, Wishes(query="a=1"))
    second = await state.subscriptions.add(HERE, Wishes(query="a=2"))
    file.run("UPDATE subscriptions SET number = NULL WHERE id = ?", first.id)
    assert await numbers(state) == {2: "a=2", 3: "a=1"}
    file.run("UPDATE subscriptions SET number = NULL WHERE id = ?", second.id)
    assert await numbers(state) == {1: "a=1", 2: "a=2"}


async def test_in_a_place_that_two_have_become_no_two_have_the_same_number(state: State) -> None:
    old, new = Place("telegram", -5, owner_id=-5), Place("telegram", -1005, owner_id=-1005)
    removed = await state.subscriptions.add(old, Wishes(query="a=1"))
    await state.subscriptions.add(old, Wishes(query="a=2"))
    await state.subscriptions.add(new, Wishes(query="b=1"))
    await state.subscriptions.remove(removed.id)
    await state.subscriptions.move("telegram", -5, -1005)
    assert sorted(await numbers(state, new)) == [1, 2]
    assert await state.subscriptions.restore(removed.id)
    assert sorted(await numbers(state, new)) == [1, 2, 3]


async def test_what_was_removed_comes_back_just_as_it_was(state: State, clock: HandClock) -> None:
    wishes = Wishes(
        query="lsp__ids=121", frequency=Frequency.WEEKLY, hour=18, weekday=4, role_id=2**62, spoiler=True,
        failures_always=True, publish=True,
    )  # fmt: skip
    await state.subscriptions.add(HERE, Wishes(query=""))
    made = await state.subscriptions.add(HERE, wishes, clock.now + timedelta(days=2))
    await state.subscriptions.pause(made.id, Pause.BY_HAND)
    before = await state.subscriptions.get(made.id)
    clock.move(days=6)
    await state.subscriptions.remove(made.id)
    assert await state.subscriptions.get(made.id) is None
    assert await state.subscriptions.place_of(made.id) == HERE
    await state.subscriptions.prune(clock.now - timedelta(days=30))
    assert await state.subscriptions.restore(made.id)
    assert await state.subscriptions.get(made.id) == before
    assert not await state.subscriptions.restore(made.id)
    assert before is not None
    assert before.paused_at is not None


async def test_a_number_that_was_given_away_meanwhile_is_not_taken_back(state: State) -> None:
    made = await state.subscriptions.add(HERE, Wishes(query="a=1"))
    await state.subscriptions.remove(made.id)
    assert (await state.subscriptions.add(HERE, Wishes(query="a=2"))).number == 1
    assert await state.subscriptions.restore(made.id)
    assert sorted(await numbers(state)) == [1, 2]


@pytest.mark.parametrize("forget", ["place", "owner"])
async def test_nothing_comes_back_of_what_was_forgotten(state: State, forget: str) -> None:
    made = await state.subscriptions.add(HERE, Wishes(query="a=1"))
    await state.subscriptions.remove(made.id)
    if forget == "place":
        await state.subscriptions.forget_place(HERE)
    else:
        await state.subscriptions.forget("discord", 9)
    assert not await state.subscriptions.restore(made.id)
    assert await state.subscriptions.place_of(made.id) is None


async def test_after_a_week_nothing_is_left_of_what_was_removed(
    state: State, clock: HandClock, file: StateFile
) -> None:
    made = await state.subscriptions.add(HERE, Wishes(query="a=1"))
    await state.subscriptions.mute(HERE, Mute(MuteKind.ROCKET, 1))
    await state.subscriptions.remove(made.id)
    clock.move(days=7, seconds=1)
    assert not await state.subscriptions.restore(made.id)
    await state.subscriptions.prune(clock.now - timedelta(days=30))
    assert file.rows("SELECT id FROM removed_subscriptions") == file.rows("SELECT id FROM places") == []


async def test_what_an_undone_removal_does_not_know_yet_has_its_usual_value(
    state: State, file: StateFile
) -> None:
    made = await state.subscriptions.add(HERE, Wishes(query="a=1", spoiler=True))
    await state.subscriptions.remove(made.id)
    ((kept,),) = file.rows("SELECT kept FROM removed_subscriptions")
    file.run("UPDATE removed_subscriptions SET kept = ?", str(kept).replace('"number": 1', '"unheard_of": 1'))
    assert await state.subscriptions.restore(made.id)
    assert await state.subscriptions.get(made.id) == replace(made, number=1)


async def test_a_version_that_a_newer_state_says_can_work_with_it_does(
    file: StateFile, clock: HandClock, state: State
) -> None:
    await state.close()
    assert file.rows("SELECT version_num, oldest_reader FROM launchlog_version") == [
        (revisions()[-1], "0004")
    ]
    file.run("UPDATE launchlog_version SET version_num = '9999', oldest_reader = '0005'")
    async with await State.open(file.url, clock) as opened:
        assert (await opened.subscriptions.add(HERE, Wishes(query=""))).number == 1
    assert file.rows("SELECT version_num FROM launchlog_version") == [("9999",)]


async def test_what_there_was_before_numbers_is_numbered_as_it_was_made(
    file: StateFile, clock: HandClock, state: State
) -> None:
    for place, query in ((HERE, "a=1"), (THERE, "b=1"), (HERE, "a=2")):
        await state.subscriptions.add(place, Wishes(query=query))
    await state.close()
    for change in (
        "DROP INDEX ux_subscriptions_place_id_wishes",
        "DROP TABLE removed_subscriptions",
        "ALTER TABLE subscriptions DROP COLUMN number",
        "ALTER TABLE subscriptions DROP COLUMN silent",
        "ALTER TABLE deliveries DROP COLUMN silent",
        "DROP TABLE threads",
        "ALTER TABLE subscriptions DROP COLUMN thread",
        "ALTER TABLE deliveries DROP COLUMN thread",
        "ALTER TABLE launchlog_version DROP COLUMN oldest_reader",
        "UPDATE launchlog_version SET version_num = '0004'",
    ):
        file.run(change)
    async with await State.open(file.url, clock) as opened:
        assert await numbers(opened) == {1: "a=1", 2: "a=2"}
        assert await numbers(opened, THERE) == {1: "b=1"}
    assert file.rows("SELECT number FROM subscriptions ORDER BY id") == [(1,), (1,), (2,)]
