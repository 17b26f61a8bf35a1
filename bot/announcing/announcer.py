"""The announcer: its sweeps find what is to be told, its senders tell it."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.announcing.attempts import Attempts
from bot.announcing.detection import Detection
from bot.announcing.lock import SenderLock
from bot.announcing.memories import find_memories
from bot.announcing.posts import Posts
from bot.announcing.publisher import opening_threads, publishing
from bot.announcing.rest import Rest
from bot.announcing.sender import Sender
from bot.announcing.settlement import Settlement
from bot.announcing.told_launches import with_launches
from commands.cards.card import Card
from commands.parsing.timezones import zone_of
from commands.subscriptions.digests import next_digest
from commands.subscriptions.poster import Halted, Post, Poster, Receipt
from storage.clock import Clock
from storage.errors import StoreError
from storage.models import Launch
from storage.state.models import EventKind, NewEvent, OutcomeSeen, Platform, Subscription
from storage.state.outbox import Only
from storage.state.state import State

log = logging.getLogger("launchlog.announcing")

LOCK_INTERVAL = 30.0
"""Seconds between two tries to become the sender while another process is."""

KEPT = timedelta(days=90)
"""How long events and their deliveries are kept, and a posted result stays correctable."""

LEFT_KEPT = timedelta(days=30)
"""How long the subscriptions of a place are kept from which the bot was removed."""

TRIAL = timedelta(days=1)
"""How long after a place was paused because it refuses posts the next result tries it again."""

GIVEN_UP = timedelta(days=30)
"""How long a place may refuse posts until it is tried no more."""

DIGEST_LASTS = timedelta(hours=24)
"""How long a digest is worth sending."""

DIGEST_WAITS = timedelta(hours=12)
"""How long a digest waits for launches that the catalogue has lost: so that a part of its day is left."""

FILLING = 600.0
"""Seconds that posts wait for a catalogue that takes over the records of another version: it needs few."""

DIGESTS = 500
"""Digests made in one sweep."""


@dataclass(frozen=True, slots=True)
class Channel:
    """One platform to post on: how, and the lock of its sender."""

    platform: Platform
    poster: Poster
    lock: SenderLock


@dataclass(slots=True)
class Announcer:
    """Finds what is to be told, and sends it on every platform whose lock is ours.

    `resend` sends again what is ambiguous instead of holding it as unknown.
    """

    state: State
    detection: Detection
    posts: Posts
    clock: Clock
    resend: bool = False
    _senders: dict[Platform, Sender] = field(default_factory=dict)
    _detecting: asyncio.Lock = field(default_factory=asyncio.Lock)
    _awaited: set[str] = field(default_factory=set)

    @property
    def sending(self) -> frozenset[Platform]:
        """The platforms whose sender this process is."""
        return frozenset(self._senders)

    async def send(self, channel: Channel) -> None:
        """Become the sender of a platform as soon as nobody else is, and be it until cancelled."""
        async with channel.lock:
            await self._take(channel)
            sender = self._sender(channel)
            self._senders[channel.platform] = sender
            try:
                # Nobody has looked while nobody could send.
                await self.detect()
                await self._catalogue_is_whole()
                await self._run(sender, channel)
            finally:
                del self._senders[channel.platform]

    async def detect(self) -> None:
        """Announce outcomes that are new in the catalogue; a store that fails is left for the next sweep."""
        if not self._senders:
            return
        try:
            async with self._detecting:
                told = await self.detection.sweep()
            if told:
                self.wake()
        except StoreError as error:
            log.warning("detection_failed reason=%s", error)

    async def digest(self) -> None:
        """Make the digests that are due, once the catalogue has taken over all that another version knew."""
        if not self._senders or not self.detection.catalogue.is_whole:
            return
        try:
            due = await self.state.subscriptions.due_digests(self.clock(), DIGESTS)
            for subscription in due:
                await self._digest(subscription)
        except StoreError as error:
            log.warning("digests_failed reason=%s", error)
            return
        if due:
            self.wake()

    async def tidy(self) -> None:
        """Close what is too old to be sent, and forget what was kept long enough."""
        now = self.clock()
        try:
            await self.state.outbox.expire()
            await self.state.outbox.prune(now - KEPT)
            await self.state.subscriptions.prune(now - LEFT_KEPT)
            await self.state.subscriptions.try_again(now - TRIAL, now - GIVEN_UP)
        except StoreError as error:
            log.warning("tidying_failed reason=%s", error)

    def wake(self) -> None:
        """Have the senders look for what is due."""
        for sender in self._senders.values():
            sender.wake()

    async def example(self, subscription: Subscription) -> Receipt | None:
        """Post what a subscription would have got last, or would today; None when that is nothing.

        Raises `StoreError`.
        """
        sender = self._senders.get(subscription.place.platform)
        if sender is None:
            return Halted("this process does not send")
        card = await self._example(subscription)
        if card is None:
            return None
        poster = sender.attempts.poster
        await poster.turn(subscription.place)
        post = Post(f"example{secrets.token_hex(8)}", card, silent=subscription.wishes.silent)
        return await poster.post(subscription.place, post)

    async def _example(self, subscription: Subscription) -> Card | None:
        """Return what a subscription would post now; None where there is nothing."""
        place, wishes, matching = subscription.place, subscription.wishes, self.detection.matching
        if wishes.frequency.is_memory:
            zone = zone_of(await self.state.chats.zone(place.platform, place.owner_id))
            mutes = await self.state.subscriptions.mutes(place)
            told = await find_memories(matching, wishes, mutes, self.clock(), zone)
            return await self.posts.remembering(told, place) if told else None
        query = await matching.query_of(wishes)
        newest = await matching.newest(query) if query else None
        return None if newest is None else await self.posts.example(newest, place, spoiler=wishes.spoiler)

    async def _catalogue_is_whole(self) -> None:
        """Wait until posts can tell all that is known, but not for ever."""
        with suppress(TimeoutError):
            async with asyncio.timeout(FILLING):
                await self.detection.catalogue.whole()

    async def _run(self, sender: Sender, channel: Channel) -> None:
        """Send, publish and open threads; where one of these ends by itself, so do the others."""
        rest = sender.attempts.rest
        publisher, opener = (
            step(channel.platform, channel.poster, owed, self.clock, rest)
            for step, owed in ((publishing, self.state.publications), (opening_threads, self.state.threads))
        )
        tasks = [
            asyncio.create_task(sender.run(), name=f"{channel.platform} deliveries"),
            asyncio.create_task(publisher.run(), name=f"{channel.platform} publisher"),
            asyncio.create_task(opener.run(), name=f"{channel.platform} threads"),
        ]
        try:
            done, _others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _take(self, channel: Channel) -> None:
        told = ""
        while True:
            try:
                if await channel.lock.take():
                    log.debug("sender_begins platform=%s", channel.platform)
                    return
                trouble = "another process sends for this bot; this one does not"
            except StoreError as error:
                trouble = str(error)
            if trouble != told:
                log.warning("sender_waits platform=%s reason=%s", channel.platform, trouble)
            told = trouble
            await asyncio.sleep(LOCK_INTERVAL)

    def _sender(self, channel: Channel) -> Sender:
        state = self.state
        rest = Rest(channel.platform, self.clock)
        settlement = Settlement(
            channel.poster, state.outbox, state.subscriptions, self.clock, rest, resend=self.resend
        )
        attempts = Attempts(channel.poster, self.posts, state.outbox, settlement, self.clock)
        return Sender(channel.platform, attempts, state.outbox, self.clock, secrets.token_hex(8))

    async def _digest(self, subscription: Subscription) -> None:
        """Make one digest, unless nothing has happened, and set the time of the next.

        It tells what became known up to when it was due, so that made twice it is the same.
        """
        wishes, place = subscription.wishes, subscription.place
        zone = await self.state.chats.zone(place.platform, place.owner_id)
        due, next_at = _last_due(subscription, zone, self.clock())
        if wishes.frequency.is_memory:
            if event := await self._memory(subscription, zone, due):
                await self.state.outbox.announce(event, Only(place, wishes))
            await self.state.subscriptions.schedule(subscription.id, next_at, due)
            return
        seen = await self.detection.seen_between(subscription.told_until, due)
        if await self._waits_for_launches(subscription, seen):
            return
        mutes = await self.state.subscriptions.mutes(place)
        ids = tuple(outcome.launch_id for outcome in seen)
        launches = await self.detection.matching.wanted(wishes, mutes, ids)
        if launches:
            event = _digest_event(subscription, launches, due)
            await self.state.outbox.announce(event, Only(place, wishes))
        await self.state.subscriptions.schedule(subscription.id, next_at, due)

    async def _memory(self, subscription: Subscription, zone: str, due: datetime) -> NewEvent | None:
        """Return what the day on which a post is due is remembered for; None on one without anything."""
        mutes = await self.state.subscriptions.mutes(subscription.place)
        matching = self.detection.matching
        told = await find_memories(matching, subscription.wishes, mutes, due, zone_of(zone))
        if told is None:
            return None
        return NewEvent(
            kind=EventKind.MEMORY,
            key=f"{EventKind.MEMORY}:{subscription.id}:{due:%Y-%m-%dT%H:%M}",
            created_at=due,
            expires_at=due + DIGEST_LASTS,
            content=told.write(),
        )

    async def _waits_for_launches(self, digest: Subscription, seen: Collection[OutcomeSeen]) -> bool:
        """Tell whether a digest is to wait for a catalogue that is being filled; said once a launch."""
        assert digest.next_at is not None
        if not seen or self.clock() >= digest.next_at + DIGEST_WAITS:
            return False
        awaited = await self.detection.matching.awaited(seen)
        for launch_id in set(awaited) - self._awaited:
            self._awaited.add(launch_id)
            log.warning("digests_wait_for_launch launch=%s", launch_id)
        return bool(awaited)


def _last_due(subscription: Subscription, zone: str, now: datetime) -> tuple[datetime, datetime]:
    """Return the last instant at which a digest was due, which may be long ago, and the next."""
    due = subscription.next_at
    assert due is not None
    while True:
        next_at = next_digest(subscription.wishes, zone, due)
        assert next_at is not None
        if next_at > now:
            return due, next_at
        due = next_at


def _digest_event(subscription: Subscription, launches: Iterable[Launch], due: datetime) -> NewEvent:
    return NewEvent(
        kind=EventKind.DIGEST,
        key=f"digest:{subscription.id}:{due:%Y-%m-%dT%H:%M}",
        created_at=due,
        expires_at=due + DIGEST_LASTS,
        content=with_launches({"frequency": subscription.wishes.frequency}, launches),
    )
