"""What follows a stand-in's changes as they come, for a page or a test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, Generic, Protocol, Self, TypeVar


class _Change(Protocol):
    @property
    def kind(self) -> str: ...


C = TypeVar("C", bound=_Change)


class Subscription(Generic[C]):
    """Changes from now on, in order: `async for change in subscription`, or `await subscription.next()`.

    Ends with the server, or by `close()`; leaving a `with` block closes it. `leave` has the feed forget it.
    """

    def __init__(self, leave: Callable[[Any], None]) -> None:
        self._leave = leave
        self._queue: asyncio.Queue[C | None] = asyncio.Queue()

    def put(self, change: C | None) -> None:
        """Take a change, or None for the end."""
        self._queue.put_nowait(change)

    async def next(self, kind: str | None = None) -> C:
        """Wait for the next change, or the next of a kind; StopAsyncIteration after the end."""
        while (change := await self._queue.get()) is not None:
            if kind in (None, change.kind):
                return change
        self.put(None)
        raise StopAsyncIteration

    def close(self) -> None:
        """Receive nothing more; closing twice does nothing."""
        self._leave(self)
        self.put(None)

    def __aiter__(self) -> AsyncIterator[C]:
        return self

    async def __anext__(self) -> C:
        return await self.next()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
