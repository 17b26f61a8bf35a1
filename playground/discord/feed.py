"""What changes on the server, for a page or a test to follow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, Self

from .messages import Message
from .places import Channel, User

Kind = Literal[
    "message created",
    "message edited",
    "message deleted",
    "thinking",
    "modal opened",
    "commands registered",
    "bot connected",
    "bot disconnected",
    "typing",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened: where, to which message, and the only `user` who sees it if not all do."""

    kind: Kind
    channel: Channel | None = None
    message: Message | None = None
    user: User | None = None


class Subscription:
    """Changes from now on, in order: `async for change in subscription`, or `await subscription.next()`.

    Ends with the server, or by `close()`. Leaving a `with` block closes it.
    """

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._queue: asyncio.Queue[Change | None] = asyncio.Queue()

    def put(self, change: Change | None) -> None:
        """Take a change, or None for the end."""
        self._queue.put_nowait(change)

    async def next(self, kind: Kind | None = None) -> Change:
        """Wait for the next change, or the next of a kind; StopAsyncIteration after the end."""
        while True:
            change = await self._queue.get()
            if change is None:
                self.put(None)
                raise StopAsyncIteration
            if kind in (None, change.kind):
                return change

    def close(self) -> None:
        """Stop receiving."""
        self._feed.forget(self)

    def __aiter__(self) -> AsyncIterator[Change]:
        return self

    async def __anext__(self) -> Change:
        return await self.next()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Feed:
    """Hands every change to every subscription."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []

    def subscribe(self) -> Subscription:
        """Start following."""
        subscription = Subscription(self)
        self._subscriptions.append(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """End one subscription; ending it twice does nothing."""
        with suppress(ValueError):
            self._subscriptions.remove(subscription)
            subscription.put(None)

    def publish(self, change: Change) -> None:
        """Hand a change out."""
        for subscription in self._subscriptions:
            subscription.put(change)

    def end(self) -> None:
        """End all subscriptions."""
        for subscription in list(self._subscriptions):
            self.forget(subscription)
