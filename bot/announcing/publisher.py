"""Does what is to be done with posts once they are there, as often as it takes.

Posts of announcement channels are passed on to the followers, and threads are opened under results. Discord
lets a channel publish about ten posts an hour and answers 429 beyond, with up to half an hour.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.announcing.rest import Rest
from bot.announcing.told_launches import told_launch
from commands.subscriptions.poster import (
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
from storage.log_records import working_on
from storage.state.follow_ups import LASTS, FollowUp, FollowUps, FollowUpState
from storage.state.models import Platform

log = logging.getLogger("launchlog.announcing")

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 1800.0
"""Seconds between two tries; each pause is twice the one before."""

INTERVAL = 5.0
"""Seconds between two looks for what is due."""

BATCH = 50
"""Steps made in one round."""


Request = Callable[[FollowUp], Awaitable[Receipt]]
"""Makes the step of one post at once; doing it twice is harmless."""


@dataclass(slots=True)
class Publisher:
    """Makes one step after posts, such as publishing them; only who holds the sender's lock may `run`.

    `rest` is the platform's: while it lasts, no step is made either.
    """

    platform: Platform
    poster: Poster
    owed: FollowUps
    request: Request
    clock: Clock
    rest: Rest
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            try:
                await self.round()
            except StoreError as error:
                log.warning("steps_unusable of=%s reason=%s", self.owed.name, error)
            await self.sleep(INTERVAL)

    async def round(self) -> None:
        """Try what is due once; raises `StoreError`."""
        if self.rest.seconds:
            return
        for due in await self.owed.due(self.platform, BATCH):
            await self.poster.turn(due.place)
            if self.rest.seconds:
                return
            with working_on("delivery", due.delivery_id):
                await self._try(due)

    async def _try(self, due: FollowUp) -> None:
        receipt = await self.request(due)
        if isinstance(receipt, Later) and receipt.scope is not Scope.PLACE:
            self.rest.begin(receipt.seconds, receipt.reason, receipt.scope)
        await self._note(due, receipt)

    async def _note(self, due: FollowUp, receipt: Receipt) -> None:
        number, now = due.delivery_id, self.clock()
        if isinstance(receipt, Sent):
            await self.owed.close(number, FollowUpState.DONE)
            return
        reason = receipt.reason
        # One refusal of the place proves nothing: it may be a mistake, or rights come back.
        if isinstance(receipt, MessageGone | Refused) or now - due.owed_since > LASTS:
            log.warning("step_given_up of=%s id=%s reason=%s", self.owed.name, number, reason)
            await self.owed.close(number, FollowUpState.FAILED, reason)
            return
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(due.attempts, 10))
        seconds = max(pause, getattr(receipt, "seconds", 0.0))
        await self.owed.later(number, now + timedelta(seconds=seconds), reason)


def publishing(
    platform: Platform, poster: Poster, publications: FollowUps, clock: Clock, rest: Rest
) -> Publisher:
    """Return what passes posts on to those who follow their channels."""

    async def publish(due: FollowUp) -> Receipt:
        return await poster.publish(due.place, due.message_id)

    return Publisher(platform, poster, publications, publish, clock, rest)


def opening_threads(
    platform: Platform, poster: Poster, threads: FollowUps, clock: Clock, rest: Rest
) -> Publisher:
    """Return what opens threads under results, each called as its launch."""

    async def open_one(due: FollowUp) -> Receipt:
        launch = told_launch(due.content)
        return await poster.open_thread(due.place, due.message_id, launch.name if launch else "")

    return Publisher(platform, poster, threads, open_one, clock, rest)
