"""Keeps the catalogue like Launch Library: fresh results first, then wanted details, then what is missing.

Every step is one request and one transaction, with the note of where it stands (`bot.sync.progress`) in
the same transaction: a kill at any point loses at most the request under way, and every step may be done
twice.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.launch_library.budget import Purpose
from adapters.launch_library.client import LaunchLibrary
from bot.sync.missing import MOST_ABSENT
from bot.sync.pages import Pages, Progress, Wishes
from bot.sync.progress import Marks, caught_up, text
from bot.sync.rereading import read_anew
from bot.sync.upcoming import AWAITED, UPCOMING_INTERVAL, UPCOMING_PAGE, expected, interval
from bot.sync.walk import (
    WALK_INTERVAL,
    EmptyPageError,
    Place,
    at,
    check,
    confirming,
    missing_place,
    passing,
    slow_place,
    unconfirmed,
)
from storage.catalogue import Catalogue, Coverage
from storage.clock import Clock
from storage.errors import BudgetError, RecordError, StoreError, UpstreamError, UpstreamGoneError
from storage.log_records import working_on
from storage.query import MAX_LIMIT, LaunchQuery, Range

log = logging.getLogger("launchlog.sync")

NEWEST_PAGE = 50
"""Launches re-read at the newest end: some weeks, in which a launch may appear late or leave again."""

NEWEST_INTERVAL = timedelta(hours=1)
"""Between two looks at the newest page where changes are also asked for by date."""

ROUND = timedelta(minutes=1)
"""How long a round goes on to ask: what is fresh comes first in the next."""

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

    async def round(self, longest: timedelta = ROUND) -> bool:
        """Do what is due; return whether Launch Library answered all that was asked.

        What is not urgent is left to the next round after `longest`. Raises nothing that a later round can
        put right; what went wrong stands in the log and in the catalogue's mark "trouble".

        Before anything is asked, the records that there are have to be read as they are read today.
        """
        if not await read_anew(self.catalogue):
            return False
        if not self._memory.due("failed_at", REST, self.clock()):
            return False
        with working_on("sync", f"{self.clock():%Y%m%dT%H%M%SZ}"):
            return await self._round(longest)

    async def _round(self, longest: timedelta) -> bool:
        try:
            await self._work(self.clock() + longest)
        except BudgetError as error:
            self._tell_wait(error)
        except UpstreamError as error:
            return await self._failed(error)
        except StoreError as error:
            log.warning("sync_not_stored reason=%s", error)
            return False
        return True

    async def _work(self, until: datetime) -> None:
        await self._learn_limit()
        await self._fresh()
        await self._upcoming()
        await self._details()
        await self._rest_of_changes(until)
        while self.clock() < until and await self._history():
            pass

    async def _failed(self, error: UpstreamError) -> bool:
        log.warning("sync_failed reason=%s", error)
        self._remember("failed_at", self.clock())
        noted = error.marks if isinstance(error, EmptyPageError) else {}
        try:
            await self.catalogue.store((), marks={"trouble": str(error), **noted})
        except StoreError as trouble:
            log.warning("sync_not_stored reason=%s", trouble)
        return False

    @property
    def _pages(self) -> Pages:
        return Pages(self.catalogue, self.wishes, self.clock, self.progress)

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
        marks, now = await self._pages.marks(), self.clock()
        if "since" not in marks:
            begun = {"since": text(now - OVERLAP), "fresh_at": text(now)}
            await self._newest(marks, MAX_LIMIT, begun)
            return
        if not self._hurried and not marks.due("fresh_at", await self._interval(marks, now), now):
            return
        self._hurried = False
        # While many changes wait their turn, the newest launches are looked at directly.
        by_date = self.library.tells_updates and not marks.says("behind")
        if not by_date or marks.due("newest_at", NEWEST_INTERVAL, now):
            await self._newest(marks, NEWEST_PAGE, {} if by_date else {"fresh_at": text(now)})
        if by_date:
            await self._changes(marks, Purpose.FRESH, {"fresh_at": text(now)})

    async def _newest(self, marks: Marks, limit: int, more: Mapping[str, str]) -> None:
        place, now = Place(None), self.clock()
        page = await self.library.previous(limit=limit, purpose=Purpose.FRESH)
        check(page, place, marks)
        believed = await self._pages.absent(page, place) <= MOST_ABSENT
        proved = confirming(marks, page, place, now) if believed else {}
        await self._pages.store(page, {"newest_at": text(now), "total": str(page.count), **proved, **more})

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
        await self._pages.store(page, {**caught_up(marks, page, since, resume), **more})

    async def _rest_of_changes(self, until: datetime) -> None:
        while (
            self.clock() < until
            and self.library.tells_updates
            and (marks := await self._pages.marks()).says("behind")
        ):
            await self._changes(marks, Purpose.BACKFILL, {})

    async def _interval(self, marks: Marks, now: datetime) -> timedelta:
        awaited = LaunchQuery(status_ids=PENDING, net=Range(gte=now - AWAITED), limit=1)
        waiting = (await self.catalogue.find(awaited)).items
        return interval(marks.values.get("expected", ""), waiting[0].net if waiting else None, now)

    async def _upcoming(self) -> None:
        """Note what is about to launch, so that results are looked for as soon as it has."""
        marks, now = await self._pages.marks(), self.clock()
        if not marks.due("upcoming_at", UPCOMING_INTERVAL, now):
            return
        noted = {"upcoming_at": text(now)}
        try:
            page = await self.library.upcoming(limit=UPCOMING_PAGE, net_gte=now, purpose=Purpose.FRESH)
            noted["expected"] = expected((record.launch.net for record in page.records), now)
        except BudgetError:
            raise
        except UpstreamError as error:
            # It only makes results come sooner: what else there is to ask must not wait for it.
            log.warning("upcoming_unknown reason=%s", error)
        await self.catalogue.store((), marks=noted)

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

    async def _history(self) -> bool:
        """Read one page where launches may be missing, or when it is time where they may have changed.

        Returns whether there may be more to do at once.
        """
        marks, now = await self._pages.marks(), self.clock()
        if not marks.due("doubted_at", WALK_INTERVAL, now):
            return False
        coverage = (await self.catalogue.freshness()).coverage
        place = missing_place(coverage, marks) or await self._unsettled(coverage, marks, now)
        if place is not None:
            await self._read(place, marks, Purpose.MISSING if coverage.history_as_of else Purpose.BACKFILL)
            return True
        if marks.due("walked_at", WALK_INTERVAL, now):
            await self._read(slow_place(coverage, marks, now), marks, Purpose.BACKFILL)
        return False

    async def _unsettled(self, coverage: Coverage, marks: Marks, now: datetime) -> Place | None:
        """Return where the bundled history knows of a launch, but not how it ended.

        It is looked up before anybody hears of results: an outcome of last summer is no news.
        """
        for stretch in reversed(unconfirmed(coverage, now)):
            net = Range(gt=stretch.start, lt=min(stretch.end, now - AWAITED))
            found = (await self.catalogue.find(LaunchQuery(status_ids=PENDING, net=net, limit=1))).items
            if found:
                return at(found[0].net, marks)
        return None

    async def _read(self, place: Place, marks: Marks, purpose: Purpose) -> None:
        page = await self.library.previous(net_lte=place.here, offset=place.offset, purpose=purpose)
        check(page, place, marks)
        now, absent = self.clock(), await self._pages.absent(page, place)
        if absent > MOST_ABSENT and str(absent) != marks.values.get("walk_doubted"):
            # Read again later: a wrong answer passes, and what is really gone is fewer by then.
            log.warning("page_doubted from=%s absent=%s", place.here, absent)
            doubt = {"doubted_at": text(now), "walked_at": text(now), "walk_doubted": str(absent)}
            await self._pages.store(page, doubt)
            return
        proved = confirming(marks, page, place, now)
        total = {"total": marks.values.get("total", str(page.count))}
        await self._pages.store(page, {**passing(page, place, now), **proved, **total, "doubted_at": ""})
