"""The bot's process in the simulated world: the real parts, wired as `bot.app` and `bot.platforms` do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import make_url

from bot.announcing.announcer import Announcer, Channel
from bot.announcing.detection import Detection
from bot.announcing.lock import SenderLock
from bot.announcing.matching import Matching
from bot.announcing.posts import Posts
from bot.supervisor import Supervisor
from commands.i18n.languages import Languages
from commands.parsing.names.resolver import Naming
from storage.clock import Clock
from storage.state.database import Database
from storage.state.models import Platform
from storage.state.state import State
from tests.simulation.catalogue import SimulatedCatalogue
from tests.simulation.life import Life
from tests.simulation.platforms import PlatformModel
from tests.simulation.poster import SimulatedPoster

FRESH = timedelta(hours=48)
"""How old a result may be that is posted on its own."""

TIDY = 3600.0
"""Seconds between two sweeps."""

LANGUAGES = Languages.load()


class _Untold:
    """Troubles that nobody looks at, but for errors of ours, which end in the list of `crashes`."""

    def __init__(self, crashes: list[str]) -> None:
        self.crashes = crashes

    async def note(self, name: str, reason: str) -> None:
        """Note what is no trouble of the world's."""
        if "an error of ours" in reason:
            self.crashes.append(f"{name}: {reason}")

    async def clear(self, name: str = "") -> None:
        """Note nothing."""


@dataclass(eq=False)
class Process:
    """One start of the bot, from its opening to its end."""

    life: Life
    address: str
    folder: Path
    clock: Clock
    catalogue: SimulatedCatalogue
    models: dict[Platform, PlatformModel]
    random: Random
    has_digests: bool
    pace: float
    announcer: Announcer = field(init=False)
    crashes: list[str] = field(default_factory=list)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _reconnect: dict[Platform, asyncio.Event] = field(default_factory=dict)

    def stop(self) -> None:
        """Ask the process to end, as a signal does."""
        self._stop.set()

    def reconnect(self, platform: Platform) -> None:
        """End the connection to a platform, which is made anew."""
        if platform in self._reconnect:
            self._reconnect[platform].set()

    async def run(self) -> None:
        """Run until asked to stop."""
        state = State(Database(make_url(self.address)), self.clock)
        catalogue: Any = self.catalogue
        keep: Any = None
        matching = Matching(catalogue, state.subscriptions, Naming(catalogue))
        detection = Detection(catalogue, state.outbox, matching, self.clock, FRESH)
        posts = Posts(matching, keep, state.chats, LANGUAGES, state.outbox.noted)
        self.announcer = Announcer(state, detection, posts, self.clock)
        parts: list[Callable[[], Any]] = [self._look, partial(self._every, TIDY, self.announcer.tidy)]
        if self.has_digests:
            parts.append(partial(self._every, 600.0, self.announcer.digest))
        parts.extend(partial(self._connect, platform, state) for platform in self.models)
        tasks = [asyncio.create_task(part()) for part in parts]
        stop = asyncio.create_task(self._stop.wait())
        ended, _going_on = await asyncio.wait({stop, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        self.crashes.extend(repr(task.exception()) for task in ended - {stop} if not task.cancelled())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await state.close()

    async def _look(self) -> None:
        """Look for what is new, soon after Launch Library told it, and each minute until that succeeds."""
        while True:
            await self.announcer.detect()
            looked = self.announcer.detection._looked
            wait = 1800.0 if looked and looked[0] == await self.catalogue.generation() else 60.0
            self.catalogue.changed.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self.catalogue.changed.wait()
                    await asyncio.sleep(self.random.random() * 60.0)

    async def _every(self, seconds: float, part: Callable[[], Any]) -> None:
        while True:
            await asyncio.sleep(seconds)
            await part()

    async def _connect(self, platform: Platform, state: State) -> None:
        supervisor = Supervisor(_Untold(self.crashes), monotonic=asyncio.get_running_loop().time)
        while True:
            self._reconnect[platform] = asyncio.Event()
            lock = SenderLock(self.folder, platform, "token", state)
            self.life.locks.append(lock._file)
            channel = Channel(platform, SimulatedPoster(self.models[platform], self.pace), lock)
            sending = asyncio.create_task(
                supervisor.run(platform, partial(self.announcer.send, channel)), name=platform
            )
            try:
                await self._reconnect[platform].wait()
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
