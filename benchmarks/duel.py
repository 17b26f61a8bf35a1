"""Two bots in processes of their own, asked in turn: time from question to answer, and CPU a question."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import psutil

from benchmarks.report import heading, measure, ms, row, within

RATIO = 1.5
"""Most times the time and the CPU of the bare bot."""

RUNS = 200
ROOT = Path(__file__).parent.parent

Ask = Callable[[], Awaitable[object]]


@asynccontextmanager
async def bot(*arguments: str) -> AsyncIterator[psutil.Process]:
    """Start a contender."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.contenders", *arguments, cwd=ROOT
    )
    try:
        yield psutil.Process(process.pid)
    finally:
        process.kill()
        await process.wait()


async def compare(title: str, ours: tuple[Ask, psutil.Process], bare: tuple[Ask, psutil.Process]) -> None:
    """Ask both in turn and print the ratios."""
    await measure(20, ours[0], bare[0])
    before = [_cpu(process) for _ask, process in (ours, bare)]
    times = await measure(RUNS, ours[0], bare[0], warmup=0)
    spent = [(_cpu(p) - b) / RUNS for (_ask, p), b in zip((ours, bare), before, strict=True)]
    heading(f"{title}: a whole /previous over the wire")
    row("", ["Launchlog", "bare library", "ratio"])
    wall, cpu = times[0].p50 / times[1].p50, spent[0] / spent[1]
    row(
        "time, p50",
        [ms(times[0].p50), ms(times[1].p50), f"{wall:.2f}x"],
        within(wall, RATIO, f"{title} time"),
    )
    row("CPU a question", [ms(spent[0]), ms(spent[1]), f"{cpu:.2f}x"], within(cpu, RATIO, f"{title} CPU"))


def _cpu(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)
