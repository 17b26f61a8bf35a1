"""What changes, for the page that shows the chats and for tests that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from ..subscription import Subscription

if TYPE_CHECKING:
    from .chats import Message

EventKind = Literal[
    "message_created",
    "message_edited",
    "message_deleted",
    "callback_answered",
    "chat_action",
    "commands_changed",
    "profile_changed",
    "polling",
    "chat_changed",
]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Event:
    """One change. `data` is JSON; `chat_id` is None where no chat is concerned.

    The keys of `data` by kind: message_created and message_edited `body`; message_deleted
    `message_id`; callback_answered `user_id`, `text`, `show_alert`, `url`; chat_action `action`,
    `message_thread_id`; commands_changed `scope`, `language_code`, `commands`; profile_changed the
    text that changed; polling `active`; chat_changed `chat`.
    """

    kind: EventKind
    chat_id: int | None
    data: dict[str, Any]
    message: Message | None = None


class Feed:
    """Hands every event to all subscribers, and wakes whoever waits for a condition."""

    def __init__(self) -> None:
        self._subscriptions: list[Subscription[Event]] = []
        self._waiting: set[asyncio.Event] = set()

    def publish(
        self,
        kind: EventKind,
        chat_id: int | None = None,
        *,
        message: Message | None = None,
        **data: Any,
    ) -> None:
        """Tell everybody; never waits."""
        event = Event(kind, chat_id, data, message)
        for subscription in self._subscriptions:
            subscription.put(event)
        self.wake()

    def wake(self) -> None:
        """Let those who wait ask their condition again."""
        for waiting in self._waiting:
            waiting.set()

    def subscribe(self) -> Subscription[Event]:
        """Collect events from now on."""
        subscription = Subscription[Event](self.leave)
        self._subscriptions.append(subscription)
        return subscription

    def leave(self, subscription: Subscription[Event]) -> None:
        """Stop collecting for a subscription."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)

    def close(self) -> None:
        """End all subscriptions."""
        for subscription in list(self._subscriptions):
            subscription.close()

    async def until(self, condition: Callable[[], Value | None], seconds: float) -> Value:
        """Wait until a condition gives something; it is asked again after every change.

        Raises TimeoutError after `seconds`.
        """
        changed = asyncio.Event()
        self._waiting.add(changed)
        try:
            async with asyncio.timeout(seconds):
                while (found := condition()) is None:
                    changed.clear()
                    await changed.wait()
                return found
        finally:
            self._waiting.discard(changed)
