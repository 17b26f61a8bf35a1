"""Sweeping: how long somebody's write waits while a million deliveries expire, and while they are deleted.

`python -m benchmarks.sweeping [DELIVERIES]` runs it alone.
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.report import heading, missed, row, within
from storage.clock import system_clock
from storage.state.state import State

DELIVERIES = 1_000_000

WAIT_MS = 500.0
"""Longest that a person's write waits for a sweep."""


async def run(folder: Path, deliveries: int = DELIVERIES) -> None:
    """Print the figures."""
    path = folder / "sweeping.db"
    later = system_clock() + timedelta(days=100)
    async with await State.open(f"sqlite+aiosqlite:///{path}", lambda: later) as state:
        await asyncio.to_thread(_owe, path, deliveries, later)
        heading(f"A person's writes while {deliveries:,} deliveries are swept")
        row("", ["sweep", "longest wait", "writes"])
        await _measure("expiring", state, state.outbox.expire())
        await _measure("deleting", state, state.outbox.prune(later))


async def _measure(name: str, state: State, sweep: Awaitable[int]) -> None:
    begun = time.perf_counter()
    sweeping = asyncio.ensure_future(sweep)
    await asyncio.sleep(0)
    longest, writes = 0.0, 0
    while not sweeping.done():
        asked = time.perf_counter()
        await state.chats.set_zone("discord", writes % 100, "Europe/Berlin")
        longest, writes = max(longest, (time.perf_counter() - asked) * 1000), writes + 1
        await asyncio.wait({sweeping}, timeout=0.05)
    await sweeping
    cells = [f"{time.perf_counter() - begun:.1f} s", f"{longest:.0f} ms", f"{writes:,}"]
    row(name, cells, within(longest, WAIT_MS, f"wait while {name}"))


def _owe(path: Path, number: int, now: datetime) -> None:
    """Owe one event, long ago, to so many places."""
    long_ago = int((now - timedelta(days=99)).timestamp() * 1_000_000)
    connection = sqlite3.connect(path)
    with connection:
        connection.executemany(
            "INSERT INTO places VALUES (?, 'discord', ?, 0, 1)", ((i, i) for i in range(1, number + 1))
        )
        connection.execute(
            "INSERT INTO events VALUES (1, 'result', 'k', 'l', 1, '{}', ?, ?)", (long_ago, long_ago)
        )
        connection.execute(
            "INSERT INTO deliveries (event_id, place_id, platform, state, due_at, epoch, attempts, role_ids,"
            " spoiler, publish, message_id, shown, reason)"
            " SELECT 1, id, 'discord', 'pending', ?, '', 0, '', 0, 0, 0, 0, '' FROM places",
            (long_ago,),
        )
    connection.close()


async def main(deliveries: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        await run(Path(name), deliveries)
    print(f"\nMissed: {', '.join(missed()) or 'nothing'}.")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else DELIVERIES))
