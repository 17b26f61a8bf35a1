"""Takes note of outcomes and turns what is new into events, each with everybody who is to hear of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.announcing.comparison import LATE, WITHDRAWN, Comparison, News, compare
from bot.announcing.landings import has_landed_since, landing_content, landing_key, told_last
from bot.announcing.matching import Matching
from bot.announcing.merging import same_launch
from bot.announcing.told_launches import told_launch, with_launch, with_launches
from commands.subscriptions.fates import UNSUCCESSFUL
from storage.catalogue import Catalogue, Generation
from storage.clock import Clock
from storage.models import Launch
from storage.query import MAX_LIMIT
from storage.state.detail_requests import WantedDetails
from storage.state.models import EventKind, NewEvent, OutcomeSeen
from storage.state.outbox import Audience, Outbox, Subscribers, Told

log = logging.getLogger("launchlog.announcing")

CORRECTION_LASTS = timedelta(days=7)
"""How long a correction is worth telling."""

ASKED = 1_000
"""Launches looked at of those whose records are to be looked up."""


@dataclass(slots=True)
class Detection:
    """Compares and announces; `fresh` is the age up to which a result is posted on its own.

    `wanted` are the launches to be looked up. Only who holds the lock of the sender may sweep: what is known
    is kept in memory between two sweeps.
    """

    catalogue: Catalogue
    outbox: Outbox
    matching: Matching
    clock: Clock
    fresh: timedelta
    wanted: WantedDetails | None = None
    _known: dict[str, OutcomeSeen] | None = field(default=None)
    _looked: tuple[Generation, datetime] | None = None
    _told: int = 0
    _waits: bool = False
    _asked: set[tuple[str, str]] = field(default_factory=set)

    async def sweep(self) -> int:
        """Announce what is new and return how many deliveries that makes; raises `StoreError`.

        Before Launch Library was asked for the first time there is nothing to compare with, and not enough
        before all was taken over that another version of the catalogue knew.
        """
        if not self.catalogue.is_whole:
            return 0
        generation = await self.catalogue.generation()
        updated_at = (await self.catalogue.freshness()).updated_at
        if updated_at is None or self._looked == (generation, updated_at):
            return 0
        known = await self._all_known()
        launches = await self.catalogue.statuses()
        looked_at = await self.outbox.looked_at()
        found = await asyncio.to_thread(compare, launches, known, looked_at, self.clock(), self.fresh)
        self._told = 0
        await self._announce(found, {launch.id for launch in launches})
        await self._landings()
        await self._note(found.quiet, updated_at)
        self._looked = None if self._waits else (generation, updated_at)
        return self._told

    async def seen_between(self, since: datetime, until: datetime) -> tuple[OutcomeSeen, ...]:
        """Return the outcomes that became known after `since` and up to `until`.

        At most the latest 100; raises `StoreError`.
        """
        known = (await self._all_known()).values()
        seen = sorted((o for o in known if o.revision and since < o.seen_at <= until), key=_seen_at)
        return tuple(seen[-MAX_LIMIT:])

    async def _all_known(self) -> dict[str, OutcomeSeen]:
        if self._known is None:
            self._known = await self.outbox.known()
        return self._known

    async def _announce(self, found: Comparison, there: Collection[str]) -> None:
        merged = await self._merged([*found.results, *found.missed], there)
        for news in found.results:
            if news.seen.launch_id not in merged:
                await self._result(news)
        for news in found.corrections:
            await self._correction(news)
        missed = [news for news in found.missed if news.seen.launch_id not in merged]
        if missed:
            await self._missed(missed)

    async def _merged(self, new: list[News], there: Collection[str]) -> set[str]:
        """Tell of launches whose result was told before Launch Library merged its record into another one.

        Returns them, and those that may be such: their result waits for a look at the record that was told.
        """
        told = await self._told_lately() if new else []
        merged: set[str] = set()
        self._waits = False
        for news in new:
            launch = await self.catalogue.launch(news.seen.launch_id)
            twin = None if launch is None else same_launch(launch, told)
            if launch is None or twin is None:
                continue
            if twin.id not in there:
                await self._merge(news, launch, twin.id)
            elif await self._is_looked_up(twin.id, launch.id):
                self._waits = True
            else:
                continue
            merged.add(launch.id)
        return merged

    async def _told_lately(self) -> list[Launch]:
        """The launches whose results were announced lately, as they were told."""
        contents, known = await self.outbox.results_since(self.clock() - LATE), await self._all_known()
        launches = (told_launch(content) for content in contents)
        return [launch for launch in launches if launch is not None and launch.id in known]

    async def _is_looked_up(self, launch_id: str, instead: str) -> bool:
        """Have a record looked up that may be gone; tell whether that is still to be done."""
        if self.wanted is None:
            return False
        if (launch_id, instead) not in self._asked:
            self._asked.add((launch_id, instead))
            await self.wanted.add(launch_id)
            return True
        return launch_id in await self.wanted.oldest(ASKED)

    async def _merge(self, news: News, launch: Launch, gone_id: str) -> None:
        """Correct what was posted of the record that is gone, and tell those who have not heard of it."""
        before = (await self._all_known())[gone_id]
        seen = replace(news.seen, revision=before.revision + 1)
        was = None if before.status_id == seen.status_id else before.status_id
        news = replace(news, seen=seen, was=was)
        others = await self._subscribers(launch, unless_told=launch.id)
        tellings = (
            (self._event(EventKind.RESULT, news, launch, self.fresh), others),
            (self._event(EventKind.CORRECTION, news, launch, CORRECTION_LASTS), Told(launch.id)),
        )
        with self._known_anew_after_failure():
            self._told += await self.outbox.merge(gone_id, seen, tellings)
        self._remember([seen])
        if self._known is not None:
            self._known.pop(gone_id, None)
        log.info("launch_merged id=%s into=%s", gone_id, launch.id)

    async def _result(self, news: News) -> None:
        launch = await self.catalogue.launch(news.seen.launch_id)
        if launch is not None:
            event = self._event(EventKind.RESULT, news, launch, self.fresh)
            await self._tell(event, await self._subscribers(launch), [news.seen])

    async def _correction(self, news: News) -> None:
        launch = await self.catalogue.launch(news.seen.launch_id)
        if launch is None:
            return
        if news.seen.status_id != WITHDRAWN:
            # Some hear of this launch only now: its first outcome was none they wanted to know of.
            event = self._event(EventKind.RESULT, news, launch, self.fresh)
            await self._tell(event, await self._subscribers(launch, unless_told=launch.id), [])
        event = self._event(EventKind.CORRECTION, news, launch, CORRECTION_LASTS)
        await self._tell(event, Told(launch.id), [news.seen])

    async def _landings(self) -> None:
        """Have the posts edited of launches whose landings became known after their outcome."""
        told = told_last(await self.outbox.told_since(self.clock() - CORRECTION_LASTS))
        if not told:
            return
        known = await self._all_known()
        for launch_id, heard in (await self.catalogue.heard(tuple(told))).items():
            last, seen, launch = told[launch_id], known.get(launch_id), heard.launch
            if seen is None or launch.status.id != seen.status_id:
                continue
            if has_landed_since(last, heard):
                now = self.clock()
                event = NewEvent(
                    kind=EventKind.CORRECTION,
                    key=landing_key(last, launch),
                    launch_id=launch_id,
                    revision=seen.revision,
                    created_at=now,
                    expires_at=now + CORRECTION_LASTS,
                    content=landing_content(last, launch),
                )
                await self._tell(event, Told(launch_id), [])

    async def _missed(self, missed: list[News]) -> None:
        """One summary for everything that an outage has kept from us."""
        matched: dict[str, tuple[int, ...]] = {}
        launches = []
        for launch_id in sorted(news.seen.launch_id for news in missed):
            if (launch := await self.catalogue.launch(launch_id)) is not None:
                matched[launch_id] = await self.matching.queries_for(launch)
                launches.append(launch)
        if not launches:
            return
        # What the catalogue has lost meanwhile is looked for again.
        missed = [news for news in missed if news.seen.launch_id in matched]
        now = self.clock()
        event = NewEvent(
            kind=EventKind.SUMMARY,
            key=f"summary:{blake2b(','.join(matched).encode(), digest_size=12).hexdigest()}",
            created_at=now,
            expires_at=now + self.fresh,
            content=with_launches({"matched": matched}, launches),
        )
        # Who mutes what is looked at when each place's summary is drawn.
        failed = any(news.seen.status_id in UNSUCCESSFUL for news in missed)
        queries = sorted({number for numbers in matched.values() for number in numbers})
        audience = Subscribers(tuple(queries), None, None, failed=failed)
        await self._tell(event, audience, [news.seen for news in missed])

    def _event(self, kind: EventKind, news: News, launch: Launch, lasts: timedelta) -> NewEvent:
        now = self.clock()
        content = {"was": news.was} if kind is EventKind.CORRECTION else {}
        return NewEvent(
            kind=kind,
            key=f"{kind}:{news.seen.launch_id}:{news.seen.revision}",
            launch_id=news.seen.launch_id,
            revision=news.seen.revision,
            created_at=now,
            expires_at=now + lasts,
            content=with_launch(content, launch),
        )

    async def _subscribers(self, launch: Launch, unless_told: str = "") -> Subscribers:
        return Subscribers(
            await self.matching.queries_for(launch),
            launch.rocket.id if launch.rocket else None,
            launch.provider.id if launch.provider else None,
            failed=launch.status.id in UNSUCCESSFUL,
            unless_told=unless_told,
        )

    async def _tell(self, event: NewEvent, audience: Audience, outcomes: list[OutcomeSeen]) -> None:
        with self._known_anew_after_failure():
            number = await self.outbox.announce(event, audience, outcomes)
        self._remember(outcomes)
        if number is not None:
            self._told += number
            log.info("event_announced key=%s deliveries=%s", event.key, number)

    async def _note(self, quiet: list[OutcomeSeen], looked_at: datetime) -> None:
        with self._known_anew_after_failure():
            await self.outbox.note(quiet, looked_at)
        self._remember(quiet)

    @contextmanager
    def _known_anew_after_failure(self) -> Iterator[None]:
        """Read anew what is known when a write fails: a commit may be done though its answer got lost."""
        try:
            yield
        except BaseException:
            self._known = None
            raise

    def _remember(self, outcomes: list[OutcomeSeen]) -> None:
        if self._known is not None:
            self._known.update((outcome.launch_id, outcome) for outcome in outcomes)


def _seen_at(outcome: OutcomeSeen) -> datetime:
    return outcome.seen_at
