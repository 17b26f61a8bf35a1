"""One attempt at one delivery, and what is made of its receipt.

=====================  ==========================================================================
the platform's answer  what becomes of the delivery
=====================  ==========================================================================
`Sent`                 sent; a place that has moved is moved
`Later`                pending again, after what the platform says or with a growing pause
`Ambiguous`            Discord: again with the same key while Discord knows it, then the history
                       decides; elsewhere, and where there is no history to read: unknown
`Closed`               dead, and the place's subscriptions are paused
`Refused`              dead, told to the operator
`MessageGone`          a correction: a follow-up instead of the edit
`Halted`               pending again, and the sender stops
=====================  ==========================================================================
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.announcing.posts import Posts, post_key
from commands.subscriptions.poster import (
    KEY_SECONDS,
    Ambiguous,
    Closed,
    Halted,
    Later,
    MessageGone,
    Post,
    Poster,
    Receipt,
    Refused,
    Sent,
    Unreadable,
)
from storage.clock import Clock
from storage.errors import StoreError
from storage.state.models import Delivery, DeliveryState, EventKind
from storage.state.outbox import Outbox
from storage.state.subscriptions import Subscriptions

log = logging.getLogger("launchlog.announcing")

FIRST_PAUSE, LONGEST_PAUSE = 2.0, 900.0
"""Seconds of the pauses between attempts; each is at most twice the one before."""

AGAIN = 3.0
"""Seconds after which an ambiguous post is sent again with its key."""

LOOK_AGAIN = 10.0
"""Seconds after which a correction looks again whether the post that it corrects has been sent."""


@dataclass(slots=True)
class Attempts:
    """Makes attempts on one platform. With `resend`, what is ambiguous is sent again wherever it is."""

    poster: Poster
    posts: Posts
    outbox: Outbox
    subscriptions: Subscriptions
    clock: Clock
    resend: bool = False
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    spread: Callable[[float, float], float] = field(default=random.uniform)

    async def make(self, delivery: Delivery) -> Receipt | None:
        """Carry a delivery as far as it goes now; return the receipt of its request, None without one.

        Raises nothing but cancellation.
        """
        try:
            return await self._make(delivery)
        except StoreError as error:
            log.warning("delivery_put_off id=%s reason=%s", delivery.id, error)
            await self._later(delivery, LOOK_AGAIN, str(error), counts=False, begun=False)
        except Exception:
            # A bug of ours must neither stop the sender nor be repeated for ever.
            log.exception("delivery_crashed id=%s", delivery.id)
            await self._close(delivery, DeliveryState.DEAD, "an error of ours; see the log")
        return None

    async def recover(self, delivery: Delivery) -> None:
        """Decide about a delivery that a killed process had begun; raises nothing but cancellation."""
        await self._settle(delivery, Ambiguous("the bot was stopped while sending"))

    async def _make(self, delivery: Delivery) -> Receipt | None:
        if delivery.event.expires_at <= self.clock():
            await self._close(delivery, DeliveryState.EXPIRED, "too old to be told")
            return None
        if delivery.begun_at and not self._key_is_known(delivery) and not await self._is_missing(delivery):
            return None
        if delivery.event.kind is EventKind.CORRECTION:
            return await self._correct(delivery)
        post = await self.posts.post(delivery)
        if post is None:
            await self._close(delivery, DeliveryState.EXPIRED, "nothing is left to tell")
            return None
        return await self._post(delivery, post)

    async def _post(self, delivery: Delivery, post: Post) -> Receipt:
        await self.poster.turn(delivery.place)
        await self.outbox.begin(delivery.id, delivery.event.revision)
        receipt = await self.poster.post(delivery.place, post)
        await self._settle(delivery, receipt)
        return receipt

    async def _correct(self, delivery: Delivery) -> Receipt | None:
        """Edit the message that was posted; what cannot be edited is followed up."""
        original = await self.outbox.original(delivery)
        if original is None or original.state in {DeliveryState.DEAD, DeliveryState.EXPIRED}:
            await self._close(delivery, DeliveryState.EXPIRED, "there is no post to correct")
            return None
        if original.state in {DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING}:
            reason = "waits for the post that it corrects"
            await self._later(delivery, LOOK_AGAIN, reason, counts=False, begun=False)
            return None
        if original.state is DeliveryState.UNKNOWN or delivery.begun_at:
            return await self._follow_up(delivery)
        if original.shown >= delivery.event.revision:
            await self._persist(lambda: self.outbox.sent(delivery.id, original.message_id))
            return None
        return await self._edit(delivery, original)

    async def _edit(self, delivery: Delivery, original: Delivery) -> Receipt | None:
        post = await self.posts.post(delivery)
        if post is None:
            await self._close(delivery, DeliveryState.EXPIRED, "nothing is left to tell")
            return None
        await self.poster.turn(delivery.place)
        receipt = await self.poster.edit(delivery.place, original.message_id, post)
        if isinstance(receipt, MessageGone):
            return await self._follow_up(delivery)
        if isinstance(receipt, Ambiguous):
            # Editing twice does no harm.
            receipt = Later(AGAIN, receipt.reason)
        if isinstance(receipt, Sent):
            await self._persist(lambda: self.outbox.show(original.id, delivery.event.revision))
        await self._settle(delivery, receipt)
        return receipt

    async def _follow_up(self, delivery: Delivery) -> Receipt | None:
        post = await self.posts.post(delivery, follows=True)
        return None if post is None else await self._post(delivery, post)

    def _key_is_known(self, delivery: Delivery) -> bool:
        begun = delivery.begun_at
        return begun is not None and abs((self.clock() - begun).total_seconds()) < KEY_SECONDS

    async def _is_missing(self, delivery: Delivery) -> bool:
        """Look whether a delivery begun long ago did arrive; settle it unless it surely did not."""
        assert delivery.begun_at is not None
        # Their clock and ours may differ by some minutes.
        since = delivery.begun_at - timedelta(minutes=5)
        found = await self.poster.find(delivery.place, post_key(delivery), since)
        if found is None:
            return True
        if isinstance(found, Later):
            pause = max(found.seconds, LOOK_AGAIN)
            await self._later(delivery, pause, found.reason, counts=False, begun=True)
        elif isinstance(found, Unreadable):
            await self._close(delivery, DeliveryState.UNKNOWN, "nobody can tell whether it arrived")
        else:
            await self._persist(lambda: self.outbox.sent(delivery.id, found))
        return False

    async def _settle(self, delivery: Delivery, receipt: Receipt) -> None:
        match receipt:
            case Sent(message_id, moved_to):
                await self._persist(lambda: self.outbox.sent(delivery.id, message_id))
                if moved_to is not None:
                    place = delivery.place
                    await self._persist(
                        lambda: self.subscriptions.move(place.platform, place.chat_id, moved_to.chat_id)
                    )
            case Later(seconds, reason, counts):
                pause = max(seconds, self._pause(delivery.attempts)) if counts else seconds
                await self._later(delivery, pause, reason, counts=counts, begun=False)
            case Ambiguous(reason) if self.resend or self.poster.retries_safely:
                begun = self.poster.retries_safely
                await self._later(delivery, AGAIN, reason, counts=True, begun=begun)
            case Ambiguous(reason):
                log.warning("delivery_unknown id=%s reason=%s", delivery.id, reason)
                await self._close(delivery, DeliveryState.UNKNOWN, reason)
            case Closed(pause, reason):
                await self._persist(lambda: self.subscriptions.pause_place(delivery.place, pause))
                await self._close(delivery, DeliveryState.DEAD, reason)
            case Refused(reason) | MessageGone(reason):
                log.error("delivery_refused id=%s reason=%s", delivery.id, reason)
                await self._close(delivery, DeliveryState.DEAD, reason)
            case Halted(reason):
                await self._later(delivery, 0.0, reason, counts=False, begun=False)

    def _pause(self, attempts: int) -> float:
        """A growing pause, spread fully, so that many deliveries do not come back together."""
        return self.spread(0.0, min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempts, 10)))

    async def _later(
        self, delivery: Delivery, seconds: float, reason: str, *, counts: bool, begun: bool
    ) -> None:
        due_at = self.clock() + timedelta(seconds=seconds)
        await self._persist(
            lambda: self.outbox.later(delivery.id, due_at, reason, counts=counts, begun=begun)
        )

    async def _close(self, delivery: Delivery, state: DeliveryState, reason: str) -> None:
        await self._persist(lambda: self.outbox.close(delivery.id, state, reason))

    async def _persist(self, write: Callable[[], Awaitable[object]]) -> None:
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
