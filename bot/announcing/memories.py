"""What happened in earlier years, kept with the event that tells it: so a post needs no catalogue."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

import msgspec

from bot.announcing.matching import Matching
from commands.cards.card import Card
from commands.stats.memory_card import OF_A_DAY, OF_A_WEEK_DAY, Memory, memories, memory_card
from storage.query import MAX_LIMIT
from storage.state.models import Mute, Wishes


@dataclass(frozen=True, slots=True)
class ToldMemories:
    """The content of an event: what is remembered, on the day or in the week that began on `began`."""

    began: date
    weekly: bool
    memories: tuple[Memory, ...]

    @classmethod
    def read(cls, content: str) -> ToldMemories:
        """Return what an event's content tells."""
        return msgspec.json.decode(content, type=cls)

    def write(self) -> str:
        """Return it as the content of an event."""
        return msgspec.json.encode(self).decode()

    def card(self) -> Card:
        """Return the post in the current language."""
        return memory_card(self.memories, self.began, weekly=self.weekly)


async def find_memories(
    matching: Matching, wishes: Wishes, mutes: Collection[Mute], now: datetime, zone: tzinfo
) -> ToldMemories | None:
    """Return what a subscription tells on the day of `now` in the zone; None where that is nothing.

    Raises `StoreError`.
    """
    weekly = wishes.frequency.is_weekly
    most = OF_A_WEEK_DAY if weekly else OF_A_DAY
    kept = []
    for memory in await memories(matching.catalogue, now, zone, weekly=weekly):
        wanted = await _wanted(matching, wishes, mutes, memory)
        found = tuple(each for each in memory.found if each.launch.id in wanted)[:most]
        kept += [replace(memory, found=found)] if found else []
    if not kept:
        return None
    return ToldMemories(now.astimezone(zone).date(), weekly, tuple(kept))


async def _wanted(
    matching: Matching, wishes: Wishes, mutes: Collection[Mute], memory: Memory
) -> frozenset[str]:
    """Return the ids of those launches that the subscription's filters and the place's mutes let through."""
    ids = [each.launch.id for each in memory.found]
    parts: Sequence[Sequence[str]] = [ids[at : at + MAX_LIMIT] for at in range(0, len(ids), MAX_LIMIT)]
    found = [await matching.wanted(wishes, mutes, tuple(part)) for part in parts]
    return frozenset(launch.id for launches in found for launch in launches)
