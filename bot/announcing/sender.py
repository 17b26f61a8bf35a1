"""Sends what is due on one platform: nothing lost, nothing twice, and what nobody can know held back.

That a delivery is about to leave is committed before it leaves, so that a kill at any point leaves a
trace of it; what became of it is committed after. In between, the platform alone knows.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.announcing.attempts import Attempts
from commands.subscriptions.poster import Ambiguous, Failed, Halted, Later, Receipt, Scope
from storage.clock import Clock
from storage.errors import StoreError
from storage.measures import Measure, tell
from storage.state.models import Delivery, Platform
from storage.state.outbox import Outbox

log = logging.getLogger("launchlog.announcing")

IN_FLIGHT = 20
"""Deliveries worked on at once: enough for 45 a second at 400 ms an answer, and for places that wait for
their turn. How many requests are under way is up to `Poster.at_once`."""

CLAIMED = 100
"""Deliveries claimed in one transaction."""

DRAIN = 15.0
"""Seconds that deliveries in work may take to end when the bot stops."""

IDLE = 30.0
"""Longest sleep in seconds: what another process puts into the outbox is seen after that."""

UNKNOWN_SECONDS = 300.0
"""Seconds between two looks whether a platform knows us again."""

TROUBLED = 5
"""Failures in a row after which the platform is left alone for a while."""

LONGEST_BREAK = 60.0
"""Seconds of the longest such while."""

Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class Sender:
    """The one sender of a platform: only who holds the platform's lock may `run`.

    `epoch` names this run, so that what it has claimed can be given back.
    """

    platform: Platform
    attempts: Attempts
    outbox: Outbox
    clock: Clock
    epoch: str
    sleep: Sleep = asyncio.sleep
    _claimed: deque[Delivery] = field(default_factory=deque)
    _running: dict[asyncio.Task[None], int] = field(default_factory=dict)
    _may_have_more: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _failures: int = 0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    def wake(self) -> None:
        """Look for what is due now."""
        self._woken.set()

    async def run(self) -> None:
        """Send until cancelled."""
        try:
            await self._recover()
            while True:
                await self._turn()
        finally:
            await self._drain()

    async def _recover(self) -> None:
        while True:
            try:
                begun = await self.outbox.recover(self.platform, self.epoch)
            except StoreError as error:
                await self._wait_for_store(error)
            else:
                break
        if begun:
            log.info("deliveries_recovered platform=%s number=%s", self.platform, len(begun))
        for delivery in begun:
            await self.attempts.recover(delivery)

    async def _turn(self) -> None:
        """Start what is due as far as there is room, then wait for whatever comes first."""
        self._woken.clear()
        try:
            room = self._room()
            if room and not self._claimed:
                await self._claim()
            while self._claimed and len(self._running) < room:
                self._start(self._claimed.popleft())
            if self._failures >= TROUBLED:
                await self.sleep(_break(self._failures - TROUBLED))
            elif self._claimed and self._running:
                await asyncio.wait(self._running, return_when=asyncio.FIRST_COMPLETED)
            else:
                await self._rest()
        except StoreError as error:
            await self._wait_for_store(error)

    async def _claim(self) -> None:
        """Claim what is due; raises `StoreError`, after which some of it may be ours and we do not know."""
        if self._may_have_more:
            await self.outbox.release(self.epoch, keep=self._running.values())
            self._may_have_more = False
        self._may_have_more = True
        self._claimed.extend(await self.outbox.claim(self.platform, self.epoch, CLAIMED))
        self._may_have_more = False

    def _room(self) -> int:
        """How many deliveries may be worked on: none in a rest, and one to see whether it is over."""
        rest = self.attempts.rest
        if rest.seconds:
            return 0
        return 1 if rest.is_on_trial else IN_FLIGHT

    async def _rest(self) -> None:
        """Wait until something is due, something was added, or a delivery in work is done."""
        if (rest := self.attempts.rest.seconds) > 0:
            seconds = rest
        else:
            next_due = await self.outbox.next_due(self.platform)
            seconds = IDLE if next_due is None else (next_due - self.clock()).total_seconds()
        waits: list[asyncio.Future[Any]] = [
            asyncio.ensure_future(self._woken.wait()),
            asyncio.ensure_future(self.sleep(min(IDLE, max(0.0, seconds)))),
        ]
        try:
            await asyncio.wait({*waits, *self._running}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    def _start(self, delivery: Delivery) -> None:
        task = asyncio.create_task(self._deliver(delivery), name=f"delivery {delivery.id}")
        self._running[task] = delivery.id
        task.add_done_callback(lambda done: self._running.pop(done, None))

    async def _deliver(self, delivery: Delivery) -> None:
        receipt = await self.attempts.make(delivery)
        if receipt is not None:
            tell(Measure.SEND, self.platform, type(receipt).__name__.lower())
        match receipt:
            case Halted(reason):
                await self._ask_who_we_are(reason)
            case Later(counts=True) | Ambiguous() | Failed():
                self._failures += 1
            case _:
                self._failures = 0
        if _reached(receipt):
            self.attempts.rest.end()

    async def _ask_who_we_are(self, reason: str) -> None:
        """See whether the platform does not know us, or has said so by mistake."""
        async with self._asking:
            if self.attempts.rest.seconds:
                return
            is_known = await self.attempts.poster.is_known()
            if is_known is None:
                self._failures += 1
            elif is_known:
                log.warning("refusal_unfounded platform=%s reason=%s", self.platform, reason)
                self._failures += 1
            else:
                log.error("platform_refuses_us platform=%s reason=%s", self.platform, reason)
                self.attempts.rest.begin(UNKNOWN_SECONDS, reason)

    async def _wait_for_store(self, error: StoreError) -> None:
        log.warning("outbox_unusable platform=%s reason=%s", self.platform, error)
        await self.sleep(1.0)

    async def _drain(self) -> None:
        """Let what is in work end: cancelled in flight, nobody would know what came of it."""
        self._claimed.clear()
        if self._running:
            await asyncio.wait(self._running, timeout=DRAIN)
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        try:
            await self.outbox.release(self.epoch)
        except StoreError as error:
            log.warning("deliveries_not_released platform=%s reason=%s", self.platform, error)


def _break(failures: int) -> float:
    """Return the seconds of a pause after so many failures beyond the first few."""
    return min(LONGEST_BREAK, 2.0 ** min(failures, 10))


def _reached(receipt: Receipt | None) -> bool:
    """Tell whether the platform has worked on a request: it lets us in again."""
    match receipt:
        case None | Halted() | Failed() | Ambiguous() | Later(scope=Scope.PLATFORM | Scope.ADDRESS):
            return False
        case Later(counts=counts):
            return not counts
        case _:
            return True
