"""Takes pages of Launch Library's list into the catalogue, with the notes of where the sync stands."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from adapters.launch_library.pages import DecodedPage
from bot.sync.missing import MOST_ABSENT, absent
from bot.sync.progress import Marks, text
from bot.sync.walk import Place
from storage.catalogue import Catalogue
from storage.clock import Clock

log = logging.getLogger("launchlog.sync")

Progress = Callable[[int, int], None]
"""Told after every page: launches in the catalogue, and in all as far as is known."""


class Wishes(Protocol):
    """The list of launches whose details somebody waits for."""

    async def add(self, launch_id: str) -> None:
        """Put a launch on the list."""

    async def oldest(self, number: int) -> tuple[str, ...]:
        """Return the ids that have waited longest."""

    async def remove(self, launch_ids: tuple[str, ...]) -> None:
        """Remove launches from the list."""


@dataclass(slots=True)
class Pages:
    """Stores pages and doubts them. Every call raises `StoreError` when the catalogue fails."""

    catalogue: Catalogue
    wishes: Wishes
    clock: Clock
    progress: Progress

    async def marks(self) -> Marks:
        """Return the notes as they stand."""
        return Marks(await self.catalogue.marks())

    async def absent(self, page: DecodedPage, place: Place) -> int:
        """Return how many launches should stand on this page and do not: they moved, or are gone.

        The first of them are looked up one by one, since only its own answer says of a launch that it is
        gone. So no wrong or short page deletes anything, and none costs more than `MOST_ABSENT` requests.
        """
        missing = await absent(self.catalogue, page, place.here, place.offset, self.clock())
        for launch in missing[:MOST_ABSENT]:
            log.info("launch_missing id=%s", launch.id)
            await self.wishes.add(launch.id)
        return len(missing)

    async def store(self, page: DecodedPage, marks: Mapping[str, str]) -> None:
        """Write a page and the notes about it in one transaction, and tell of it."""
        for reject in page.rejects:
            log.warning("record_rejected reason=%s", reject.reason)
        told = {"updated_at": text(self.clock()), "trouble": "", **marks}
        stored = await self.catalogue.store(page.records, page.rejects, told)
        freshness = await self.catalogue.freshness()
        log.info(
            "sync_stored new=%s changed=%s rejected=%s launches=%s of=%s confirmed=%s unknown_stretches=%s",
            stored.new,
            stored.changed,
            stored.rejected,
            freshness.launches,
            freshness.total,
            freshness.confirmed,
            len(freshness.coverage.unknown),
        )
        self.progress(freshness.launches, max(freshness.total or 0, freshness.launches))
