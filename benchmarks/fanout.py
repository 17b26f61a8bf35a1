"""The bots whose fan-out is measured, as a process of its own.

`python -m benchmarks.fanout KIND FOLDER SCALE` where KIND is launchlog or bare, FOLDER is its data folder,
SCALE is how many times faster than usual it may post, 0 for as fast as it can. Its first line of input is
`Servers`; it prints "ready" when both platforms are connected, and a `Spent` once it was told to go and all
is sent. The bare one sends the same message, drawn once, by the libraries' own calls.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import discord
import msgspec
import psutil
from telegram.ext import ApplicationBuilder, ExtBot

from adapters.discord.bot import DiscordBot
from adapters.discord.posting import POSTS_PER_SECOND, DiscordPoster
from adapters.discord.render import draw as draw_discord
from adapters.telegram.application import TelegramBot
from adapters.telegram.posting import TelegramPoster
from adapters.telegram.rate_limiter import RateLimiter
from adapters.telegram.render import draw as draw_telegram
from benchmarks.children import answer, orders
from benchmarks.standins import DISCORD_TOKEN, TELEGRAM_TOKEN, Servers
from bot.announcing.announcer import Channel
from bot.announcing.lock import SenderLock
from bot.announcing.sender import IN_FLIGHT
from bot.app import Core, open_core
from bot.settings import load_settings
from commands.cards.buttons import finished
from commands.cards.result import result_card
from storage.clock import system_clock
from storage.models import Launch
from storage.query import LaunchQuery
from storage.state.models import DeliveryState, EventKind, NewEvent
from storage.state.outbox import Subscribers

UNPACED = 1_000_000.0
"""Times the usual pace: no pace at all."""

OPEN = {DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING}

Go = Callable[[], Awaitable[None]]


class Spent(msgspec.Struct):
    """CPU seconds, megabytes of resident memory at the begin and the end, and deliveries not sent."""

    cpu: float
    before: float
    after: float
    unsent: int = 0


@asynccontextmanager
async def _launchlog(core: Core, servers: Servers, folder: Path, scale: float) -> AsyncIterator[Go]:
    """Connect Launchlog, its paces that much faster."""
    faster = scale or UNPACED
    monotonic, sleep = (lambda: time.monotonic() * faster), (lambda seconds: asyncio.sleep(seconds / faster))
    on_discord = DiscordBot(
        core.dispatcher, DISCORD_TOKEN, api_url=servers.discord, gateway_url=servers.gateway
    )
    on_telegram = TelegramBot(core.dispatcher, TELEGRAM_TOKEN, api_url=servers.telegram)
    async with on_discord, on_telegram:
        await on_discord.wait_ready()
        posters = (
            DiscordPoster(lambda: on_discord.client, per_second=POSTS_PER_SECOND * faster),
            TelegramPoster(
                on_telegram.application.bot, RateLimiter(monotonic=monotonic, sleep=sleep), system_clock
            ),
        )  # fmt: skip
        channels = (
            Channel("discord", posters[0], SenderLock(folder, "discord", "1", core.state)),
            Channel("telegram", posters[1], SenderLock(folder, "telegram", "2", core.state)),
        )
        senders = [asyncio.create_task(core.announcer.send(channel)) for channel in channels]
        while len(core.announcer.sending) < len(channels):  # noqa: ASYNC110
            await asyncio.sleep(0.01)

        async def go() -> None:
            await announce(core)
            core.announcer.wake()
            while await _open(core):  # noqa: ASYNC110 - what ends it is in the database
                await asyncio.sleep(1.0)

        yield go
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)


async def announce(core: Core) -> int | None:
    """Owe the newest launch's result to every subscription; return to how many."""
    launch, now = await newest(core), system_clock()
    event = NewEvent(
        kind=EventKind.RESULT, key=f"result:{launch.id}:1", launch_id=launch.id, revision=1, created_at=now,
        expires_at=now + timedelta(hours=24),
    )  # fmt: skip
    queries = tuple(await core.state.subscriptions.queries())
    return await core.state.outbox.announce(event, Subscribers(queries, None, None, failed=False))


async def newest(core: Core) -> Launch:
    return (await core.catalogue.find(LaunchQuery(limit=1))).items[0]


async def _open(core: Core) -> int:
    return sum(
        number for (_name, state), number in (await core.state.outbox.counts()).items() if state in OPEN
    )


@asynccontextmanager
async def _bare(core: Core, servers: Servers) -> AsyncIterator[Go]:
    """Log in with the bare libraries."""
    os.environ["PTB_TIMEDELTA"] = "true"
    discord.http.Route.BASE = servers.discord
    card = await finished(result_card(await newest(core)), core.state.saved_queries.save)
    client = discord.Client(intents=discord.Intents.none())
    application = ApplicationBuilder().token(TELEGRAM_TOKEN).base_url(f"{servers.telegram}/bot").build()
    async with client:
        await client.login(DISCORD_TOKEN)
        async with application:
            view, drawn = draw_discord(card).view, draw_telegram(card, now=system_clock())

            async def to_discord(number: int) -> None:
                await client.get_partial_messageable(number).send(view=view)

            async def to_telegram(number: int) -> None:
                bot: ExtBot[None] = application.bot
                await bot.send_message(
                    number, drawn.html, parse_mode="HTML", reply_markup=drawn.keyboard,
                    link_preview_options=drawn.preview,
                )  # fmt: skip

            async def go() -> None:
                await asyncio.gather(_each(to_discord, servers.channels), _each(to_telegram, servers.chats))

            yield go


async def _each(send: Callable[[int], Awaitable[None]], places: list[int]) -> None:
    """Send to each place, as many at once as Launchlog does."""
    left = iter(places)

    async def worker(numbers: Iterator[int]) -> None:
        for number in numbers:
            await send(number)

    await asyncio.gather(*(worker(left) for _ in range(IN_FLIGHT)))


async def main(kind: str, folder: Path, scale: float) -> None:
    told = orders()
    servers = msgspec.json.decode(await anext(told), type=Servers)
    environ = {
        "DISCORD_TOKEN": DISCORD_TOKEN,
        "LAUNCHLOG_DATA_DIR": str(folder),
        "LL2_URL": "http://127.0.0.1:9",
    }
    async with AsyncExitStack() as stack:
        core = await stack.enter_async_context(open_core(load_settings(environ, None)))
        bots = _bare(core, servers) if kind == "bare" else _launchlog(core, servers, folder, scale)
        go = await stack.enter_async_context(bots)
        answer("ready")
        await anext(told)
        process = psutil.Process()
        before, cpu = process.memory_info().rss, time.process_time()
        await go()
        used = time.process_time() - cpu
        counts = await core.state.outbox.counts()
        unsent = sum(number for (_name, state), number in counts.items() if state is not DeliveryState.SENT)
        answer(Spent(used, before / 1e6, process.memory_info().rss / 1e6, unsent))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])))
