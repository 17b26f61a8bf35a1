"""The safeguards: what each is for, how it is switched off, and what notices."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import false, update

from bot.announcing import detection, posts, sender, settlement
from bot.announcing.attempts import Attempts
from bot.announcing.comparison import compare
from bot.announcing.rest import Rest
from bot.announcing.settlement import AGAIN, Settlement
from bot.supervisor import Supervisor
from storage.errors import StoreError
from storage.state import audience, marks, outcomes
from storage.state.audience import enqueue
from storage.state.models import Delivery, DeliveryState, NewEvent, OutcomeSeen
from storage.state.outbox import Outbox
from storage.state.rows import OWED, delivery_of
from storage.state.schema import deliveries, publications, threads

Switch = Callable[[], AbstractContextManager[Any]]

ANNOUNCING = "tests/bot/announcing/"


@dataclass(frozen=True)
class Safeguard:
    """One safeguard: `noticed_in` are the troubles of the worlds that notice, or the id of a test."""

    name: str
    guards: str
    switch_off: Switch
    noticed_in: tuple[str, ...] | str


def _instead(owner: Any, name: str, other: Any) -> Switch:
    return lambda: patch.object(owner, name, other)


def _any_key(_delivery: Delivery) -> str:
    return secrets.token_hex(12)


def _key_is_known(_attempts: Attempts, delivery: Delivery) -> bool:
    return delivery.begun_at is not None


async def _is_missing(_attempts: Attempts, _delivery: Delivery) -> bool:
    return True


async def _sent_again(self: Settlement, delivery: Delivery, reason: str) -> None:
    await self.later(delivery, AGAIN, reason, counts=True, left=True)


async def _nothing(*_arguments: Any, **_named: Any) -> bool:
    """Do nothing, and say that it is done."""
    return True


def _ignored(*_arguments: Any, **_named: Any) -> None:
    """Do nothing."""


_later = Outbox.later


async def _later_and_forget(
    self: Outbox, delivery: Delivery, due_at: datetime, reason: str, *, counts: bool, begun: bool
) -> None:
    await _later(self, delivery, due_at, reason, counts=counts, begun=False)


async def _release_all(self: Outbox, _epoch: str) -> int:
    claimed = deliveries.c.state == DeliveryState.CLAIMED.value
    async with self._database.write() as connection:
        released = await connection.execute(
            update(deliveries).where(claimed).values(state=DeliveryState.PENDING.value)
        )
    return released.rowcount


async def _recover_only_begun(self: Outbox, platform: str, _epoch: str) -> tuple[Delivery, ...]:
    begun = deliveries.c.state == DeliveryState.SENDING.value
    async with self._database.write() as connection:
        found = await connection.execute(OWED.where(begun, deliveries.c.platform == platform))
        return tuple(delivery_of(row) for row in found)


def _compare_without_baseline(launches: Any, known: Any, looked_at: Any, now: Any, fresh: Any) -> Any:
    return compare(launches, known, looked_at or now - timedelta(days=1), now, fresh)


async def _begin_anything(self: Outbox, delivery: Delivery, _shown: int) -> bool:
    async with self._database.write() as connection:
        begun = update(deliveries).where(deliveries.c.id == delivery.id)
        await connection.execute(begun.values(state=DeliveryState.SENDING.value))
    return True


_announce = Outbox.announce


async def _announce_under_any_key(self: Outbox, event: NewEvent, *arguments: Any) -> int | None:
    return await _announce(self, replace(event, key=f"{event.key}:{secrets.token_hex(4)}"), *arguments)


async def _announce_without_note(
    self: Outbox, event: NewEvent, heard: Any, _seen: Iterable[OutcomeSeen] = ()
) -> int | None:
    async with self._database.write() as connection:
        return await enqueue(connection, event, heard, self._clock())


async def _announce_in_two(
    self: Outbox, event: NewEvent, heard: Any, seen: Iterable[OutcomeSeen] = ()
) -> int | None:
    async with self._database.write() as connection:
        await outcomes.upsert(connection, seen)
    return await _announce_without_note(self, event, heard)


async def _sent_in_two(
    self: Outbox, number: int, message_id: int, *, publish: bool = False, thread: bool = False
) -> None:
    await self._commits.write(marks.sent(number, message_id))
    for step, is_wanted in ((publications, publish), (threads, thread)):
        if is_wanted:
            await self._commits.write(marks.owed(step, number, self._clock()))


async def _persist_once(_settlement: Settlement, write: Callable[[], Any]) -> None:
    try:
        await write()
    except StoreError:
        return


async def _no_follow_up(self: Attempts, delivery: Delivery) -> None:
    await self.settlement.close(delivery, DeliveryState.EXPIRED, "it is gone")


def _many_at_once(self: Attempts) -> None:
    self._under_way = asyncio.Semaphore(20)


async def _never_outdone(_outbox: Outbox, _delivery: Delivery) -> bool:
    return False


async def _once(_supervisor: Supervisor, _name: str, part: Callable[[], Any]) -> None:
    await part()


def _unbounded(failures: int) -> float:
    return min(sender.LONGEST_BREAK, 2.0**failures)


def _no_patience(_pause: Any) -> timedelta:
    return timedelta()


def _to_anybody(_launch_id: str) -> Any:
    return false()


SAFEGUARDS = (
    Safeguard("key", "a post has the same nonce at every attempt",
              _instead(posts, "post_key", _any_key), ("requests",)),
    Safeguard("sixty seconds", "the nonce is relied on only while Discord surely knows it",
              _instead(Attempts, "_key_is_known", _key_is_known), ("kills", "requests")),
    Safeguard("history", "after that, the history is asked before a post is sent again",
              _instead(Attempts, "_is_missing", _is_missing), ("kills", "requests")),
    Safeguard("hold", "what may have arrived on Telegram is held",
              _instead(Settlement, "_ambiguous", _sent_again), ("requests",)),
    Safeguard("begin", "that a request is about to leave is committed before it leaves",
              _instead(Outbox, "begin", _nothing), ("kills",)),
    Safeguard("fencing", "a sender begins only what is still its own",
              _instead(Outbox, "begin", _begin_anything),
              ANNOUNCING + "test_two_senders.py"
              "::test_a_sender_that_was_held_up_sends_nothing_that_the_next_one_has_sent"),
    Safeguard("once begun", "what once may have arrived stays so, whatever comes of later requests",
              _instead(Outbox, "later", _later_and_forget), ("requests", "outage")),
    Safeguard("epoch", "a sender that ends gives back what it has claimed itself, and no more",
              _instead(Outbox, "release", _release_all),
              "tests/storage/state/test_release.py"
              "::test_a_sender_that_ends_gives_back_its_own_and_not_what_another_works_on"),
    Safeguard("given back", "what a killed process had claimed is given back",
              _instead(Outbox, "recover", _recover_only_begun), ("kills in telling",)),
    Safeguard("baseline", "what was there at the first look is no news",
              _instead(detection, "compare", _compare_without_baseline), ()),
    Safeguard("unique key", "an event whose key is known is not told again",
              _instead(Outbox, "announce", _announce_under_any_key), ("digests",)),
    Safeguard("note at announcing", "the outcome is noted with the event that tells it",
              _instead(Outbox, "announce", _announce_without_note), ("stops", "kills")),
    Safeguard("one transaction", "an event, its deliveries and its outcome are there whole or not at all",
              _instead(Outbox, "announce", _announce_in_two), ("kills", "more kills")),
    Safeguard("written until done", "what came of a request is written until it is written",
              _instead(Settlement, "persist", _persist_once), ("database",)),
    Safeguard("drain", "a bot that stops lets what is under way end",
              _instead(sender, "DRAIN", 0.0), ("slow", "stops")),
    Safeguard("rest", "a platform that bans everybody is left alone",
              _instead(Rest, "begin", _ignored), ("ban",)),
    Safeguard("patience", "one refusal pauses no place",
              _instead(settlement, "patience", _no_patience), ("rights",)),
    Safeguard("told already", "who was told a launch is told no second result of it",
              _instead(audience, "_already_told", _to_anybody), ()),
    Safeguard("follow-up", "a correction of a message that is gone follows as a message",
              _instead(Attempts, "_follow_up", _no_follow_up), ("moderators",)),
    Safeguard("few at once", "a kill leaves at most five Telegram posts in doubt",
              _instead(Attempts, "__post_init__", _many_at_once), ("kills",)),
    Safeguard("publication", "that a post is to be published is noted with the post",
              _instead(Outbox, "sent", _sent_in_two), ("followers", "kills in telling")),
    Safeguard("last correction", "of several corrections that wait, the last alone is told",
              _instead(Outbox, "is_outdone", _never_outdone),
              ANNOUNCING + "test_corrections.py::test_of_two_corrections_that_wait_the_later_alone_is_told"),
    Safeguard("bounded break", "no number of failures in a row ends a sender",
              _instead(sender, "_break", _unbounded),
              ANNOUNCING + "test_supervision.py::test_a_sender_goes_on_after_thousands_of_failures_in_a_row"),
    Safeguard("supervision", "what ends by itself starts again",
              _instead(Supervisor, "run", _once),
              ANNOUNCING + "test_supervision.py"
              "::test_what_ends_by_itself_is_told_and_starts_again_with_growing_pauses"),
)  # fmt: skip
