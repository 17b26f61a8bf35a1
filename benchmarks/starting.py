"""From start to ready, and the memory of a bot with both platforms connected."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import psutil

from adapters.playground.discord.server import DiscordServer
from adapters.playground.launch_library.records import records
from adapters.playground.launch_library.server import LaunchLibraryServer
from adapters.playground.telegram.server import TelegramServer
from benchmarks.duel import ROOT
from benchmarks.report import heading, row, within

CPU_SECONDS = 3.0
"""Most CPU from start to ready, of the playground."""

MEGABYTES = 150
"""Most resident memory with both platforms connected."""

_READY = b"complete_since=1957"


async def run(folder: Path) -> None:
    """Print CPU and memory of the playground, and of a bot whose servers are elsewhere."""
    heading("Start to ready, both platforms connected and the catalogue filled")
    row("", ["CPU", "memory"])
    cpu, memory = await _start({"PLAYGROUND_PORT": "0", "LAUNCHLOG_DATA_DIR": str(folder / "playing")})
    verdict = (
        f"{within(cpu, CPU_SECONDS, 'start CPU')} s; {within(memory, MEGABYTES, 'playground memory')} MB"
    )
    row("playground, stand-ins included", [f"{cpu:.2f} s", f"{memory:.0f} MB"], verdict)
    token = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
    secret = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.made-up-made-up-made-up-made-up-made-up1"
    async with (
        DiscordServer(token=secret) as discord,
        TelegramServer(token=token) as telegram,
        LaunchLibraryServer(records()) as library,
    ):
        cpu, memory = await _start(
            {
                "DISCORD_TOKEN": secret,
                "DISCORD_API_URL": discord.api_url,
                "DISCORD_GATEWAY_URL": discord.gateway_url,
                "TELEGRAM_TOKEN": token,
                "TELEGRAM_API_URL": telegram.base_url.removesuffix("/bot"),
                "LL2_URL": library.address,
                "LAUNCHLOG_DATA_DIR": str(folder / "live"),
            }
        )
    row("live bot", [f"{cpu:.2f} s", f"{memory:.0f} MB"], f"{within(memory, MEGABYTES, 'live memory')} MB")


async def _start(settings: dict[str, str]) -> tuple[float, float]:
    """Start the bot; return its CPU seconds until ready and its resident megabytes then."""
    environment = {"PATH": os.environ["PATH"], **settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", cwd=ROOT, env=environment, stdout=PIPE, stderr=PIPE
    )
    assert process.stderr is not None
    wanted = {b"platform_started name=discord", b"platform_started name=telegram", _READY}
    async for line in process.stderr:
        wanted = {words for words in wanted if words not in line}
        if not wanted:
            break
    child = psutil.Process(process.pid)
    used, memory = child.cpu_times(), child.memory_info().rss
    process.terminate()
    await process.communicate()
    return used.user + used.system, memory / 1e6
