"""Places on both platforms that a real process owes posts, and what has arrived there."""

from __future__ import annotations

import asyncio
import json
import os
import uuid
from asyncio.subprocess import Process
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from adapters.launch_library.pages import decode_page
from bot.announcing.memories import ToldMemories
from bot.announcing.told_launches import with_launches
from commands.stats.historic_events import HistoricEvent
from commands.stats.memory_card import Memory
from commands.stats.remembered import Remembered
from playground.discord.component_types import walk
from playground.discord.limits import Limits
from playground.discord.server import DiscordServer
from playground.launch_library.records import records
from playground.launch_library.server import LaunchLibraryServer
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from storage.catalogue import Catalogue, DayLaunch
from storage.clock import system_clock
from storage.query import LaunchQuery
from storage.state.models import DeliveryState, Event, EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Only, Subscribers, Told
from storage.state.state import State
from tests.history import copied
from tests.processes import PREPARED, ROOT, Forked, start_afresh
from tests.states import opened_state, state_address

DISCORD_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.secret-secret-secret-secret-secret-01"
TELEGRAM_TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
PATIENCE = 240.0
"""Seconds after which a test gives up waiting for a process."""

OPEN = frozenset({DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING})


class Audience:
    """Places on both platforms that are owed one result, and what has arrived there."""

    def __init__(self, folder: Path, history: Path) -> None:
        self.folder = folder
        # Filled already: none of these tests is about the first start.
        self.data.mkdir()
        copied(history, self.data)
        self.settings: dict[str, str] = {}
        self.afresh = False
        self.posts = 0
        self.wanted_posts = 0
        self.reached = asyncio.Event()
        self.discord = DiscordServer(token=DISCORD_TOKEN, observer=self.observe, limits=Limits(enabled=False))
        self.telegram = TelegramServer(token=TELEGRAM_TOKEN, observer=self.observe)
        self.library = LaunchLibraryServer(records())
        self.places = 0

    def observe(self, exchange: Exchange) -> None:
        posted = exchange.method == "POST" and exchange.status == 200
        if posted and exchange.path.endswith(("/messages", "/sendMessage")):
            self.posts += 1
            if self.posts >= self.wanted_posts:
                self.reached.set()

    def until(self, posts: int) -> None:
        """Have `reached` set after that many more posts."""
        self.wanted_posts = self.posts + posts
        self.reached.clear()

    async def owe(self, number: int, *, owed: bool = True) -> None:
        """Subscribe that many places of each platform, and owe one result to them."""
        guild = self.discord.world.add_guild("Rocketry")
        page = decode_page(json.dumps(records()).encode(), "2.3.0", system_clock())
        async with (
            await opened_state(self.data / "state.db", system_clock) as state,
            Catalogue.open(self.data / "catalogue.db") as catalogue,
        ):
            await catalogue.store(page.records)
            launch = max(page.records, key=lambda record: record.launch.net).launch
            for index in range(number):
                channel = self.discord.world.add_channel(guild, f"c{index}")
                chat = self.telegram.private(self.telegram.add_user(f"P{index}"))
                await state.subscriptions.add(
                    Place("discord", channel.id, owner_id=guild.id), Wishes(query="")
                )
                await state.subscriptions.add(Place("telegram", chat.id, owner_id=chat.id), Wishes(query=""))
            self.places = 2 * number
            if not owed:
                return
            now = datetime.now(UTC)
            event = NewEvent(
                kind=EventKind.RESULT, key=f"result:{launch.id}:1", launch_id=launch.id, revision=1,
                created_at=now, expires_at=now + timedelta(hours=24),
            )  # fmt: skip
            everybody = Subscribers(tuple(await state.subscriptions.queries()), None, None, failed=False)
            assert await state.outbox.announce(event, everybody) == 2 * number

    async def correct(self, *, gone: bool) -> None:
        """Owe everybody a correction of what was posted; with `gone`, nothing of that is there any more."""
        async with await State.open(self.database, system_clock) as state:
            told = (await state.outbox.listed((DeliveryState.SENT,), 1))[0].event
            now = datetime.now(UTC)
            assert await state.outbox.announce(_correcting(told, now), Told(told.launch_id))
        if gone:
            world = self.discord.world
            for channel in world.channels.values():
                for message in list(world.messages.in_channel(channel)):
                    world.messages.delete(message)
            for chat in self.telegram.world.chats.values():
                for post in [each for each in chat.messages.values() if each.by_bot]:
                    await self.telegram.delete(post)

    async def owe_digests(self) -> None:
        """Owe each place that is subscribed a digest of its own."""
        now = datetime.now(UTC)
        async with (
            await State.open(self.database, system_clock) as state,
            Catalogue.open(self.data / "catalogue.db") as catalogue,
        ):
            (newest,) = (await catalogue.find(LaunchQuery(limit=1))).items
            content = with_launches({"frequency": "daily"}, [newest])
            for number, place in enumerate(await self._places(state)):
                event = NewEvent(
                    kind=EventKind.DIGEST, key=f"digest:{number}", created_at=now,
                    expires_at=now + timedelta(hours=24), content=content,
                )  # fmt: skip
                await state.outbox.announce(event, Only(place, Wishes(query="")))

    async def owe_memories(self) -> None:
        """Owe each place that is subscribed a post of its own on what happened in earlier years."""
        now = datetime.now(UTC)
        async with (
            await State.open(self.database, system_clock) as state,
            Catalogue.open(self.data / "catalogue.db") as catalogue,
        ):
            (newest,) = (await catalogue.find(LaunchQuery(limit=1))).items
            day = newest.net.date()
            event = HistoricEvent(day, newest.id, 1, "first-people-on-moon", "", "NASA")
            told = Remembered(DayLaunch(newest, None, None, None), day.year, 1, event=event)
            found = (Memory(day.month, day.day, (told,)),)
            for number, place in enumerate(await self._places(state)):
                content = ToldMemories(now.date(), weekly=number % 4 > 1, memories=found).write()
                owed = NewEvent(
                    kind=EventKind.MEMORY, key=f"memory:{number}", created_at=now,
                    expires_at=now + timedelta(hours=24), content=content,
                )  # fmt: skip
                await state.outbox.announce(owed, Only(place, Wishes(query="")))

    async def _places(self, state: State) -> list[Place]:
        subscribed = [await state.subscriptions.get(number) for number in range(1, self.places + 1)]
        return [each.place for each in subscribed if each is not None]

    def told(self, words: str) -> tuple[int, int]:
        """Return how many posts of each platform say that."""
        world = self.discord.world
        posts = [each for channel in world.channels.values() for each in world.messages.in_channel(channel)]
        texts = ["".join(str(part.get("content", "")) for part in walk(each.components)) for each in posts]
        chats = self.telegram.world.chats.values()
        there = [each.text or "" for chat in chats for each in chat.messages.values() if each.by_bot]
        return sum(words in text for text in texts), sum(words in text for text in there)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def database(self) -> str:
        return state_address(self.data / "state.db")

    async def start(self, *arguments: str) -> Process | Forked:
        """Start `python -m` with those arguments; all is imported already, unless it is to begin afresh."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "LAUNCHLOG_DATA_DIR": str(self.data),
            "LL2_URL": self.library.address,
            "DATABASE_URL": self.database,
            "DISCORD_TOKEN": DISCORD_TOKEN,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
            "TELEGRAM_API_URL": self.telegram.base_url.removesuffix("/bot"),
            "LAUNCHLOG_LOG_LEVEL": "WARNING",
            "SSL_CERT_FILE": os.environ["SSL_CERT_FILE"],
            **self.settings,
        }
        start = start_afresh if self.afresh else PREPARED.start
        return await start(*arguments, cwd=self.folder, env=environment)

    async def die(self, point: str, count: int) -> None:
        """Run the bot until it has killed itself."""
        process = await self.start("tests.bot.announcing.dying", point, str(count))
        async with asyncio.timeout(PATIENCE):
            _out, said = await process.communicate()
        assert process.returncode == -9, said.decode()

    async def kill_after(self, posts: int) -> None:
        """Run the bot, and kill it when that many more posts have arrived."""
        self.until(posts)
        process = await self.start("bot")
        async with asyncio.timeout(PATIENCE):
            await self.reached.wait()
        process.kill()
        await process.communicate()

    async def finish(self) -> Counter[tuple[str, DeliveryState]]:
        """Run the bot until nothing is open any more; return the states."""
        process = await self.start("bot")
        try:
            async with asyncio.timeout(PATIENCE), await State.open(self.database, system_clock) as state:
                while True:
                    counts: Counter[tuple[str, DeliveryState]] = Counter()
                    counts.update(await state.outbox.counts())
                    if counts and not any(n for (_platform, each), n in counts.items() if each in OPEN):
                        return counts
                    # Let the bot have the processor; what ends the loop is what the state says.
                    await asyncio.sleep(0.2)
        finally:
            process.terminate()
            _out, said = await process.communicate()
            assert process.returncode == 0, said.decode()

    async def look(self) -> None:
        """Run the bot until it has seen for the first time how things stand, and kill it."""
        process = await self.start("bot")
        async with asyncio.timeout(PATIENCE), await State.open(self.database, system_clock) as state:
            while await state.outbox.looked_at() is None:  # noqa: ASYNC110 - another process sets it
                await asyncio.sleep(0.1)
        process.kill()
        await process.communicate()

    async def conclude(self) -> None:
        """Let a launch succeed, and have the next start ask Launch Library at once."""
        newest = self.library.archive.previous({})[0]
        net = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        launch_id = str(uuid.uuid4())
        self.library.archive.put({**newest, "id": launch_id, "net": net})
        self.library.archive.conclude(launch_id, "success")
        long_ago = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
        async with Catalogue.open(self.data / "catalogue.db") as catalogue:
            await catalogue.store((), marks={"fresh_at": long_ago, "newest_at": long_ago})

    def arrived(self) -> tuple[Counter[int], Counter[int]]:
        """Return how many places of each platform have how many posts."""
        world = self.discord.world
        guild = next(iter(world.guilds.values()))
        on_discord = Counter(len(world.messages.in_channel(channel)) for channel in world.channels_of(guild))
        chats = [chat for chat in self.telegram.world.chats.values() if chat.type == "private"]
        return on_discord, Counter(len([m for m in chat.messages.values() if m.by_bot]) for chat in chats)


def _correcting(told: Event, now: datetime) -> NewEvent:
    """Return the event that corrects one that was told."""
    return NewEvent(
        kind=EventKind.CORRECTION, key=f"correction:{told.launch_id}:2", launch_id=told.launch_id,
        revision=2, created_at=now, expires_at=now + timedelta(hours=24), content=json.dumps({"was": 4}),
    )  # fmt: skip


def check(audience: Audience, number: int, counts: Counter[tuple[str, DeliveryState]]) -> None:
    """Everything arrived once, but for what Telegram alone knows, which is held."""
    on_discord, on_telegram = audience.arrived()
    assert on_discord == Counter({1: number})
    assert counts["discord", DeliveryState.SENT] == number
    unknown = counts["telegram", DeliveryState.UNKNOWN]
    assert set(on_telegram) <= {0, 1}
    assert counts["telegram", DeliveryState.SENT] + unknown == number
    assert on_telegram[0] <= unknown
