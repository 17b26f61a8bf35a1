"""A stand-in for https://ll.thespacedevs.com: launches in lists and one by one, and the throttle."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Self
from urllib.parse import urlencode

import msgspec
from aiohttp import web

from playground.launch_library.archive import Archive, UnknownLaunchError, UnusableValueError
from playground.launch_library.catalogue import picture
from playground.launch_library.entries import Entry
from playground.launch_library.faults import Faults, spoil
from playground.launch_library.places import Record
from playground.launch_library.shapes import Version, known_mode, shape
from playground.launch_library.throttle import FREE_CALLS_PER_HOUR, Throttle
from playground.listening import listen
from playground.wire import Exchange, Observer

DEFAULT_PAGE: Final = 10
LARGEST_PAGE: Final = 100
"""https://ll.thespacedevs.com/docs/: `limit` is at most 100."""

_NOT_FOUND: Final = {"detail": "Not found."}
_FOLDERS: Final[tuple[tuple[Version, str], ...]] = (
    ("2.3.0", "/2.3.0/launches"),
    ("2.2.0", "/2.2.0/launch"),
    ("2.0.0", "/2.0.0/launch"),
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Answer = Callable[[web.Request], web.Response]
Select = Callable[[Archive, Mapping[str, str]], Sequence[Record]]


def _utcnow() -> datetime:
    return datetime.now(UTC)


class LaunchLibraryServer:
    """Serves launch records in versions 2.0.0, 2.2.0 and 2.3.0 of the API.

    `launches` are records in 2.3.0 detailed shape (see `records.records`) or entries (see `entries.drafts`).
    `limit_per_hour` is the throttle of each address, None for none; a caller with one of `tokens` is not
    throttled. Every call is reported to `observer`. `archive` changes the records, `faults` makes calls fail.
    """

    def __init__(
        self,
        launches: Iterable[Record | Entry],
        *,
        clock: Callable[[], datetime] = _utcnow,
        observer: Observer | None = None,
        limit_per_hour: int | None = FREE_CALLS_PER_HOUR,
        tokens: Collection[str] = (),
    ) -> None:
        self.archive = Archive(launches, clock)
        self.faults = Faults()
        self.throttle = Throttle(limit_per_hour, clock)
        self._clock = clock
        self._observer = observer
        self._tokens = frozenset(tokens)
        self._runner: web.AppRunner | None = None
        self._address = ""

    @property
    def address(self) -> str:
        """Where the server listens, without a slash at the end; empty until it is started."""
        return self._address

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Listen on this port, or on a free one. Raises `OSError` when the port is taken."""
        app = web.Application()
        app.add_routes(self.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._address = f"http://{await listen(runner, host, port)}"
        self._runner = runner

    async def stop(self) -> None:
        """Stop listening and end the calls in hand."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def routes(self) -> list[web.RouteDef]:
        """What the server answers, for another application that wants to serve it too."""
        routes = [pictures_route()]
        for version, folder in _FOLDERS:
            routes += [
                web.get(f"{folder}/previous/", self._call(self._list(version, Archive.previous))),
                web.get(f"{folder}/upcoming/", self._call(self._list(version, Archive.upcoming))),
                web.get(f"{folder}/{{id}}/", self._call(self._launch(version))),
                web.get(f"/{version}/api-throttle/", self._call(self._throttle(version), free=True)),
            ]
        return routes

    def _list(self, version: Version, select: Select) -> Answer:
        def answer(request: web.Request) -> web.Response:
            try:
                chosen = select(self.archive, request.query)
            except UnusableValueError as error:
                return web.json_response(error.detail, status=400)
            mode = known_mode(request.query.get("mode"))
            limit, offset = _window(request.query)
            page = [shape(record, version, mode) for record in chosen[offset : offset + limit]]
            return _json(_envelope(request, len(chosen), limit, offset, page))

        return answer

    def _launch(self, version: Version) -> Answer:
        def answer(request: web.Request) -> web.Response:
            try:
                record = self.archive.record(request.match_info["id"])
            except UnknownLaunchError:
                return web.json_response(_NOT_FOUND, status=404)
            mode = known_mode(request.query.get("mode", "detailed"))
            return _json(shape(record, version, mode))

        return answer

    def _throttle(self, version: Version) -> Answer:
        def answer(request: web.Request) -> web.Response:
            report: Any = self.throttle.report(_caller(request))
            return web.json_response(report if version == "2.3.0" else [report])

        return answer

    def _call(self, answer: Answer, *, free: bool = False) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            fault = self.faults.next()
            refusal = self._refusal(request, free=free)
            response = refusal or answer(request)
            sent = response if fault is None else await spoil(fault, request, response)
            self._report(request, sent, "" if fault is None else f"fault: {fault.kind}")
            return sent

        return handle

    def _refusal(self, request: web.Request, *, free: bool) -> web.Response | None:
        if not request.headers.get("User-Agent"):
            return web.json_response({"detail": "A User-Agent is required."}, status=403)
        word, _, token = request.headers.get("Authorization", "").partition(" ")
        if word and (word != "Token" or token not in self._tokens):
            return web.json_response({"detail": "Invalid token."}, status=401)
        wait = 0 if free or word else self.throttle.admit(_caller(request))
        if wait == 0:
            return None
        detail = f"Request was throttled. Expected available in {wait} seconds."
        return web.json_response({"detail": detail}, status=429, headers={"Retry-After": str(wait)})

    def _report(self, request: web.Request, response: web.StreamResponse, note: str) -> None:
        if self._observer is None:
            return
        self._observer(
            Exchange(
                platform="launch_library",
                method=request.method,
                path=request.path,
                request=dict(request.query),
                status=response.status,
                reply=_decoded(response),
                at=self._clock(),
                note=note,
            )
        )


def pictures_route() -> web.RouteDef:
    """What serves the drawings, on any server that the records name as their base."""
    return web.get("/pictures/{name}.svg", _picture)


def _caller(request: web.Request) -> str:
    return request.remote or "unknown"


def _window(query: Mapping[str, str]) -> tuple[int, int]:
    """Limit and offset; what cannot be used falls back to the default."""
    limit = _whole(query.get("limit", ""))
    return min(limit, LARGEST_PAGE) if limit else DEFAULT_PAGE, _whole(query.get("offset", "")) or 0


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def _envelope(request: web.Request, count: int, limit: int, offset: int, page: list[Record]) -> Record:
    after, before = offset + limit, max(offset - limit, 0)
    return {
        "count": count,
        "next": _link(request, limit, after) if after < count else None,
        "previous": _link(request, limit, before) if offset else None,
        "results": page,
    }


def _link(request: web.Request, limit: int, offset: int) -> str:
    """A link to another page: parameters sorted by name, the first page without an offset."""
    query = {**request.query, "limit": str(limit), "offset": str(offset)}
    if not offset:
        del query["offset"]
    return f"{request.scheme}://{request.host}{request.path}?{urlencode(sorted(query.items()))}"


def _json(value: Any) -> web.Response:
    """The answer; a page of a hundred launches is a megabyte, and the servers share one loop."""
    return web.Response(body=msgspec.json.encode(value), content_type="application/json", charset="utf-8")


def _decoded(response: web.StreamResponse) -> Any:
    if not isinstance(response, web.Response) or not isinstance(response.body, bytes):
        return None
    try:
        return msgspec.json.decode(response.body)
    except msgspec.DecodeError:
        return response.text


async def _picture(request: web.Request) -> web.Response:
    drawing = picture(request.match_info["name"])
    if drawing is None:
        return web.json_response(_NOT_FOUND, status=404)
    return web.Response(body=drawing, content_type="image/svg+xml")
