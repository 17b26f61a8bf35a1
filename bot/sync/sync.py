"""Keeps the catalogue like Launch Library: fresh results first, then wanted details, then the history.

Every step is one request and one transaction, with the note of where it stands (`bot.sync.progress`) in
the same transaction: a kill at any point loses at most the request under way, and every step may be done
twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from adapters.launch_library.budget import Purpose
from adapters.launch_library.client import LaunchLibrary
from adapters.launch_library.pages import DecodedPage
from bot.sync.missing import absent
from bot.sync.progress import Marks, caught_up, text, walked
from storage.catalogue import Catalogue
from storage.clock import Clock
from storage.errors import BudgetError, RecordError, StoreError, UpstreamError, UpstreamGoneError
from storage.query import MAX_LIMIT, LaunchQuery, Range

log = logging.getLogger("launchlog.sync")

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

REST = timedelta(minutes=15)
"""After a failed round, so that an outage does not eat the requests that its end will need."""

LIMIT_INTERVAL = timedelta(hours=1)
"""Between two questions for the request limit of a key; they are free."""

WISHES = 5
"""Wanted details looked up in one round."""

PENDING = (1, 2, 5, 6, 8, 9)
"""Statuses without an outcome."""

Progress = Callable[[int, int], None]
"""Told after every page: launches in the catalogue, and in all as far as is known."""


class Wishes(Protocol):
    """The list of launches whose details somebody waits for."""

    async def add(self, launch_id: str) -> None:
        """Put a launch on the list."""

    async def oldest(self, number: int) -> tuple[str, ...]:
        """Return the ids that have waited longest."""

    async def remove(self, launch_ids: tuple[str, ...]) -> None:
        """Take launches off the list."""


@dataclass(slots=True)
class Sync:
    """One round after another, each as far as the request budget goes.

    `keyed` says that Launch Library is asked with a key, whose limit it can tell.
    """

    catalogue: Catalogue
    library: LaunchLibrary
    wishes: Wishes
    clock: Clock
    keyed: bool = False
    progress: Progress = field(default=lambda _have, _all: None)
    _memory: Marks = field(default_factory=Marks)
    _hurried: bool = False

    def hurry(self) -> None:
        """Have the next round ask for fresh results, however short ago that was done."""
        self._hurried = True

    async def round(self) -> bool:
        """Do what is due; return whether Launch Library answered all that was asked.

        Raises nothing that a later round can put right; what went wrong stands in the log and in the
        catalogue's mark "trouble".
        """
        if not self._memory.due("failed_at", REST, self.clock()):
            return False
        try:
            await self._work()
        except BudgetError as error:
            self._tell_wait(error)
        except UpstreamError as error:
            return await self._failed(error)
        except StoreError as error:
            log.warning("sync_not_stored reason=%s", error)
            return False
        return True

    async def _work(self) -> None:
        await self._learn_limit()
        await self._fresh()
        await self._details()
        await self._rest_of_changes()
        await self._history()

    async def _failed(self, error: UpstreamError) -> bool:
        log.warning("sync_failed reason=%s", error)
        self._remember("failed_at", self.clock())
        try:
            await self.catalogue.store((), marks={"trouble": str(error)})
        except StoreError as trouble:
            log.warning("sync_not_stored reason=%s", trouble)
        return False

    def _tell_wait(self, error: BudgetError) -> None:
        """Log a wait once, not again in every round that falls into it."""
        now, until = self.clock(), self._memory.instant("waits_until")
        if until is None or now >= until:
            log.info("sync_waits seconds=%.0f reason=%s", error.retry_after, error)
            self._remember("waits_until", now + timedelta(seconds=error.retry_after))

    def _remember(self, name: str, instant: datetime) -> None:
        self._memory = Marks({**self._memory.values, name: text(instant)})

    async def _learn_limit(self) -> None:
        now = self.clock()
        if self.keyed and self._memory.due("limit_at", LIMIT_INTERVAL, now):
            self._remember("limit_at", now)
            try:
                told = await self.library.throttle()
                log.info("limit_learned requests=%s seconds=%.0f", told.limit, told.period_seconds)
            except UpstreamError as error:
                log.warning("limit_unknown reason=%s", error)

    async def _fresh(self) -> None:
        marks, now = await self._marks(), self.clock()
        if "since" not in marks:
            await self._first(now)
            return
        if not self._hurried and not marks.due("fresh_at", await self._interval(now), now):
            return
        self._hurried = False
        # While many changes wait their turn, the newest launches are looked at directly.
        by_date = self.library.tells_updates and not marks.says("behind")
        if not by_date or marks.due("newest_at", NEWEST_INTERVAL, now):
            await self._newest(now, {} if by_date else {"fresh_at": text(now)})
        if by_date:
            await self._changes(marks, Purpose.FRESH, {"fresh_at": text(now)})

    async def _first(self, now: datetime) -> None:
        """Take as many launches as one request gives; the walk goes on from there."""
        page = _filled(await self.library.previous(limit=MAX_LIMIT, purpose=Purpose.FRESH))
        begun = {"since": text(now - OVERLAP), "newest_at": text(now), "fresh_at": text(now)}
        await self._store(page, {**begun, **walked(Marks(), page, now)})

    async def _newest(self, now: datetime, more: Mapping[str, str]) -> None:
        page = _filled(await self.library.previous(limit=NEWEST_PAGE, purpose=Purpose.FRESH))
        await self._doubt(page, None, 0, now)
        await self._store(page, {"newest_at": text(now), "total": str(page.count), **more})

    async def _changes(self, marks: Marks, purpose: Purpose, more: Mapping[str, str]) -> None:
        """Take one page of what changed since the last look; `behind` is noted when more waits."""
        resume = self.clock() - OVERLAP
        since = min(marks.instant("since") or resume, resume)
        page = await self.library.previous(
            updated_since=since,
            ordering="last_updated",
            offset=marks.number("since_offset"),
            purpose=purpose,
        )
        await self._store(page, {**caught_up(marks, page, since, resume), **more})

    async def _rest_of_changes(self) -> None:
        while self.library.tells_updates and (marks := await self._marks()).says("behind"):
            await self._changes(marks, Purpose.BACKFILL, {})

    async def _interval(self, now: datetime) -> timedelta:
        awaited = LaunchQuery(status_ids=PENDING, net=Range(gte=now - AWAITED), limit=1)
        waiting = await self.catalogue.find(awaited)
        return BUSY_INTERVAL if waiting.count else QUIET_INTERVAL

    async def _details(self) -> None:
        for launch_id in await self.wishes.oldest(WISHES):
            try:
                await self._detail(launch_id)
            except BudgetError:
                raise
            except UpstreamError:
                # Launch Library may fail on this launch alone, which must not hold up the rest.
                await self.wishes.remove((launch_id,))
                raise
            await self.wishes.remove((launch_id,))

    async def _detail(self, launch_id: str) -> None:
        try:
            record = await self.library.launch(launch_id, Purpose.DETAILS)
            await self.catalogue.store([record])
        except UpstreamGoneError:
            log.info("launch_gone id=%s", launch_id)
            await self.catalogue.remove([launch_id])
        except RecordError as error:
            log.warning("record_rejected id=%s reason=%s", launch_id, error)

    async def _history(self) -> None:
        """Walk from the newest launch to the oldest, and when that is done begin again, slowly."""
        while True:
            marks, now = await self._marks(), self.clock()
            if marks.says("walked") and not marks.due("walked_at", WALK_INTERVAL, now):
                return
            here, offset = marks.instant("walk"), marks.number("walk_offset")
            page = await self.library.previous(net_lte=here, offset=offset, purpose=Purpose.BACKFILL)
            if here is None and not offset:
                _filled(page)
            await self._doubt(page, here, offset, now)
            await self._store(page, walked(marks, page, now))

    async def _doubt(self, page: DecodedPage, here: datetime | None, offset: int, now: datetime) -> None:
        """Wish for launches that should stand on this page and do not: they moved, or are gone."""
        for launch in await absent(self.catalogue, page, here, offset, now):
            log.info("launch_missing id=%s", launch.id)
            await self.wishes.add(launch.id)

    async def _marks(self) -> Marks:
        return Marks(await self.catalogue.marks())

    async def _store(self, page: DecodedPage, marks: Mapping[str, str]) -> None:
        for reject in page.rejects:
            log.warning("record_rejected reason=%s", reject.reason)
        told = {"updated_at": text(self.clock()), "trouble": "", **marks}
        stored = await self.catalogue.store(page.records, page.rejects, told)
        freshness = await self.catalogue.freshness()
        log.info(
            "sync_stored new=%s changed=%s rejected=%s launches=%s of=%s complete_since=%s",
            stored.new,
            stored.changed,
            stored.rejected,
            freshness.launches,
            freshness.total,
            freshness.complete_since.date() if freshness.complete_since else "unknown",
        )
        self.progress(freshness.launches, max(freshness.total or 0, freshness.launches))


def _filled(page: DecodedPage) -> DecodedPage:
    """Return the top page of the list; raises `UpstreamError` when it is empty, as the list never is."""
    if not page.size:
        raise UpstreamError("Launch Library lists no launches at all")
    return page
