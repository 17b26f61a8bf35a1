"""`/stats` against raw sqlite3 running the same statements, and charts: the first, and once more."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from benchmarks.contenders import dispatcher_over
from benchmarks.report import heading, ms, row, within
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue
from storage.clock import system_clock
from storage.state.state import State

RATIO = 3.0
"""Most times the time and the CPU of raw sqlite3, without the chart."""

FIRST_SECONDS = 0.4
"""Most CPU for a chart that was not drawn before."""

AGAIN_SECONDS = 0.005
"""Most CPU for the same chart once more."""

RUNS = 60

SOMEBODY = Person("telegram", 1)

FIGURES = {
    "all launches by year": "tb-y-0-na",
    "SpaceX by rocket": "tb-r-0-naP3d",
    "since 2015 by provider": "tb-p-0-naGcus",
    "failures by year and outcome": "tb-ys-0-naS4",
}
"""What is asked by a press of a button, whose answer on Telegram has no chart."""

CHARTS = {
    "all launches by year": "ob-ty-0-na",
    "all launches by month": "ob-tm-0-na",
    "all launches by provider": "ob-tp-0-na",
    "a profile": "ob-r0-naP3d",
    "a comparison of four": "ob-bP3d_P3g_P1r_Pl",
}

Ask = Callable[[], Awaitable[object]]


async def run(path: Path, size: int) -> None:
    """Print what figures and charts take over the catalogue in that file."""
    async with (
        Catalogue.open(path) as catalogue,
        await State.open(f"sqlite+aiosqlite:///{path}.summaries", system_clock) as state,
    ):
        heading(f"/stats over {size:,} launches, without the chart: Launchlog, the same in raw sqlite3")
        row("", ["p50", "sqlite3 p50", "ratio", "CPU", "sqlite3 CPU", "ratio"])
        dispatcher = dispatcher_over(catalogue, state)
        with closing(sqlite3.connect(path)) as raw:
            for name, action in FIGURES.items():
                await _figures(name, action, dispatcher, catalogue, raw)
        heading("Charts: CPU of the first, and of the same once more")
        row("", ["first", "once more"])
        for name, action in CHARTS.items():
            await _chart(name, action, catalogue, state)


async def _figures(
    name: str, action: str, dispatcher: Dispatcher, catalogue: Catalogue, raw: sqlite3.Connection
) -> None:
    async def ours() -> None:
        # As if asked for the first time: what was counted a moment ago is not counted again.
        catalogue._remembered.forget()
        await dispatcher.press(action, SOMEBODY)

    await ours()
    statements = await _traced(catalogue, ours)

    async def bare() -> None:
        for statement in statements:
            raw.execute(statement).fetchall()

    walls: list[list[float]] = [[], []]
    cpus: list[list[float]] = [[], []]
    for turn in range(RUNS + 5):
        for contender, wall, cpu in zip((ours, bare), walls, cpus, strict=True):
            times = await _timed(contender)
            if turn >= 5:
                wall.append(times[0])
                cpu.append(times[1])
    (our_wall, raw_wall), (our_cpu, raw_cpu) = map(_middle, walls), map(_middle, cpus)
    wall_ratio, cpu_ratio = our_wall / raw_wall, our_cpu / raw_cpu
    row(
        f"{name} ({len(statements)} statements)",
        [ms(our_wall), ms(raw_wall), f"{wall_ratio:.2f}x", ms(our_cpu), ms(raw_cpu), f"{cpu_ratio:.2f}x"],
        within(max(wall_ratio, cpu_ratio), RATIO, f"/stats {name}"),
    )


async def _traced(catalogue: Catalogue, ask: Ask) -> list[str]:
    """Return the statements that an answer runs on the catalogue, with their values written in."""
    statements: list[str] = []

    def note(statement: str) -> None:
        # The statements of the search index itself are told as comments.
        if not statement.startswith("--"):
            statements.append(statement)

    for connection in catalogue._file.connections:
        await connection.set_trace_callback(note)
    await ask()
    for connection in catalogue._file.connections:
        await connection.set_trace_callback(None)  # type: ignore[arg-type]
    return statements


async def _chart(name: str, action: str, catalogue: Catalogue, state: State) -> None:
    first, again = [], []
    for _ in range(5):
        # A new dispatcher has drawn nothing yet; its names it knows after any other question.
        dispatcher = dispatcher_over(catalogue, state)
        await dispatcher.press(FIGURES["SpaceX by rocket"], SOMEBODY)

        catalogue._remembered.forget()

        async def ask(asked: Dispatcher = dispatcher) -> None:
            await asked.press(action, SOMEBODY)

        first.append((await _timed(ask))[1])
        again += [(await _timed(ask))[1] for _ in range(10)]
    verdicts = (
        within(max(first) * 1000, FIRST_SECONDS * 1000, f"first chart of {name}"),
        within(_middle(again) * 1000, AGAIN_SECONDS * 1000, f"chart of {name} once more"),
    )
    row(name, [ms(max(first)), ms(_middle(again))], f"{verdicts[0]} ms; {verdicts[1]} ms")


async def _timed(ask: Ask) -> tuple[float, float]:
    """Return wall-clock and CPU seconds of all threads."""
    wall, cpu = time.perf_counter(), time.process_time()
    await ask()
    return time.perf_counter() - wall, time.process_time() - cpu


def _middle(seconds: list[float]) -> float:
    return sorted(seconds)[len(seconds) // 2]
