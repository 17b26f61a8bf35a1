"""Which subscriptions' filters a launch passes: each distinct query is run once, for that launch alone."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.announcing.comparison import LATE
from commands.cards.silence import is_muted
from commands.parsing.names.resolver import Naming
from commands.parsing.watched import Watched
from commands.subscriptions.fates import UNSUCCESSFUL, passing
from storage.catalogue import Catalogue
from storage.errors import AskError
from storage.models import ENDED, Launch
from storage.query import LaunchQuery
from storage.state.models import Frequency, Mute, OutcomeSeen, Place, Wishes
from storage.state.subscriptions import Subscriptions

log = logging.getLogger("launchlog.announcing")


@dataclass(slots=True)
class Matching:
    """Runs subscriptions' queries over single launches."""

    catalogue: Catalogue
    subscriptions: Subscriptions
    naming: Naming
    _parsed: dict[str, Watched | None] = field(default_factory=dict)

    async def queries_for(self, launch: Launch) -> tuple[int, ...]:
        """Return the ids of the instant subscriptions' queries that the launch passes."""
        queries = await self.subscriptions.queries()
        found = []
        for number, text in queries.items():
            if text not in self._parsed:
                self._parsed[text] = parsed(text)
            if await self._passes(self._parsed[text], launch):
                found.append(number)
        for text in self._parsed.keys() - set(queries.values()):
            del self._parsed[text]
        return tuple(found)

    async def _passes(self, watched: Watched | None, launch: Launch) -> bool:
        if watched is None:
            return False
        return bool(await self.passing(await watched.at_present(self.naming), (launch.id,)))

    async def query_of(self, wishes: Wishes) -> LaunchQuery | None:
        """Return what a subscription asks for now, None where this version cannot read it."""
        watched = parsed(wishes.query)
        return await watched.at_present(self.naming) if watched else None

    async def passing(self, query: LaunchQuery, ids: tuple[str, ...]) -> tuple[Launch, ...]:
        """Return those of at most 100 launches that the query lets through, the latest first."""
        return await passing(self.catalogue, query, ids)

    async def is_gone(self, launch_id: str, net: datetime, since: datetime) -> bool:
        """Tell whether a launch of about `net` is missing from a catalogue that would have it still.

        That was known at `since`; a catalogue that was lost is being filled and proves nothing.
        """
        if await self.catalogue.launch(launch_id) is not None:
            return False
        known = await self.catalogue.freshness()
        if known.complete_since is None or known.updated_at is None:
            return False
        return known.complete_since <= net and known.updated_at > since

    async def awaited(self, seen: Collection[OutcomeSeen]) -> tuple[str, ...]:
        """Return those of at most 100 launches that the catalogue has to get back before they can be told."""
        there = {launch.id for launch in await self.passing(LaunchQuery(), tuple(o.launch_id for o in seen))}
        missing = [outcome for outcome in seen if outcome.launch_id not in there]
        gone = [await self.is_gone(each.launch_id, each.seen_at - LATE, each.seen_at) for each in missing]
        return tuple(each.launch_id for each, is_gone in zip(missing, gone, strict=True) if not is_gone)

    async def newest(self, query: LaunchQuery) -> Launch | None:
        """Return the newest launch with an outcome that the query lets through, None if there is none."""
        wanted = query.at(0).having(limit=1, ordering=("-net",), status_ids=query.status_ids or ENDED)
        page = await self.catalogue.find(wanted)
        return page.items[0] if page.items else None

    async def wanted(
        self, wishes: Wishes, mutes: Collection[Mute], ids: tuple[str, ...]
    ) -> tuple[Launch, ...]:
        """Return those of the launches that a subscription wants to hear of, the latest first."""
        query = await self.query_of(wishes)
        if query is None or not ids:
            return ()
        let_through = await self.passing(query, ids)
        found = {launch.id: launch for launch in let_through if not is_muted(launch, mutes)}
        if wishes.failures_always:
            failed = await self.passing(LaunchQuery(status_ids=UNSUCCESSFUL), ids)
            found |= {launch.id: launch for launch in failed}
        return _latest_first(found)

    async def wanted_at(self, place: Place, ids: tuple[str, ...]) -> tuple[Launch, ...]:
        """Return those of the launches that any active instant subscription of the place wants."""
        mutes = await self.subscriptions.mutes(place)
        found: dict[str, Launch] = {}
        for subscription in await self.subscriptions.of(place):
            if subscription.paused is None and subscription.wishes.frequency is Frequency.INSTANT:
                wanted = await self.wanted(subscription.wishes, mutes, ids)
                found |= {launch.id: launch for launch in wanted}
        return _latest_first(found)

    async def matched_at(
        self, place: Place, launches: Collection[Launch], matched: Mapping[str, Collection[int]]
    ) -> tuple[Launch, ...]:
        """Return what `wanted_at` would of launches that the catalogue does not know.

        `matched` says for each which queries let it through when it was known.
        """
        mutes, texts = await self.subscriptions.mutes(place), await self.subscriptions.queries()
        found: dict[str, Launch] = {}
        for subscription in await self.subscriptions.of(place):
            wishes = subscription.wishes
            if subscription.paused is not None or wishes.frequency is not Frequency.INSTANT:
                continue
            for launch in launches:
                queries = {texts.get(number) for number in matched.get(launch.id, ())}
                passes = wishes.query in queries and not is_muted(launch, mutes)
                if passes or (wishes.failures_always and launch.status.id in UNSUCCESSFUL):
                    found[launch.id] = launch
        return _latest_first(found)


def _latest_first(launches: dict[str, Launch]) -> tuple[Launch, ...]:
    return tuple(sorted(launches.values(), key=lambda launch: launch.net, reverse=True))


def parsed(text: str) -> Watched | None:
    """Return what a subscription keeps as text, or None where this version cannot read it."""
    try:
        return Watched.read(text)
    except AskError as error:
        log.error("subscription_unreadable query=%r reason=%s", text, error)
        return None
