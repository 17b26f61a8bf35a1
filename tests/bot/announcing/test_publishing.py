"""Posts of announcement channels reach the followers, however often it has to be tried."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from rich.console import Console

from bot.announcing.publisher import Publisher
from bot.announcing.publisher import publishing as publisher_of
from bot.announcing.rest import Rest
from bot.cli.deliveries import print_deliveries
from bot.cli.doctor import _steps
from playground.discord.faults import Action as DiscordAction
from playground.discord.faults import Refuse, ResetAfter, Status, TooManyRequests
from playground.discord.messages import CROSSPOSTED
from playground.discord.places import ChannelType
from storage.state.follow_ups import FollowUpState
from storage.state.models import Wishes
from tests.bot.announcing.stage import Stage, World, stage

CROSSPOSTS = "/channels/*/messages/*/crosspost"


async def shown(running: Stage) -> str:
    """Return what `python -m bot deliveries` prints."""
    console = Console(record=True, width=200, file=io.StringIO())
    await print_deliveries(running.core.state, console)
    return console.export_text()


async def published(running: Stage) -> None:
    """Have the clock jump to whatever is to be published next until nothing is."""
    publications = running.core.state.publications
    publisher = publisher_of(
        "discord",
        running.discord.poster,
        publications,
        running.world.clock,
        Rest("discord", running.world.clock),
    )
    for _ in range(100):
        if FollowUpState.OWED not in await publications.counts():
            return
        running.world.clock.now += timedelta(minutes=5)
        await publisher.round()
    raise AssertionError(await publications.counts())


@pytest.fixture
async def publishing(here: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A bot whose posts are to be published, which it does as soon as the test says so."""

    async def idle(_self: Publisher) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Publisher, "run", idle)
    here.channel = here.discord.world.add_channel(here.guild, "news", ChannelType.ANNOUNCEMENT)
    async with stage(here) as running:
        await running.core.state.subscriptions.add(running.place("discord"), Wishes(query="", publish=True))
        yield running


@pytest.mark.parametrize(
    "fault",
    [
        Status(503),
        TooManyRequests(1_700.0),
        ResetAfter(),
        Refuse(403, 50013, "Missing Permissions"),
    ],
)
async def test_publishing_is_tried_again_until_it_is_done(
    publishing: Stage, here: World, fault: DiscordAction
) -> None:
    here.discord.faults.add("POST", CROSSPOSTS, fault)
    await publishing.result()
    await publishing.settled()
    await published(publishing)
    assert not here.discord.faults._faults
    assert await publishing.core.state.publications.counts() == {FollowUpState.DONE: 1}
    assert here.on_discord()[0].flags & CROSSPOSTED


async def test_publishing_that_is_tried_again_or_given_up_is_shown(publishing: Stage, here: World) -> None:
    publications = publishing.core.state.publications
    publisher = publisher_of(
        "discord", publishing.discord.poster, publications, here.clock, Rest("discord", here.clock)
    )
    here.discord.faults.add("POST", CROSSPOSTS, TooManyRequests(1_700.0))
    await publishing.result()
    await publishing.settled()
    assert "Not published" not in await shown(publishing)
    await publisher.round()
    text = await shown(publishing)
    assert "Not published to followers" in text
    assert f"discord {here.channel.id}" in text
    assert "too many requests" in text
    finding = await _steps(publishing.core, "Publishing", publications)
    assert (finding.good, finding.sentence) == (True, "1 to be retried")
    here.discord.faults.add("POST", CROSSPOSTS, Refuse(404, 10008, "Unknown Message"))
    await published(publishing)
    assert "given up" in await shown(publishing)
    finding = await _steps(publishing.core, "Publishing", publications)
    assert not finding.good
    assert "1 given up" in finding.sentence
