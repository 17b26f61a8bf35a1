"""What is made of the receipt of an attempt: the table of `bot.announcing.attempts`, written down."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.announcing.refusals import HELD, Refusals, next_try, patience
from bot.announcing.rest import Rest
from commands.subscriptions.poster import (
    Ambiguous,
    Closed,
    Failed,
    Halted,
    Later,
    MessageGone,
    Poster,
    Receipt,
    Refused,
    Scope,
    Sent,
)
from storage.clock import Clock
from storage.errors import StoreError
from storage.state.models import Delivery, DeliveryState, EventKind, Pause
from storage.state.outbox import Outbox
from storage.state.subscriptions import Subscriptions

log = logging.getLogger("launchlog.announcing")

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 900.0
"""Seconds of the pauses between attempts; each is at most twice the one before."""

AGAIN = 3.0
"""Seconds after which an ambiguous post is sent again with its key."""

MOST_FAULTS = 5
"""Times that a delivery may fail on an error nobody foresaw, or be refused for no known reason."""


@dataclass(slots=True)
class Settlement:
    """Settles attempts on one platform. With `resend`, what is ambiguous is sent again wherever it is."""

    poster: Poster
    outbox: Outbox
    subscriptions: Subscriptions
    clock: Clock
    rest: Rest
    resend: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    spread: Callable[[float, float], float] = field(default=random.uniform)
    refusals: Refusals = field(default_factory=Refusals)
    _faults: Counter[int] = field(default_factory=Counter)

    async def settle(self, delivery: Delivery, receipt: Receipt) -> None:
        """Note what a receipt comes to; raises nothing but cancellation."""
        match receipt:
            case Sent():
                await self._sent(delivery, receipt)
            case Later():
                await self._put_off(delivery, receipt)
            case Failed(reason, left=False):
                await self._fault(delivery, reason)
            case Failed(reason) | Ambiguous(reason):
                await self._ambiguous(delivery, reason)
            case Closed(why, reason):
                await self._refused_here(delivery, why, reason)
            case Refused(reason) | MessageGone(reason):
                await self._refused(delivery, reason)
            case Halted(reason):
                await self.later(delivery, AGAIN, reason, counts=False)

    async def _sent(self, delivery: Delivery, sent: Sent) -> None:
        place, moved_to = delivery.place, sent.moved_to
        publish = delivery.publish and delivery.event.kind is not EventKind.CORRECTION
        thread = delivery.thread and delivery.event.kind is EventKind.RESULT
        await self.persist(
            lambda: self.outbox.sent(delivery.id, sent.message_id, publish=publish, thread=thread)
        )
        self._faults.pop(delivery.id, None)
        self.refusals.taken(place)
        if delivery.refused_since is not None:
            await self.persist(lambda: self.subscriptions.accepted(place))
        if moved_to is not None:
            await self.persist(
                lambda: self.subscriptions.move(place.platform, place.chat_id, moved_to.chat_id)
            )

    async def _put_off(self, delivery: Delivery, told: Later) -> None:
        if told.scope is not Scope.PLACE:
            self.rest.begin(told.seconds, told.reason, told.scope)
        pause = max(told.seconds, self._pause(delivery.attempts)) if told.counts else told.seconds
        await self.later(delivery, pause, told.reason, counts=told.counts, left=told.left)

    async def _ambiguous(self, delivery: Delivery, reason: str) -> None:
        if self.resend or self.poster.retries_safely:
            left = self.poster.retries_safely
            await self.later(delivery, AGAIN, reason, counts=True, left=left)
        else:
            log.warning("delivery_unknown id=%s reason=%s", delivery.id, reason)
            await self.close(delivery, DeliveryState.UNKNOWN, reason)

    async def _refused(self, delivery: Delivery, reason: str) -> None:
        """See whether a refusal for no known reason is about the place or about the post."""
        if await self._is_taken_elsewhere(delivery):
            await self._refused_here(delivery, Pause.FORBIDDEN, reason)
        else:
            await self._fault(delivery, reason)

    async def _fault(self, delivery: Delivery, reason: str) -> None:
        """Try again what nobody has an explanation for, but not for ever."""
        self._faults[delivery.id] += 1
        if self._faults[delivery.id] < MOST_FAULTS:
            log.warning("delivery_failed id=%s reason=%s", delivery.id, reason)
            await self.later(delivery, self._pause(delivery.attempts + 2), reason, counts=True)
            return
        del self._faults[delivery.id]
        log.error("delivery_refused id=%s reason=%s", delivery.id, reason)
        state = DeliveryState.UNKNOWN if delivery.begun_at else DeliveryState.DEAD
        await self.close(delivery, state, reason)

    async def _is_taken_elsewhere(self, delivery: Delivery) -> bool:
        try:
            return await self.outbox.is_taken_elsewhere(delivery)
        except StoreError:
            return False

    async def _refused_here(self, delivery: Delivery, why: Pause, reason: str) -> None:
        """Try a place again for as long as its refusal may be a mistake, then pause it."""
        place, now = delivery.place, self.clock()
        if alike := self.refusals.refused(place, reason):
            self.rest.begin(HELD, f"most places refuse alike: {reason}")
            for each in alike:
                await self.persist(partial(self.subscriptions.accepted, each))
            await self.later(delivery, HELD, reason, counts=False)
            return
        refused_for = now - (delivery.refused_since or now)
        if refused_for >= patience(why):
            log.warning("place_paused platform=%s why=%s reason=%s", place.platform, why.value, reason)
            await self.persist(lambda: self.subscriptions.pause_place(place, why))
            await self.close(delivery, DeliveryState.DEAD, reason)
            return
        await self.persist(lambda: self.subscriptions.refused(place))
        await self.later(delivery, next_try(refused_for), reason, counts=True)

    def _pause(self, attempts: int) -> float:
        """A growing pause, spread fully, so that many deliveries do not come back together."""
        return self.spread(0.0, min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempts, 10)))

    async def later(
        self, delivery: Delivery, seconds: float, reason: str, *, counts: bool, left: bool = False
    ) -> None:
        """Put a delivery off; with `left`, this attempt may have been what arrived."""
        due_at = self.clock() + timedelta(seconds=seconds)
        begun = left or delivery.begun_at is not None
        await self.persist(lambda: self.outbox.later(delivery, due_at, reason, counts=counts, begun=begun))

    async def close(self, delivery: Delivery, state: DeliveryState, reason: str) -> None:
        """Note that nothing more is tried."""
        await self.persist(lambda: self.outbox.close(delivery, state, reason))

    async def persist(self, write: Callable[[], Awaitable[object]]) -> None:
        """Write until it is written: what came of a send is known here and nowhere else."""
        told = False
        while True:
            try:
                await write()
            except StoreError as error:
                if not told:
                    log.warning("outbox_unusable reason=%s", error)
                told = True
                await self.sleep(1.0)
            else:
                return
