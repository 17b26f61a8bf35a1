"""The platforms while they run: each with its connection and its sender, supervised on its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

from adapters.discord.bot import DiscordBot
from adapters.telegram.application import TelegramBot
from bot.announcing.announcer import Announcer, Channel
from bot.supervisor import Supervisor
from storage.errors import SettingsError
from storage.state.models import Platform

log = logging.getLogger("launchlog.app")

Bot = DiscordBot | TelegramBot

NAMES: dict[Platform, str] = {"discord": "Discord", "telegram": "Telegram"}


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach one platform; `make` makes all of it anew, as a bot is started once only."""

    platform: Platform
    make: Callable[[], tuple[Bot, Channel]]


@dataclass(slots=True)
class Platforms:
    """Runs the platforms until told to stop."""

    connections: Sequence[Connection]
    announcer: Announcer
    supervisor: Supervisor
    _known: set[Platform] = field(default_factory=set)
    _reached: set[Platform] = field(default_factory=set)
    _refused: set[Platform] = field(default_factory=set)
    _all_refused: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the platforms that have not been reached yet."""
        return tuple(_name(each) for each in self.connections if each.platform not in self._reached)

    @property
    def parts(self) -> dict[str, bool]:
        """Whether each part runs: the platforms, and what posts on them."""
        troubles, missing = self.supervisor.troubles, self.missing
        parts = {}
        for name in map(_name, self.connections):
            parts[name] = name not in troubles and name not in missing
            parts[f"{name} posts"] = parts[name] and f"{name} posts" not in troubles
        return parts

    async def run(self, stop: asyncio.Event) -> bool:
        """Run until `stop` is set; return whether everything ran well then.

        False as soon as every platform has refused its token at the start: then nothing is left to run.
        """
        if not self.connections:
            return False
        running = [
            asyncio.create_task(self.supervisor.run(_name(each), partial(self._connect, each)))
            for each in self.connections
        ]
        waits = [asyncio.create_task(event.wait()) for event in (stop, self._all_refused)]
        try:
            await asyncio.wait([*waits, *running], return_when=asyncio.FIRST_COMPLETED)
            return stop.is_set() and not self.supervisor.troubles
        finally:
            for task in (*running, *waits):
                task.cancel()
            await asyncio.gather(*running, *waits, return_exceptions=True)

    async def _connect(self, connection: Connection) -> None:
        """Run one platform until its connection ends for good; raises what ended it."""
        try:
            bot, channel = connection.make()
            async with bot, self._reached_by(bot, connection.platform):
                self._known.add(connection.platform)
                await self.supervisor.is_up(_name(connection))
                log.info("platform_started name=%s", connection.platform)
                await self._send_while_connected(bot, channel)
        except SettingsError:
            if connection.platform not in self._known:
                self._refused.add(connection.platform)
            if len(self._refused) == len(self.connections):
                self._all_refused.set()
            raise

    @asynccontextmanager
    async def _reached_by(self, bot: Bot, platform: Platform) -> AsyncIterator[None]:
        """Note within the block when people on a platform can ask us."""

        async def wait() -> None:
            # What ends the connection before that is told by the connection itself.
            with suppress(SettingsError):
                await bot.wait_ready()
                self._reached.add(platform)

        waiting = asyncio.create_task(wait())
        try:
            yield
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    async def _send_while_connected(self, bot: Bot, channel: Channel) -> None:
        name = f"{NAMES[channel.platform]} posts"

        async def send() -> None:
            await self.supervisor.is_up(name)
            await self.announcer.send(channel)

        sending = asyncio.create_task(self.supervisor.run(name, send), name=name)
        try:
            await bot.wait_closed()
        finally:
            # Before the connection goes: what is being sent may end.
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


def _name(connection: Connection) -> str:
    return NAMES[connection.platform]
