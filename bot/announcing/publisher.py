"""Passes posts on to the followers of their announcement channels, as often as it takes.

Discord lets a channel publish about ten posts an hour and answers 429 beyond, with up to half an hour.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.announcing.rest import Rest
from commands.subscriptions.poster import (
    Closed,
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
from storage.state.models import Platform
from storage.state.publications import LASTS, Publication, Publications, PublicationState

log = logging.getLogger("launchlog.announcing")

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 1800.0
"""Seconds between two tries; each pause is twice the one before."""

INTERVAL = 5.0
"""Seconds between two looks for what is due."""

BATCH = 50
"""Posts published in one round."""


@dataclass(slots=True)
class Publisher:
    """Publishes what the outbox owes the followers; only who holds the sender's lock may `run`.

    `rest` is the platform's: while it lasts, nothing is published either.
    """

    platform: Platform
    poster: Poster
    publications: Publications
    clock: Clock
    rest: Rest
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            try:
                await self.round()
            except StoreError as error:
                log.warning("publications_unusable reason=%s", error)
            await self.sleep(INTERVAL)

    async def round(self) -> None:
        """Try what is due once; raises `StoreError`."""
        if self.rest.seconds:
            return
        for publication in await self.publications.due(self.platform, BATCH):
            await self.poster.turn(publication.place)
            if self.rest.seconds:
                return
            with working_on("delivery", publication.delivery_id):
                await self._publish(publication)

    async def _publish(self, publication: Publication) -> None:
        receipt = await self.poster.publish(publication.place, publication.message_id)
        if isinstance(receipt, Later) and receipt.scope is not Scope.PLACE:
            self.rest.begin(receipt.seconds, receipt.reason, receipt.scope)
        await self._note(publication, receipt)

    async def _note(self, publication: Publication, receipt: Receipt) -> None:
        number, now = publication.delivery_id, self.clock()
        if isinstance(receipt, Sent):
            await self.publications.close(number, PublicationState.DONE)
            return
        reason = receipt.reason
        if isinstance(receipt, MessageGone | Refused | Closed) or now - publication.owed_since > LASTS:
            log.warning("post_not_published id=%s reason=%s", number, reason)
            await self.publications.close(number, PublicationState.FAILED, reason)
            return
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(publication.attempts, 10))
        seconds = max(pause, getattr(receipt, "seconds", 0.0))
        await self.publications.later(number, now + timedelta(seconds=seconds), reason)
