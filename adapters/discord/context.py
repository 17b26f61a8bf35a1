"""Where an interaction comes from, and what may be done there."""

from __future__ import annotations

from typing import Any

import discord

from commands.definitions.command import Here, Person, PlaceKind, Threads
from commands.definitions.permissions import Right
from storage.state.models import Pause, Place

Interaction = discord.Interaction[Any]

_THREADS = frozenset(
    {discord.ChannelType.public_thread, discord.ChannelType.private_thread, discord.ChannelType.news_thread}
)
_WITH_THREADS = frozenset({discord.ChannelType.text, discord.ChannelType.news})
"""Where a message can have a thread. https://docs.discord.com/developers/topics/threads"""


def person(interaction: Interaction) -> Person:
    """Return who sent an interaction, and from where."""

    async def elsewhere(name: str) -> Here | None:
        return there_of(interaction, name)

    return Person("discord", interaction.user.id, str(interaction.locale), here_of(interaction), elsewhere)


def here_of(interaction: Interaction) -> Here | None:
    """Return the place of an interaction, None where the bot is not at home.

    It is at home in servers that have installed it, and in private chats with it.
    """
    channel = interaction.channel
    if channel is None:
        return None
    at_home = interaction.is_guild_integration()
    if interaction.guild_id is not None:
        if not at_home:
            return None
        news = channel.type is discord.ChannelType.news
        kind = PlaceKind.ANNOUNCEMENTS if news else PlaceKind.GROUP
        place = Place("discord", channel.id, owner_id=interaction.guild_id)
    elif interaction.context.dm_channel:
        kind, place = PlaceKind.PRIVATE, Place("discord", channel.id, owner_id=channel.id)
    else:
        return None

    async def may(right: Right) -> bool:
        return kind is PlaceKind.PRIVATE or right is Right.NONE or _has(interaction.permissions, right)

    async def obstacle() -> Pause | None:
        return None if kind is PlaceKind.PRIVATE or _may_post(interaction) else Pause.FORBIDDEN

    return Here(place, kind, may, obstacle, threads=_threads(channel.type, interaction.app_permissions))


def there_of(interaction: Interaction, name: str) -> Here | None:
    """Return another channel or thread of the same server by its id; None where we do not see it.

    What somebody may there comes from their roles and from the channel's own settings.
    """
    guild, member = interaction.guild, interaction.user
    number = name.strip().removeprefix("<#").removesuffix(">")
    if guild is None or not isinstance(member, discord.Member) or not (number.isascii() and number.isdigit()):
        return None
    channel = guild.get_channel_or_thread(int(number))
    if (
        not isinstance(channel, discord.TextChannel | discord.ForumChannel | discord.Thread)
        or guild.me is None
    ):
        return None
    held, in_thread = channel.permissions_for(member), isinstance(channel, discord.Thread)
    ours = channel.permissions_for(guild.me)

    async def may(right: Right) -> bool:
        return held.view_channel and (right is Right.NONE or _has(held, right))

    async def obstacle() -> Pause | None:
        return None if may_write(ours, in_thread=in_thread) else Pause.FORBIDDEN

    kind = PlaceKind.ANNOUNCEMENTS if channel.type is discord.ChannelType.news else PlaceKind.GROUP
    place = Place("discord", channel.id, owner_id=guild.id)
    return Here(place, kind, may, obstacle, f"#{channel.name}", _threads(channel.type, ours))


def _threads(kind: discord.ChannelType, ours: discord.Permissions) -> Threads:
    """Return whether we can open a thread under a post in a channel of that type."""
    if kind is discord.ChannelType.forum:
        return Threads.FORUM
    if kind not in _WITH_THREADS:
        return Threads.NONE
    return Threads.ALLOWED if ours.administrator or ours.create_public_threads else Threads.FORBIDDEN


def _has(held: discord.Permissions, right: Right) -> bool:
    """Tell whether somebody has a right; those given for one channel alone are among the held.

    A channel's settings can give Manage Channels for it, and so make somebody its manager, but never Manage
    Server. Source: https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags
    """
    of_server = held.administrator or held.manage_guild
    return of_server or (right is Right.CHANNEL and held.manage_channels)


def _may_post(interaction: Interaction) -> bool:
    in_thread = interaction.channel is not None and interaction.channel.type in _THREADS
    return may_write(interaction.app_permissions, in_thread=in_thread)


def may_write(allowed: discord.Permissions, *, in_thread: bool) -> bool:
    """Tell whether somebody with those rights sees a channel or thread and writes in it."""
    writes = allowed.send_messages_in_threads if in_thread else allowed.send_messages
    return allowed.administrator or (allowed.view_channel and writes)
