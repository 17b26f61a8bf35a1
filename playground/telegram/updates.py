"""The queue of updates and the long poll that empties it.

https://core.telegram.org/bots/api#getupdates: an offset confirms everything below it, a negative one
keeps only the last few, a second poll ends the first with a 409.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import conflict

if TYPE_CHECKING:
    from .requests import GetUpdates

LARGEST_BATCH = 100
ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that are only delivered when `allowed_updates` names them."""


@dataclass(slots=True, eq=False)
class _Poll:
    """A getUpdates under way; `wake` is set by an update, or by a later poll, which sets the flag too."""

    wake: asyncio.Event = field(default_factory=asyncio.Event)
    is_taken_over: bool = False


class Updates:
    """Updates not yet confirmed, in order. `webhook` is the WebhookInfo set, or empty."""

    def __init__(self, first_id: int = 1_000) -> None:
        self._next_id = first_id
        self._pending: list[dict[str, Any]] = []
        self._allowed: frozenset[str] | None = None
        self._poll: _Poll | None = None
        self.webhook: dict[str, Any] = {}

    def __len__(self) -> int:
        """Count the updates waiting to be confirmed."""
        return len(self._pending)

    def add(self, kind: str, body: dict[str, Any]) -> int | None:
        """Queue an update; return its id, or None where the bot did not ask for this kind."""
        wanted = kind not in ON_REQUEST_ONLY if self._allowed is None else kind in self._allowed
        if not wanted:
            return None
        update_id, self._next_id = self._next_id, self._next_id + 1
        self._pending.append({"update_id": update_id, kind: body})
        if self._poll is not None:
            self._poll.wake.set()
        return update_id

    def drop_pending(self) -> None:
        """Forget what waits, as `drop_pending_updates` asks."""
        self._pending.clear()

    def allow(self, kinds: list[str] | None) -> None:
        """Choose the kinds to deliver from now on; None changes nothing, [] means the usual ones."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    async def poll(self, request: GetUpdates) -> list[dict[str, Any]]:
        """Answer getUpdates: at once when something waits, else after `timeout` seconds at most.

        Raises ApiError 409 when a later poll takes over, or when a webhook is set.
        """
        if self.webhook.get("url"):
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
        self.end_poll()
        poll = self._poll = _Poll()
        try:
            self.allow(request.allowed_updates)
            self._confirm(request.offset)
            await self._wait(poll, request.timeout)
            return self._batch(request)
        finally:
            if self._poll is poll:
                self._poll = None

    def end_poll(self) -> None:
        """Make the poll under way fail, if there is one."""
        if self._poll is not None:
            self._poll.is_taken_over = True
            self._poll.wake.set()

    def release_poll(self) -> None:
        """Let the poll under way end with nothing, as when the server stops."""
        if self._poll is not None:
            self._poll.wake.set()

    async def _wait(self, poll: _Poll, seconds: int) -> None:
        if not self._pending and seconds > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await poll.wake.wait()
        if poll.is_taken_over:
            raise conflict(
                "terminated by other getUpdates request; make sure that only one bot instance is running"
            )

    def _confirm(self, offset: int | None) -> None:
        if offset is None or offset == 0:
            return
        if offset < 0:
            self._pending = self._pending[offset:]
        else:
            self._pending = [update for update in self._pending if update["update_id"] >= offset]

    def _batch(self, request: GetUpdates) -> list[dict[str, Any]]:
        limit = request.limit if 1 <= request.limit <= LARGEST_BATCH else LARGEST_BATCH
        return self._pending[:limit]
