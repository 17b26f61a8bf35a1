"""Two records of one launch that Launch Library merges: one result, in a post that leads to the one left."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from bot.announcing.merging import same_launch
from bot.sync.sync import Sync
from playground.discord.component_types import walk
from playground.discord.faults import TooManyRequests
from storage.state.models import DeliveryState, Wishes
from tests.bot.announcing.stage import NOW, Stage, World, stage, words
from tests.launches import CANAVERAL, FALCON_9, FALCON_HEAVY, KENNEDY, SPACEX, ULA, launch, launch_id

SENT, PENDING = DeliveryState.SENT, DeliveryState.PENDING


async def told(running: Stage, outcome: Any = "success") -> str:
    """Let a launch end, and its result be told."""
    launch_id = running.world.launch("Falcon 9 Block 5 | First name")
    running.world.library.archive.conclude(launch_id, outcome)
    await running.pass_time(minutes=31)
    return launch_id


def merge(here: World, launch_id: str, outcome: Any = "success", *, keep: bool = False) -> str:
    """Have another record tell of a launch, instead of the one there is unless that is kept."""
    archive, other = here.library.archive, str(uuid.uuid4())
    archive.put({**archive.record(launch_id), "id": other, "name": "Falcon 9 Block 5 | Second name"})
    archive.conclude(other, outcome)
    if not keep:
        archive.remove(launch_id)
    return other


async def look_twice(running: Stage) -> None:
    """Look at Launch Library, and again a minute later."""
    await running.pass_time(minutes=31)
    await running.pass_time(minutes=1)


def opened(here: World) -> str:
    """Return what the buttons of all posts carry."""
    carried = [str(part.get("custom_id")) for post in here.on_discord() for part in walk(post.components)]
    return " ".join([*carried, *(str(post.markup) for post in here.on_telegram())])


async def test_a_merged_launch_corrects_the_post_of_the_record_that_is_gone(
    running: Stage, here: World
) -> None:
    launch_id = await told(running)
    await running.settled()
    before = opened(here)
    merge(here, launch_id, "failure")
    await look_twice(running)
    assert set((await running.settled())["discord"]) == {SENT}
    assert set((await running.settled())["telegram"]) == {SENT}
    (on_discord,), (on_telegram,) = here.on_discord(), here.on_telegram()
    for text in (words(on_discord), on_telegram.text or ""):
        assert "Second name" in text
        assert "Corrected: Failure (first posted as Success)" in text
    assert opened(here) != before, "the buttons lead to the record that there is"


async def test_a_merged_launch_that_ended_alike_is_no_second_result(running: Stage, here: World) -> None:
    launch_id = await told(running)
    await running.settled()
    merge(here, launch_id)
    await look_twice(running)
    await running.settled()
    (on_discord,), (on_telegram,) = here.on_discord(), here.on_telegram()
    for text in (words(on_discord), on_telegram.text or ""):
        assert "Second name" in text
        assert "Corrected" not in text


async def test_a_post_that_cannot_be_edited_is_not_followed_by_the_same_outcome(
    running: Stage, here: World
) -> None:
    launch_id = await told(running)
    await running.settled()
    here.discord.world.messages.delete(here.on_discord()[0])
    await here.telegram.delete(here.on_telegram()[0])
    merge(here, launch_id)
    await look_twice(running)
    states = await running.settled()
    assert states == {"discord": [SENT, DeliveryState.EXPIRED], "telegram": [SENT, DeliveryState.EXPIRED]}
    assert (here.on_discord(), here.on_telegram()) == ([], [])


async def test_a_result_that_waits_to_be_posted_is_posted_once(running: Stage, here: World) -> None:
    here.discord.faults.add("POST", "/channels/*/messages", TooManyRequests(7_200.0))
    launch_id = await told(running)
    await running.settled(until_final=False)
    assert (await running.states())["discord"] == [PENDING]
    merge(here, launch_id, "partial failure")
    await look_twice(running)
    here.clock.now += timedelta(hours=2)
    await running.settled()
    assert len(here.on_discord()) == len(here.on_telegram()) == 1
    assert "Partial failure" in words(here.on_discord()[0])


async def test_a_record_that_went_before_its_result_was_told_is_one_result(
    running: Stage, here: World
) -> None:
    launch_id = here.launch("Falcon 9 Block 5 | First name")
    await running.pass_time(minutes=31)
    merge(here, launch_id)
    await look_twice(running)
    assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}


async def test_who_hears_of_the_launch_only_by_the_other_record_is_told(here: World) -> None:
    async with stage(here) as running:
        await running.core.state.subscriptions.add(running.place("discord"), Wishes(query=""))
        await running.core.state.subscriptions.add(
            running.place("telegram"), Wishes(query="search=second", failures_always=False)
        )
        launch_id = await told(running)
        assert await running.settled() == {"discord": [SENT], "telegram": []}
        merge(here, launch_id)
        await look_twice(running)
        await running.settled()
        assert len(here.on_discord()) == len(here.on_telegram()) == 1


async def test_a_record_that_may_be_gone_is_looked_up_before_the_other_one_is_told(
    running: Stage, here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Changes come by their date; that a record is gone is seen hours later, unless it is looked up."""

    async def no_request_left(_self: Sync) -> None:
        return None

    launch_id = await told(running)
    await running.settled()
    merge(here, launch_id)
    with monkeypatch.context() as patch:
        patch.setattr(Sync, "_details", no_request_left)
        for _ in range(3):
            await running.pass_time(minutes=10)
        await running.settled()
        assert len(here.on_discord()) == 1
        assert "First name" in words(here.on_discord()[0])
    await running.pass_time(minutes=1)
    await running.settled()
    assert len(here.on_discord()) == len(here.on_telegram()) == 1
    assert "Second name" in words(here.on_discord()[0])


async def test_two_launches_that_both_are_there_are_two_results(running: Stage, here: World) -> None:
    launch_id = await told(running)
    await running.settled()
    merge(here, launch_id, keep=True)
    await look_twice(running)
    assert await running.settled() == {"discord": [SENT, SENT], "telegram": [SENT, SENT]}


ONE = launch(1, net=NOW, rocket=FALCON_9, pad=CANAVERAL, provider=SPACEX)
OTHER = msgspec.structs.replace(ONE, id=launch_id(2))


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({}, True),
        ({"name": "Another name", "status": launch(status_id=4).status}, True),
        ({"net": NOW - timedelta(hours=23)}, True),
        ({"net": NOW + timedelta(hours=23)}, True),
        ({"net": NOW - timedelta(hours=25)}, False),
        ({"rocket": FALCON_HEAVY}, False),
        ({"rocket": None}, False),
        ({"pad": KENNEDY}, False),
        ({"pad": None}, True),
        ({"provider": ULA}, False),
        ({"provider": None}, True),
        ({"id": ONE.id}, False),
    ],
)
def test_which_records_tell_of_one_launch(changes: dict[str, Any], is_same: bool) -> None:
    other = msgspec.structs.replace(OTHER, **changes)
    assert (same_launch(ONE, [other]) is other) is is_same
    assert (same_launch(other, [ONE]) is ONE) is is_same


def test_the_nearest_of_several_records_is_meant() -> None:
    early, near = (
        msgspec.structs.replace(OTHER, id=launch_id(n), net=NOW - timedelta(hours=n)) for n in (20, 3)
    )
    assert same_launch(ONE, [early, near]) is near
