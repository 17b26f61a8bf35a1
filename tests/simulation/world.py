"""One world from one seed: its places, its launches, its troubles, and the lives of the bot in it."""

from __future__ import annotations

import asyncio
import contextvars
import random
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.announcing import publisher
from storage.models import Launch
from storage.state.models import Place, Platform
from tests.simulation import script
from tests.simulation.catalogue import SimulatedCatalogue
from tests.simulation.driver import WEATHER, forget_connections
from tests.simulation.life import LIFE, Life, owned
from tests.simulation.plan import DIGEST_AT
from tests.simulation.platforms import Destination, PlatformModel
from tests.simulation.process import Process

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
LONGEST = 12 * 86_400.0
"""Virtual seconds after which a world is given up in which something is still open."""

GRACE = 200.0
"""Virtual seconds after the last event until all is well."""

PUBLISHING = 600.0
"""Virtual seconds between two looks of a publisher, where anything is to be published."""

PLATFORMS: tuple[Platform, ...] = ("discord", "telegram")


@dataclass(frozen=True)
class Wanted:
    """One subscription: where, to what (the text of its query), and how often."""

    place: Place
    query: str = ""
    frequency: str = "instant"
    publish: bool = False


@dataclass(eq=False)
class World:
    """The outside of the bot: it goes on while the process is dead."""

    seed: int
    folder: Path
    template: Path
    tell: Callable[[str], None] = lambda _line: None
    troubles: Sequence[str] | None = None
    subscriptions: list[Wanted] = field(default_factory=list)
    lives: int = 0
    kills: int = 0
    crashes: list[str] = field(default_factory=list)
    jumped: timedelta = timedelta()
    has_jumped: bool = False
    most_in_doubt: int = 0
    doubtful: set[int] = field(default_factory=set)
    news: set[str] = field(default_factory=set)
    lost: dict[str, Launch] = field(default_factory=dict)
    process: Process | None = None
    _calm: asyncio.Event = field(default_factory=asyncio.Event)
    _downtime: float = 1.0
    _running: asyncio.Task[None] = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.loop = asyncio.get_running_loop()
        self.loop.set_task_factory(owned)
        self.catalogue = SimulatedCatalogue(self.now, self.clock)
        self.models: dict[Platform, PlatformModel] = {
            name: PlatformModel(name, Random(self.random.random()), self.now, self.trace)
            for name in PLATFORMS
        }
        self.plan = script.plan(self.random, self.troubles)
        self.database = self.folder / "state.db"

    def now(self) -> datetime:
        """Return the true time."""
        return START + timedelta(seconds=self.loop.time())

    def clock(self) -> datetime:
        """Return the time that the bot's machine has."""
        return self.now() + self.jumped

    def trace(self, line: str) -> None:
        """Tell what happens."""
        self.tell(f"{self.loop.time():12.3f} {line}")

    async def run(self) -> None:
        """Live through the plan, then let everything be well until nothing is open any more."""
        random.seed(self.seed)
        WEATHER.random = Random(self.random.random())
        WEATHER.trouble, WEATHER.slowness = "", self.plan.slowness
        publisher.INTERVAL = PUBLISHING if any(spec.publish for spec in self.plan.places) else LONGEST
        self._found()
        self._running = asyncio.create_task(self._live_on())
        for at, event in self.plan.events:
            if (wait := at - self.loop.time()) > 0:
                await asyncio.sleep(wait)
            self.trace(str(event))
            event.happen(self)
        # What was told last is sent while the process may still die.
        await asyncio.sleep(GRACE + (2 * self.plan.downtime if self.plan.deaths else 0.0))
        await self._come_to_rest()

    async def end(self) -> None:
        """End what still runs."""
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    def kill(self) -> None:
        """Kill the process, if one runs."""
        if self.process is not None and not self.process.life.is_dead:
            self.process.life.kill()

    def restart(self, downtime: float) -> None:
        """Have the process stop in order and start again."""
        self._downtime = downtime
        if self.process is not None:
            self.process.stop()

    def open_ones(self) -> int:
        """Return how much is not decided yet."""
        wanted = (
            "SELECT (SELECT count(*) FROM deliveries WHERE state IN ('pending', 'claimed', 'sending')) +"
            " (SELECT count(*) FROM publications WHERE state = 'owed') +"
            " (SELECT count(*) FROM subscriptions WHERE paused IS NULL AND"
            f" next_at <= {script.instant(self.clock())})"
        )
        return int(self.rows(wanted)[0][0])

    def put(self, launch_id: str, status: int) -> None:
        """Let Launch Library tell something of a launch."""
        self.catalogue.put(launch_id, status)
        # What was there before the bot has looked for the first time is no news.
        if launch_id not in self.news and self.has_a_baseline():
            self.news.add(launch_id)

    def has_a_baseline(self) -> bool:
        """Tell whether the bot has taken note of what there was before it."""
        return self.rows("SELECT looked_at FROM detection")[0][0] is not None

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Read the state from beside the process."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()

    async def _has_looked(self) -> bool:
        """Tell whether the bot runs and has compared all that Launch Library has told."""
        if self.process is None or self.process.life.is_dead:
            return False
        announcer = self.process.announcer
        looked = announcer.detection._looked
        return looked is not None and looked[0] == await self.catalogue.generation()

    def _found(self) -> None:
        """Make the places, and a state in which they have subscribed."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        shutil.copyfile(self.template, self.database)
        for spec in self.plan.places:
            place = Place(spec.platform, spec.chat_id, owner_id=spec.chat_id)
            model = self.models[spec.platform]
            model.destinations[spec.chat_id, 0] = Destination(place, is_readable=spec.is_readable)
            self.subscriptions.append(Wanted(place, spec.query, spec.frequency, spec.publish))
        with closing(sqlite3.connect(self.database)) as connection, connection:
            script.subscribe(connection, self.subscriptions, START)
        for number in range(2):
            self.catalogue.put(
                f"00000000-0000-4000-8000-00000000000{number}", 3, timedelta(hours=1 + 30 * number)
            )

    async def _live_on(self) -> None:
        """Start the bot again whenever it has ended."""
        while True:
            await self._live()
            with suppress(TimeoutError):
                async with asyncio.timeout(self._downtime):
                    await self._calm.wait()

    async def _live(self) -> None:
        deadly = None
        if not self._calm.is_set() and self.lives < len(self.plan.deaths):
            deadly = self.plan.deaths[self.lives]
        life = Life(self.lives % 2, deadly)
        self.lives += 1
        address = f"sqlite+simulated:///{self.database}"
        self._downtime = self.plan.downtime
        process = Process(
            life, address, self.folder, self.clock, self.catalogue, self.models,
            Random(self.random.random()), self.plan.has_digests, self.plan.pace,
        )  # fmt: skip
        self.process = process
        self.trace(f"the bot starts, to die at {deadly}")
        context = contextvars.copy_context()
        context.run(LIFE.set, life)
        running = asyncio.Task(process.run(), loop=self.loop, context=context)
        life.tasks.add(running)
        died = asyncio.create_task(life.died.wait())
        try:
            await asyncio.wait({running, died}, return_when=asyncio.FIRST_COMPLETED)
            if not life.is_dead:
                self.trace("the bot has stopped")
                running.result()
        finally:
            died.cancel()
            if life.is_dead:
                self._is_killed(life)
            else:
                self.crashes.extend(process.crashes)
            if not life.is_dead:
                life.kill()
            await life.bury()
            forget_connections(address)

    def _is_killed(self, life: Life) -> None:
        self.kills += 1
        begun = self.rows("SELECT id, platform FROM deliveries WHERE state = 'sending'")
        on_telegram = sum(platform == "telegram" for _id, platform in begun)
        self.most_in_doubt = max(self.most_in_doubt, on_telegram)
        self.doubtful.update(number for number, _platform in begun)
        self.trace(f"the bot is killed, {dict(life.steps)}, {len(begun)} posts under way")

    async def _come_to_rest(self) -> None:
        self.trace("all is well from here on")
        self._calm.set()
        WEATHER.trouble = ""
        for model in self.models.values():
            model.calm()
            for destination in model.destinations.values():
                if not destination.for_good:
                    destination.closed = None
        if self.process is not None:
            self.process.life.deadly = None
        pause = 1.0
        await asyncio.sleep(130.0)
        if self.plan.has_digests:
            await asyncio.sleep(max(0.0, DIGEST_AT + 700.0 - self.loop.time()))
        while (self.open_ones() or not await self._has_looked()) and self.loop.time() < LONGEST:
            if self.crashes or (self.process is not None and self.process.crashes):
                return
            await asyncio.sleep(pause)
            pause = min(3600.0, pause * 1.5)
