"""One attempt at one delivery, and what is made of its receipt.

=====================  ==========================================================================
the platform's answer  what becomes of the delivery
=====================  ==========================================================================
`Sent`                 sent; a place that has moved is moved
`Later`                pending again, after what the platform says or with a growing pause; one that
                       concerns the whole platform lets it rest
`Ambiguous`            Discord: again with the same key while Discord knows it, then the history
                       decides; elsewhere, and where there is no history to read: unknown
`Closed`               pending again, for as long as the place has refused us so far; after days dead,
                       and the place's subscriptions are paused. Refused by most places alike: the
                       platform rests
`Refused`              as `Closed` when another place took the same event; else pending again, and
                       after five times dead, told to the operator
`MessageGone`          a correction: a follow-up instead of the edit; of a landing that became known,
                       nothing
`Halted`               pending again, and the sender asks who we are
`Failed`               pending again, after five times dead; `Ambiguous` if a request may have left
=====================  ==========================================================================

What may have arrived once stays so, whatever comes of later requests, until an answer or the history
says otherwise.
"""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.announcing.comparison import outcome_of
from bot.announcing.landings import is_landing
from bot.announcing.posts import Posts, UnknownLaunchError, post_key
from bot.announcing.rest import Rest
from bot.announcing.settlement import AGAIN, Settlement
from bot.announcing.told_launches import told_launch
from commands.subscriptions.poster import (
    KEY_SECONDS,
    Ambiguous,
    Failed,
    Later,
    MessageGone,
    Post,
    Poster,
    Receipt,
    Sent,
    Unreadable,
)
from storage.clock import Clock
from storage.errors import StoreError
from storage.log_records import working_on
from storage.state.models import Delivery, DeliveryState, EventKind
from storage.state.outbox import Outbox

log = logging.getLogger("launchlog.announcing")

LOOK_AGAIN = 10.0
"""Seconds after which a correction looks again, at the earliest, whether the post that it corrects has been
sent."""

_UNDER_WAY = frozenset({DeliveryState.PENDING, DeliveryState.CLAIMED, DeliveryState.SENDING})

UNKNOWN_AGAIN = 60.0
"""Seconds after which a post is tried again whose launch the catalogue did not know yet."""


@dataclass(slots=True)
class Attempts:
    """Makes attempts on one platform."""

    poster: Poster
    posts: Posts
    outbox: Outbox
    settlement: Settlement
    clock: Clock
    _unknown: set[str] = field(default_factory=set)
    _under_way: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self._under_way = asyncio.Semaphore(self.poster.at_once)

    @property
    def rest(self) -> Rest:
        """The rest of the platform."""
        return self.settlement.rest

    async def make(self, delivery: Delivery) -> Receipt | None:
        """Carry a delivery as far as it goes now; return the receipt of its request, None without one.

        Raises nothing but cancellation.
        """
        with working_on("delivery", delivery.id):
            return await self._guarded(delivery)

    async def _guarded(self, delivery: Delivery) -> Receipt | None:
        try:
            return await self._make(delivery)
        except StoreError as error:
            log.warning("delivery_put_off id=%s reason=%s", delivery.id, error)
            await self.settlement.later(delivery, LOOK_AGAIN, str(error), counts=False)
        except UnknownLaunchError as error:
            await self._wait_for_launch(delivery, str(error))
        except Exception as error:
            # A bug of ours must neither stop the sender nor be repeated for ever.
            log.exception("delivery_crashed id=%s", delivery.id)
            receipt = Failed(f"an error of ours, {type(error).__name__}; see the log")
            await self.settlement.settle(delivery, receipt)
            return receipt
        return None

    async def recover(self, delivery: Delivery) -> None:
        """Decide about a delivery that a killed process had begun; raises nothing but cancellation."""
        await self.settlement.settle(delivery, Ambiguous("the bot was stopped while sending"))

    async def _make(self, delivery: Delivery) -> Receipt | None:
        if delivery.begun_at and not self._key_is_known(delivery):
            if not await self._is_missing(delivery):
                return None
            delivery = replace(delivery, begun_at=None)
            await self.settlement.persist(lambda: self.outbox.forget_begun(delivery))
        if delivery.event.expires_at <= self.clock():
            state = DeliveryState.UNKNOWN if delivery.begun_at else DeliveryState.EXPIRED
            await self.settlement.close(delivery, state, "too old to be told")
            return None
        if delivery.event.kind is EventKind.CORRECTION:
            renews = is_landing(delivery.event)
            return await (self._renew(delivery) if renews else self._correct(delivery))
        post = await self.posts.post(delivery)
        if post is None:
            await self.settlement.close(delivery, DeliveryState.EXPIRED, "nothing is left to tell")
            return None
        return await self._post(delivery, post)

    async def _post(self, delivery: Delivery, post: Post) -> Receipt | None:
        """Send a post; None where another process sends by now, which is left to it."""
        await self.poster.turn(delivery.place)
        async with self._under_way:
            if self.rest.seconds:
                return await self._put_off(delivery)
            if not await self.outbox.begin(delivery, await self._revision(delivery, post)):
                log.info("delivery_taken_over id=%s", delivery.id)
                return None
            try:
                receipt = await self.poster.post(delivery.place, post)
            except Exception as error:
                log.exception("delivery_crashed id=%s", delivery.id)
                receipt = Failed(f"an error of ours, {type(error).__name__}; see the log", left=True)
            await self.settlement.settle(delivery, receipt)
        return receipt

    async def _revision(self, delivery: Delivery, post: Post) -> int:
        """Return the revision that a post tells, which is the latest where the post is late.

        Its correction has nothing to tell then. What may have arrived was drawn earlier, and tells its own.
        """
        event = delivery.event
        if event.kind is not EventKind.RESULT or post.status_id is None or delivery.begun_at is not None:
            return event.revision
        told = told_launch(event.content)
        if told is None or told.status.id == post.status_id:
            return event.revision
        latest = await self.outbox.noted(event.launch_id)
        is_latest = latest is not None and latest.status_id == outcome_of(post.status_id)
        return latest.revision if latest is not None and is_latest else event.revision

    async def _put_off(self, delivery: Delivery) -> Receipt:
        """Leave a delivery for the end of the platform's rest, which began while it waited for its turn."""
        receipt = Later(self.rest.seconds, self.rest.reason, counts=False)
        await self.settlement.settle(delivery, receipt)
        return receipt

    async def _wait_for_launch(self, delivery: Delivery, launch_id: str) -> None:
        """Put a delivery off until the catalogue knows its launch; said once an event."""
        key = delivery.event.key
        if key not in self._unknown:
            self._unknown.add(key)
            log.warning("event_waits_for_launch key=%s launch=%s", key, launch_id)
        await self.settlement.later(
            delivery, UNKNOWN_AGAIN, "the catalogue does not know it yet", counts=False
        )

    async def _correct(self, delivery: Delivery) -> Receipt | None:
        """Edit the message that was posted; what cannot be edited is followed up."""
        if not delivery.begun_at and await self.outbox.is_outdone(delivery):
            reason = "a later correction tells the same"
            await self.settlement.close(delivery, DeliveryState.EXPIRED, reason)
            return None
        original = await self.outbox.original(delivery)
        if original is None or original.state in {DeliveryState.DEAD, DeliveryState.EXPIRED}:
            await self.settlement.close(delivery, DeliveryState.EXPIRED, "there is no post to correct")
            return None
        if original.state in _UNDER_WAY:
            await self._wait_for(original, delivery, "waits for the post that it corrects")
            return None
        if delivery.begun_at:
            return await self._follow_up(delivery, original)
        tells = original.shown >= delivery.event.revision
        if original.state is DeliveryState.UNKNOWN:
            if not tells:
                return await self._follow_up(delivery, original)
            await self.settlement.close(
                delivery, DeliveryState.EXPIRED, "what may have arrived tells the same"
            )
            return None
        if tells:
            await self.settlement.persist(lambda: self.outbox.sent(delivery.id, original.message_id))
            return None
        return await self._edit(delivery, original)

    async def _wait_for(self, original: Delivery, delivery: Delivery, reason: str) -> None:
        """Put a delivery off until the post under way that it edits is due: before, nothing is there."""
        wait = max(LOOK_AGAIN, (original.due_at - self.clock()).total_seconds())
        await self.settlement.later(delivery, wait, reason, counts=False)

    async def _renew(self, delivery: Delivery) -> Receipt | None:
        """Bring the message that was posted up to date; where that cannot be done, nothing is told."""
        original = await self.outbox.original(delivery)
        if original is not None and original.state in _UNDER_WAY:
            await self._wait_for(original, delivery, "waits for the post that it brings up to date")
            return None
        if original is None or not original.message_id or await self.outbox.is_renewed(delivery):
            reason = "there is no post to edit, or a later edit of it tells the same"
            await self.settlement.close(delivery, DeliveryState.EXPIRED, reason)
            return None
        return await self._edit(delivery, original)

    async def _edit(self, delivery: Delivery, original: Delivery) -> Receipt | None:
        post = await self.posts.post(delivery, was=await self._was(delivery, original))
        if post is None:
            await self.settlement.close(delivery, DeliveryState.EXPIRED, "nothing is left to tell")
            return None
        await self.poster.turn(delivery.place)
        if self.rest.seconds:
            return await self._put_off(delivery)
        receipt = await self.poster.edit(delivery.place, original.message_id, post)
        match receipt:
            case MessageGone(reason) if is_landing(delivery.event):
                await self.settlement.close(delivery, DeliveryState.EXPIRED, reason)
                return receipt
            case MessageGone():
                return await self._follow_up(delivery, original)
            # Editing twice does no harm: what may have been done is no doubt.
            case Ambiguous(reason):
                receipt = Later(AGAIN, reason)
            case Failed() | Later():
                receipt = replace(receipt, left=False)
        if isinstance(receipt, Sent) and not is_landing(delivery.event):
            await self.settlement.persist(lambda: self.outbox.show(original.id, delivery.event.revision))
        await self.settlement.settle(delivery, receipt)
        return receipt

    async def _follow_up(self, delivery: Delivery, original: Delivery) -> Receipt | None:
        post = await self.posts.post(delivery, follows=True, was=await self._was(delivery, original))
        if post is None:
            await self.settlement.close(delivery, DeliveryState.EXPIRED, "nothing is left to tell")
            return None
        return await self._post(delivery, post)

    async def _was(self, correction: Delivery, original: Delivery) -> int | None:
        """Return the status that a correction corrects, which is what its place was told; None for none.

        Corrections between the two may have been told elsewhere, and not there. A landing leaves in the post
        what was corrected before.
        """
        was: int | None = json.loads(correction.event.content).get("was")
        if was is None or is_landing(correction.event):
            return was
        content = await self.outbox.content_of(correction.event.launch_id, original.shown)
        told = None if content is None else told_launch(content)
        return was if told is None else outcome_of(told.status.id)

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
            await self.settlement.later(delivery, pause, found.reason, counts=False)
        elif isinstance(found, Unreadable):
            await self.settlement.close(delivery, DeliveryState.UNKNOWN, "nobody can tell whether it arrived")
        else:
            await self.settlement.settle(delivery, Sent(found))
        return False
