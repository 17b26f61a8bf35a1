"""What systemd is told of a service with Type=notify: that it is ready, that it lives, and that it stops.

The protocol: https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

log = logging.getLogger("launchlog.app")

LOOK = 1.0
"""Seconds between two looks whether the bot is ready."""


@dataclass(frozen=True, slots=True)
class ServiceManager:
    """Who has started us; `address` is the socket to tell, and None where nobody wants to be told.

    `watchdog` is how many seconds may pass between two signs of life, None without a watchdog.
    """

    address: str | None
    watchdog: float | None = None

    def tell(self, text: str) -> None:
        """Tell it something; that it cannot be told is logged and no more."""
        if self.address is None:
            return
        # A name that begins with "@" has no file.
        address = "\0" + self.address[1:] if self.address.startswith("@") else self.address
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as told:
                told.setblocking(False)
                told.sendto(text.encode(), address)
        except OSError as error:
            log.warning("service_manager_not_told text=%s reason=%s", text, error)

    @asynccontextmanager
    async def kept_informed(
        self,
        is_ready: Callable[[], Awaitable[bool]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> AsyncIterator[None]:
        """Tell within the block that we live and, once we are, that we are ready; at its end that we stop.

        The signs of life come from the event loop: one that hangs gives none, and systemd starts us anew.
        """
        if self.address is None:
            yield
            return
        tasks = [asyncio.create_task(self._when_ready(is_ready, sleep))]
        if self.watchdog is not None:
            tasks.append(asyncio.create_task(self._signs_of_life(self.watchdog / 2, sleep)))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.tell("STOPPING=1")

    async def _when_ready(
        self, is_ready: Callable[[], Awaitable[bool]], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        while not await is_ready():
            await sleep(LOOK)
        self.tell("READY=1")

    async def _signs_of_life(self, interval: float, sleep: Callable[[float], Awaitable[None]]) -> None:
        while True:
            self.tell("WATCHDOG=1")
            await sleep(interval)
