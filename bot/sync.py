"""Keeps the catalogue like Launch Library: fresh results first, then wanted details, then the history.

Where a walk stands is kept in the catalogue's own marks, so that a new catalogue starts from nothing and
an old one goes on after a kill. Every step is one request and one transaction, and may be done twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.launch_library.budget import Purpose
from adapters.launch_library.client import LaunchLibrary
from adapters.launch_library.pages import DecodedPage
from storage.catalogue import Catalogue
from storage.clock import Clock
from storage.errors import BudgetError, RecordError, StoreError, UpstreamError, UpstreamGoneError
from storage.query import LaunchQuery, Range

log = logging.getLogger("launchlog.sync")

FIRST_PAGE = 100
"""Launches asked for at the very first start: the most that one request gives."""

NEWEST_PAGE = 50
"""Launches re-read at the newest end: some weeks, in which a launch may appear late or leave again."""

BUSY_INTERVAL = timedelta(minutes=10)
"""Between two looks for fresh results while a launch awaits its outcome: six of fifteen requests."""

QUIET_INTERVAL = timedelta(minutes=30)
"""The same while none does."""

AWAITED = timedelta(hours=24)
"""How long after NET an outcome is looked for often; observed are 18 minutes to 6 hours."""

NEWEST_INTERVAL = timedelta(hours=1)
"""Between two looks at the newest page where changes are also asked for by date."""

WALK_INTERVAL = timedelta(hours=2)
"""Between two pages of the slow walk that looks the whole list over again: about a week in all."""

OVERLAP = timedelta(minutes=10)
"""Changes before the last look are asked for again by this much: the two clocks may differ."""

WISHES = 5
"""Wanted details looked up in one round."""

PENDING = (1, 2, 5, 6, 8, 9)
"""Statuses without an outcome."""

Progress = Callable[[int, int], None]
"""Told after every page of the history: launches in the catalogue, and in all as far as is known."""


class Wishes(Protocol):
    """The list of launches whose details somebody waits for."""

    async def add(self, launch_id: str) -> None:
        """Put a launch on the list."""

    async def oldest(self, number: int) -> tuple[str, ...]:
        """Return those that are waited for longest."""

    async def remove(self, launch_ids: tuple[str, ...]) -> None:
        """Take launches off the list."""


@dataclass(slots=True)
class Sync:
    """One round after another, each as far as the request budget goes."""

    catalogue: Catalogue
    library: LaunchLibrary
    wishes: Wishes
    clock: Clock
    progress: Progress = field(default=lambda _have, _all: None)

    async def round(self) -> bool:
        """Do what is due; return whether Launch Library answered all that was asked.

        Raises nothing that a later round can put right; what went wrong stands in the log and in the
        catalogue's mark "trouble".
        """
        try:
            marks = await self.catalogue.marks()
            try:
                await self._fresh(marks)
                await self._details()
                await self._history()
            except BudgetError as error:
                log.debug("sync_waits seconds=%.0f", error.retry_after)
            except UpstreamError as error:
                log.warning("sync_failed reason=%s", error)
                await self.catalogue.store((), marks={"trouble": str(error)})
                return False
        except StoreError as error:
            log.warning("sync_not_stored reason=%s", error)
            return False
        return True

    async def _fresh(self, marks: dict[str, str]) -> None:
        now = self.clock()
        if "since" not in marks:
            page = await self.library.previous(limit=FIRST_PAGE, purpose=Purpose.FRESH)
            begun = {"since": _text(now - OVERLAP), "newest_at": _text(now), "fresh_at": _text(now)}
            await self._store(page, {**begun, **_walked(page, now)})
            return
        if now - _instant(marks, "fresh_at") < await self._interval(now):
            return
        if self.library.tells_updates:
            await self._changed(marks, now)
            if now - _instant(marks, "newest_at") < NEWEST_INTERVAL:
                return
        page = await self.library.previous(limit=NEWEST_PAGE, purpose=Purpose.FRESH)
        await self._store(page, {"newest_at": _text(now), "fresh_at": _text(now)})
        await self._doubt(page, None, now)

    async def _changed(self, marks: dict[str, str], now: datetime) -> None:
        """Ask for everything that changed since the last look, over as many pages as it takes."""
        since, offset = _instant(marks, "since"), 0
        while True:
            page = await self.library.previous(
                updated_since=since, ordering="last_updated", offset=offset, purpose=Purpose.FRESH
            )
            done = not page.has_next or not page.size
            # The mark moves only when the last page is in: a kill in between asks for them all again.
            moved = {"since": _text(now - OVERLAP), "fresh_at": _text(now)} if done else {}
            await self._store(page, moved, whole=False)
            if done:
                return
            offset += page.size

    async def _interval(self, now: datetime) -> timedelta:
        awaited = LaunchQuery(status_ids=PENDING, net=Range(gte=now - AWAITED), limit=1)
        waiting = await self.catalogue.find(awaited)
        return BUSY_INTERVAL if waiting.count else QUIET_INTERVAL

    async def _details(self) -> None:
        for launch_id in await self.wishes.oldest(WISHES):
            try:
                record = await self.library.launch(launch_id, Purpose.DETAILS)
                await self.catalogue.store([record])
            except UpstreamGoneError:
                log.info("launch_gone id=%s", launch_id)
                await self.catalogue.remove([launch_id])
            except RecordError as error:
                log.warning("record_rejected id=%s reason=%s", launch_id, error)
            await self.wishes.remove((launch_id,))

    async def _history(self) -> None:
        """Walk from the newest launch to the oldest, and when that is done begin again, slowly."""
        while True:
            marks, now = await self.catalogue.marks(), self.clock()
            complete = marks.get("walked") == "yes"
            if complete and now - _instant(marks, "walked_at") < WALK_INTERVAL:
                return
            before = datetime.fromisoformat(marks["walk"]) if marks.get("walk") else None
            page = await self.library.previous(
                net_lte=before, offset=int(marks.get("walk_offset", "0")), purpose=Purpose.BACKFILL
            )
            await self._store(page, _walked(page, now, marks))
            await self._doubt(page, before, now)
            freshness = await self.catalogue.freshness()
            self.progress(freshness.launches, max(freshness.total or 0, freshness.launches))
            if not complete:
                oldest = page.records[-1].launch.net.date() if page.records else "end"
                log.info("backfill launches=%s of=%s down_to=%s", freshness.launches, freshness.total, oldest)

    async def _store(self, page: DecodedPage, marks: dict[str, str], whole: bool = True) -> None:
        for reject in page.rejects:
            log.warning("record_rejected reason=%s", reject.reason)
        told = {"updated_at": _text(self.clock()), "trouble": "", **marks}
        if whole and "walk" not in marks:
            told["total"] = str(page.count)
        stored = await self.catalogue.store(page.records, page.rejects, told)
        log.info("sync_stored new=%s changed=%s rejected=%s", stored.new, stored.changed, stored.rejected)

    async def _doubt(self, page: DecodedPage, before: datetime | None, now: datetime) -> None:
        """Wish for launches that should stand on this page and do not: they moved, or are gone."""
        nets = [record.launch.net for record in page.records]
        if len(nets) < 2 or page.rejects:
            return
        # At both ends launches of the same instant may stand on the neighbouring page.
        bounds = Range(gt=nets[-1], lt=nets[0] if before else None, lte=None if before else now)
        kept = await self.catalogue.find(LaunchQuery(net=bounds, limit=2 * FIRST_PAGE))
        listed = {record.launch.id for record in page.records}
        for launch in kept.items:
            if launch.id not in listed:
                log.info("launch_missing id=%s", launch.id)
                await self.wishes.add(launch.id)


def _walked(page: DecodedPage, now: datetime, marks: dict[str, str] | None = None) -> dict[str, str]:
    """Return the marks for a walk that has just read this page; `marks` are those before it."""
    before = marks or {}
    moved = {"walked_at": _text(now), "total": before.get("total", str(page.count))}
    complete = before.get("walked") == "yes"
    if not page.has_next or not page.size:
        oldest = page.records[-1].launch.net if page.records else now
        since = before.get("complete_since", _text(oldest))
        return {**moved, "walk": "", "walk_offset": "0", "walked": "yes",
                "complete_since": min(since, _text(oldest)) if complete else _text(oldest)}  # fmt: skip
    last = page.records[-1].launch.net if page.records else None
    if last is None or _text(last) == before.get("walk"):
        # Nothing but the same instant, or nothing readable: go on by offset.
        offset = int(before.get("walk_offset", "0")) + page.size
        return {**moved, "walk": before.get("walk", ""), "walk_offset": str(offset)}
    moved |= {"walk": _text(last), "walk_offset": "0"}
    return moved if complete else {**moved, "complete_since": _text(last)}


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _instant(marks: dict[str, str], name: str) -> datetime:
    return datetime.fromisoformat(marks[name])
