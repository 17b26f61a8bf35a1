"""What a person does is written between the pieces of a sweep, never after all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta

import pytest

from storage.state.models import EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Subscribers
from storage.state.state import State
from storage.state.sweeps import PIECE
from tests.storage.state.conftest import HandClock, StateFile

pytestmark = pytest.mark.sqlite

PIECES = 4
MANY = (PIECES - 1) * PIECE + 1
"""Rows for so many pieces."""

YEARS = timedelta(days=800)


@pytest.fixture
async def filled(state: State, file: StateFile, clock: HandClock) -> State:
    """A state with so many deliveries of one event, places the bot has left, and queries kept."""
    values = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})"
    first = await state.subscriptions.add(Place("discord", 0, owner_id=0), Wishes(query=""))
    file.run(
        f"{values} INSERT INTO places (platform, chat_id, topic_id, owner_id) "
        "SELECT 'discord', i, 0, i FROM n"
    )
    columns = "frequency, hour, weekday, role_id, spoiler, failures_always, publish, created_at, told_until"
    file.run(
        f"INSERT INTO subscriptions (place_id, query_id, {columns}) SELECT places.id, query_id, {columns} "
        "FROM places, subscriptions WHERE places.chat_id > 0"
    )
    file.run(
        f"{values} INSERT INTO saved_queries (hash, text, used_at) SELECT 'h' || i, 'q' || i, created_at "
        "FROM n, subscriptions WHERE subscriptions.id = ?",
        first.id,
    )
    event = NewEvent(
        kind=EventKind.RESULT, key="k", launch_id="l", revision=1, content="{}",
        created_at=clock.now, expires_at=clock.now + timedelta(hours=1),
    )  # fmt: skip
    ids = tuple(await state.subscriptions.queries())
    assert await state.outbox.announce(event, Subscribers(ids, None, None, failed=False)) == MANY + 1
    return state


async def expire(state: State, _now: datetime) -> int:
    return await state.outbox.expire()


async def prune_events(state: State, now: datetime) -> int:
    return MANY * await state.outbox.prune(now)


async def prune_places(state: State, now: datetime) -> int:
    return await state.subscriptions.prune(now)


async def prune_queries(state: State, _now: datetime) -> int:
    return await state.saved_queries.prune()


@pytest.mark.parametrize(
    ("sweep", "before"),
    [
        (expire, ""),
        (prune_events, "UPDATE deliveries SET state = 'sent'"),
        (prune_places, "UPDATE subscriptions SET paused = 'left'; UPDATE places SET left_at = 0"),
        (prune_queries, ""),
    ],
)
async def test_a_persons_write_is_let_in_between_the_pieces_of_a_sweep(
    filled: State,
    file: StateFile,
    clock: HandClock,
    sweep: Callable[[State, datetime], Coroutine[None, None, int]],
    before: str,
) -> None:
    for statement in before.split(";"):
        file.run(statement)
    clock.now += YEARS
    sweeping = asyncio.create_task(sweep(filled, clock.now))
    written = 0
    while not sweeping.done():
        await filled.chats.set_zone("discord", written, "Europe/Berlin")
        written += 1
    assert await sweeping >= MANY
    # Somebody who writes again as soon as it is done is let in once a piece.
    assert written >= PIECES
