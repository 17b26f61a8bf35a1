"""Looks for a post of ours among what was said in a channel."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

import discord

from commands.subscriptions.poster import Later, Unreadable

MOST_MESSAGES: Final = 1_000
"""Messages looked through; in a channel busier than that, nobody can tell."""

READY_SECONDS: Final = 30.0
"""How long to wait for Discord to tell our permissions."""


async def find_post(
    client: discord.Client, channel_id: int, mark: str, since: datetime
) -> int | Unreadable | Later | None:
    """Return the id of our message with a button whose custom_id ends in `mark`, None if there is none.

    A history that we may not read is empty instead of refused, so the permission is looked at first.
    Raises what discord.py raises.
    """
    try:
        async with asyncio.timeout(READY_SECONDS):
            await client.wait_until_ready()
    except TimeoutError:
        return Later(READY_SECONDS, "Discord has not told what we may do")
    try:
        channel = client.get_channel(channel_id) or await client.fetch_channel(channel_id)
    except discord.NotFound:
        return None
    except discord.Forbidden:
        return Unreadable()
    if not isinstance(channel, discord.abc.Messageable) or not _readable(channel):
        return Unreadable()
    number = 0
    async for message in channel.history(limit=MOST_MESSAGES, after=since, oldest_first=True):
        number += 1
        ours = client.user is not None and message.author.id == client.user.id
        if ours and any(custom_id.endswith(mark) for custom_id in _custom_ids(message.components)):
            return message.id
    return Unreadable() if number == MOST_MESSAGES else None


def _readable(channel: Any) -> bool:
    if isinstance(channel, discord.DMChannel):
        return True
    me = channel.guild.me
    return me is not None and channel.permissions_for(me).read_message_history


def _custom_ids(components: Iterable[Any]) -> Iterator[str]:
    for component in components:
        if custom_id := getattr(component, "custom_id", None):
            yield custom_id
        yield from _custom_ids(getattr(component, "children", ()))
        if accessory := getattr(component, "accessory", None):
            yield from _custom_ids([accessory])
