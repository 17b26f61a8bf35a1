"""The page's stream of server-sent events: first everything as it stands, then what changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final, Protocol

from aiohttp import web

RETRY: Final = b"retry: 1000\n\n"
"""How long, in milliseconds, the browser waits before it connects again."""


class Source(Protocol):
    """A part of the page that changes."""

    def snapshot(self) -> dict[str, Any]:
        """Everything as it stands."""

    def changes(self) -> AsyncIterator[dict[str, Any]]:
        """What happens from now on; ends with whatever it tells of."""


class Events:
    """Serves `/events` from its named sources; a client that reconnects gets the whole state again."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Send until the page goes away or all sources have ended."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        pumps = [
            asyncio.create_task(_pump(name, source.changes(), queue))
            for name, source in self._sources.items()
        ]
        try:
            # All pumps listen before the snapshot is taken: what happens in between comes twice, never not.
            await asyncio.sleep(0)
            await response.write(RETRY + _frame(self._snapshot()))
            await self._send(response, queue, len(pumps))
        except ConnectionError:
            pass
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
        return response

    def _snapshot(self) -> dict[str, Any]:
        return {
            "kind": "snapshot",
            **{name: source.snapshot() for name, source in self._sources.items()},
        }

    async def _send(
        self, response: web.StreamResponse, queue: asyncio.Queue[dict[str, Any] | None], open_: int
    ) -> None:
        while open_:
            change = await queue.get()
            if change is None:
                open_ -= 1
            else:
                await response.write(_frame(change))


async def _pump(
    source: str, changes: AsyncIterator[dict[str, Any]], queue: asyncio.Queue[dict[str, Any] | None]
) -> None:
    async for change in changes:
        queue.put_nowait({"source": source, **change})
    queue.put_nowait(None)


def _frame(data: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"
