"""The Discord stand-in as a whole: a server on loopback, and the people in front of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Self

from aiohttp import web

from ..listening import listen
from ..subscription import Subscription
from ..wire import Observer
from .faults import Faults
from .feed import Change
from .gateway import Gateway
from .limits import Limits, RateLimiter
from .people import People
from .rest import MAX_BODY, PREFIX, Rest
from .watch import Watch
from .world import Clock, World


def _utcnow() -> datetime:
    return datetime.now(UTC)


class DiscordServer(People):
    """A local Discord, used as `async with DiscordServer() as server` or with `start` and `stop`.

    People act through the methods of `People`; `world` holds places and people, `gateway` can be told to
    drop connections, `faults` takes faults for REST requests. `clock` gives aware UTC, `token` is the only
    bot token that is let in, `limits` the rate limits.
    """

    def __init__(
        self,
        *,
        clock: Clock = _utcnow,
        observer: Observer | None = None,
        token: str = "playground-token",  # noqa: S107 - it opens nothing but this server
        limits: Limits | None = None,
    ) -> None:
        watch = Watch(observer, clock)
        self.world = World(clock, token)
        self.gateway = Gateway(self.world, watch)
        self.faults = Faults()
        self.token = token
        super().__init__(self.world, self.gateway)
        self._rest = Rest(self.world, RateLimiter(limits or Limits(), time.time), self.faults, watch)
        self._runner: web.AppRunner | None = None
        self._origin = ""

    @property
    def api_url(self) -> str:
        """Give the base address of REST, for the client's route base."""
        return f"http://{self._origin}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Give the gateway's address."""
        return self.world.gateway_url

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen; port 0 takes any free one. OSError if the port is taken."""
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/attachments/{path:.+}", self._attachment)
        app.router.add_route("*", "/{path:.*}", self._rest.handle)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        self._origin = await listen(runner, host, port)
        self._runner = runner
        self.world.gateway_url = f"ws://{self._origin}/gateway"
        self.world.attachments.base = f"http://{self._origin}"

    async def stop(self) -> None:
        """Close all connections and stop listening; stopping twice does nothing."""
        runner, self._runner = self._runner, None
        if runner is None:
            return
        await self.gateway.stop()
        self.world.feed.end()
        await runner.cleanup()

    def subscribe(self) -> Subscription[Change]:
        """Follow what changes, from now on."""
        return self.world.feed.subscribe()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _attachment(self, request: web.Request) -> web.Response:
        content = self.world.attachments.content(request.match_info["path"])
        if content is None:
            return web.Response(status=404)
        return web.Response(body=content, content_type="application/octet-stream")
