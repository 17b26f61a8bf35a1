"""Models of Discord and Telegram: what arrives, what is answered, and what gets lost on the way.

Discord knows the nonce of a message for a while and shows its history; Telegram knows neither. Both are
outside of the process: what has left it arrives, though it be killed meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from commands.subscriptions.poster import (
    Ambiguous,
    Closed,
    Halted,
    Later,
    MessageGone,
    Post,
    Receipt,
    Refused,
    Scope,
    Sent,
    Unreadable,
)
from storage.state.models import Pause, Place, Platform
from tests.simulation.cards import Told, told_by
from tests.simulation.courses import RAISED, course
from tests.simulation.life import LIFE, step

NONCE_SECONDS = 120.0
"""For how long Discord knows a nonce: the 60 s that the bot counts on from its first request, and the time
that its last one may be on its way."""

PATIENCE = 15.0
"""Seconds that a bot that is stopped waits for what is under way."""

MOST_FAULTS = 3
"""Unforeseen answers to one post: with five, the bot is to give it up."""


@dataclass(eq=False)
class Message:
    """A message that people see."""

    id: int
    place: Place
    key: str
    told: Told
    at: datetime
    is_deleted: bool = False
    takes_edits: bool = True
    is_published: bool = False


@dataclass(eq=False)
class Destination:
    """A place as the platform has it; `closed` is why it takes nothing."""

    place: Place
    is_readable: bool = True
    closed: Pause | None = None
    for_good: bool = False
    moved_to: Place | None = None


@dataclass(eq=False)
class PlatformModel:
    """One platform; `now` is its time, which is the true one.

    `fates` are those that a request may meet at the moment, each as likely as `risk` says. While one of
    the `until` lies ahead, everybody's requests come to the same.
    """

    name: Platform
    random: Random
    now: Callable[[], datetime]
    trace: Callable[[str], None]
    destinations: dict[tuple[int, int], Destination] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    fates: tuple[str, ...] = ()
    risk: float = 0.0
    away_until: float = 0.0
    banned_until: float = 0.0
    refusing_until: float = 0.0
    unknown_until: float = 0.0
    attempted: set[tuple[Place, str]] = field(default_factory=set)
    acknowledged: set[tuple[Place, str]] = field(default_factory=set)
    in_doubt: set[tuple[Place, str]] = field(default_factory=set)
    faults: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrongs: list[str] = field(default_factory=list)
    _told_of_ban: dict[object, float] = field(default_factory=dict)

    @property
    def knows_nonces(self) -> bool:
        """Whether a post may be sent again with its key, and be looked for."""
        return self.name == "discord"

    def at(self, place: Place) -> Destination:
        """Return the destination that a place is."""
        return self.destinations[place.chat_id, place.topic_id]

    def calm(self) -> None:
        """Let everything be well from now on."""
        self.fates, self.risk = (), 0.0
        self.away_until = self.banned_until = self.refusing_until = self.unknown_until = 0.0

    async def post(self, place: Place, post: Post) -> Receipt:
        """Answer a request for a post."""
        name = (place, post.key)
        self.attempted.add(name)
        told = told_by(post.card)
        if (refused := self._refusal(place)) is not None:
            self.trace(f"{self.name} {place.chat_id} gets {told.kind} {told.launch_ids}: {refused}")
            return await self._answered(refused, name)
        fate = self._fate(post.key)
        self.trace(f"{self.name} {place.chat_id} gets {told.kind} {told.launch_ids} {told.statuses}: {fate}")
        arrives, receipt, seconds = course(fate, self.random.random(), nonces=self.knows_nonces)
        loop = asyncio.get_running_loop()
        if arrives is None:
            assert receipt is not None
            return await self._answered(receipt, name, seconds)
        done: asyncio.Future[Message] = loop.create_future()

        def arrive() -> None:
            message = self._created(place, post.key, told)
            if not done.done():
                done.set_result(message)

        self.in_doubt.add(name)
        loop.call_later(arrives, arrive)
        if receipt is not None:
            return await self._answered(receipt, name, seconds)
        began = loop.time()
        try:
            message = await done
            await asyncio.sleep(seconds)
        except asyncio.CancelledError:
            life = LIFE.get()
            if life is not None and not life.is_dead and loop.time() - began < PATIENCE:
                # A bot that stops in order waits for an answer that is as near as that.
                self.in_doubt.discard(name)
            raise
        step("answer")
        self.in_doubt.discard(name)
        self.acknowledged.add(name)
        return Sent(message.id, self.at(place).moved_to)

    async def edit(self, place: Place, message_id: int, post: Post) -> Receipt:
        """Answer a request for an edit."""
        if (refused := self._refusal(place, edits=True)) is not None:
            return await self._answered(refused, None)
        message = next((each for each in self.messages if each.id == message_id), None)
        told, fate = told_by(post.card), self._fate(post.key)
        self.trace(f"{self.name} {place.chat_id} edits {told.launch_ids} {told.statuses}: {fate}")
        if message is None or message.is_deleted or not message.takes_edits:
            return await self._answered(MessageGone("it is gone"), None)
        arrives, receipt, seconds = course(fate, self.random.random(), nonces=self.knows_nonces)
        if isinstance(receipt, Refused):
            receipt = MessageGone("no edits here")
        if arrives is not None:
            # The same edit again does no harm: a kill or a lost answer may call for it.
            message.told = told
        return await self._answered(receipt or Sent(message_id), None, seconds)

    async def publish(self, place: Place, message_id: int) -> Receipt:
        """Answer a request to publish."""
        if (refused := self._refusal(place)) is not None:
            return await self._answered(refused, None)
        arrives, receipt, seconds = course(
            self._fate(str(message_id)), self.random.random(), nonces=self.knows_nonces
        )
        if isinstance(receipt, Refused):
            receipt = Later(1.0, "not now")
        message = next(each for each in self.messages if each.id == message_id)
        if message.is_deleted:
            return await self._answered(MessageGone("it is gone"), None)
        message.is_published |= arrives is not None
        return await self._answered(receipt or Sent(message_id), None, seconds)

    async def find(self, place: Place, key: str, since: datetime) -> int | Unreadable | Later | None:
        """Answer a look into the history."""
        if self._is_away() or self._time() < self.banned_until or self._fate("") == "unreachable":
            return Later(5.0, "away")
        await asyncio.sleep(self.random.random())
        step("found")
        if not self.knows_nonces or not self.at(place).is_readable:
            return Unreadable()
        found = [m for m in self.messages if m.place == place and m.key == key and m.at >= since]
        self.trace(f"{self.name} {place.chat_id} history since {since:%d %H:%M:%S}: {bool(found)}")
        return found[0].id if found and not found[0].is_deleted else None

    async def is_known(self) -> bool | None:
        """Answer who we are."""
        await asyncio.sleep(0.1)
        step("known")
        return None if self._is_away() else self._time() >= self.unknown_until

    async def _answered(
        self, receipt: Receipt, name: tuple[Place, str] | None, seconds: float = 0.1
    ) -> Receipt:
        await asyncio.sleep(seconds)
        step("answer")
        if receipt is RAISED:
            raise ZeroDivisionError
        if name and (isinstance(receipt, Ambiguous) or getattr(receipt, "left", False)):
            self.in_doubt.add(name)
        return receipt

    def _created(self, place: Place, key: str, told: Told) -> Message:
        destination = self.at(place)
        if self.knows_nonces:
            for known in reversed(self.messages):
                if known.key == key and known.place == place:
                    if (self.now() - known.at).total_seconds() <= NONCE_SECONDS:
                        return known
                    break
        target = destination.moved_to or place
        message = Message(len(self.messages) + 1, target, key, told, self.now())
        self.messages.append(message)
        return message

    def _refusal(self, place: Place, *, edits: bool = False) -> Receipt | None:
        """Return what a request comes to while the place or the platform takes none."""
        time, life = self._time(), LIFE.get()
        if time < self.banned_until:
            told = self._told_of_ban.setdefault(life, time)
            if time > told + 20:
                self.wrongs.append(f"{self.name}: a request in a ban that the bot was told of")
            return Later(self.banned_until - time, "banned", counts=False, scope=Scope.ADDRESS)
        self._told_of_ban.clear()
        if self._is_away():
            return Later(0.0, "away")
        if time < self.unknown_until:
            return Halted("who are you?")
        destination = self.at(place)
        if time < self.refusing_until or (destination.closed and not self._is_moved(destination)):
            why = destination.closed or Pause.FORBIDDEN
            return MessageGone("no rights") if edits else Closed(why, f"refused: {why}")
        return None

    def _is_moved(self, destination: Destination) -> bool:
        return destination.moved_to is not None

    def _is_away(self) -> bool:
        return self._time() < self.away_until

    def _time(self) -> float:
        return asyncio.get_running_loop().time()

    def _fate(self, key: str) -> str:
        if not self.fates or self.random.random() >= self.risk:
            return "fine"
        fate = self.random.choice(self.fates)
        if fate in {"failed before", "failed after", "raises", "refused"}:
            self.faults[key] += 1
            if self.faults[key] > MOST_FAULTS:
                return "fine"
        return fate
