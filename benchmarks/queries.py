"""The query service against bare aiosqlite and raw sqlite3 running the same SELECT."""

from __future__ import annotations

import sqlite3
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiosqlite

from benchmarks.report import Times, heading, measure, ms, row, within
from storage.catalogue import Catalogue
from storage.catalogue.reading.selection import select_page
from storage.clock import system_clock
from storage.query import LaunchQuery

RATIO = 2.0
"""Most times the time of bare aiosqlite, at p50."""

P99_SECONDS = 0.010
"""Slowest answer at ten times the size, at p99."""

RUNS = 300


@dataclass(frozen=True)
class _Floor:
    bare: aiosqlite.Connection
    raw: sqlite3.Connection


async def run(path: Path, records: list[dict[str, Any]], size: int) -> None:
    """Print a row for each kind of query over the catalogue in that file."""
    heading(f"Queries over {size:,} launches: Launchlog, bare aiosqlite, raw sqlite3")
    row("", ["p50", "p99", "aiosqlite p50", "sqlite3 p50", "ratio"])
    async with Catalogue.open(path) as catalogue, aiosqlite.connect(path) as bare:
        raw = sqlite3.connect(path)
        floor = _Floor(bare, raw)
        for name, query in _queries(records).items():
            times = await _compare(catalogue, floor, query)
            _print(name, times, large=size > 10_000)
        raw.close()


def _queries(records: list[dict[str, Any]]) -> dict[str, LaunchQuery]:
    providers = Counter(r["launch_service_provider"]["id"] for r in records).most_common()
    middle = providers[min(3, len(providers) - 1)][0]
    word = Counter(w for r in records for w in r["name"].split() if len(w) > 4).most_common(40)[-1][0]
    return {
        "newest ten": LaunchQuery(),
        "two filters: a provider's failures": LaunchQuery(provider_ids=(middle,), status_ids=(4,)),
        f"search: {word.lower()}": LaunchQuery(search=word.lower()),
        "deep page, by date": LaunchQuery(offset=len(records) - 100),
        "deep page, by name": LaunchQuery(ordering=("-name",), offset=len(records) // 2),
    }


async def _compare(catalogue: Catalogue, floor: _Floor, query: LaunchQuery) -> tuple[Times, ...]:
    selection = select_page(query, system_clock())

    async def ours() -> None:
        await catalogue.find(query)

    async def bare() -> None:
        await floor.bare.execute_fetchall(selection.sql, selection.values)

    async def raw() -> None:
        floor.raw.execute(selection.sql, selection.values).fetchall()

    return await measure(RUNS, ours, bare, raw)


def _print(name: str, times: tuple[Times, ...], large: bool) -> None:
    ours, bare, raw = times
    ratio = ours.p50 / bare.p50
    verdict = within(ratio, RATIO, name)
    if large:
        verdict += f"; p99 {within(ours.p99 * 1000, P99_SECONDS * 1000, f'{name}, p99')} ms"
    row(name, [ms(ours.p50), ms(ours.p99), ms(bare.p50), ms(raw.p50), f"{ratio:.2f}x"], verdict)
