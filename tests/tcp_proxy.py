"""A stretch of network between a program and a server, which may be long, or swallow what is sent over it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class Stretch:
    """Carries bytes to `port` of this machine, each way `seconds` later; `is_silent`, it carries nothing.

    A connection through it that is silent stays open, as one does whose other end is cut off.
    """

    def __init__(self, port: int, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.is_silent = False
        self._to = port
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        there, back = await asyncio.open_connection("127.0.0.1", self._to)
        try:
            await asyncio.gather(self._pass_on(reader, back), self._pass_on(there, writer))
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            for end in (writer, back):
                end.close()
                with suppress(ConnectionError):
                    await end.wait_closed()

    async def cut(self) -> None:
        """End all connections."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while data := await reader.read(65_536):
            if self.is_silent:
                continue
            if self.seconds:
                loop.call_later(self.seconds, writer.write, data)
            else:
                writer.write(data)
        if self.seconds:
            await asyncio.sleep(self.seconds)
        writer.close()


@asynccontextmanager
async def stretch(port: int, seconds: float = 0.0) -> AsyncIterator[Stretch]:
    """Open such a stretch to a port of this machine; its own is `port`."""
    made = Stretch(port, seconds)
    server = await asyncio.start_server(made.carry, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await made.cut()
