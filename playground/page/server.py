"""The page's own server: its files, its stream of events, and what a person does on it."""

from __future__ import annotations

import errno
from datetime import date
from importlib import resources
from typing import Final

from aiohttp import web

from playground.launch_library.server import pictures_route
from playground.listening import listen
from playground.page.controls import Controls
from playground.page.discord_desk import DiscordDesk
from playground.page.events import Events
from playground.page.guard import add_headers, guard
from playground.page.telegram_desk import TelegramDesk
from playground.page.wire_log import WireLog

HOST: Final = "127.0.0.1"
LARGEST_REQUEST: Final = 64 * 1024
"""Bytes of a request: text of a person."""

_TYPES: Final = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class PortTakenError(Exception):
    """Another program listens on the port that the page was to have."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(f"port {port} is taken")


class PageServer:
    """Serves the page on loopback, to itself only (see `guard`).

    `until` is the day to which the launches go that have really flown, None where they are a mere sample.
    """

    def __init__(
        self,
        discord: DiscordDesk,
        telegram: TelegramDesk,
        wire: WireLog,
        controls: Controls,
        until: date | None = None,
    ) -> None:
        self._until = until
        self._app = web.Application(middlewares=[guard], client_max_size=LARGEST_REQUEST)
        self._app.on_response_prepare.append(add_headers)
        for part in (discord, telegram, wire, controls):
            self._app.add_routes(part.routes())
        self._app.add_routes([pictures_route()])
        events = Events({"discord": discord, "telegram": telegram, "wire": wire})
        self._app.router.add_get("/events", events.serve)
        self._app.router.add_get("/", self._index)
        self._app.router.add_get("/static/{name}", _static)
        self._runner: web.AppRunner | None = None
        self.address = ""

    async def start(self, port: int) -> None:
        """Listen; port 0 takes a free one. Raises `PortTakenError`."""
        runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=0.2)
        try:
            origin = await listen(runner, HOST, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(port) from None
            raise
        self._runner = runner
        self.address = f"http://{origin}"

    async def _index(self, _request: web.Request) -> web.Response:
        page = _file("index.html")
        assert isinstance(page.body, bytes)
        page.body = page.body.replace(b"{launches}", _about(self._until).encode())
        return page

    async def stop(self) -> None:
        """Stop listening; stopping twice does nothing."""
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()


_REHEARSALS = "Results that you let happen are made up, and called rehearsals."


def _about(until: date | None) -> str:
    """Tell in one line what the launches are."""
    if until is None:
        return f"The launches are a sample of real ones. {_REHEARSALS}"
    return f"The history is real, up to {until.day} {until:%B %Y}. {_REHEARSALS}"


async def _static(request: web.Request) -> web.Response:
    return _file(request.match_info["name"])


def _file(name: str) -> web.Response:
    """A file of the page; the folder is flat, so a name with a slash finds nothing."""
    path = resources.files(__package__).joinpath("static", name)
    kind = _TYPES.get(name.rpartition(".")[2])
    if kind is None or "/" in name or not path.is_file():
        return web.Response(status=404, text="No such file.")
    return web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8")
