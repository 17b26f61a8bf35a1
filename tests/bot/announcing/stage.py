"""Everything that announces, over the wire: both bots, real stores, and stand-ins of all three servers."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from adapters.discord.bot import DiscordBot
from adapters.telegram.application import TelegramBot
from bot.announcing.announcer import Channel as Sending
from bot.announcing.lock import SenderLock
from bot.app import Core, open_core
from bot.settings import Settings, load_settings
from playground.discord.component_types import walk
from playground.discord.limits import Limits
from playground.discord.messages import Message as DiscordMessage
from playground.discord.places import Channel
from playground.discord.server import DiscordServer
from playground.launch_library.records import records
from playground.launch_library.server import LaunchLibraryServer
from playground.telegram.chats import Chat
from playground.telegram.chats import Message as TelegramMessage
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from storage.history import HistoryFile
from storage.query import LaunchQuery
from storage.state.models import Delivery, DeliveryState, Place, Platform, Wishes
from tests.launches import HandClock
from tests.patience import PATIENCE
from tests.states import make_state, state_address
from tests.wire import KnownTelegramBot, PatientDiscord

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STARLINK = "Falcon 9 Block 5 | Starlink Group 99-1"
"""What a launch is called of which nothing else is said."""

HASTE = 100.0
"""How much quicker than ours Telegram's clock is."""

MOMENT = 0.02
"""Seconds between two looks at something that nothing tells of: what is waited for needs the processor."""

OPEN = (DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING)


@dataclass
class World:
    """The three servers, which outlive the bot, and the one clock of all."""

    discord: DiscordServer
    telegram: TelegramServer
    library: LaunchLibraryServer
    clock: HandClock
    folder: Path
    exchanges: list[Exchange] = field(default_factory=list)
    pads: Iterator[int] = field(default_factory=lambda: count(9_001))

    def __post_init__(self) -> None:
        self.ada = self.discord.world.add_user("Ada")
        self.guild = self.discord.world.add_guild("Rocketry", self.ada)
        self.channel = self.discord.world.add_channel(self.guild, "launches")
        self.bo = self.telegram.add_user("Bo")
        self.group = self.telegram.add_supergroup("Space", self.bo)
        self.telegram.promote(self.bo, self.group)

    @property
    def settings(self) -> Settings:
        environ = {
            "DISCORD_TOKEN": "MTIz.abc.def",
            "LAUNCHLOG_DATA_DIR": str(self.folder),
            "LL2_URL": self.library.address,
            "DATABASE_URL": state_address(self.folder / "state.db"),
        }
        telegram = self.telegram.base_url.removesuffix("/bot")
        return replace(load_settings(environ, None), telegram_api_url=telegram)

    def launch(self, name: str = STARLINK, **changes: Any) -> str:
        """Have a launch leave now, without an outcome so far; return its id."""
        like = self.library.archive.previous({"search": "spacex starlink"})[0]
        launch_id = str(uuid.uuid4())
        net = self.clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
        # From a pad each: no rocket leaves from one again within the hour.
        pad = {**like["pad"], "id": next(self.pads)}
        record = {
            **like,
            "pad": pad,
            "id": launch_id,
            "name": name,
            "net": net,
            "window_start": net,
            "window_end": net,
        }
        self.library.archive.put({**record, **changes})
        self.library.archive.set_status(launch_id, 6)
        return launch_id

    def on_discord(self, channel: Channel | None = None) -> list[DiscordMessage]:
        """Posts in the channel, as everybody sees them."""
        messages = self.discord.world.messages.in_channel(channel or self.channel)
        return [m for m in messages if m.author is self.discord.world.bot and not m.ephemeral]

    def on_telegram(self, chat: Chat | None = None) -> list[TelegramMessage]:
        """Posts in the chat."""
        bot, messages = self.telegram.world.bot, (chat or self.group).messages.values()
        ours = [m for m in messages if m.text and (m.sender is bot or m.by_bot)]
        # In a topic, everything stands as a reply to its beginning.
        return [m for m in ours if m.reply_to is None or m.is_topic_message]


@dataclass
class Stage:
    """A running bot in its world."""

    world: World
    core: Core
    discord: DiscordBot
    telegram: TelegramBot

    async def subscribe(self, **wishes: Any) -> None:
        """Subscribe the channel and the group, to everything unless told otherwise."""
        asked = Wishes(**{"query": "", **wishes})
        await self.core.state.subscriptions.add(self.place("discord"), asked)
        await self.core.state.subscriptions.add(self.place("telegram"), asked)

    def place(self, platform: Platform) -> Place:
        world = self.world
        if platform == "discord":
            return Place("discord", world.channel.id, owner_id=world.guild.id)
        return Place("telegram", world.group.id, owner_id=world.group.id)

    async def pass_time(self, **time: float) -> None:
        """Let time pass, look at Launch Library, and send what is due."""
        self.world.clock.now += timedelta(**time)
        await self.core.sync.round()
        await self.core.announcer.detect()
        await self.core.announcer.digest()
        self.core.announcer.wake()

    async def result(self, name: str = STARLINK) -> str:
        """Let a launch succeed, and its result be told; return its id."""
        launch_id = self.world.launch(name)
        self.world.library.archive.conclude(launch_id, "success")
        await self.pass_time(minutes=31)
        return launch_id

    async def settled(self, *, until_final: bool = True) -> dict[str, list[DeliveryState]]:
        """Wait until nothing is due any more; with `until_final`, move the clock to what is due later."""
        async with asyncio.timeout(PATIENCE):
            while True:
                open_ones = await self.core.state.outbox.listed(OPEN, 10_000)
                if not open_ones:
                    return await self.states()
                times = [self._next(each) for each in open_ones]
                if all(time > self.world.clock.now for time in times):
                    if not until_final:
                        return await self.states()
                    self.world.clock.now = min(times)
                    self.core.announcer.wake()
                await asyncio.sleep(MOMENT)

    def _next(self, delivery: Delivery) -> datetime:
        """Return when something happens to a delivery; what is under way, now."""
        now = self.world.clock.now
        sender = self.core.announcer._senders[delivery.place.platform]
        if rest := 0.0 if sender._running else sender.attempts.rest.seconds:
            return now + timedelta(seconds=rest)
        return delivery.due_at if delivery.state is DeliveryState.PENDING else now

    async def states(self) -> dict[str, list[DeliveryState]]:
        """Return the states of all deliveries by platform, the oldest first."""
        everything = await self.core.state.outbox.listed(tuple(DeliveryState), 100_000)
        states: dict[str, list[DeliveryState]] = {"discord": [], "telegram": []}
        for delivery in reversed(everything):
            states[delivery.place.platform].append(delivery.state)
        return states


@asynccontextmanager
async def world(folder: Path, **limits: Any) -> AsyncIterator[World]:
    """Start the servers."""
    clock = HandClock(NOW)
    exchanges: list[Exchange] = []
    async with (
        PatientDiscord(
            token="MTIz.abc.def",
            clock=clock,
            limits=Limits(enabled=False),
            observer=exchanges.append,
            **limits,
        ) as discord,
        TelegramServer(clock=clock) as telegram,
        LaunchLibraryServer(records(), clock=clock, limit_per_hour=None) as library,
    ):
        yield World(discord, telegram, library, clock, folder, exchanges)


@asynccontextmanager
async def stage(world: World, history: HistoryFile | None = None) -> AsyncIterator[Stage]:
    """Start the bot, with a history if need be; its senders send while the block runs."""
    make_state(world.folder / "state.db")
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core(world.settings, world.clock, history))
        discord = DiscordBot(
            core.dispatcher, world.discord.token, api_url=world.discord.api_url,
            gateway_url=world.discord.gateway_url,
        )  # fmt: skip
        telegram = KnownTelegramBot(
            core.dispatcher, world.telegram.token, api_url=world.telegram.base_url.removesuffix("/bot"),
            clock=world.clock,
        )  # fmt: skip
        _hurry(telegram)
        await stack.enter_async_context(discord)
        await stack.enter_async_context(telegram)
        await discord.wait_ready()
        channels = (
            Sending("discord", discord.poster, SenderLock(world.folder, "discord", "1", core.state)),
            Sending("telegram", telegram.poster, SenderLock(world.folder, "telegram", "2", core.state)),
        )
        senders = [asyncio.create_task(core.announcer.send(channel)) for channel in channels]
        stack.push_async_callback(_end, senders)
        await until(lambda: len(core.announcer.sending) == len(channels))
        await core.sync.round()
        await core.announcer.detect()
        yield Stage(world, core, discord, telegram)


def _hurry(telegram: TelegramBot) -> None:
    """Let the pace of posts run on a quicker clock; the pace itself is shown in tests/telegram."""
    limiter = telegram._limiter
    limiter._monotonic = lambda: time.monotonic() * HASTE
    limiter._sleep = lambda seconds: asyncio.sleep(seconds / HASTE)


async def until(is_so: Callable[[], bool]) -> None:
    """Let everything else run until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - nothing tells of what tests wait for here
            await asyncio.sleep(MOMENT)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def newest(core: Core) -> Any:
    """Return the newest launch that the catalogue has."""
    return (await core.catalogue.find(LaunchQuery(limit=1))).items[0]


def words(message: DiscordMessage) -> str:
    """Return the text of a message of Components V2."""
    return "\n".join(str(part["content"]) for part in walk(message.components) if "content" in part)


def custom_id(message: DiscordMessage, label: str) -> str:
    """Return the custom_id of the button with that label."""
    return next(str(p["custom_id"]) for p in walk(message.components) if p.get("label") == label)


async def crowd(running: Stage, number: int) -> None:
    """Subscribe that many more places of each platform."""
    here = running.world
    for index in range(number):
        channel = here.discord.world.add_channel(here.guild, f"c{index}")
        chat = here.telegram.private(here.telegram.add_user(f"P{index}"))
        for place in (
            Place("discord", channel.id, owner_id=here.guild.id),
            Place("telegram", chat.id, owner_id=chat.id),
        ):
            await running.core.state.subscriptions.add(place, Wishes(query=""))
