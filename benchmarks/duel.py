"""Two bots in processes of their own, asked in turn: time from question to answer, and CPU a question."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import psutil

from benchmarks.report import heading, measure, ms, row, within

RUNS = 200
ROOT = Path(__file__).parent.parent

Ask = Callable[[int], Awaitable[object]]
"""Asks for the page of that number and waits for the answer."""


@dataclass(frozen=True, slots=True)
class Goals:
    """Most times the time and the CPU of the bare bot: for pages asked for the first time, and again."""

    first: float
    again: float


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


async def compare(
    title: str, goals: Goals, ours: tuple[Ask, psutil.Process], bare: tuple[Ask, psutil.Process]
) -> None:
    """Ask both in turn and print the ratios, of pages nobody has asked for yet and of one that was drawn."""
    heading(f"{title}: a whole /previous over the wire, a page of five launches")
    row("", ["Launchlog", "bare library", "ratio"])
    pages = count(1)
    await _compare("first time", goals.first, title, lambda: next(pages), ours, bare)
    await _compare("drawn before", goals.again, title, lambda: 1, ours, bare)


async def _compare(
    name: str,
    goal: float,
    title: str,
    page: Callable[[], int],
    ours: tuple[Ask, psutil.Process],
    bare: tuple[Ask, psutil.Process],
) -> None:
    asks = [partial(_ask, ask, page) for ask, _process in (ours, bare)]
    await measure(20, *asks, warmup=0)
    before = [_cpu(process) for _ask, process in (ours, bare)]
    times = await measure(RUNS, *asks, warmup=0)
    spent = [(_cpu(p) - b) / RUNS for (_ask, p), b in zip((ours, bare), before, strict=True)]
    for what, (mine, theirs) in (("time, p50", (times[0].p50, times[1].p50)), ("CPU a question", spent)):
        ratio = mine / theirs
        verdict = within(ratio, goal, f"{title}, {name}: {what}")
        row(f"{name}: {what}", [ms(mine), ms(theirs), f"{ratio:.2f}x"], verdict)


async def _ask(ask: Ask, page: Callable[[], int]) -> None:
    await ask(page())


def _cpu(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)
