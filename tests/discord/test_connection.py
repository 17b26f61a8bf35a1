from __future__ import annotations

import asyncio

import discord
import pytest

from adapters.discord import bot as connection
from adapters.discord.bot import DiscordBot
from playground.discord.faults import Status
from playground.discord.server import DiscordServer
from storage.errors import SettingsError
from tests.discord.cast import Cast, FakeDispatcher, shown
from tests.discord.conftest import make_bot
from tests.patience import SOON


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses between attempts to reach Discord."""
    monkeypatch.setattr(connection, "_FIRST_PAUSE", 0.0)
    monkeypatch.setattr(connection, "_LONGEST_PAUSE", 0.0)


@pytest.mark.parametrize("token", ["wrong", "", "two words", "line\nbreak", "tökén"])
async def test_a_wrong_token_ends_in_one_line_that_names_the_setting(
    server: DiscordServer, token: str
) -> None:
    bot = DiscordBot(FakeDispatcher(), token, api_url=server.api_url, gateway_url=server.gateway_url)
    with pytest.raises(SettingsError, match="DISCORD_TOKEN") as refusal:
        await bot.start()
    await bot.close()
    assert "\n" not in str(refusal.value)
    assert not token or token not in str(refusal.value)


@pytest.mark.parametrize(
    ("code", "words"), [(4004, "DISCORD_TOKEN"), (4014, "privileged intents"), (4013, "4013")]
)
async def test_a_connection_closed_for_good_ends_in_one_line(
    server: DiscordServer, code: int, words: str
) -> None:
    server.gateway.refuse_next_identify(code)
    async with make_bot(server, FakeDispatcher()) as bot:
        with pytest.raises(SettingsError, match=words):
            await bot.wait_ready()
        with pytest.raises(SettingsError, match=words):
            await bot.wait_closed()


@pytest.mark.usefixtures("impatient")
async def test_an_unreachable_discord_is_tried_again(
    server: DiscordServer, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("GET", "/users/@me", Status(403), times=2)
    async with make_bot(server, FakeDispatcher()) as bot:
        await bot.wait_ready()
        await server.slash(cast.ada, cast.channel, "status")
    failed = [each.getMessage() for each in caplog.records if "login_failed" in each.message]
    assert len(failed) == 2
    assert "status=403" in failed[0]


@pytest.mark.usefixtures("impatient")
async def test_commands_are_told_again_after_an_outage(server: DiscordServer, cast: Cast) -> None:
    server.faults.add("PUT", "/applications/*/commands", Status(503))
    with server.subscribe() as changes:
        async with make_bot(server, FakeDispatcher()) as bot:
            await bot.wait_ready()
            await changes.next("commands registered")
    assert len(server.commands(cast.ada, cast.channel)) == 3


async def test_a_dropped_connection_is_taken_up_again(
    server: DiscordServer, cast: Cast, bot: DiscordBot
) -> None:
    with server.subscribe() as changes:
        await server.gateway.drop()
        await changes.next("bot connected")
    answer = await server.slash(cast.ada, cast.channel, "status")
    assert "Launch of status" in shown(answer.message)


async def test_an_event_that_cannot_be_read_costs_that_event_alone(
    bot: DiscordBot, server: DiscordServer, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    for event, data in (("INTERACTION_CREATE", {"type": 2}), ("GUILD_CREATE", []), ("CHANNEL_UPDATE", {})):
        await server.gateway.dispatch(event, data, None)
    answered = await server.slash(cast.ada, cast.channel, "status")
    assert "Launch of status" in shown(answered.message)
    assert (server.gateway.identifies, server.gateway.resumes) == (1, 0)
    assert "event_unreadable name=INTERACTION_CREATE" in caplog.text


async def test_the_client_asks_for_the_guild_intent_alone_and_caches_nobody(bot: DiscordBot) -> None:
    assert bot.client.intents == discord.Intents(guilds=True)
    assert bot.client.users == [bot.client.user]


async def test_answered_messages_leave_nothing_in_memory(
    server: DiscordServer, cast: Cast, bot: DiscordBot
) -> None:
    answer = await server.slash(cast.ada, cast.channel, "previous")
    assert answer.message is not None
    await server.press(cast.ada, answer.message, "p:2")
    await server.press(cast.bo, answer.message, "p:2")
    assert list(bot.client.persistent_views) == []
    assert list(bot.client.cached_messages) == []


async def test_closing_is_quick_and_can_be_repeated(server: DiscordServer) -> None:
    bot = make_bot(server, FakeDispatcher())
    await bot.start()
    await bot.wait_ready()
    async with asyncio.timeout(SOON):
        await bot.close()
    await bot.close()
    await bot.wait_closed()


async def test_closing_a_bot_that_never_started_does_nothing() -> None:
    await DiscordBot(FakeDispatcher(), "token").close()


async def test_an_event_that_comes_after_the_end_is_told_to_nobody(server: DiscordServer) -> None:
    async with make_bot(server, FakeDispatcher()) as bot:
        await bot.wait_ready()
    # As the library does two seconds after the last server has arrived.
    bot.client.dispatch("ready")
