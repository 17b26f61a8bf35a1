"""Keeps going what is to run for ever: whatever ends by itself is told, and starts again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from storage.errors import LaunchlogError, StoreError

log = logging.getLogger("launchlog.app")

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0
"""Seconds before a new start; each pause is twice the one before."""

STEADY = 600.0
"""Seconds after whose run the pauses begin anew."""


class TroubleStore(Protocol):
    """Where troubles are noted for other processes. Everything raises StoreError."""

    async def note(self, name: str, reason: str) -> None:
        """Note that a part does not run."""

    async def clear(self, name: str = "") -> None:
        """Note that a part runs, or every one without a name."""


@dataclass(slots=True)
class Supervisor:
    """Runs parts of the bot; `troubles` lists those that are down, and why."""

    store: TroubleStore
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic
    troubles: dict[str, str] = field(default_factory=dict)

    async def run(self, name: str, part: Callable[[], Awaitable[object]]) -> None:
        """Run a part until cancelled, again after every end; what runs calls `is_up` when it does."""
        pause = FIRST_PAUSE
        while True:
            started = self.monotonic()
            reason = await _end_of(name, part)
            if self.monotonic() - started > STEADY:
                pause = FIRST_PAUSE
            log.error("part_ended name=%s restart_in_seconds=%.0f reason=%s", name, pause, reason)
            await self.is_down(name, reason)
            await self.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def forget(self) -> None:
        """Forget what an earlier process has noted."""
        try:
            await self.store.clear()
        except StoreError as error:
            log.warning("troubles_not_cleared reason=%s", error)

    async def is_up(self, name: str) -> None:
        """Record that a part is running."""
        was_down = self.troubles.pop(name, None) is not None
        if was_down:
            log.info("part_runs_again name=%s", name)
        try:
            await self.store.clear(name)
        except StoreError as error:
            log.warning("trouble_not_cleared name=%s reason=%s", name, error)

    async def is_down(self, name: str, reason: str) -> None:
        """Note that a part does not run."""
        self.troubles[name] = reason
        try:
            await self.store.note(name, reason)
        except StoreError as error:
            log.warning("trouble_not_noted name=%s reason=%s", name, error)


async def _end_of(name: str, part: Callable[[], Awaitable[object]]) -> str:
    """Run a part to its end; return why it ended. Raises nothing but cancellation."""
    try:
        await part()
    except LaunchlogError as error:
        return str(error)
    except Exception as error:
        log.exception("part_crashed name=%s", name)
        return f"an error of ours, {type(error).__name__}; see the log"
    return "it has ended by itself"
