"""What a server reads when the bot is added to it."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import aiohttp
import discord

from adapters.discord.context import may_write
from adapters.discord.local_names import as_typed_here
from adapters.discord.render import draw
from adapters.discord.responses import cause
from commands.definitions.command import Here, Person, PlaceKind
from commands.definitions.permissions import Right
from commands.dispatcher import Dispatcher
from storage.state.models import Pause, Place

log = logging.getLogger("launchlog.discord")


async def greet(guild: discord.Guild, dispatcher: Dispatcher, command_ids: Mapping[str, int]) -> None:
    """Greet a server in its language, in the channel that it has for newcomers, if we may write there.

    Nobody waits for it: what goes wrong is logged in one line.
    """
    channel = guild.system_channel
    if channel is None or not may_write(channel.permissions_for(guild.me), in_thread=False):
        return
    card = await dispatcher.run("start", {}, _reader(guild, channel))
    if card.content.apology:
        return
    card = as_typed_here(card, card.language, command_ids)
    try:
        await channel.send(view=draw(card).view)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        log.warning("greeting_refused server=%s cause=%s", guild.id, cause(error))


def _reader(guild: discord.Guild, channel: discord.TextChannel) -> Person:
    """Whoever reads it: some of them may subscribe, and whoever presses a button is asked for the right."""

    async def may(_right: Right) -> bool:
        return True

    async def obstacle() -> Pause | None:
        return None

    place = Place("discord", channel.id, owner_id=guild.id)
    return Person(
        "discord", guild.id, str(guild.preferred_locale), Here(place, PlaceKind.GROUP, may, obstacle)
    )
