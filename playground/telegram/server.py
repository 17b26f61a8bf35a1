"""The Telegram Bot API server of the playground.

Where Telegram would let a mistake pass in silence, this server refuses it: unknown parameters at any
depth, buttons with two actions, more than eight buttons a row. Such refusals say "stricter than
Telegram" in the exchange's note. Everything else follows https://core.telegram.org/bots/api.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Self

from aiohttp import web

from ..listening import listen
from ..wire import Observer
from .desk import Desk
from .faults import Faults
from .limits import FloodGate, Limits
from .people import User
from .said import PATIENCE
from .visitors import Visitors
from .world import World

LARGEST_REQUEST = 50 * 1024 * 1024
"""Bytes of a request; https://core.telegram.org/bots/api#sending-files allows files of 50 MB."""

SHUTDOWN_SECONDS = 1.0
"""How long requests under way may take to end when the server stops."""


def utcnow() -> datetime:
    """Give the present moment, aware."""
    return datetime.now(UTC)


class TelegramServer(Visitors):
    """Serves one bot on loopback. Use as an async context manager, or `start()` and `stop()`.

    `clock` gives aware UTC, `monotonic` the seconds that `limits` count in; `observer` sees every
    exchange. `token` is the only one accepted; its digits are the bot's user id. `inline_mode` is what
    @BotFather switches on.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = utcnow,
        observer: Observer | None = None,
        token: str = "110201543:playground-token",  # noqa: S107 - valid on this server only
        limits: Limits | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        name: str = "Playground bot",
        username: str = "playground_bot",
        inline_mode: bool = True,
    ) -> None:
        bot = User(int(token.partition(":")[0]), name, username, is_bot=True)
        gate = FloodGate(limits or Limits.generous(), monotonic)
        super().__init__(World(clock, bot, gate, inline_mode=inline_mode))
        self.token = token
        self._desk = Desk(self.world, token, observer)
        self._runner: web.AppRunner | None = None
        self._address = ""

    @property
    def faults(self) -> Faults:
        """Misbehaviour ordered for the calls to come."""
        return self._desk.faults

    @property
    def is_polled(self) -> bool:
        """Whether the bot is polling for updates."""
        return self._desk.is_polled

    @property
    def base_url(self) -> str:
        """What python-telegram-bot's `base_url` takes."""
        return f"{self._address}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot's `base_file_url` takes."""
        return f"{self._address}/file/bot"

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes a free one. Raises OSError when the port is taken."""
        app = web.Application(client_max_size=LARGEST_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._desk.serve)
        app.router.add_get("/file/bot{token}/{path:.+}", self._desk.download)
        # Cancellation tells a bot that hung up in mid-poll from one that is still listening.
        runner = web.AppRunner(
            app, handler_cancellation=True, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS
        )
        self._address = f"http://{await listen(runner, host, port)}"
        self._runner = runner

    async def stop(self) -> None:
        """Stop listening, end what is under way, and all subscriptions."""
        self.world.updates.release_poll()
        self._desk.show_polling(active=False)
        self.world.feed.close()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def wait_for_poll(self, seconds: float = PATIENCE) -> None:
        """Wait until the bot polls for updates; raises TimeoutError."""
        await self.world.feed.until(lambda: True if self.is_polled else None, seconds)
