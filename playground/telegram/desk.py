"""The way of one request: token, parameters, ordered faults, the method, the answer."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import web

from ..wire import Exchange, Observer
from .errors import ApiError, not_found, unauthorized
from .faults import Broken, Faults, Refuse, Reset, Slow
from .methods.table import METHODS, Method
from .parameters import Upload, convert, decoded, read_parameters, with_attachments
from .requests import GetUpdates
from .world import World

TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,80}")


@dataclass(slots=True)
class _Call:
    """A request on its way through: what was asked, what is answered, and why it was refused."""

    http: web.Request
    path: str
    parameters: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    status: int = 200
    reply: Any = None
    note: str = ""

    def refuse(self, error: ApiError) -> None:
        """Answer with an error."""
        self.status, self.reply, self.note = error.status, error.body(), error.note


class Desk:
    """Answers requests out of a world. `is_polled` says whether a long poll is under way."""

    def __init__(self, world: World, token: str, observer: Observer | None) -> None:
        self.world = world
        self.token = token
        self.observer = observer
        self.faults = Faults()
        self.is_polled = False

    async def serve(self, http: web.Request) -> web.StreamResponse:
        """Carry out a method of the API."""
        call = _Call(http, f"/botTOKEN/{http.match_info['method']}")
        try:
            method = self._method(http)
            await _read(call, method)
            return await self._carry_out(call, method)
        except ApiError as error:
            call.refuse(error)
        return self._respond(call)

    async def download(self, http: web.Request) -> web.StreamResponse:
        """Give a file's content; https://core.telegram.org/bots/api#getfile."""
        path = http.match_info["path"]
        call = _Call(http, f"/file/botTOKEN/{path}")
        try:
            self._check_token(http)
            file = self.world.files.at(path)
            if file is None:
                raise not_found()
        except ApiError as error:
            call.refuse(error)
            return self._respond(call)
        self._observe(call)
        return web.Response(body=file.data, content_type="application/octet-stream")

    def show_polling(self, *, active: bool) -> None:
        """Note whether the bot is listening, and tell the page of a change."""
        if active != self.is_polled:
            self.is_polled = active
            self.world.feed.publish("polling", active=active)

    def _method(self, http: web.Request) -> Method:
        self._check_token(http)
        method = METHODS.get(http.match_info["method"].lower())
        if method is None:
            raise not_found("method not found")
        return method

    def _check_token(self, http: web.Request) -> None:
        token = http.match_info["token"]
        if not TOKEN.fullmatch(token):
            raise not_found()
        if token != self.token:
            raise unauthorized()

    async def _carry_out(self, call: _Call, method: Method) -> web.StreamResponse:
        """Do what is asked, unless a fault was ordered for it."""
        fault = self.faults.take(method.name)
        if isinstance(fault, Refuse):
            raise fault.error
        if isinstance(fault, Broken):
            call.status, call.note = fault.status, "ordered fault"
            self._observe(call)
            return web.Response(status=fault.status, text=fault.page, content_type="text/html")
        if not isinstance(fault, Reset) or fault.after:
            await self._execute(call, method)
        if isinstance(fault, Reset):
            return self._break(call)
        response = self._respond(call)
        if isinstance(fault, Slow):
            await fault.release.wait()
        return response

    async def _execute(self, call: _Call, method: Method) -> None:
        try:
            request = convert(call.parameters, method.parameters)
            if isinstance(request, GetUpdates) and request.timeout > 0:
                self.show_polling(active=True)
            result = method.handle(self.world, request, call.uploads)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            call.refuse(error)
        except asyncio.CancelledError:
            # The client hung up in the middle of a long poll.
            self.show_polling(active=False)
            raise
        else:
            call.reply = {"ok": True, "result": result}

    def _break(self, call: _Call) -> web.StreamResponse:
        """Cut the connection; the exchange has status 0, and the reply that was lost."""
        call.status, call.note = 0, "ordered fault: connection reset"
        self._observe(call)
        if call.http.transport is not None:
            call.http.transport.abort()
        return web.Response()

    def _respond(self, call: _Call) -> web.Response:
        self._observe(call)
        return web.json_response(call.reply, status=call.status)

    def _observe(self, call: _Call) -> None:
        if self.observer is None:
            return
        plain = json.dumps([call.parameters, call.reply]).replace(self.token, "TOKEN")
        request, reply = json.loads(plain)
        now = self.world.clock()
        self.observer(
            Exchange("telegram", call.http.method, call.path, request, call.status, reply, now, call.note)
        )


async def _read(call: _Call, method: Method) -> None:
    values, call.uploads = await read_parameters(call.http)
    fields = {parameter.name for parameter in msgspec.structs.fields(method.parameters)}
    call.parameters = decoded(with_attachments(values, call.uploads, fields), method.parameters)
