"""Keeps other web sites away from the page's server.

A site may make a browser send requests to loopback, and by changing its own DNS entry to 127.0.0.1 even
read the answers. So the Host has to be our own, and whatever changes something has to say by its Origin
that it comes from our page.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

_READING: Final = frozenset({"GET", "HEAD"})

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request of our own page through; answer 421 to a foreign Host, 403 to a foreign Origin."""
    if not _is_ours(request.host, request):
        return web.Response(status=421, text="This address is served under 127.0.0.1 only.")
    origin = request.headers.get("Origin")
    foreign = origin is not None and not _is_ours(origin.removeprefix("http://"), request)
    if foreign or (origin is None and request.method not in _READING):
        return web.Response(status=403, text="Only the page itself may do this.")
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return web.Response(status=403, text="Only the page itself may read this.")
    return await handler(request)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers that confine the page on an answer; a signal of `on_response_prepare`."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _is_ours(host: str, request: web.Request) -> bool:
    assert request.transport is not None
    port = request.transport.get_extra_info("sockname")[1]
    return host in (f"127.0.0.1:{port}", f"localhost:{port}")
