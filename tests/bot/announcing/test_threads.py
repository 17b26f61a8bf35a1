"""A thread under each result: opened once, tried again until it is, and told of where it cannot be."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from bot.announcing.publisher import Publisher, opening_threads
from bot.announcing.rest import Rest
from bot.cli.deliveries import print_deliveries
from bot.cli.doctor import _steps
from playground.discord import permissions
from playground.discord.faults import Action, Refuse, ResetAfter, ResetBefore, Status, TooManyRequests
from playground.discord.places import Channel, ChannelType
from storage.state.follow_ups import FollowUpState
from storage.state.models import DeliveryState, Wishes
from tests.bot.announcing.stage import STARLINK, Stage, World, stage, world

THREADS = "/channels/*/messages/*/threads"
DONE, FAILED, OWED = FollowUpState.DONE, FollowUpState.FAILED, FollowUpState.OWED


@pytest.fixture(params=[ChannelType.TEXT, ChannelType.ANNOUNCEMENT], ids=["text", "announcements"])
async def here(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    async with world(tmp_path) as made:
        made.channel = made.discord.world.add_channel(made.guild, "results", request.param)
        yield made


@pytest.fixture
async def running(here: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A bot that owes threads, and opens them as soon as the test says so."""

    async def idle(_self: Publisher) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Publisher, "run", idle)
    async with stage(here) as made:
        await made.core.state.subscriptions.add(made.place("discord"), Wishes(query="", thread=True))
        yield made


def threads(here: World) -> list[Channel]:
    """The threads below the channel."""
    return [each for each in here.discord.world.channels.values() if each.parent is here.channel]


def opener(running: Stage) -> Publisher:
    clock = running.world.clock
    rest = Rest("discord", clock)
    return opening_threads("discord", running.discord.poster, running.core.state.threads, clock, rest)


async def opened(running: Stage) -> None:
    """Have the clock jump to whatever is due next until nothing is."""
    for _ in range(100):
        if OWED not in await running.core.state.threads.counts():
            return
        running.world.clock.now += timedelta(minutes=5)
        await opener(running).round()
    raise AssertionError(await running.core.state.threads.counts())


async def shown(running: Stage) -> str:
    """Return what `python -m bot deliveries` prints."""
    console = Console(record=True, width=200, file=io.StringIO())
    await print_deliveries(running.core.state, console)
    return console.export_text()


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(None, id="none"),
        pytest.param(Status(500), id="500"),
        pytest.param(TooManyRequests(1_700.0), id="429"),
        pytest.param(ResetBefore(), id="reset before"),
        pytest.param(ResetAfter(), id="answer lost"),
        pytest.param(Refuse(403, 50013, "Missing Permissions"), id="no right"),
        pytest.param(Refuse(400, 160006, "Maximum number of active threads reached"), id="full"),
    ],
)
async def test_each_result_has_one_thread_of_its_name_whatever_happens_to_the_request(
    running: Stage, here: World, fault: Action | None
) -> None:
    if fault is not None:
        here.discord.faults.add("POST", THREADS, fault)
    await running.result()
    assert (await running.settled())["discord"] == [DeliveryState.SENT]
    await opened(running)
    assert not here.discord.faults._faults
    assert await running.core.state.threads.counts() == {DONE: 1}
    (post,) = here.on_discord()
    assert [(each.id, each.name) for each in threads(here)] == [(post.id, STARLINK)]


async def test_a_correction_and_a_kill_open_no_second_thread(running: Stage, here: World) -> None:
    launch_id = await running.result()
    await running.settled()
    # As if it had been killed after Discord's answer and before it was written down.
    (due,) = await running.core.state.threads.due("discord", 5)
    await running.discord.poster.open_thread(due.place, due.message_id, STARLINK)
    await opened(running)
    here.library.archive.conclude(launch_id, "failure")
    await running.pass_time(minutes=31)
    assert (await running.settled())["discord"] == [DeliveryState.SENT] * 2
    assert await running.core.state.threads.counts() == {DONE: 1}
    assert len(threads(here)) == 1


async def test_threads_that_are_tried_again_or_given_up_are_shown(running: Stage, here: World) -> None:
    state = running.core.state
    here.discord.faults.add("POST", THREADS, Refuse(403, 50013, "Missing Permissions"))
    await running.result()
    await running.settled()
    assert "Threads not opened" not in await shown(running)
    await opener(running).round()
    text = await shown(running)
    assert "Threads not opened" in text
    assert "code=50013" in text
    finding = await _steps(running.core, "Threads", state.threads)
    assert (finding.good, finding.sentence) == (True, "1 to be retried")
    here.guild.bot_permissions = permissions.MEMBER & ~permissions.CREATE_PUBLIC_THREADS
    for _ in range(60):
        here.clock.now += timedelta(minutes=30)
        await opener(running).round()
    assert await state.threads.counts() == {FAILED: 1}
    assert "given up" in await shown(running)
    assert not (await _steps(running.core, "Threads", state.threads)).good


async def test_a_digest_and_a_place_without_the_wish_get_no_thread(here: World) -> None:
    async with stage(here) as running:
        await running.subscribe()
        await running.result()
        assert (await running.settled())["discord"] == [DeliveryState.SENT]
        assert await running.core.state.threads.counts() == {}
