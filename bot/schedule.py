"""Keeps time: wakes the sweeps, one run of each at a time, and ends them when the bot stops."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger("launchlog.schedule")

Sweep = Callable[[], Awaitable[object]]
"""Does what is due; what that is stands in the stores, so a late or missed wake-up loses nothing."""


class Schedule:
    """Used as `async with`: the sweeps run inside, and none is left when the block ends."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._running: dict[str, asyncio.Task[None]] = {}

    def every(self, interval: timedelta, name: str, sweep: Sweep) -> None:
        """Run a sweep at once and then in that interval; a run that lasts longer is not joined by another."""
        self._scheduler.add_job(
            self._wake,
            "interval",
            (name, sweep),
            seconds=interval.total_seconds(),
            id=name,
            next_run_time=datetime.now(UTC),
        )

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.shutdown(wait=False)
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    async def _wake(self, name: str, sweep: Sweep) -> None:
        # The scheduler only wakes: on its shutdown it would drop a running job without waiting for it.
        if name not in self._running or self._running[name].done():
            self._running[name] = asyncio.create_task(_run(name, sweep), name=name)


async def _run(name: str, sweep: Sweep) -> None:
    try:
        await sweep()
    except Exception:
        log.exception("sweep_crashed name=%s", name)
