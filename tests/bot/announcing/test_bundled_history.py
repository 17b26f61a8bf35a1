"""The bundled history is no news: nothing is posted because of it, and nothing is lost for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from playground.discord.faults import Status
from storage.history import HistoryFile
from storage.history.builder import build_history
from storage.models import Launch, Mode, Record, StatusId
from storage.state.models import DeliveryState
from tests.bot.announcing.stage import Stage, World, stage, until, world
from tests.launches import launch

NAME = "Falcon 9 Block 5 | Starlink Group 99-1"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path / "data") as made:
        yield made


def history_of(world: World, *launches: Launch) -> HistoryFile:
    """Write a history of those launches, and of some that nobody else knows."""
    path = world.folder.parent / "history.xz"
    others = [launch(number, net=world.clock.now - timedelta(days=9 * number)) for number in range(1, 9)]
    records = [Record(told, "2.2.0", Mode.NORMAL, b"", world.clock.now) for told in (*launches, *others)]
    path.write_bytes(build_history(records, date(2024, 9, 30)).file)
    return HistoryFile(path)


def in_flight(world: World, launch_id: str) -> Launch:
    return launch(99, StatusId.IN_FLIGHT, id=launch_id, name=NAME, net=world.clock.now)


def posts(world: World) -> int:
    return len(world.on_discord()) + len(world.on_telegram())


async def test_a_first_start_on_the_history_posts_nothing(here: World) -> None:
    async with stage(here, history_of(here)) as running:
        await running.subscribe()
        for _ in range(3):
            await running.pass_time(minutes=31)
            assert await running.settled() == {"discord": [], "telegram": []}
    assert posts(here) == 0


async def test_an_outcome_that_the_history_lacked_is_posted_when_launch_library_tells_it(here: World) -> None:
    flying = here.launch(NAME)
    async with stage(here, history_of(here, in_flight(here, flying))) as running:
        await running.subscribe()
        here.library.archive.conclude(flying, "success")
        await running.pass_time(hours=5)
        await running.settled()
    assert posts(here) == 2


async def test_an_old_outcome_that_the_history_lacked_is_not_posted(here: World) -> None:
    flying = here.launch(NAME)
    source = history_of(here, in_flight(here, flying))
    here.library.archive.conclude(flying, "success")
    here.clock.now += timedelta(days=40)
    async with stage(here, source) as running:
        await running.subscribe()
        await running.pass_time(minutes=31)
        assert await running.settled() == {"discord": [], "telegram": []}


async def replace_catalogue(running: Stage) -> None:
    """Have the catalogue's file set aside, as when it turns out damaged."""
    file = running.core.catalogue._file
    await file.replace("a test", file.connections)


async def test_a_history_older_than_what_was_told_corrects_nothing(here: World) -> None:
    flying = here.launch(NAME)
    async with stage(here, history_of(here, in_flight(here, flying))) as running:
        await running.subscribe()
        here.library.archive.conclude(flying, "success")
        await running.pass_time(minutes=31)
        await running.settled()
        await replace_catalogue(running)
        assert await running.core.catalogue.launch(flying) == in_flight_as_filed(running, flying, here)
        await running.core.announcer.detect()
        await running.pass_time(minutes=31)
        await running.settled()
    assert posts(here) == 2


def in_flight_as_filed(running: Stage, launch_id: str, world: World) -> Launch:
    source = running.core.catalogue._file._history
    assert source is not None
    [found] = [told for told in source.read().launches if told.id == launch_id]
    assert found.status.id == StatusId.IN_FLIGHT
    return found


async def test_a_post_that_is_due_when_the_file_is_set_aside_waits_for_launch_library(here: World) -> None:
    async with stage(here, history_of(here)) as running:
        await running.subscribe()
        flying = here.launch(NAME)
        here.library.archive.conclude(flying, "success")
        here.discord.faults.add("POST", "/channels/*/messages", Status(503))
        await running.pass_time(minutes=31)
        await until(lambda: bool(here.on_telegram()))
        await replace_catalogue(running)
        assert await running.core.catalogue.launch(flying) is None
        here.clock.now += timedelta(minutes=2)
        running.core.announcer.wake()
        assert DeliveryState.EXPIRED not in (await running.states())["discord"]
        await running.pass_time(minutes=31)
        states = await running.settled()
        assert states["discord"] == [DeliveryState.SENT]
    assert len(here.on_discord()) == 1
