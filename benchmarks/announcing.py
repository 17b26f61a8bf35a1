"""Announcing: owing a result to many subscriptions, and sending it to many places on both platforms.

`python -m benchmarks.announcing [PLACES]` runs it alone, to that many places on each platform.
"""

from __future__ import annotations

import asyncio
import json
import math
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from adapters.discord.posting import POSTS_PER_SECOND
from adapters.launch_library.pages import decode_page
from adapters.telegram.rate_limiter import BROADCASTS_PER_SECOND
from benchmarks.children import child
from benchmarks.fanout import Spent, announce
from benchmarks.report import Times, heading, missed, ms, row, within
from benchmarks.standins import Servers, Tally, Traffic
from bot.app import open_core
from bot.settings import load_settings
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from storage.clock import system_clock
from storage.state.models import Place
from storage.state.state import State

PLACES = 10_000
"""Channels on Discord, and chats on Telegram."""

SUBSCRIPTIONS = 100_000
"""Owed one event."""

ENQUEUE_SECONDS, BLOCK_MS = 2.0, 50.0
"""Longest time to owe it, and longest time that the event loop does nothing else meanwhile."""

FASTEST = 20.0
"""Times the real pace."""

BUSY = 0.8
"""Most of one processor that Launchlog may need at the chosen pace; beyond, the machine would be measured."""

TRIAL = 500
"""Places of the run that finds the pace, and least ones of the bare libraries' run."""

SHARE = 0.95
"""Least part of the permitted pace."""

ANSWER_RATIO = 1.5
"""Most times the time of an answer while nothing is sent."""

PACES = {"discord": POSTS_PER_SECOND, "telegram": BROADCASTS_PER_SECOND}


async def run(folder: Path, places: int = PLACES) -> None:
    """Print the figures."""
    await _enqueue(folder / "enqueueing")
    trial, _tally, _idle, _busy = await _measure(folder / "trial", "launchlog", min(TRIAL, places), 0.0)
    cpu = trial.cpu / (2 * min(TRIAL, places))
    scale = max(1.0, min(FASTEST, math.floor(10 * BUSY / cpu / sum(PACES.values())) / 10))
    ours = await _measure(folder / "fanout", "launchlog", places, scale)
    bare = await _measure(folder / "bare", "bare", places, 0.0)
    heading(f"Fan-out of one result to {places:,} Discord channels and {places:,} Telegram chats at once")
    needed = cpu * sum(PACES.values()) * FASTEST
    why = "" if scale == FASTEST else f"; {FASTEST:g}x would need {needed:.1f} processors for the bot alone"
    print(f"All limits and paces {scale:g} times as fast as the real ones{why}.")
    _print(places, scale, ours)
    _compare(places, ours[0], bare[0])


Measured = tuple[Spent, Tally, Tally, Tally]
"""The bot, and the stand-ins at the end, after asking while it was idle, and while it was sending."""


async def _measure(folder: Path, kind: str, places: int, scale: float) -> Measured:
    """Have the places sent one result; an unpaced run is asked nothing."""
    async with child("benchmarks.standins", str(places), str(scale)) as standins:
        servers = await standins.hear(Servers)
        await _fill(folder, _places(servers))
        async with child("benchmarks.fanout", kind, str(folder), str(scale)) as bot:
            await bot.ask(msgspec.json.encode(servers).decode(), str)
            if not scale:
                spent = await bot.ask("go", Spent)
                tally = await standins.ask("tally", Tally)
                return spent, tally, tally, tally
            idle = await standins.ask("idle", Tally)
            spent, busy = await asyncio.gather(bot.ask("go", Spent), standins.ask("busy", Tally))
            return spent, await standins.ask("tally", Tally), idle, busy


def _print(places: int, scale: float, measured: Measured) -> None:
    spent, end, idle, busy = measured
    row("", ["a second", "permitted", "share", "429s"])
    for name, pace in PACES.items():
        traffic: Traffic = getattr(end, name)
        rate = (traffic.posts - 1) / (traffic.last - traffic.first)
        share = rate / (pace * scale)
        verdict = (
            f"{_at_least(share, SHARE, f'{name} pace')}; 429s {within(traffic.refused, 0, f'{name} 429s')}"
        )
        cells = [f"{rate:.1f}", f"{pace * scale:.1f}", f"{share:.1%}", str(traffic.refused)]
        row(name.capitalize(), cells, verdict)
        assert traffic.posts == places, (name, traffic.posts)
    row("", ["idle p50", "sending p50", "p99", "ratio"])
    for name in PACES:
        before, during = (Times(tuple(sorted(getattr(each, name).answers))) for each in (idle, busy))
        ratio = during.p50 / before.p50
        row(
            f"/latest on {name.capitalize()}",
            [ms(before.p50), ms(during.p50), ms(during.p99), f"{ratio:.2f}x"],
            within(ratio, ANSWER_RATIO, f"{name} answer while sending"),
        )
    row("not sent", [str(spent.unsent)], within(spent.unsent, 0, "all sent"))


def _compare(places: int, ours: Spent, bare: Spent) -> None:
    row("", ["Launchlog", "bare library", "ratio"])
    each = [spent.cpu / (2 * places) for spent in (ours, bare)]
    row("CPU a delivery", [*map(ms, each), f"{each[0] / each[1]:.2f}x"])
    grown = [spent.after - spent.before for spent in (ours, bare)]
    row(
        "memory growth",
        [*(f"{grew:.1f} MB" for grew in grown), f"{grown[0] / grown[1]:.2f}x" if grown[1] > 0 else "-"],
    )


def _at_least(value: float, bound: float, name: str) -> str:
    """Say whether a share is at least its bound."""
    return within(-value, -bound, name).replace(f"at most {-bound:g}", f"at least {bound:g}")


async def _enqueue(folder: Path) -> None:
    """Owe one event to everybody while something else looks how long the loop is blocked."""
    await _fill(folder, [Place("discord", 10**17 + i, owner_id=1) for i in range(SUBSCRIPTIONS)])
    settings = load_settings({"LAUNCHLOG_DATA_DIR": str(folder)}, None)
    async with open_core(settings) as core, _watching() as longest:
        begun = time.perf_counter()
        owed = await announce(core)
        seconds = time.perf_counter() - begun
    heading(f"Enqueueing one event for {owed:,} subscriptions")
    row("time", [f"{seconds:.2f} s"], within(seconds, ENQUEUE_SECONDS, "enqueue time"))
    row(
        "longest block of the event loop",
        [f"{longest[0]:.1f} ms"],
        within(longest[0], BLOCK_MS, "loop block"),
    )


@asynccontextmanager
async def _watching() -> AsyncIterator[list[float]]:
    """Give the longest time, in milliseconds, that the loop has let this wait more than it asked."""
    longest, pause = [0.0], 0.001

    async def watch() -> None:
        while True:
            begun = time.perf_counter()
            await asyncio.sleep(pause)
            longest[0] = max(longest[0], (time.perf_counter() - begun - pause) * 1000)

    watching = asyncio.create_task(watch())
    await asyncio.sleep(0)
    try:
        yield longest
        # What blocked it to the end is only seen once it has had its turn.
        await asyncio.sleep(2 * pause)
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


def _places(servers: Servers) -> list[Place]:
    channels = [Place("discord", number, owner_id=servers.guild) for number in servers.channels]
    return channels + [Place("telegram", number, owner_id=number) for number in servers.chats]


async def _fill(folder: Path, places: list[Place]) -> None:
    """Make a catalogue, and a state where each place has one subscription to everything."""
    await asyncio.to_thread(folder.mkdir)
    page = decode_page(json.dumps(records()).encode(), "2.3.0", system_clock())
    async with Catalogue.open(folder / "catalogue.db") as catalogue:
        await catalogue.store(page.records)
    async with await State.open(f"sqlite+aiosqlite:///{folder / 'state.db'}", system_clock):
        pass
    await asyncio.to_thread(_subscribe, folder / "state.db", places)


def _subscribe(state: Path, places: list[Place]) -> None:
    connection = sqlite3.connect(state)
    with connection:
        rows = [(i, p.platform, p.chat_id, p.topic_id, p.owner_id) for i, p in enumerate(places, 1)]
        connection.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("INSERT INTO watched_queries VALUES (1, '', 0)")
        connection.execute(
            "INSERT INTO subscriptions (place_id, query_id, frequency, hour, weekday, role_id, spoiler,"
            " failures_always, publish, created_at, told_until)"
            " SELECT id, 1, 'instant', 0, 0, 0, 0, 0, 0, 0, 0 FROM places"
        )
    connection.close()


async def main(places: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        await run(Path(name), places)
    print(f"\nMissed: {', '.join(missed()) or 'nothing'}.")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PLACES))
