"""Slash commands, autocomplete and answers, with the real client."""

from __future__ import annotations

import asyncio

import discord
import pytest

from playground.discord import permissions
from playground.discord.command_input import ClientRefusalError
from playground.discord.people import NoAnswerError
from playground.discord.places import Channel, ChannelType, User
from playground.discord.server import DiscordServer
from tests.patience import PATIENCE

from .bot import Bot
from .conftest import running


async def test_synced_commands_are_offered(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    names = {command["name"] for command in server.commands(ann, channel)}
    assert {"previous", "pages", "order", "search", "slow"} <= names
    assert "settings" not in names


async def test_a_slash_command_is_answered_in_the_channel(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    interaction = await server.slash(ann, channel, "previous", {"provider": "SpaceX", "limit": 3})
    assert interaction.kind == "message"
    assert interaction.message is not None
    assert interaction.message.content == "SpaceX 3"
    assert not interaction.ephemeral
    assert server.messages(channel, ann) == [interaction.message]
    assert interaction.message.extra["interaction_metadata"]["user"]["id"] == str(ann.id)


async def test_autocomplete_gives_the_bots_choices(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    choices = await server.autocomplete(ann, channel, "previous", {"provider": "Spa"}, "provider")
    assert choices[0] == {"name": "Spa 0", "value": "0"}
    assert len(choices) == 3


@pytest.mark.parametrize(
    ("options", "text"),
    [({}, "needs provider"), ({"provider": "a", "limit": "x"}, "number"), ({"launch": "a"}, "no option")],
)
async def test_the_client_keeps_back_wrong_options(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel, options: dict[str, str], text: str
) -> None:
    with pytest.raises(ClientRefusalError, match=text):
        await server.slash(ann, channel, "previous", options)


async def test_commands_with_default_permissions_need_them(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    with pytest.raises(ClientRefusalError, match="not offered"):
        await server.slash(ann, channel, "settings", {"channel": channel})
    assert channel.guild is not None
    channel.guild.member_permissions[ann.id] = permissions.MEMBER | permissions.MANAGE_GUILD
    interaction = await server.slash(ann, channel, "settings", {"channel": channel})
    assert interaction.ephemeral
    assert interaction.message is not None
    assert interaction.message.content == "launches True"


async def test_guild_only_commands_are_not_offered_in_direct_messages(
    server: DiscordServer, bot: Bot, ann: User
) -> None:
    names = {command["name"] for command in server.commands(ann, server.world.dm(ann))}
    assert "previous" in names
    assert "settings" not in names


async def test_commands_work_in_direct_messages_and_threads(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    assert channel.guild is not None
    thread = server.world.add_channel(channel.guild, "thread", ChannelType.PUBLIC_THREAD, parent=channel)
    for place in (server.world.dm(ann), thread):
        interaction = await server.slash(ann, place, "pages")
        assert interaction.message is not None
        assert interaction.message.channel is place


async def test_an_ephemeral_answer_is_seen_by_one_person(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    bob = server.world.add_user("Bob")
    question = await server.slash(ann, channel, "order")
    assert question.message is not None
    answer = await server.choose(bob, question.message, "order", ["Oldest"])
    assert answer.ephemeral
    assert server.messages(channel, bob) == [question.message, answer.message]
    assert server.messages(channel, ann) == [question.message]


async def test_a_deferred_answer_comes_later_with_its_file(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    with server.subscribe() as changes:
        interaction = await server.slash(ann, channel, "slow", {"private": True})
        assert interaction.deferred
        message = await interaction.settled()
        assert message is not None
        assert (message.content, message.ephemeral, message.loading) == ("Done", True, False)
        assert message.edited_at is None
        kinds = [(await changes.next()).kind for _ in range(3)]
    assert kinds == ["thinking", "message created", "message created"]
    assert [each.content for each in interaction.followups] == ["And more"]
    async with asyncio.timeout(PATIENCE):
        assert await bot.http.get_from_cdn(message.attachments[0]["url"]) == b"a picture"


async def test_a_bot_that_is_silent_did_not_respond(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    server.answer_seconds = 0.05
    with pytest.raises(NoAnswerError, match="did not respond"):
        await server.slash(ann, channel, "silent")


async def test_nothing_is_offered_without_a_bot(server: DiscordServer, ann: User, channel: Channel) -> None:
    with pytest.raises(ClientRefusalError, match="not offered"):
        await server.slash(ann, channel, "previous")


async def test_a_second_first_response_is_refused(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    with server.subscribe() as changes:
        await server.slash(ann, channel, "late")
        await changes.next("message created")
        await server.slash(ann, channel, "pages")
    assert [getattr(error, "code", None) for error in bot.errors] == [40060]


async def test_commands_of_a_second_sync_keep_their_ids(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    before = {each["name"]: each["id"] for each in server.commands(ann, channel)}
    await bot.tree.sync()
    assert {each["name"]: each["id"] for each in server.commands(ann, channel)} == before


async def test_translations_come_with_the_list_of_commands_only_where_they_are_asked_for(
    server: DiscordServer, bot: Bot
) -> None:
    names = {"name_localizations": {"de": "seiten"}, "description_localizations": {"de": "Blättern"}}
    option = {"name": "size", "description": "How many", "type": 4, **names}
    server.world.commands.replace(
        None, [{"name": "pages", "description": "Turn", "options": [option], **names}]
    )
    assert bot.application_id is not None
    (plain,) = await bot.http.get_global_commands(bot.application_id)
    route = discord.http.Route("GET", "/applications/{app}/commands", app=bot.application_id)
    (full,) = await bot.http.request(route, params={"with_localizations": "true"})
    for known in (full, full["options"][0]):
        assert {key: known[key] for key in names} == names
    for known in (plain, plain["options"][0]):  # type: ignore[typeddict-item]
        assert not names.keys() & known.keys()


async def test_guild_commands_hide_the_global_ones_of_their_name(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    assert channel.guild is not None
    guild = discord.Object(channel.guild.id)
    bot.tree.copy_global_to(guild=guild)
    await bot.tree.sync(guild=guild)
    offered = [each for each in server.commands(ann, channel) if each["name"] == "pages"]
    assert [each["guild_id"] for each in offered] == [str(channel.guild.id)]
    assert (await server.slash(ann, channel, "pages")).kind == "message"


async def test_a_bot_brought_by_a_person_is_told_so(server: DiscordServer, ann: User) -> None:
    guild = server.world.add_guild("Elsewhere", bot_present=False)
    place = server.world.add_channel(guild, "general")
    bot = Bot()
    bot.tree.allowed_installs = discord.app_commands.AppInstallationType(guild=True, user=True)
    async with running(bot, server):
        interaction = await server.slash(ann, place, "pages")
    assert interaction.owners == {"1": str(ann.id)}
    assert interaction.message is not None
