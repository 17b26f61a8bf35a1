"""The page's stream of server-sent events: first everything as it stands, then what changes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any, Final

from aiohttp import web

from adapters.playground.page.discord_desk import DiscordDesk
from adapters.playground.page.telegram_desk import TelegramDesk

RETRY: Final = b"retry: 1000\n\n"
"""How long, in milliseconds, the browser waits before it connects again."""


class Events:
    """Serves `/events`; a page that connects again gets the whole state once more."""

    def __init__(self, discord: DiscordDesk, telegram: TelegramDesk) -> None:
        self._discord = discord
        self._telegram = telegram

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Send until the page goes away or both servers have stopped."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        pumps = [
            asyncio.create_task(_pump("discord", self._discord.changes(), queue)),
            asyncio.create_task(_pump("telegram", self._telegram.changes(), queue)),
        ]
        try:
            # Both pumps listen before the snapshot is taken: what happens in between comes twice, never not.
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
            "discord": self._discord.snapshot(),
            "telegram": self._telegram.snapshot(),
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
    platform: str, changes: AsyncIterator[dict[str, Any]], queue: asyncio.Queue[dict[str, Any] | None]
) -> None:
    async for change in changes:
        queue.put_nowait({"platform": platform, **change})
    queue.put_nowait(None)


def _frame(data: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(data, ensure_ascii=False).encode() + b"\n\n"
