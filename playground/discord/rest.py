"""The REST side: authorisation, faults, rate limits, routes, and replies in Discord's manner."""

from __future__ import annotations

import socket
import struct
from typing import Any

import msgspec
from aiohttp import BodyPartReader, web

from .calls import Call, Reply, Route, Routes
from .errors import ApiError, not_json, unauthorized
from .faults import (
    Action,
    EdgePage,
    Faults,
    HoldAnswer,
    Refuse,
    ResetAfter,
    ResetBefore,
    Status,
    TooManyRequests,
)
from .limits import RateLimiter
from .routes import ALL
from .uploads import Upload
from .watch import Watch
from .world import World

PREFIX = "/api/v10"
MAX_BODY = 30 * 1024 * 1024
RESET_ON_CLOSE = struct.pack("ii", 1, 0)

Answer = tuple[Reply, dict[str, str], str]
"""A reply, its extra headers, and why it is a refusal (or an empty text)."""


class Rest:
    """Answers everything below /api/v10."""

    def __init__(self, world: World, limiter: RateLimiter, faults: Faults, watch: Watch) -> None:
        self._world = world
        self._limiter = limiter
        self._faults = faults
        self._watch = watch
        self._routes = Routes(ALL)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = request.path.removeprefix(PREFIX)
        body, uploads, broken = await _read(request)
        fault = self._faults.take(request.method, path)
        if isinstance(fault, ResetBefore):
            return _reset(request)
        answer = _instead(fault) or self._answer(request, path, body, uploads, broken=broken)
        reply, headers, note = answer
        self._tell(request, path, body, reply, note)
        if isinstance(fault, ResetAfter):
            return _reset(request)
        if isinstance(fault, HoldAnswer):
            await fault.until.wait()
        return _edge_page(fault.status) if isinstance(fault, EdgePage) else _response(reply, headers)

    def _answer(
        self, request: web.Request, path: str, body: Any, uploads: tuple[Upload, ...], *, broken: bool
    ) -> Answer:
        headers: dict[str, str] = {}
        try:
            route, params = self._routes.find(request.method, path)
            self._authorize(request, route)
            major = params.get(route.major, "")
            verdict = self._limiter.take(route.bucket, major, counts_globally=not route.open)
            if verdict.retry_after is not None:
                return _too_many(verdict.retry_after, verdict.headers, everywhere=verdict.is_global)
            headers = verdict.headers
            if broken:
                raise not_json()
            call = Call(params, dict(request.query), body, uploads)
            return route.handle(self._world, call), headers, ""
        except ApiError as error:
            return Reply(error.status, error.body()), headers, error.reason()

    def _authorize(self, request: web.Request, route: Route) -> None:
        if not route.open and request.headers.get("Authorization") != f"Bot {self._world.token}":
            raise unauthorized()

    def _tell(self, request: web.Request, path: str, body: Any, reply: Reply, note: str) -> None:
        shown = f"{path}?{request.query_string}" if request.query_string else path
        parts = path.split("/")
        secret = parts[3] if len(parts) > 3 and parts[1] in ("interactions", "webhooks") else None
        self._watch.rest(request.method, shown, secret, body, reply.status, reply.body, note)


async def _read(request: web.Request) -> tuple[Any, tuple[Upload, ...], bool]:
    """Read a JSON or multipart body; the last value tells that it is broken."""
    try:
        if request.content_type == "multipart/form-data":
            body, uploads = await _read_multipart(request)
            return body, uploads, False
        raw = await request.read()
        return (msgspec.json.decode(raw) if raw else None), (), False
    except (msgspec.DecodeError, ValueError):
        return None, (), True


async def _read_multipart(request: web.Request) -> tuple[Any, tuple[Upload, ...]]:
    body: Any = None
    uploads: list[Upload] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        name = part.name or ""
        content = bytes(await part.read())
        if name == "payload_json":
            body = msgspec.json.decode(content)
        elif name.startswith("files[") and name[6:-1].isdecimal():
            uploads.append(Upload(int(name[6:-1]), part.filename or "file", content))
    return body, tuple(uploads)


def _instead(fault: Action | None) -> Answer | None:
    """Give the reply of a fault that keeps the request from being carried out."""
    match fault:
        case Status(status):
            return Reply(status, {"message": f"{status}: fault", "code": 0}), {}, "fault"
        case Refuse(status, code, message):
            return Reply(status, {"message": message, "code": code}), {}, "fault"
        case EdgePage(status):
            return Reply(status), {}, "fault"
        case TooManyRequests(retry_after, everywhere):
            return _too_many(retry_after, {}, everywhere=everywhere)
        case _:
            return None


def _edge_page(status: int) -> web.Response:
    text = f"<html><body>error {status}</body></html>"
    return web.Response(status=status, text=text, content_type="text/html")


def _too_many(retry_after: float | None, headers: dict[str, str], *, everywhere: bool) -> Answer:
    body: dict[str, Any] = {"message": "You are being rate limited.", "global": everywhere, "code": 0}
    told = dict(headers)
    if retry_after is not None:
        body["retry_after"] = retry_after
        told["Retry-After"] = str(max(1, round(retry_after)))
    if everywhere:
        told["X-RateLimit-Global"] = "true"
    return Reply(429, body), told, "rate limit"


def _response(reply: Reply, headers: dict[str, str]) -> web.Response:
    """Make the HTTP answer, with a bare content type and the Via header that real 429s carry."""
    headers = {**headers, "Via": "1.1 playground"}
    if reply.status == 204:
        return web.Response(status=204, headers=headers)
    headers["Content-Type"] = "application/json"
    return web.Response(status=reply.status, body=msgspec.json.encode(reply.body), headers=headers)


def _reset(request: web.Request) -> web.Response:
    """Reset the TCP connection instead of answering."""
    transport = request.transport
    if transport is not None:
        raw: socket.socket | None = transport.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        transport.abort()
    return web.Response()
