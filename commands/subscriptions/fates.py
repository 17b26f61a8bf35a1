"""Why a result was posted in a place, or why not: what the announcer decided, told for one subscription.

Whether filters and mutes let a launch through is looked up as it is now; what became of it then, from what
was kept of the posts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from commands.cards.card import Card
from commands.cards.fates import Fate, FatesPage, Told, fates_card
from commands.cards.subscription import SubscriptionCards
from commands.cards.text import active_filters
from commands.codec.actions import ShowFates
from commands.definitions.command import Here
from commands.i18n.formatting import either
from commands.i18n.translation import _
from storage.catalogue import Catalogue
from storage.errors import AskError
from storage.models import Launch, StatusId
from storage.query import MAX_LIMIT, LaunchQuery
from storage.state.models import DeliveryState, EventKind, Frequency, OutcomeSeen, Place, Subscription
from storage.state.results import Results, Telling
from storage.state.subscriptions import Subscriptions

LATEST = 20
"""Results that are told of."""

PER_PAGE = 10
"""Of them, on one page: with a line and a link each, half of what a message takes."""

UNSUCCESSFUL = (int(StatusId.FAILURE), int(StatusId.PARTIAL_FAILURE))
"""Statuses that subscriptions may let through any filter."""

_EITHER = ("provider_ids", "location_ids", "pad_ids")
_NO_FILTERS = frozenset({"strict", "word_starts", "ordering", "view", "limit", "offset"})
_NOTHING_ASKED = LaunchQuery()

_STATES = {
    DeliveryState.PENDING: Fate.WAITING,
    DeliveryState.CLAIMED: Fate.WAITING,
    DeliveryState.SENDING: Fate.WAITING,
    DeliveryState.UNKNOWN: Fate.HELD,
    DeliveryState.DEAD: Fate.FAILED,
    DeliveryState.EXPIRED: Fate.TOO_LATE,
}
_POSTED = {
    EventKind.RESULT: Fate.POSTED,
    EventKind.SUMMARY: Fate.IN_SUMMARY,
    EventKind.DIGEST: Fate.IN_DIGEST,
}


@dataclass(frozen=True, slots=True)
class Result:
    """A launch that has ended, since when that is known, and whether anybody at all was told of it."""

    launch: Launch
    seen: OutcomeSeen
    is_news: bool


@dataclass(frozen=True, slots=True)
class Fates:
    """Tells what became of results; raises `AskError` and `StoreError`."""

    results: Results
    subscriptions: Subscriptions
    catalogue: Catalogue
    cards: SubscriptionCards

    async def card(self, action: ShowFates, chosen: Sequence[Subscription], here: Here) -> Card:
        """Return a page of what became of the latest results, for one subscription after another."""
        if not chosen:
            raise AskError(_("Nothing is posted here yet. Start with /subscribe."))
        results = await self.latest()
        each = max(1, -(-len(results) // PER_PAGE))
        # What tells of earlier years has no results to tell of.
        pages = [
            (one, part) for one in chosen for part in range(1 if one.wishes.frequency.is_memory else each)
        ]
        number = min(action.page, len(pages) - 1)
        subscription, part = pages[number]
        shown = results[part * PER_PAGE : (part + 1) * PER_PAGE]
        words = await self.cards.words(await self.cards.filters(subscription))
        told = await self.told(subscription, shown)
        page = FatesPage(replace(action, page=number), subscription, words, told, len(pages))
        return fates_card(page, here)

    async def latest(self) -> tuple[Result, ...]:
        """Return the results that became known last, the latest first, as far as the catalogue has them."""
        seen = await self.results.latest(LATEST)
        if not seen:
            return ()
        ids = tuple(each.launch_id for each in seen)
        known = {launch.id: launch for launch in await passing(self.catalogue, LaunchQuery(), ids)}
        news = await self.results.announced(ids, min(each.seen_at for each in seen))
        return tuple(
            Result(known[each.launch_id], each, each.launch_id in news)
            for each in seen
            if each.launch_id in known
        )

    async def posted(self, place: Place) -> tuple[Launch, ...]:
        """Return those of the latest results that were posted at a place, the latest first."""
        results = await self.latest()
        if not results:
            return ()
        ids, since = [each.launch.id for each in results], min(each.seen.seen_at for each in results)
        tellings = await self.results.tellings(place, ids, since)
        there = {each for telling in tellings if telling.message_id for each in telling.launch_ids}
        return tuple(each.launch for each in results if each.launch.id in there)

    async def told(self, subscription: Subscription, results: Sequence[Result]) -> tuple[Told, ...]:
        """Return what became of each result for a subscription."""
        if not results or subscription.wishes.frequency.is_memory:
            return ()
        ids = tuple(each.launch.id for each in results)
        query = await self.cards.filters(subscription)
        wanted = {launch.id for launch in await passing(self.catalogue, query, ids)}
        objections = await self._objections(query, [each for each in ids if each not in wanted])
        mutes = await self.subscriptions.mutes(subscription.place)
        since = min(each.seen.seen_at for each in results)
        tellings = await self.results.tellings(subscription.place, ids, since)
        found = []
        for result in results:
            mute = next((mute for mute in mutes if mute.covers(result.launch)), None)
            name = await self.cards.muted(mute) if mute else ""
            told = _unwanted(result, subscription, objections.get(result.launch.id, ()), name)
            post, alone = _posts_about(result, subscription, tellings)
            found.append(_unasked(told, alone) if told else _of_wanted(result, subscription, post, alone))
        return tuple(found)

    async def _objections(
        self, query: LaunchQuery, ids: Collection[str]
    ) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """Return for each launch which filters say no, each as its field and in words."""
        found: dict[str, tuple[tuple[str, str], ...]] = dict.fromkeys(ids, ())
        for field, part in parts(query) if ids else ():
            kept = {launch.id for launch in await passing(self.catalogue, part, tuple(ids))}
            filters = await active_filters(part, self.cards.naming)
            words = either(each.words for each in filters)
            for each in found.keys() - kept:
                found[each] = (*found[each], (field, words))
        return found


async def passing(catalogue: Catalogue, query: LaunchQuery, ids: tuple[str, ...]) -> tuple[Launch, ...]:
    """Return those of at most 100 launches that a query lets through, the latest first.

    Raises `StoreError`.
    """
    page = await catalogue.find(query.at(0).having(ids=ids, limit=MAX_LIMIT, ordering=("-net",)))
    return page.items


def parts(query: LaunchQuery) -> Iterator[tuple[str, LaunchQuery]]:
    """Yield a query's filters one by one, each as a query of its own; all pass what each lets through.

    Those of which any will do are one.
    """
    given = {
        field.name: getattr(query, field.name)
        for field in fields(query)
        if field.name not in _NO_FILTERS and getattr(query, field.name) != getattr(_NOTHING_ASKED, field.name)
    }
    together = {name: given.pop(name) for name in _EITHER if name in given and not query.strict}
    if together:
        yield "provider_ids", LaunchQuery(**together)
    for name, value in given.items():
        more: dict[str, Any] = {"word_starts": query.word_starts} if name == "search" else {}
        yield name, LaunchQuery(**{name: value, **more})


def _unwanted(
    result: Result, subscription: Subscription, objections: Iterable[tuple[str, str]], muted: str
) -> Told | None:
    """Return why a subscription does not ask for a result, None if it does."""
    if subscription.wishes.failures_always and result.launch.status.id in UNSUCCESSFUL:
        return None
    if said := tuple(objections):
        on_outcome = any(field in {"status_id", "status_ids"} for field, _words in said)
        words = tuple(words for _field, words in said)
        return Told(result.launch, Fate.FILTERED, words, on_outcome)
    return Told(result.launch, Fate.MUTED, muted=muted) if muted else None


def _posts_about(
    result: Result, subscription: Subscription, tellings: Iterable[Telling]
) -> tuple[Telling | None, Telling | None]:
    """Return the post that told a place of a result for a subscription, and the one of the result alone.

    That is the same for one that posts instantly, but for what an outage has kept from it.
    """
    about = [each for each in tellings if result.launch.id in each.launch_ids]
    alone = _first(about, EventKind.RESULT)
    if subscription.wishes.frequency is Frequency.INSTANT:
        return alone or _first(about, EventKind.SUMMARY), alone
    return _first([each for each in about if each.digest_of == subscription.id], EventKind.DIGEST), alone


def _first(tellings: Iterable[Telling], kind: EventKind) -> Telling | None:
    return next((each for each in tellings if each.kind is kind), None)


def _unasked(told: Told, alone: Telling | None) -> Told:
    """Return what is told of a result that is not asked for, with the post that there is all the same."""
    if alone is None or alone.state is not DeliveryState.SENT:
        return told
    return replace(told, message_id=alone.message_id)


def _of_wanted(
    result: Result, subscription: Subscription, post: Telling | None, alone: Telling | None
) -> Told:
    """Return what became of a result that a subscription asks for now."""
    launch, seen_at = result.launch, result.seen.seen_at
    if post is not None:
        return _posted(launch, post)
    if subscription.created_at > seen_at:
        return Told(launch, Fate.EARLIER)
    if subscription.paused_at is not None and subscription.paused_at <= seen_at:
        return Told(launch, Fate.PAUSED)
    if subscription.wishes.frequency is Frequency.INSTANT:
        if not result.is_news:
            return Told(launch, Fate.NO_NEWS)
        return Told(launch, Fate.PAUSED if subscription.told_until > seen_at else Fate.CHANGED)
    if subscription.paused is not None:
        return Told(launch, Fate.PAUSED)
    if subscription.told_until < seen_at:
        return Told(launch, Fate.DUE, due_at=subscription.next_at)
    return Told(launch, Fate.CHANGED) if alone is None else _posted(launch, alone)


def _posted(launch: Launch, post: Telling) -> Told:
    fate = _POSTED[post.kind] if post.state is DeliveryState.SENT else _STATES[post.state]
    return Told(launch, fate, reason=post.reason, message_id=post.message_id)
