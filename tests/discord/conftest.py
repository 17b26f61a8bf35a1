"""A stand-in Discord with people in it, and the real client connected to it."""

from __future__ import annotations

import warnings
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from playground.discord.limits import Limits
from playground.discord.server import DiscordServer
from playground.wire import Exchange

with warnings.catch_warnings():
    # discord.py imports audioop, deprecated in Python's library, for voice, which we do not use.
    warnings.simplefilter("ignore", DeprecationWarning)

from adapters.discord.bot import DiscordBot
from tests.discord.cast import Cast, FakeDispatcher


@pytest.fixture
def exchanges() -> list[Exchange]:
    """Everything that passed between the bot and the stand-in."""
    return []


@pytest.fixture
async def server(exchanges: list[Exchange]) -> AsyncIterator[DiscordServer]:
    """A stand-in without rate limits."""
    async with DiscordServer(observer=exchanges.append, limits=Limits(enabled=False)) as running:
        yield running


@pytest.fixture
def dispatcher() -> FakeDispatcher:
    """What the bot can do in these tests."""
    return FakeDispatcher()


@pytest.fixture
def cast(server: DiscordServer) -> Cast:
    """People, a server with a channel, and a place that the bot reaches by user install only."""
    return Cast(server)


@pytest.fixture
async def bots() -> AsyncIterator[AsyncExitStack]:
    """Closes the bots that a test has started."""
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
async def bot(
    server: DiscordServer, cast: Cast, dispatcher: FakeDispatcher, bots: AsyncExitStack
) -> DiscordBot:
    """The bot, connected and ready."""
    started = await bots.enter_async_context(make_bot(server, dispatcher))
    await started.wait_ready()
    return started


def make_bot(
    server: DiscordServer, dispatcher: FakeDispatcher, *, patience: float = 1.5, grace: float = 2.0
) -> DiscordBot:
    """Make a bot for a stand-in."""
    return DiscordBot(
        dispatcher,
        server.token,
        api_url=server.api_url,
        gateway_url=server.gateway_url,
        patience=patience,
        grace=grace,
    )
