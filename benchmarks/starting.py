"""From start to ready, the memory of a bot with both platforms connected, and from SIGTERM to its end."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from asyncio.subprocess import PIPE
from pathlib import Path

import psutil

from benchmarks.duel import ROOT
from benchmarks.report import heading, row, within
from playground.discord.server import DiscordServer
from playground.launch_library.records import records
from playground.launch_library.server import LaunchLibraryServer
from playground.telegram.server import TelegramServer

CPU_SECONDS = 3.0
"""Most CPU from start to ready, of the playground."""

MEGABYTES = 150
"""Most resident memory with both platforms connected."""

STOP_SECONDS = 2.0
"""Most time from SIGTERM to the end, with a poll open that would last for 25 seconds."""

_READY = b"sync_stored"


async def run(folder: Path) -> None:
    """Print CPU and memory of the playground, and of a bot whose servers are elsewhere."""
    heading("Start to ready, both platforms connected and the catalogue filled")
    row("", ["CPU", "memory", "to the end"])
    cpu, memory, end = await _start(
        "play", {"PLAYGROUND_PORT": "0", "LAUNCHLOG_DATA_DIR": str(folder / "playing")}
    )
    verdict = (
        f"{within(cpu, CPU_SECONDS, 'start CPU')} s; {within(memory, MEGABYTES, 'playground memory')} MB; "
        f"{within(end, STOP_SECONDS, 'playground stop')} s"
    )
    row("playground, stand-ins included", [f"{cpu:.2f} s", f"{memory:.0f} MB", f"{end:.2f} s"], verdict)
    token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
    secret = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.made-up-made-up-made-up-made-up-made-up1"
    async with (
        DiscordServer(token=secret) as discord,
        TelegramServer(token=token) as telegram,
        LaunchLibraryServer(records()) as library,
    ):
        cpu, memory, end = await _start(
            "run",
            {
                "DISCORD_TOKEN": secret,
                "DISCORD_API_URL": discord.api_url,
                "DISCORD_GATEWAY_URL": discord.gateway_url,
                "TELEGRAM_TOKEN": token,
                "TELEGRAM_API_URL": telegram.base_url.removesuffix("/bot"),
                "LL2_URL": library.address,
                "LAUNCHLOG_DATA_DIR": str(folder / "live"),
            },
        )
    verdict = f"{within(memory, MEGABYTES, 'live memory')} MB; {within(end, STOP_SECONDS, 'live stop')} s"
    row("live bot", [f"{cpu:.2f} s", f"{memory:.0f} MB", f"{end:.2f} s"], verdict)


async def _start(command: str, settings: dict[str, str]) -> tuple[float, float, float]:
    """Start the bot and end it.

    Return its CPU seconds until ready, its resident megabytes then, and the seconds from SIGTERM to the end.
    """
    environment = {"PATH": os.environ["PATH"], **settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )
    assert process.stderr is not None
    wanted = {b"platform_started name=discord", b"platform_started name=telegram", _READY}
    async for line in process.stderr:
        wanted = {words for words in wanted if words not in line}
        if not wanted:
            break
    child = psutil.Process(process.pid)
    used, memory = child.cpu_times(), child.memory_info().rss
    begun = time.perf_counter()
    process.terminate()
    await process.communicate()
    return used.user + used.system, memory / 1e6, time.perf_counter() - begun
