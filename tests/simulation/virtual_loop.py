"""An event loop that never waits: when nothing is ready, its time moves to what is due next."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Coroutine
from typing import Any


class Deadlock(BaseException):
    """Everything waits, and nothing will ever happen again."""


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs tasks in the same order each time. Threads do not exist: what is handed to one is called."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._selector = self
        self._clock_resolution = 1e-9

    def time(self) -> float:
        """Return the virtual seconds since the world began."""
        return self._now

    def select(self, timeout: float | None) -> list[Any]:
        """Stand for the wait for sockets, of which there are none."""
        if timeout is None:
            raise Deadlock
        self._now += timeout
        return []

    def run_in_executor(  # type: ignore[override]
        self, _executor: Any, func: Callable[..., Any], *args: Any
    ) -> asyncio.Future[Any]:
        """Call a function that was meant for a thread."""
        done = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - whoever waits gets it
            done.set_exception(error)
        return done

    def _process_events(self, _events: list[Any]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nobody calls from another thread."""


def run(main: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine to its end in a world of its own, and return what it returns."""
    loop = VirtualLoop()
    try:
        asyncio.set_event_loop(loop)
        return contextvars.copy_context().run(loop.run_until_complete, main)
    finally:
        asyncio.set_event_loop(None)
        loop.close()
