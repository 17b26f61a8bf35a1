"""Messages over REST: sending, history, nonces, permissions, rate limits and faults, with the real client."""

from __future__ import annotations

import asyncio
import io

import aiohttp
import discord
import pytest

from playground.discord import permissions
from playground.discord.faults import (
    EdgePage,
    HoldAnswer,
    ResetAfter,
    ResetBefore,
    Status,
    TooManyRequests,
)
from playground.discord.places import Channel, ChannelType, User
from playground.discord.server import DiscordServer
from playground.wire import Exchange

from .bot import Bot, page

POST = "/channels/*/messages"


async def _known(bot: Bot, channel: Channel) -> discord.TextChannel:
    found = await bot.fetch_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def test_messages_are_sent_edited_read_and_deleted(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    place = await _known(bot, channel)
    server.say(ann, channel, "hello")
    file = discord.File(io.BytesIO(b"data"), "data.txt")
    embed = discord.Embed(title="Result", url="https://example.org").set_image(url="attachment://data.txt")
    sent = await place.send("Success", embed=embed, file=file)
    await sent.edit(content="Failure", attachments=sent.attachments)
    history = [message async for message in place.history(limit=10)]
    assert [message.content for message in history] == ["Failure", "hello"]
    assert await history[0].attachments[0].read() == b"data"
    assert history[0].edited_at is not None
    await sent.delete()
    with pytest.raises(discord.NotFound) as caught:
        await place.fetch_message(sent.id)
    assert caught.value.code == 10008


async def test_history_pages_before_and_after(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    place = await _known(bot, channel)
    numbers = [server.say(ann, channel, str(number)).id for number in range(7)]
    before = [message.id async for message in place.history(limit=2, before=discord.Object(numbers[4]))]
    after = [message.id async for message in place.history(limit=2, after=discord.Object(numbers[4]))]
    assert before == [numbers[3], numbers[2]]
    assert after == [numbers[5], numbers[6]]


async def test_components_v2_can_be_posted_and_edited(
    server: DiscordServer, bot: Bot, channel: Channel
) -> None:
    place = await _known(bot, channel)
    sent = await place.send(view=page(1))
    await sent.edit(view=page(2))
    fetched = await place.fetch_message(sent.id)
    assert fetched.flags.components_v2
    container = fetched.components[0]
    assert isinstance(container, discord.Container)
    assert container.accent_colour == discord.Colour(0x0080FF)


async def test_the_same_nonce_gives_the_same_message(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    place = await _known(bot, channel)
    first = await place.send("one", nonce="delivery-1")
    again = await place.send("one", nonce="delivery-1")
    other = await place.send("one", nonce="delivery-2")
    assert first.id == again.id != other.id
    assert len(server.messages(channel, ann)) == 2


async def test_an_announcement_is_published_once(server: DiscordServer, bot: Bot, channel: Channel) -> None:
    assert channel.guild is not None
    news = server.world.add_channel(channel.guild, "news", ChannelType.ANNOUNCEMENT)
    sent = await (await _known(bot, news)).send("news")
    await sent.publish()
    with pytest.raises(discord.HTTPException) as caught:
        await sent.publish()
    assert caught.value.code == 40033
    with pytest.raises(discord.HTTPException) as caught:
        await (await (await _known(bot, channel)).send("text")).publish()
    assert caught.value.code == 50024


async def test_direct_messages_reach_a_person_who_takes_them(
    server: DiscordServer, bot: Bot, ann: User
) -> None:
    person = await bot.create_dm(discord.Object(ann.id))
    await person.send("hello")
    assert [message.content for message in server.messages(server.world.dm(ann), ann)] == ["hello"]
    ann.accepts_dms = False
    with pytest.raises(discord.Forbidden) as caught:
        await person.send("hello")
    assert caught.value.code == 50007


@pytest.mark.parametrize(
    ("bits", "code"),
    [(0, 50001), (permissions.VIEW_CHANNEL, 50013)],
)
async def test_missing_permissions_have_their_codes(
    server: DiscordServer, bot: Bot, channel: Channel, bits: int, code: int
) -> None:
    place = await _known(bot, channel)
    channel.bot_permissions = bits
    with pytest.raises(discord.Forbidden) as caught:
        await place.send("hello")
    assert caught.value.code == code


async def test_history_is_empty_without_the_permission_to_read_it(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    place = await _known(bot, channel)
    server.say(ann, channel, "hello")
    channel.bot_permissions = permissions.MEMBER & ~permissions.READ_MESSAGE_HISTORY
    assert [message async for message in place.history()] == []


async def test_an_unknown_channel_is_not_found(server: DiscordServer, bot: Bot) -> None:
    with pytest.raises(discord.NotFound) as caught:
        await bot.fetch_channel(42)
    assert caught.value.code == 10003


async def test_the_client_waits_at_an_empty_bucket_and_gets_no_429(
    server: DiscordServer, bot: Bot, channel: Channel, exchanges: list[Exchange]
) -> None:
    place = await _known(bot, channel)
    await asyncio.gather(*(place.send(str(number)) for number in range(12)))
    assert len(server.world.messages.in_channel(channel)) == 12
    sent = [each.status for each in exchanges if each.path.endswith("/messages")]
    assert sent.count(200) == 12


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_429_is_waited_for(
    server: DiscordServer, bot: Bot, channel: Channel, exchanges: list[Exchange], everywhere: bool
) -> None:
    place = await _known(bot, channel)
    server.faults.add("POST", POST, TooManyRequests(0.01, everywhere=everywhere), times=2)
    assert (await place.send("hello")).content == "hello"
    assert [each.status for each in exchanges if each.path.endswith("/messages")] == [429, 429, 200]


async def test_an_edge_ban_raises_at_once(server: DiscordServer, bot: Bot, channel: Channel) -> None:
    place = await _known(bot, channel)
    server.faults.add("POST", POST, EdgePage(429))
    with pytest.raises(discord.HTTPException) as caught:
        await place.send("hello")
    assert caught.value.status == 429
    assert server.world.messages.in_channel(channel) == []


async def test_a_503_is_given_up(server: DiscordServer, bot: Bot, channel: Channel) -> None:
    place = await _known(bot, channel)
    server.faults.add("POST", POST, Status(503))
    with pytest.raises(discord.DiscordServerError):
        await place.send("hello")


async def test_resets_before_and_after_differ_in_what_was_done(
    server: DiscordServer, bot: Bot, channel: Channel
) -> None:
    place = await _known(bot, channel)
    server.faults.add("POST", POST, ResetBefore())
    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await place.send("hello", nonce="1")
    assert server.world.messages.in_channel(channel) == []
    server.faults.add("POST", POST, ResetAfter())
    with pytest.raises((aiohttp.ClientError, ConnectionError)):
        await place.send("hello", nonce="1")
    (kept,) = server.world.messages.in_channel(channel)
    assert (await place.send("hello", nonce="1")).id == kept.id


async def test_a_held_answer_comes_when_it_is_let_go(
    server: DiscordServer, bot: Bot, channel: Channel
) -> None:
    place = await _known(bot, channel)
    hold = HoldAnswer()
    server.faults.add("POST", POST, hold)
    with server.subscribe() as changes:
        sending = asyncio.create_task(place.send("hello"))
        await changes.next("message created")
    assert not sending.done()
    hold.until.set()
    assert (await sending).content == "hello"


async def test_exchanges_hold_no_tokens(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel, exchanges: list[Exchange]
) -> None:
    interaction = await server.slash(ann, channel, "slow")
    await interaction.settled()
    text = repr(exchanges)
    assert interaction.token not in text
    assert server.token not in text
    assert "/TOKEN/callback" in text


async def test_a_message_has_one_thread_where_there_are_threads_and_the_bot_may_open_them(
    server: DiscordServer, bot: Bot, channel: Channel
) -> None:
    place = await _known(bot, channel)
    sent = await place.send("Success")
    thread = await sent.create_thread(name="Starlink", auto_archive_duration=4320)
    assert (thread.id, thread.parent_id, thread.name) == (sent.id, channel.id, "Starlink")
    assert (await place.fetch_message(sent.id)).flags.has_thread
    await thread.send("How?")
    with pytest.raises(discord.HTTPException) as caught:
        await sent.create_thread(name="Starlink", auto_archive_duration=4320)
    assert caught.value.code == 160004
    with pytest.raises(discord.HTTPException) as caught:
        await (await place.send("x")).create_thread(name="y" * 101, auto_archive_duration=4320)
    assert caught.value.code == 50035
    with pytest.raises(discord.HTTPException) as caught:
        await (await place.send("x")).create_thread(name="y", auto_archive_duration=5)  # type: ignore[arg-type]
    assert caught.value.code == 50035
    channel.bot_permissions = permissions.MEMBER & ~permissions.CREATE_PUBLIC_THREADS
    with pytest.raises(discord.Forbidden):
        await (await place.send("x")).create_thread(name="y")
