"""Looks for a post of ours among what was said in a channel."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any, Final

import discord

from adapters.discord.forum import Forum
from adapters.discord.marks import has_mark
from commands.subscriptions.poster import Later, Unreadable

MOST_MESSAGES: Final = 1_000
"""Messages looked through; in a channel busier than that, nobody can tell."""

PAGE: Final = 100
"""Messages told in one request.
https://docs.discord.com/developers/resources/message#get-channel-messages"""

READY_SECONDS: Final = 30.0
"""How long to wait for Discord to tell our permissions."""


async def find_post(
    client: discord.Client, channel_id: int, mark: str, since: datetime, turn: Callable[[], Awaitable[None]]
) -> int | Unreadable | Later | None:
    """Return the id of our message with a button whose custom_id ends in `mark`, None if there is none.

    Each request waits for its turn.

    A history that we may not read is empty instead of refused, so the permission is looked at first.
    Raises what discord.py raises.
    """
    try:
        async with asyncio.timeout(READY_SECONDS):
            await client.wait_until_ready()
    except TimeoutError:
        return Later(READY_SECONDS, "Discord has not told what we may do")
    try:
        channel = client.get_channel(channel_id)
        if channel is None:
            await turn()
            channel = await client.fetch_channel(channel_id)
    except discord.NotFound:
        return None
    except discord.Forbidden:
        return Unreadable()
    if isinstance(channel, discord.ForumChannel):
        return await Forum(client, channel, turn).find(mark, since)
    return await _find_message(client, channel, mark, since, turn)


async def _find_message(
    client: discord.Client, channel: Any, mark: str, since: datetime, turn: Callable[[], Awaitable[None]]
) -> int | Unreadable | None:
    if not isinstance(channel, discord.abc.Messageable) or not _readable(channel):
        return Unreadable()
    after: discord.abc.Snowflake | datetime = since
    for _page in range(MOST_MESSAGES // PAGE):
        await turn()
        page = [each async for each in channel.history(limit=PAGE, after=after, oldest_first=True)]
        for message in page:
            ours = client.user is not None and message.author.id == client.user.id
            if ours and has_mark(message, mark):
                return message.id
        if len(page) < PAGE:
            return None
        after = page[-1]
    return Unreadable()


def _readable(channel: Any) -> bool:
    if isinstance(channel, discord.DMChannel):
        return True
    me = channel.guild.me
    return me is not None and channel.permissions_for(me).read_message_history
