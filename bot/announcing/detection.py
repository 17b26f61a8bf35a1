"""Takes note of outcomes and turns what is new into events, each with everybody who is to hear of it."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.announcing.comparison import WITHDRAWN, Comparison, News, compare
from bot.announcing.matching import UNSUCCESSFUL, Matching
from bot.announcing.told_launches import with_launch
from storage.catalogue import Catalogue, Generation
from storage.clock import Clock
from storage.models import Launch
from storage.query import MAX_LIMIT
from storage.state.models import EventKind, NewEvent, OutcomeSeen
from storage.state.outbox import Audience, Outbox, Subscribers, Told

log = logging.getLogger("launchlog.announcing")

CORRECTION_LASTS = timedelta(days=7)
"""How long a correction is worth telling."""


@dataclass(slots=True)
class Detection:
    """Compares and announces; `fresh` is the age up to which a result is posted on its own.

    Only who holds the lock of the sender may sweep: what is known is kept in memory between two sweeps.
    """

    catalogue: Catalogue
    outbox: Outbox
    matching: Matching
    clock: Clock
    fresh: timedelta
    _known: dict[str, OutcomeSeen] | None = field(default=None)
    _looked: tuple[Generation, datetime] | None = None
    _told: int = 0

    async def sweep(self) -> int:
        """Announce what is new and return how many deliveries that makes; raises `StoreError`.

        Before Launch Library was asked for the first time there is nothing to compare with.
        """
        generation = await self.catalogue.generation()
        updated_at = (await self.catalogue.freshness()).updated_at
        if updated_at is None or self._looked == (generation, updated_at):
            return 0
        known = await self._all_known()
        launches = await self.catalogue.statuses()
        looked_at = await self.outbox.looked_at()
        found = await asyncio.to_thread(compare, launches, known, looked_at, self.clock(), self.fresh)
        self._told = 0
        await self._announce(found)
        await self._note(found.quiet, updated_at)
        self._looked = generation, updated_at
        return self._told

    async def seen_between(self, since: datetime, until: datetime) -> tuple[str, ...]:
        """Return the launches whose outcome became known after `since` and up to `until`.

        At most the latest 100; raises `StoreError`.
        """
        known = (await self._all_known()).values()
        seen = sorted((o for o in known if o.revision and since < o.seen_at <= until), key=_seen_at)
        return tuple(outcome.launch_id for outcome in seen[-MAX_LIMIT:])

    async def _all_known(self) -> dict[str, OutcomeSeen]:
        if self._known is None:
            self._known = await self.outbox.known()
        return self._known

    async def _announce(self, found: Comparison) -> None:
        for news in found.results:
            await self._result(news)
        for news in found.corrections:
            await self._correction(news)
        if found.missed:
            await self._missed(found.missed)

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

    async def _missed(self, missed: list[News]) -> None:
        """One summary for everything that an outage has kept from us."""
        ids = sorted(news.seen.launch_id for news in missed)
        queries: set[int] = set()
        for launch_id in ids:
            if (launch := await self.catalogue.launch(launch_id)) is not None:
                queries |= set(await self.matching.queries_for(launch))
        now = self.clock()
        event = NewEvent(
            kind=EventKind.SUMMARY,
            key=f"summary:{blake2b(','.join(ids).encode(), digest_size=12).hexdigest()}",
            created_at=now,
            expires_at=now + self.fresh,
            content=json.dumps({"launches": ids}),
        )
        # Who mutes what is looked at when each place's summary is drawn.
        failed = any(news.seen.status_id in UNSUCCESSFUL for news in missed)
        audience = Subscribers(tuple(sorted(queries)), None, None, failed=failed)
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
        number = await self.outbox.announce(event, audience, outcomes)
        self._remember(outcomes)
        if number is not None:
            self._told += number
            log.info("event_announced key=%s deliveries=%s", event.key, number)

    async def _note(self, quiet: list[OutcomeSeen], looked_at: datetime) -> None:
        await self.outbox.note(quiet, looked_at)
        self._remember(quiet)

    def _remember(self, outcomes: list[OutcomeSeen]) -> None:
        if self._known is not None:
            self._known.update((outcome.launch_id, outcome) for outcome in outcomes)


def _seen_at(outcome: OutcomeSeen) -> datetime:
    return outcome.seen_at
