"""What is set or forgotten while it is being read is what holds afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import update

from storage.errors import StoreError
from storage.state import chat_settings
from storage.state.chat_settings import Chats
from storage.state.database import Database
from storage.state.schema import chats
from storage.state.state import State
from tests.storage.state.conftest import HandClock


class HeldReads:
    """A database whose first read is over, and its answer on the way, until `go_on` is set."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.has_read, self.go_on = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Any]:
        async with self._database.read() as connection:
            yield connection
        self.has_read.set()
        await self.go_on.wait()

    def write(self) -> Any:
        return self._database.write()


@pytest.fixture
async def held(state: State) -> HeldReads:
    await state.chats.set_zone("discord", 7, "Europe/Berlin")
    return HeldReads(state._database)


async def test_a_newer_setting_wins_over_what_was_being_read(held: HeldReads) -> None:
    settings = Chats(held)  # type: ignore[arg-type]
    reading = asyncio.create_task(settings.zone("discord", 7))
    await held.has_read.wait()
    await settings.set_zone("discord", 7, "Asia/Tokyo")
    held.go_on.set()
    assert await reading == "Asia/Tokyo"
    assert await settings.zone("discord", 7) == "Asia/Tokyo"


async def test_what_is_forgotten_while_it_is_read_leaves_nothing_behind(
    held: HeldReads, state: State
) -> None:
    state.subscriptions._settings = settings = Chats(held)  # type: ignore[arg-type]
    reading = asyncio.create_task(settings.zone("discord", 7))
    await held.has_read.wait()
    await state.subscriptions.forget("discord", 7)
    held.go_on.set()
    assert await reading == ""
    assert await settings.zone("discord", 7) == ""


async def test_what_was_read_is_held_in_memory(held: HeldReads) -> None:
    settings = Chats(held)  # type: ignore[arg-type]
    held.go_on.set()
    assert await settings.zone("discord", 7) == "Europe/Berlin"
    held.has_read.clear()
    assert await settings.zone("discord", 7) == "Europe/Berlin"
    assert not held.has_read.is_set()


async def test_memory_holds_the_chats_set_last(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_settings, "RECENT", 2)
    for number in (1, 2, 3):
        await state.chats.set_zone("discord", number, "Asia/Tokyo")
    async with state._database.write() as connection:
        await connection.execute(update(chats).values(zone="Europe/Berlin"))
    zones = [await state.chats.zone("discord", number) for number in (3, 2, 1)]
    assert zones == ["Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin"]


async def test_what_another_process_sets_is_seen_within_a_minute(
    state: State, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = (Chats(state._database, clock, shared=True) for _ in range(2))
    assert await here.language("discord", 7) == ""
    await there.set_language("discord", 7, "de")
    clock.move(seconds=59)
    assert await here.language("discord", 7) == ""
    clock.move(seconds=1)
    assert await here.language("discord", 7) == "de"

    await there.set_language("discord", 7, "fr")
    clock.move(hours=1)
    with monkeypatch.context() as patch:
        patch.setattr(state._database, "read", _unreadable)
        assert await here.language("discord", 7) == "de", "the last that was known"
    assert await here.language("discord", 7) == "fr"


@asynccontextmanager
async def _unreadable() -> AsyncIterator[Any]:
    message = "the state does not answer"
    raise StoreError(message)
    yield
