"""What changes on the server, for a page or a test to follow."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from ..subscription import Subscription
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


class Feed:
    """Hands every change to every subscription."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription[Change]] = []

    def subscribe(self) -> Subscription[Change]:
        """Start following."""
        subscription = Subscription[Change](self._forget)
        self._subscriptions.append(subscription)
        return subscription

    def publish(self, change: Change) -> None:
        """Hand a change out."""
        for subscription in self._subscriptions:
            subscription.put(change)

    def end(self) -> None:
        """End all subscriptions."""
        for subscription in list(self._subscriptions):
            subscription.close()

    def _forget(self, subscription: Subscription[Change]) -> None:
        with suppress(ValueError):
            self._subscriptions.remove(subscription)
