"""Corrections and posts to be published that have to wait: no look and no request before it is time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.announcing.attempts import Attempts
from bot.announcing.publisher import publishing
from bot.announcing.rest import Rest
from bot.announcing.settlement import Settlement
from commands.cards.card import Card
from commands.subscriptions.poster import Ambiguous, Failed, Later, Post, Receipt, Scope, Sent, Unreadable
from playground.discord.faults import TooManyRequests
from storage.state.models import Delivery, DeliveryState, EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Only
from storage.state.state import State
from tests.bot.announcing.stage import Stage as Wire
from tests.bot.announcing.stage import World, stage, words
from tests.bot.announcing.stage import world as started
from tests.launches import NOW, HandClock
from tests.states import opened_state

HERE = Place("discord", 1, owner_id=2)


class Answers:
    """A platform that takes everything, and bans whoever publishes."""

    retries_safely = True
    at_once = 20

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.edits: list[Receipt | Exception] = []

    async def turn(self, place: Place) -> None:
        """Let everybody through."""

    async def post(self, place: Place, post: Post) -> Receipt:
        self.requests.append("post")
        return Sent(len(self.requests))

    async def edit(self, place: Place, message_id: int, post: Post) -> Receipt:
        self.requests.append("edit")
        answer = self.edits.pop(0) if self.edits else Sent(message_id)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def is_known(self) -> bool | None:
        return True

    async def find(self, place: Place, key: str, since: datetime) -> int | Unreadable | Later | None:
        return None

    async def open_thread(self, place: Place, message_id: int, name: str) -> Receipt:
        self.requests.append("thread")
        return Sent(message_id)

    async def publish(self, place: Place, message_id: int) -> Receipt:
        self.requests.append("publish")
        return Later(600.0, "banned", counts=False, scope=Scope.ADDRESS)


class Drawn:
    """Draws the same for everything."""

    async def post(self, delivery: Delivery, *, follows: bool = False, was: int | None = None) -> Post:
        return Post(f"key{delivery.id}", Card(title="a result"))


class Stage:
    """A state, and the attempts at what it owes."""

    def __init__(self, state: State, clock: HandClock) -> None:
        self.state, self.clock = state, clock
        self.platform: Any = Answers()
        drawn: Any = Drawn()
        self.rest = Rest("discord", clock)
        settlement = Settlement(self.platform, state.outbox, state.subscriptions, clock, self.rest)
        self.attempts = Attempts(self.platform, drawn, state.outbox, settlement, clock)

    async def owe(self, kind: EventKind, revision: int, *, publish: bool = False) -> Delivery:
        event = NewEvent(
            kind=kind, key=f"{kind}:a:{revision}", launch_id="a", revision=revision,
            created_at=self.clock(), expires_at=self.clock() + timedelta(days=7),
        )  # fmt: skip
        await self.state.outbox.announce(event, Only(HERE, Wishes(query="", publish=publish)))
        return (await self.state.outbox.claim("discord", "epoch", 1))[0]

    async def states(self) -> list[DeliveryState]:
        found = await self.state.outbox.listed(tuple(DeliveryState))
        return [each.state for each in reversed(found)]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with started(tmp_path) as made:
        yield made


@pytest.fixture
async def running(world: World) -> AsyncIterator[Wire]:
    """The bot over real sockets, with a subscription to everything in the channel and in the group."""
    async with stage(world) as made:
        await made.subscribe()
        yield made


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Stage]:
    clock = HandClock()
    async with await opened_state(tmp_path / "state.db", clock) as state:
        yield Stage(state, clock)


async def test_a_correction_does_not_look_again_before_its_post_is_due(here: Stage) -> None:
    result = await here.owe(EventKind.RESULT, 1)
    due = NOW + timedelta(hours=6)
    await here.state.outbox.later(result, due, "the place refuses us", counts=True, begun=False)
    await here.attempts.make(await here.owe(EventKind.CORRECTION, 2))
    assert await here.state.outbox.next_due("discord") == due
    assert here.platform.requests == []


async def test_of_two_corrections_that_wait_the_later_alone_is_told(here: Stage) -> None:
    await here.attempts.make(await here.owe(EventKind.RESULT, 1))
    earlier, later = await here.owe(EventKind.CORRECTION, 2), await here.owe(EventKind.CORRECTION, 3)
    await here.attempts.make(later)
    await here.attempts.make(earlier)
    assert here.platform.requests == ["post", "edit"]
    assert await here.states() == [DeliveryState.SENT, DeliveryState.EXPIRED, DeliveryState.SENT]


async def test_a_later_correction_does_not_drop_one_that_may_have_arrived(here: Stage) -> None:
    await here.attempts.make(await here.owe(EventKind.RESULT, 1))
    earlier = await here.owe(EventKind.CORRECTION, 2)
    await here.owe(EventKind.CORRECTION, 3)
    await here.attempts.make(replace(earlier, begun_at=here.clock()))
    assert await here.states() == [DeliveryState.SENT, DeliveryState.SENT, DeliveryState.CLAIMED]


@pytest.mark.parametrize(
    "answer",
    [
        Failed("a bug", left=True),
        Ambiguous("no answer"),
        Later(1.0, "wait", counts=False, left=True),
        ZeroDivisionError(),
    ],
)
async def test_an_edit_that_may_have_been_made_is_made_again_and_never_held(
    here: Stage, answer: Receipt | Exception
) -> None:
    """On Telegram too: two edits are one."""
    here.platform.retries_safely = False
    await here.attempts.make(await here.owe(EventKind.RESULT, 1))
    here.platform.edits = [answer, answer]
    await here.attempts.make(await here.owe(EventKind.CORRECTION, 2))
    for _ in range(2):
        here.clock.now += timedelta(hours=1)
        (again,) = await here.state.outbox.claim("discord", "epoch", 1)
        assert again.begun_at is None, "it leaves no doubt"
        await here.attempts.make(again)
    assert here.platform.requests == ["post", "edit", "edit", "edit"]
    assert await here.states() == [DeliveryState.SENT, DeliveryState.SENT]


async def test_what_is_to_be_published_rests_with_its_platform(here: Stage) -> None:
    for revision in (1, 2, 3):
        await here.attempts.make(await here.owe(EventKind.RESULT, revision, publish=True))
    publisher = publishing("discord", here.platform, here.state.publications, here.clock, here.rest)
    await publisher.round()
    assert here.platform.requests == ["post", "post", "post", "publish"]
    assert here.rest.seconds == 600.0
    here.clock.now += timedelta(seconds=599)
    await publisher.round()
    assert here.platform.requests[3:] == ["publish"]
    here.clock.now += timedelta(seconds=1)
    await publisher.round()
    assert here.platform.requests[3:] == ["publish", "publish"]


async def test_a_late_result_that_tells_the_latest_is_not_corrected(running: Wire, world: World) -> None:
    """A correction would name an outcome that nobody was told."""
    world.discord.faults.add("POST", "/channels/*/messages", TooManyRequests(7_200.0))
    launch_id = await running.result()
    await running.settled(until_final=False)
    world.library.archive.conclude(launch_id, "failure")
    await running.pass_time(minutes=31)
    await running.settled()
    (late,), (early,) = world.on_discord(), world.on_telegram()
    assert "Failure" in words(late)
    assert "Corrected" not in words(late)
    assert "Corrected: Failure (first posted as Success)" in (early.text or "")


async def test_an_outcome_that_nobody_took_note_of_yet_is_told_by_the_correction(
    running: Wire, world: World
) -> None:
    """Drawn between a change and the look, a late post would be corrected from what it never told."""
    world.discord.faults.add("POST", "/channels/*/messages", TooManyRequests(1_860.0))
    launch_id = await running.result()
    await running.settled(until_final=False)
    world.library.archive.conclude(launch_id, "failure")
    world.clock.now += timedelta(minutes=31)
    await running.core.sync.round()
    running.core.announcer.wake()
    await running.settled()
    (late,) = world.on_discord()
    assert "Success" in words(late)
    assert "Failure" not in words(late)
    await running.core.announcer.detect()
    await running.settled()
    (corrected,) = world.on_discord()
    assert "Corrected: Failure (first posted as Success)" in words(corrected)


async def test_a_correction_names_what_was_told_in_its_place(running: Wire, world: World) -> None:
    """Of two that wait the later alone is told; it does not correct the earlier, which was told nobody."""
    launch_id = await running.result()
    await running.settled()
    world.discord.faults.add("PATCH", "/channels/*/messages/*", TooManyRequests(7_200.0))
    for status in ("failure", "partial failure"):
        world.library.archive.conclude(launch_id, status)
        await running.pass_time(minutes=31)
        await running.settled(until_final=False)
    await running.settled()
    (here,), (there,) = world.on_discord(), world.on_telegram()
    assert "Corrected: Partial failure (first posted as Success)" in words(here)
    assert "Corrected: Partial failure (first posted as Failure)" in (there.text or "")
