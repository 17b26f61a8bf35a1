"""What Launch Library tells in the simulated world, as the bot's catalogue has it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from storage.catalogue import NO_PRECEDENTS, Generation, Heard, LaunchStatus, Precedents
from storage.catalogue.freshness import Freshness
from storage.models import Launch, Status
from storage.query import LaunchQuery, Page


class SimulatedCatalogue:
    """The part of `storage.catalogue.Catalogue` that announcing asks; it outlives the process.

    `now` is the time at Launch Library, `clock` the bot's.
    """

    def __init__(self, now: Callable[[], datetime], clock: Callable[[], datetime]) -> None:
        self._now = now
        self._clock = clock
        self._launches: dict[str, Launch] = {}
        self._updated_at: datetime | None = None
        self._generation = 0
        self.changed = asyncio.Event()
        self.is_whole = True

    def put(self, launch_id: str, status_id: int, ago: timedelta = timedelta()) -> None:
        """Let Launch Library tell a launch that leaves now, or left `ago`, or another status of it."""
        known = self._launches.get(launch_id)
        net = self._now() - ago if known is None else known.net
        self._launches[launch_id] = Launch(
            id=launch_id, name=launch_id, status=Status(status_id, ""), net=net, last_updated=self._now()
        )
        self._is_changed()

    def lose(self) -> dict[str, Launch]:
        """Be empty, as after a loss; return what there was, for `fill`."""
        lost, self._launches, self._updated_at = self._launches, {}, None
        self._generation += 1
        return lost

    def fill(self, lost: dict[str, Launch]) -> None:
        """Have again what was lost, as far as nothing newer is there."""
        self._launches = {**lost, **self._launches}
        self._is_changed()

    @property
    def statuses_now(self) -> dict[str, int]:
        """The status of each launch, by its id."""
        return {launch.id: launch.status.id for launch in self._launches.values()}

    async def precedents(self, launch: Launch) -> Precedents:
        """Return that nothing is known of what came before a launch."""
        return NO_PRECEDENTS

    async def generation(self) -> Generation:
        """Return what changes with every change."""
        return Generation(0, self._generation, 0)

    async def freshness(self) -> Freshness:
        """Return how fresh it is; what it has is never all there is."""
        return Freshness(len(self._launches), None, None, None, self._updated_at, 0)

    async def statuses(self) -> tuple[LaunchStatus, ...]:
        """Return every launch that has left."""
        return tuple(LaunchStatus(each.id, each.status.id, each.net) for each in self._launches.values())

    async def launch(self, launch_id: str) -> Launch | None:
        """Return one launch."""
        return self._launches.get(launch_id)

    async def heard(self, ids: Sequence[str]) -> dict[str, Heard]:
        """Return those of the launches that there are, told when Launch Library changed them last."""
        found = {launch_id: self._launches[launch_id] for launch_id in ids if launch_id in self._launches}
        return {launch_id: Heard(launch, launch.last_updated) for launch_id, launch in found.items()}

    async def whole(self) -> None:
        """Return at once: there is no catalogue of another version."""

    async def find(self, query: LaunchQuery) -> Page[Launch]:
        """Return the launches of those ids and statuses."""
        found = tuple(
            launch
            for launch in self._launches.values()
            if (not query.ids or launch.id in query.ids)
            and (not query.status_ids or launch.status.id in query.status_ids)
        )
        return Page(found, len(found), len(found), 0)

    def _is_changed(self) -> None:
        self._generation += 1
        self._updated_at = self._clock()
        self.changed.set()
