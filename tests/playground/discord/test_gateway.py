"""Connecting, losing the connection and coming back, with the real client."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest

from playground.discord import permissions
from playground.discord.opcodes import Op
from playground.discord.places import Channel, User
from playground.discord.server import DiscordServer
from tests.patience import PATIENCE

from .bot import Bot
from .conftest import running


async def test_the_bot_knows_its_guilds_and_channels(
    server: DiscordServer, bot: Bot, channel: Channel
) -> None:
    await bot.wait_until_ready()
    assert channel.guild is not None
    guild = bot.get_guild(channel.guild.id)
    assert guild is not None
    assert guild.name == "Pad 39A"
    known = guild.get_channel(channel.id)
    assert known is not None
    assert known.permissions_for(guild.me).send_messages


async def test_a_guild_that_invites_the_bot_is_announced(server: DiscordServer, bot: Bot) -> None:
    await bot.wait_until_ready()
    guild = server.world.add_guild("New pad")
    joined = bot.wait_for("guild_join", timeout=5)
    await server.gateway.announce_guild(guild)
    assert (await joined).id == guild.id


async def test_a_bot_that_is_thrown_out_is_told(server: DiscordServer, bot: Bot, channel: Channel) -> None:
    await bot.wait_until_ready()
    assert channel.guild is not None
    removed = bot.wait_for("guild_remove", timeout=5)
    await server.remove_bot(channel.guild)
    assert (await removed).id == channel.guild.id
    joined = bot.wait_for("guild_join", timeout=5)
    await server.add_bot(channel.guild)
    assert (await joined).id == channel.guild.id


async def test_a_bot_is_told_what_it_may_and_that_is_what_it_may(
    server: DiscordServer, bot: Bot, channel: Channel
) -> None:
    await bot.wait_until_ready()
    assert channel.guild is not None
    guild = bot.get_guild(channel.guild.id)
    assert guild is not None
    known = guild.get_channel(channel.id)
    assert known is not None
    changes = (
        ("guild_role_update", server.grant(channel.guild, permissions.VIEW_CHANNEL), False),
        ("guild_role_update", server.grant(channel.guild, permissions.MEMBER), True),
        ("member_update", server.time_out(channel.guild), False),
        ("member_update", server.time_out(channel.guild, ends=True), True),
        ("guild_channel_update", server.grant_in(channel, permissions.VIEW_CHANNEL), False),
        ("guild_channel_update", server.grant_in(channel, None), True),
    )
    for event, change, may_send in changes:
        told = bot.wait_for(event, timeout=5, check=lambda _before, now: now != guild.default_role)
        await change
        await told
        assert known.permissions_for(guild.me).send_messages is may_send
        assert permissions.allows(channel.bot_may(), permissions.SEND_MESSAGES) is may_send


async def test_a_heartbeat_is_answered_after_the_client_has_noted_that_it_was_sent(
    server: DiscordServer,
) -> None:
    """Otherwise discord.py counts from the heartbeat before, and warns of a websocket that is 41 s behind."""
    identify = {"token": server.token, "intents": 0, "properties": {}}
    async with (
        asyncio.timeout(PATIENCE),
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{server.gateway_url}/?v=10&encoding=json") as socket,
    ):
        assert (await socket.receive_json())["op"] == Op.HELLO
        await socket.send_json({"op": Op.HEARTBEAT, "d": None})
        # A whole exchange fits in between.
        await socket.send_json({"op": Op.IDENTIFY, "d": identify})
        assert (await socket.receive_json())["t"] == "READY"
        answers = iter(socket.receive_json, None)
        while (await next(answers))["op"] != Op.HEARTBEAT_ACK:
            pass


@pytest.mark.parametrize("code", [1000, 1001, 4000])
async def test_a_dropped_connection_is_resumed_and_misses_nothing(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel, code: int
) -> None:
    message = (await server.slash(ann, channel, "pages")).message
    assert message is not None
    server.answer_seconds = 20
    with server.subscribe() as changes:
        await server.gateway.drop(code)
        await changes.next("bot disconnected")
        # Pressed while nobody is connected: the event is replayed.
        pressed = await server.press(ann, message, "count:2")
    assert pressed.kind == "update"
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


async def test_op_7_makes_the_bot_resume(server: DiscordServer, bot: Bot) -> None:
    with server.subscribe() as changes:
        await server.gateway.ask_to_reconnect()
        async with asyncio.timeout(PATIENCE):
            await changes.next("bot connected")
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 1)


async def test_op_9_makes_the_bot_identify_again(
    server: DiscordServer, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # discord.py waits five seconds before it identifies again.
    monkeypatch.setattr(bot, "before_identify_hook", _no_wait)
    with server.subscribe() as changes:
        await server.gateway.invalidate()
        async with asyncio.timeout(PATIENCE):
            await changes.next("bot connected")
    assert (server.gateway.identifies, server.gateway.resumes) == (2, 0)


async def _no_wait(shard_id: int | None, *, initial: bool = False) -> None:
    """Identify at once."""


async def test_a_wrong_token_is_refused_at_login(server: DiscordServer) -> None:
    bot = Bot()
    with pytest.raises(discord.LoginFailure):
        await bot.start("another")
    await bot.close()


async def test_close_4004_reaches_the_bot(server: DiscordServer) -> None:
    server.gateway.refuse_next_identify(4004)
    bot = Bot()
    with pytest.raises(discord.ConnectionClosed) as caught:
        await bot.start(server.token)
    assert caught.value.code == 4004
    await bot.close()


async def test_privileged_intents_are_refused(server: DiscordServer) -> None:
    bot = Bot()
    bot._connection._intents.members = True
    with pytest.raises(discord.PrivilegedIntentsRequired):
        await bot.start(server.token)
    await bot.close()


async def test_a_sharded_client_connects(server: DiscordServer, channel: Channel) -> None:
    client = discord.AutoShardedClient(intents=discord.Intents(guilds=True), guild_ready_timeout=0)
    task = asyncio.create_task(client.start(server.token))
    async with asyncio.timeout(PATIENCE):
        await server.gateway.wait_connected()
    await client.wait_until_ready()
    assert channel.guild is not None
    assert client.get_guild(channel.guild.id) is not None
    await client.close()
    await task


async def test_a_client_without_compression_is_served_plain(server: DiscordServer) -> None:
    import aiohttp

    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(server.gateway_url, params={"v": "10"}) as socket,
    ):
        hello = await socket.receive_json(timeout=5)
        assert hello["op"] == 10
        await socket.send_json({"op": 1, "d": None})
        assert (await socket.receive_json(timeout=5))["op"] == 11
        await socket.send_str("not JSON")
        await socket.receive(timeout=5)
        assert socket.close_code == 4002


async def test_the_feed_tells_of_connections(server: DiscordServer, channel: Channel) -> None:
    with server.subscribe() as changes:
        async with running(Bot(), server):
            pass
        kinds = [(await changes.next()).kind for _ in range(3)]
    assert kinds == ["commands registered", "bot connected", "bot disconnected"]
