"""How one life of the bot posts: the ports that stand for the adapters."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from commands.subscriptions.poster import Later, Post, Receipt, Unreadable
from storage.state.models import Place
from tests.simulation.life import step
from tests.simulation.platforms import PlatformModel


@dataclass(eq=False)
class SimulatedPoster:
    """How one life posts on a platform: the port that stands for an adapter."""

    model: PlatformModel
    pace: float
    _next: float = 0.0

    @property
    def retries_safely(self) -> bool:
        """As the adapters have it."""
        return self.model.knows_nonces

    @property
    def at_once(self) -> int:
        """As the adapters have it."""
        return 20 if self.model.knows_nonces else 5

    async def turn(self, place: Place) -> None:
        """Wait for the pace."""
        time = asyncio.get_running_loop().time()
        start = max(time, self._next)
        self._next = start + self.pace
        if start > time:
            await asyncio.sleep(start - time)

    async def is_known(self) -> bool | None:
        """Ask who we are."""
        step("ask")
        return await self.model.is_known()

    async def post(self, place: Place, post: Post) -> Receipt:
        """Post."""
        step("request")
        return await self.model.post(place, post)

    async def edit(self, place: Place, message_id: int, post: Post) -> Receipt:
        """Edit."""
        step("request")
        return await self.model.edit(place, message_id, post)

    async def open_thread(self, place: Place, message_id: int, name: str) -> Receipt:
        """Open none: no place of a world asks for any."""
        raise NotImplementedError

    async def publish(self, place: Place, message_id: int) -> Receipt:
        """Publish."""
        step("request")
        return await self.model.publish(place, message_id)

    async def find(self, place: Place, key: str, since: datetime) -> int | Unreadable | Later | None:
        """Look into the history."""
        step("request")
        return await self.model.find(place, key, since)
