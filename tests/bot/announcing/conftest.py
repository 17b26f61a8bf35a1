"""The world in which the bot announces, and the bot in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.announcing.stage import Stage, World, stage, world


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[World]:
    """The three servers, with a channel and a group."""
    async with world(tmp_path) as made:
        yield made


@pytest.fixture
async def running(here: World) -> AsyncIterator[Stage]:
    """The bot, with a subscription to everything in the channel and in the group."""
    async with stage(here) as made:
        await made.subscribe()
        yield made
