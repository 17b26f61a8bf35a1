"""One gateway session: numbered events, kept so that a resumed connection gets what it missed.

Source: https://docs.discord.com/developers/events/gateway
"""

from __future__ import annotations

import asyncio
import zlib
from collections import deque
from typing import Any

import msgspec
from aiohttp import web

KEPT_EVENTS = 1_000


class Connection:
    """A websocket that sends frames, compressed as one zlib stream if the client asked for that."""

    def __init__(self, socket: web.WebSocketResponse, compression: str | None) -> None:
        self.socket = socket
        self._later: set[asyncio.Task[None]] = set()
        self._zlib = zlib.compressobj() if compression == "zlib-stream" else None

    async def send(self, frame: dict[str, Any]) -> None:
        """Send a frame; a connection that is going away swallows it."""
        text = msgspec.json.encode(frame)
        try:
            if self._zlib is None:
                await self.socket.send_str(text.decode())
            else:
                await self.socket.send_bytes(self._zlib.compress(text) + self._zlib.flush(zlib.Z_SYNC_FLUSH))
        except ConnectionError:
            return

    def send_later(self, frame: dict[str, Any], seconds: float) -> None:
        """Send a frame after some time, unless the connection is gone by then."""

        async def send() -> None:
            await asyncio.sleep(seconds)
            await self.send(frame)

        task = asyncio.create_task(send())
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    def close(self) -> None:
        """Forget what was to be sent later."""
        for task in self._later:
            task.cancel()


class Session:
    """What survives a dropped connection: `sequence` is the number of the last event."""

    def __init__(self, session_id: str, shard: tuple[int, int]) -> None:
        self.id = session_id
        self.shard = shard
        self.sequence = 0
        self.connection: Connection | None = None
        # Keeps events in order while a resumed connection is being sent what it missed.
        self._order = asyncio.Lock()
        self._events: deque[dict[str, Any]] = deque(maxlen=KEPT_EVENTS)

    def covers(self, guild_id: int | None) -> bool:
        """Tell whether the shard gets a guild's events; direct messages go to shard 0.

        Source: https://docs.discord.com/developers/events/gateway#sharding
        """
        number, count = self.shard
        return number == (0 if guild_id is None else (guild_id >> 22) % count)

    async def dispatch(self, event: str, data: Any) -> None:
        """Number an event, keep it, and send it if somebody is connected."""
        async with self._order:
            self.sequence += 1
            frame = {"op": 0, "s": self.sequence, "t": event, "d": data}
            self._events.append(frame)
            if self.connection is not None:
                await self.connection.send(frame)

    def can_replay_after(self, sequence: int) -> bool:
        """Tell whether every event after this one is still kept."""
        first_kept = self._events[0]["s"] if self._events else self.sequence + 1
        return first_kept - 1 <= sequence <= self.sequence

    async def resume(self, connection: Connection, sequence: int) -> None:
        """Resume on a new connection, replaying events after the given one."""
        async with self._order:
            for frame in self._events:
                if frame["s"] > sequence:
                    await connection.send(frame)
            self.connection = connection
