"""The stand-ins of both platforms in a process of their own, with many places and a few people who ask.

`python -m benchmarks.standins PLACES SCALE` where SCALE is how many times faster their clock of limits
runs, 0 for no limits. It prints a `Servers`, then answers each line of its input with a `Tally`: "idle"
asks for the newest launch some times first, "busy" asks for it until either platform has had its posts,
and "tally" asks nothing.
"""

from __future__ import annotations

import asyncio
import sys
import time
from dataclasses import dataclass, field

import msgspec

from benchmarks.children import answer, orders
from playground.discord.limits import Limits as DiscordLimits
from playground.discord.server import DiscordServer
from playground.telegram.limits import Limits as TelegramLimits
from playground.telegram.server import TelegramServer
from playground.wire import Exchange

DISCORD_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.made-up-made-up-made-up-made-up-made-up1"
TELEGRAM_TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"

ASKS = 30
"""Questions on each platform to an idle bot."""

BETWEEN = 0.25
"""Seconds between two questions."""

PEOPLE = 50
"""Who ask in turn, so that nobody is ever too fast."""


class Servers(msgspec.Struct):
    """Where the stand-ins are, and the ids of the places that are to hear of a launch."""

    discord: str
    gateway: str
    telegram: str
    guild: int
    channels: list[int]
    chats: list[int]


class Traffic(msgspec.Struct):
    """What reached one platform: posts, how many were refused as too fast, and seconds it all took.

    `answers` are seconds from question to answer.
    """

    posts: int = 0
    refused: int = 0
    first: float = 0.0
    last: float = 0.0
    answers: list[float] = []


class Tally(msgspec.Struct):
    """What has happened so far, and the CPU seconds that the stand-ins have used for it."""

    discord: Traffic
    telegram: Traffic
    cpu: float


@dataclass
class _Standins:
    places: int
    scale: float
    traffic: dict[str, Traffic] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.traffic = {"discord": Traffic(), "telegram": Traffic()}
        faster = 1 / self.scale if self.scale else 0.0
        self.discord = DiscordServer(
            token=DISCORD_TOKEN, observer=self._observe,
            limits=DiscordLimits(enabled=bool(self.scale), scale=faster),
        )  # fmt: skip
        self.telegram = TelegramServer(
            token=TELEGRAM_TOKEN, observer=self._observe,
            limits=TelegramLimits.telegram().scaled(faster) if self.scale else TelegramLimits.off(),
        )  # fmt: skip

    def _observe(self, exchange: Exchange) -> None:
        traffic = self.traffic[exchange.platform]
        traffic.refused += exchange.status == 429
        if exchange.method != "POST" or exchange.status != 200:
            return
        if not exchange.path.endswith(("/messages", "/sendMessage")) or self._is_answer(exchange):
            return
        now = time.perf_counter()
        traffic.first = traffic.first or now
        traffic.last = now
        traffic.posts += 1

    def _is_answer(self, exchange: Exchange) -> bool:
        if exchange.platform == "discord":
            return False
        return int(exchange.request["chat_id"]) in self.asking

    def open(self) -> Servers:
        """Make the places."""
        world = self.discord.world
        guild = world.add_guild("Rocketry")
        self.desk = world.add_channel(guild, "desk")
        self.people = [world.add_user(f"Ada {i}") for i in range(PEOPLE)]
        self.askers = [self.telegram.add_user(f"Bo {i}") for i in range(PEOPLE)]
        self.asking = {self.telegram.private(asker).id for asker in self.askers}
        channels = [world.add_channel(guild, f"c{i}").id for i in range(self.places)]
        people = [self.telegram.add_user(f"P{i}") for i in range(self.places)]
        return Servers(
            self.discord.api_url, self.discord.gateway_url, self.telegram.base_url.removesuffix("/bot"),
            guild.id, channels, [self.telegram.private(each).id for each in people],
        )  # fmt: skip

    async def obey(self, order: str) -> Tally:
        if order == "idle":
            for number in range(ASKS):
                await self._ask(number)
        elif order == "busy":
            number = 0
            while max(traffic.posts for traffic in self.traffic.values()) < self.places:
                await self._ask(number := number + 1)
        tally = Tally(self.traffic["discord"], self.traffic["telegram"], time.process_time())
        self.traffic = {name: msgspec.structs.replace(t, answers=[]) for name, t in self.traffic.items()}
        return tally

    async def _ask(self, number: int) -> None:
        """Ask once on each platform, one after the other."""
        await asyncio.sleep(BETWEEN)
        await self._ask_discord(number)
        await asyncio.sleep(BETWEEN)
        await self._ask_telegram(number)

    async def _ask_discord(self, number: int) -> None:
        person = self.people[number % PEOPLE]
        begun = time.perf_counter()
        await self.discord.slash(person, self.desk, "latest")
        self.traffic["discord"].answers.append(time.perf_counter() - begun)

    async def _ask_telegram(self, number: int) -> None:
        person = self.askers[number % PEOPLE]
        begun = time.perf_counter()
        await (await self.telegram.say(person, text="/latest")).reply()
        self.traffic["telegram"].answers.append(time.perf_counter() - begun)


async def main(places: int, scale: float) -> None:
    standins = _Standins(places, scale)
    async with standins.discord, standins.telegram:
        answer(standins.open())
        async for order in orders():
            answer(await standins.obey(order))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2])))
