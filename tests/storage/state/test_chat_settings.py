"""What is set or forgotten while it is being read is what holds afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from storage.state.chat_settings import Chats
from storage.state.database import Database
from storage.state.state import State


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
    chats = Chats(held)  # type: ignore[arg-type]
    reading = asyncio.create_task(chats.zone("discord", 7))
    await held.has_read.wait()
    await chats.set_zone("discord", 7, "Asia/Tokyo")
    held.go_on.set()
    assert await reading == "Asia/Tokyo"
    assert await chats.zone("discord", 7) == "Asia/Tokyo"


async def test_what_is_forgotten_while_it_is_read_leaves_nothing_behind(
    held: HeldReads, state: State
) -> None:
    state.subscriptions._settings = chats = Chats(held)  # type: ignore[arg-type]
    reading = asyncio.create_task(chats.zone("discord", 7))
    await held.has_read.wait()
    await state.subscriptions.forget("discord", 7)
    held.go_on.set()
    assert await reading == ""
    assert await chats.zone("discord", 7) == ""


async def test_what_was_read_is_held_in_memory(held: HeldReads) -> None:
    chats = Chats(held)  # type: ignore[arg-type]
    held.go_on.set()
    assert await chats.zone("discord", 7) == "Europe/Berlin"
    held.has_read.clear()
    assert await chats.zone("discord", 7) == "Europe/Berlin"
    assert not held.has_read.is_set()
