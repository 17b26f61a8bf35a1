"""Writes that are done though their answer got lost: nothing is forgotten, nothing is told twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.announcing.rest import Rest
from bot.announcing.sender import Sender
from commands.subscriptions.poster import Receipt, Sent
from storage.errors import StoreError
from storage.state.models import Delivery, DeliveryState, EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Only, Outbox
from storage.state.state import State
from tests.bot.announcing.stage import Stage, World, until, words
from tests.launches import HandClock
from tests.states import opened_state


def answer_lost(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let one write of the outbox be done without anybody being told."""
    done: Callable[..., Any] = getattr(Outbox, name)
    lost: list[str] = []

    async def write(*arguments: Any, **named: Any) -> Any:
        answer = await done(*arguments, **named)
        if answer and not lost:
            lost.append(name)
            message = "the disk reports an error"
            raise StoreError(message)
        return answer

    monkeypatch.setattr(Outbox, name, write)


class Slow:
    """Attempts of which the first waits until it is let go on."""

    def __init__(self, state: State, clock: HandClock) -> None:
        self.rest, self.state = Rest("discord", clock), state
        self.made: list[int] = []
        self.go_on = asyncio.Event()

    async def make(self, delivery: Delivery) -> Receipt:
        self.made.append(delivery.id)
        if delivery.id == 1:
            await self.go_on.wait()
        await self.state.outbox.sent(delivery.id, 7)
        return Sent(7)


async def owe(state: State, clock: HandClock, number: int) -> None:
    event = NewEvent(
        kind=EventKind.RESULT, key=f"event {number}", created_at=clock(),
        expires_at=clock() + timedelta(days=1),
    )  # fmt: skip
    await state.outbox.announce(event, Only(Place("discord", number, owner_id=1), Wishes(query="")))


async def test_what_a_claim_has_taken_is_sent_once_though_its_answer_got_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = HandClock()
    async with await opened_state(tmp_path / "state.db", clock) as state:
        attempts: Any = Slow(state, clock)
        await owe(state, clock, 1)
        sender = Sender("discord", attempts, state.outbox, clock, "epoch", lambda _s: asyncio.sleep(0.01))
        running = asyncio.create_task(sender.run())
        await until(lambda: attempts.made == [1])
        answer_lost(monkeypatch, "claim")
        await owe(state, clock, 2)
        sender.wake()
        await until(lambda: attempts.made == [1, 2])
        attempts.go_on.set()
        await until(lambda: not sender._running)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert attempts.made == [1, 2], "what is under way is not given back"
        assert [each.state for each in await state.outbox.listed(tuple(DeliveryState))] == [
            DeliveryState.SENT
        ] * 2


async def test_an_outcome_that_was_announced_though_its_answer_got_lost_is_corrected(
    running: Stage, here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_lost(monkeypatch, "announce")
    launch_id = await running.result()
    await running.settled()
    assert "Success" in words(here.on_discord()[0])
    here.library.archive.conclude(launch_id, "failure")
    await running.pass_time(minutes=31)
    await running.settled()
    (post,) = here.on_discord()
    assert "Corrected: Failure (first posted as Success)" in words(post)
