"""Pauses that end by themselves, and places that were left while nobody looked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.discord.client import Client
from playground.discord import permissions
from playground.discord.places import ChannelType
from storage.state.models import DeliveryState, Pause, Place, Platform, Wishes
from tests.bot.announcing.stage import MOMENT, Stage, World, stage, words
from tests.patience import PATIENCE

SENT = DeliveryState.SENT
READ_ONLY = permissions.MEMBER & ~permissions.SEND_MESSAGES & ~permissions.SEND_MESSAGES_IN_THREADS


async def result(running: Stage, name: str) -> None:
    """Let a launch succeed."""
    await running.result(f"Falcon 9 Block 5 | {name}")


async def paused(running: Stage, platform: Platform) -> Pause | None:
    (subscription,) = await running.core.state.subscriptions.of(running.place(platform))
    return subscription.paused


async def becomes(running: Stage, platform: Platform, pause: Pause | None) -> None:
    """Wait until a place's subscription is paused for that reason."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if await paused(running, platform) is pause:
                return


async def refused_for_days(running: Stage, platform: Platform) -> None:
    """Have a place refuse posts until it is paused."""
    await result(running, "Refused 1")
    await running.settled(until_final=False)
    await running.pass_time(days=3)
    await result(running, "Refused 2")
    await running.settled()
    assert await paused(running, platform) is Pause.FORBIDDEN


def by_role(here: World) -> tuple[Callable[[], Awaitable[None]], Callable[[], Awaitable[None]]]:
    server, guild = here.discord, here.guild
    return (lambda: server.grant(guild, READ_ONLY)), (lambda: server.grant(guild, permissions.MEMBER))


def by_channel(here: World) -> tuple[Callable[[], Awaitable[None]], Callable[[], Awaitable[None]]]:
    server, channel = here.discord, here.channel
    return (lambda: server.grant_in(channel, READ_ONLY)), (lambda: server.grant_in(channel, None))


def by_time_out(here: World) -> tuple[Callable[[], Awaitable[None]], Callable[[], Awaitable[None]]]:
    server, guild = here.discord, here.guild
    return (lambda: server.time_out(guild)), (lambda: server.time_out(guild, ends=True))


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        (by_role, ChannelType.PUBLIC_THREAD),
        (by_channel, ChannelType.TEXT),
        (by_time_out, ChannelType.TEXT),
    ],
)
async def test_on_discord_a_pause_ends_when_rights_are_regained(
    here: World, how: Callable[[World], tuple[Callable[[], Awaitable[None]], ...]], kind: ChannelType
) -> None:
    take, give = how(here)
    if kind is ChannelType.PUBLIC_THREAD:
        thread = here.discord.world.add_channel(here.guild, "static fire", kind, parent=here.channel)
        here.channel = thread
    async with stage(here) as running:
        await running.subscribe()
        await take()
        await refused_for_days(running, "discord")
        guild = running.discord.client.get_guild(here.guild.id)
        assert guild is not None
        assert isinstance(running.discord.client, Client)
        await running.discord.client.standing.look(guild)
        assert await paused(running, "discord") is Pause.FORBIDDEN, "something else has changed"
        await give()
        await becomes(running, "discord", None)
        await result(running, "Regained")
        await running.settled()
    assert "Regained" in words(here.on_discord()[-1])


async def test_on_discord_rights_regained_while_away_are_found_on_return(here: World) -> None:
    take, give = by_channel(here)
    async with stage(here) as running:
        await running.subscribe()
        await take()
        await refused_for_days(running, "discord")
    await give()
    async with stage(here) as running:
        await becomes(running, "discord", None)


async def test_on_telegram_a_pause_ends_when_rights_are_regained(here: World) -> None:
    async with stage(here) as running:
        await running.subscribe()
        here.telegram.silence_bot(here.group, by=here.bo)
        await refused_for_days(running, "telegram")
        here.telegram.silence_bot(here.group, silent=False, by=here.bo)
        await becomes(running, "telegram", None)
        await result(running, "Regained")
        await running.settled()
    assert "Regained" in (here.on_telegram()[-1].text or "")


async def test_what_waits_for_a_place_is_sent_when_rights_are_regained(here: World) -> None:
    """A place that is refused for hours is tried again only hours later."""
    async with stage(here) as running:
        await running.subscribe()
        here.telegram.silence_bot(here.group, by=here.bo)
        await here.discord.grant(here.guild, READ_ONLY)
        await result(running, "Waits")
        await running.settled(until_final=False)
        await running.pass_time(hours=12)
        await running.settled(until_final=False)
        here.telegram.silence_bot(here.group, silent=False, by=here.bo)
        await here.discord.grant(here.guild, permissions.MEMBER)
        async with asyncio.timeout(PATIENCE):
            while await running.states() != {"discord": [SENT], "telegram": [SENT]}:
                running.core.announcer.wake()
                await asyncio.sleep(MOMENT)


async def test_a_pause_ends_when_a_command_works_again_and_the_answer_says_why_there_was_one(
    here: World,
) -> None:
    """Nobody tells a bot that the rights of all members of a group have changed."""
    async with stage(here) as running:
        await running.subscribe()
        here.telegram.silence_bot(here.group)
        here.channel.bot_permissions = READ_ONLY
        for platform in ("discord", "telegram"):
            await running.core.state.subscriptions.refused(running.place(platform))
            await running.core.state.subscriptions.pause_place(running.place(platform), Pause.FORBIDDEN)
        here.telegram.silence_bot(here.group, silent=False)
        here.channel.bot_permissions = None
        said = await here.telegram.say(here.bo, here.group, "/latest")
        told = "Posts here were paused, as I was not allowed to write. They go on now."
        assert told in ((await said.reply()).text or "")
        answered = await here.discord.slash(here.ada, here.channel, "latest")
        assert answered.message is not None
        assert told in words(answered.message)
        assert (await paused(running, "discord"), await paused(running, "telegram")) == (None, None)
        await result(running, "Regained")
        await running.settled()
    assert "Regained" in words(here.on_discord()[-1])
    assert "Regained" in (here.on_telegram()[-1].text or "")


async def is_forgotten(running: Stage, platform: Platform) -> bool:
    """Tell whether nothing is left of a place 30 days on."""
    running.world.clock.now += timedelta(days=31)
    await running.core.announcer.tidy()
    return not await running.core.state.subscriptions.of(running.place(platform))


async def test_a_server_left_while_away_is_paused_and_forgotten_after_thirty_days(here: World) -> None:
    async with stage(here) as running:
        await running.subscribe()
    await here.discord.remove_bot(here.guild)
    async with stage(here) as running:
        await becomes(running, "discord", Pause.LEFT)
        here.clock.now += timedelta(days=29)
        await running.core.announcer.tidy()
        assert await paused(running, "discord") is Pause.LEFT
        assert await is_forgotten(running, "discord")
        assert not await is_forgotten(running, "telegram")


async def test_a_server_joined_again_goes_on(here: World) -> None:
    async with stage(here) as running:
        await running.subscribe()
    await here.discord.remove_bot(here.guild)
    async with stage(here) as running:
        await becomes(running, "discord", Pause.LEFT)
        await here.discord.add_bot(here.guild)
        await becomes(running, "discord", None)
        await here.discord.remove_bot(here.guild)
        await becomes(running, "discord", Pause.LEFT)
    await here.discord.add_bot(here.guild)
    async with stage(here) as running:
        await becomes(running, "discord", None)
        assert not await is_forgotten(running, "discord")
        await result(running, "Back again")
        await running.settled()
    assert "Back again" in words(here.on_discord()[-1])


async def test_a_server_that_is_not_available_for_a_while_was_not_left(here: World) -> None:
    async with stage(here) as running:
        await running.subscribe()
        outage = {"id": str(here.guild.id), "unavailable": True}
        await here.discord.gateway.dispatch("GUILD_DELETE", outage, here.guild.id)
        await here.discord.slash(here.ada, here.discord.world.dm(here.ada), "status")
        assert await paused(running, "discord") is None


@pytest.mark.parametrize("how", ["removed", "blocked"])
async def test_a_chat_left_while_away_is_learnt_at_the_next_post_and_forgotten_after_thirty_days(
    here: World, how: str
) -> None:
    """Telegram keeps what it has to tell for a day."""
    if how == "blocked":
        here.group = here.telegram.private(here.bo)
    async with stage(here) as running:
        await running.subscribe()
    if how == "blocked":
        await here.telegram.block(here.bo)
    else:
        await here.telegram.remove_bot(here.bo, here.group, kicked=False)
    here.telegram.world.updates.drop_pending()
    pause = Pause.BLOCKED if how == "blocked" else Pause.LEFT
    async with stage(here) as running:
        await result(running, "Unheard")
        await running.settled()
        assert await paused(running, "telegram") is pause
        assert await is_forgotten(running, "telegram")


async def test_a_chat_that_takes_the_bot_back_goes_on(here: World) -> None:
    person = Place("telegram", here.bo.id, owner_id=here.bo.id)
    async with stage(here) as running:
        await running.subscribe()
        await running.core.state.subscriptions.add(person, Wishes(query=""))
    here.telegram.private(here.bo)
    await here.telegram.block(here.bo)
    await here.telegram.remove_bot(here.bo, here.group)
    here.telegram.world.updates.drop_pending()
    async with stage(here) as running:
        await result(running, "Unheard")
        await running.settled()
        await here.telegram.unblock(here.bo)
        await here.telegram.add_bot(here.bo, here.group)
        await becomes(running, "telegram", None)
        (mine,) = await running.core.state.subscriptions.of(person)
        assert mine.paused is None
        assert not await is_forgotten(running, "telegram")
