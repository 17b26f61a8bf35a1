"""Ways for the stand-in to fail, one call at a time, on the word of a test."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from aiohttp import web

FaultKind = Literal[
    "status", "hang", "html", "half_page", "cut_off", "wrong_types", "reset", "empty", "short"
]

SHORT: Final = 5
"""Launches on a page that is cut short."""

_JSON_TYPE: Final = "application/json"
_HTML: Final = "<!DOCTYPE html>\n<html><head><title>Maintenance</title></head><body>Back soon.</body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """One failure. `status` goes with kinds "status" and "html"; `until` ends a "hang".

    `met` is set once a call has run into it.
    """

    kind: FaultKind
    status: int = 500
    until: asyncio.Event | None = None
    met: asyncio.Event = field(default_factory=asyncio.Event)


class Faults:
    """The failures that the next calls will meet, in order. A call that fails counts against the throttle."""

    def __init__(self) -> None:
        self._due: deque[Fault] = deque()

    def add(
        self, kind: FaultKind, *, times: int = 1, status: int = 500, until: asyncio.Event | None = None
    ) -> Fault:
        """Let the next calls fail, and give back how.

        - "status": this status with a plain text body
        - "hang": nothing is answered until the event is set; then the call is served
        - "html": a page for browsers, with this status
        - "half_page": a whole answer whose JSON ends in the middle
        - "cut_off": the connection ends in the middle of the body
        - "wrong_types": the first record of the page holds values of the wrong types
        - "reset": the connection ends without an answer
        - "empty": a page that says that there are no launches at all
        - "short": a page that ends after its first launches as if there were no more
        """
        fault = Fault(kind, status, until)
        self._due.extend([fault] * times)
        return fault

    def clear(self) -> None:
        """Forget the failures that have not happened yet."""
        self._due.clear()

    def next(self) -> Fault | None:
        """Take the failure that the present call has to meet."""
        if not self._due:
            return None
        fault = self._due.popleft()
        fault.met.set()
        return fault


async def spoil(fault: Fault, request: web.Request, response: web.Response) -> web.StreamResponse:
    """Turn the proper response of a call into what the fault makes of it."""
    if fault.kind == "hang":
        if fault.until is not None:
            await fault.until.wait()
        return response
    if fault.kind == "status":
        return web.Response(status=fault.status, text="Server Error")
    if fault.kind == "html":
        return web.Response(status=fault.status, text=_HTML, content_type="text/html")
    if fault.kind == "half_page":
        return web.Response(body=_half(response), content_type=_JSON_TYPE)
    if fault.kind == "wrong_types":
        return web.json_response(_with_wrong_types(json.loads(_body(response))))
    if fault.kind in {"empty", "short"}:
        return web.json_response(_first(json.loads(_body(response)), 0 if fault.kind == "empty" else SHORT))
    return await _broken_connection(fault, request, response)


async def _broken_connection(
    fault: Fault, request: web.Request, response: web.Response
) -> web.StreamResponse:
    broken = web.StreamResponse(headers={"Content-Type": _JSON_TYPE})
    if fault.kind == "cut_off":
        broken.content_length = len(_body(response))
        await broken.prepare(request)
        await broken.write(_half(response))
    if request.transport is not None:
        request.transport.close()
    return broken


def _body(response: web.Response) -> bytes:
    return response.body if isinstance(response.body, bytes) else b""


def _half(response: web.Response) -> bytes:
    return _body(response)[: len(_body(response)) // 2]


def _with_wrong_types(body: Any) -> Any:
    """The same answer, its first record (or itself, if it is one) unusable in several ways."""
    if isinstance(body, dict) and body.get("results"):
        return {**body, "results": [_wrong(body["results"][0]), *body["results"][1:]]}
    return _wrong(body)


def _first(body: dict[str, Any], number: int) -> dict[str, Any]:
    """The same page as if the list ended after so many of its launches; one launch alone stays as it is."""
    if "results" not in body:
        return body
    return {**body, "results": body["results"][:number], "count": number, "next": None}


def _wrong(record: dict[str, Any]) -> dict[str, Any]:
    return {**record, "name": None, "net": 17, "status": "gone", "mission": [], "pad": True}
