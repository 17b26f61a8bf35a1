from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import discord
import pytest
import yarl

from playground.discord.limits import Limits
from playground.discord.places import Channel, User
from playground.discord.referee import Referee
from playground.discord.server import DiscordServer
from playground.wire import Exchange
from tests.contracts import Contracts

from .bot import Bot

SCALE = 0.02


@pytest.fixture
def errs_on_purpose() -> bool:
    return True


@pytest.fixture
def referee(contracts: Contracts | None) -> Referee | None:
    return None if contracts is None else contracts.discord


@pytest.fixture
def exchanges() -> list[Exchange]:
    return []


@pytest.fixture
async def server(exchanges: list[Exchange], monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    async with DiscordServer(observer=exchanges.append, limits=Limits(scale=SCALE)) as server:
        monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))
        yield server


@pytest.fixture
def channel(server: DiscordServer) -> Channel:
    return server.world.add_channel(server.world.add_guild("Pad 39A"), "launches")


@pytest.fixture
def ann(server: DiscordServer) -> User:
    return server.world.add_user("Ann")


@asynccontextmanager
async def running(bot: Bot, server: DiscordServer, token: str | None = None) -> AsyncIterator[Bot]:
    """Connect a bot, and let it go in the end."""
    task = asyncio.create_task(bot.start(token or server.token))
    ready = asyncio.create_task(server.gateway.wait_connected())
    done, _ = await asyncio.wait({task, ready}, timeout=10, return_when=asyncio.FIRST_COMPLETED)
    try:
        assert ready in done, "the bot did not connect"
        yield bot
    finally:
        ready.cancel()
        await bot.close()
        with suppress(asyncio.CancelledError):
            await task


@pytest.fixture
async def bot(server: DiscordServer, channel: Channel) -> AsyncIterator[Bot]:
    async with running(Bot(), server) as bot:
        yield bot


Send = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]


@pytest.fixture
async def send(server: DiscordServer) -> AsyncIterator[Send]:
    """Send a request past any client library; gives status and JSON."""
    async with aiohttp.ClientSession() as session:

        async def send(method: str, path: str, **arguments: Any) -> tuple[int, dict[str, Any]]:
            headers = {"Authorization": f"Bot {server.token}", **arguments.pop("headers", {})}
            async with session.request(
                method, server.api_url + path, headers=headers, **arguments
            ) as response:
                return response.status, await response.json() if response.status != 204 else {}

        yield send
