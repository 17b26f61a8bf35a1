"""The library's client as we use it: guild intent only, no cache of members or messages."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

import discord
from discord import app_commands
from discord.gateway import KeepAliveHandler
from discord.utils import MISSING

from adapters.discord.commands import app_command, message_command
from adapters.discord.context import Interaction
from adapters.discord.greeting import greet
from adapters.discord.interactions import Press, submit
from adapters.discord.responses import Answers
from adapters.discord.standing import Standing
from adapters.discord.trail import trace
from adapters.discord.translator import Translator
from commands.dispatcher import Dispatcher
from commands.i18n.translation import _
from storage.log_records import begin_work

log = logging.getLogger("launchlog.discord")

RATE_LIMIT_SECONDS: Final = 30.0
"""Longest wait for a rate limit before a request is given up, in seconds; discord.py allows no less."""


class Client(discord.Client):
    """Receives interactions and answers them; everything else that Discord tells is ignored.

    `connected` is set when Discord has accepted the session, from when on interactions come in. `command_ids`
    are the numbers by which Discord knows our commands, once it has told them.
    """

    def __init__(self, dispatcher: Dispatcher, answers: Answers) -> None:
        # Otherwise the library warns that it cannot speak, which no part of this bot wants to do.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=discord.Intents(guilds=True),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=RATE_LIMIT_SECONDS,
            http_trace=trace(),
        )
        parsers = self._connection.parsers
        parsers.update({event: _caught(event, parse) for event, parse in parsers.items() if event != "READY"})
        self.dispatcher = dispatcher
        self.answers = answers
        self.standing = Standing(self, dispatcher)
        self.connected = asyncio.Event()
        self.command_ids: Mapping[str, int] = {}
        self.tree = CommandTree(self)
        for command in dispatcher.commands:
            self.tree.add_command(app_command(command, dispatcher, answers))
        self.tree.add_command(message_command(dispatcher, answers))
        self.add_dynamic_items(Press)

    async def setup_hook(self) -> None:
        """Let the commands be told in every language; called while logging in."""
        await self.tree.set_translator(Translator(self.dispatcher.languages))

    def dispatch(self, event: str, /, *arguments: Any, **named: Any) -> None:
        """Tell of an event, unless the client was closed meanwhile.

        Seconds after the last server has arrived the library tells that all are there, also a client that is
        closed by then, where whoever heard of it would find nothing to work with, nor an event loop.
        """
        if self.loop is not MISSING and not self.is_closed():
            super().dispatch(event, *arguments, **named)

    def stop_heartbeats(self) -> None:
        """Stop the heartbeat threads once no connection is left.

        The library forgets the thread of a connection that ends while it is being made, and of one that
        Discord has ended before `close`: it then beats on after the event loop, until the process ends.
        """
        for thread in threading.enumerate():
            if isinstance(thread, KeepAliveHandler) and thread.ws._connection is self._connection:  # noqa: SLF001
                thread.stop()

    async def on_connect(self) -> None:
        """Note that interactions come in from now on."""
        self.connected.set()

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer filled forms; commands and presses reach us by the tree and by `Press`."""
        if interaction.type is discord.InteractionType.modal_submit:
            await submit(interaction, self.dispatcher, self.answers)

    async def on_ready(self) -> None:
        """Take note of all servers that we are in: what changed while we were away is told to nobody."""
        await self.standing.compare()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Take note of a server that we are in, perhaps again, and greet it."""
        await self.standing.joined(guild)
        await greet(guild, self.dispatcher, self.command_ids)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Take note of a server that is there again after an outage of Discord's."""
        if self.is_ready():
            await self.standing.joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Record that the bot was removed from a server."""
        await self.standing.left(guild)

    async def on_guild_role_update(self, _before: discord.Role, role: discord.Role) -> None:
        """See whether a role's rights let us post again."""
        await self.standing.look(role.guild)

    async def on_guild_role_delete(self, role: discord.Role) -> None:
        """See whether we may post again without a role that kept us from it."""
        await self.standing.look(role.guild)

    async def on_member_update(self, _before: discord.Member, member: discord.Member) -> None:
        """See whether other roles or the end of a time-out let us post again; only of us are we told."""
        await self.standing.look(member.guild)

    async def on_guild_channel_update(
        self, _before: discord.abc.GuildChannel, channel: discord.abc.GuildChannel
    ) -> None:
        """See whether a channel's settings let us post again."""
        await self.standing.look(channel.guild)

    async def on_thread_update(self, _before: discord.Thread, thread: discord.Thread) -> None:
        """See whether a thread that was unlocked lets us post again."""
        await self.standing.look(thread.guild)

    async def on_thread_join(self, thread: discord.Thread) -> None:
        """See whether a thread that is not archived any more lets us post again."""
        await self.standing.look(thread.guild)

    async def on_error(self, event_method: str, /, *_args: Any, **_kwargs: Any) -> None:
        """Log what no other place has caught; the connection goes on."""
        log.exception("event_failed name=%s", event_method)


def _caught(event: str, parse: Callable[[Any], object]) -> Callable[[Any], None]:
    """Return how the library reads an event, but that one it cannot read costs that event alone.

    The library lets such an error end the connection, and with it all that comes in meanwhile.
    """

    def read(data: Any) -> None:
        try:
            parse(data)
        except Exception:
            log.exception("event_unreadable name=%s", event)

    return read


class CommandTree(app_commands.CommandTree[Client]):
    """The slash commands, and the answer when Discord's version of a command differs from ours."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Let everybody in; the library asks in the task that it has for each command."""
        begin_work("discord", interaction.id)
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Say that a command has changed, which Discord's own clients may notice an hour late."""
        sentence = _("This command has changed. Try again in a minute, or use another command.")
        await self.client.answers.fail(interaction, error, sentence=sentence)
