"""Whether we are in servers and may post in their channels, as the gateway tells it."""

from __future__ import annotations

import asyncio

import discord

from adapters.discord.context import may_write
from commands.dispatcher import Dispatcher
from storage.state.models import Place


class Standing:
    """Forwards gateway events about joining, leaving and permissions to the dispatcher, in order.

    What was told while we were not connected is not told again: who is ready compares.
    """

    def __init__(self, client: discord.Client, dispatcher: Dispatcher) -> None:
        self._client = client
        self._dispatcher = dispatcher
        self._noting = asyncio.Lock()

    async def compare(self) -> None:
        """Take note of every server that we are in, and of the rights that we have now."""
        async with self._noting:
            inside = {guild.id for guild in self._client.guilds}
            await self._dispatcher.present("discord", inside)
            await self._dispatcher.rights_changed("discord", None, self._may_post)

    async def joined(self, guild: discord.Guild) -> None:
        """Take note of a server that we are in, perhaps again."""
        async with self._noting:
            await self._dispatcher.joined("discord", guild.id)
            await self._dispatcher.rights_changed("discord", guild.id, self._may_post)

    async def left(self, guild: discord.Guild) -> None:
        """Take note of a server that we were removed from."""
        async with self._noting:
            await self._dispatcher.left("discord", guild.id)

    async def look(self, guild: discord.Guild) -> None:
        """Take note that something has changed which our rights in a server come from."""
        async with self._noting:
            await self._dispatcher.rights_changed("discord", guild.id, self._may_post)

    def _may_post(self, place: Place) -> bool:
        """Tell whether we surely may; of a private chat or an archived thread nobody tells us."""
        channel = self._client.get_channel(place.chat_id)
        if isinstance(channel, discord.Thread):
            return not channel.locked and _may(channel, in_thread=True)
        return isinstance(channel, discord.abc.GuildChannel) and _may(channel)


def _may(channel: discord.abc.GuildChannel | discord.Thread, *, in_thread: bool = False) -> bool:
    me = channel.guild.me
    if me is None:
        return False
    return may_write(channel.permissions_for(me), in_thread=in_thread)
