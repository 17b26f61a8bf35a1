"""The real bot, connected to a stand-in for Telegram's server."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Protocol

import pytest

from adapters.telegram.application import TelegramBot
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from tests.telegram.fakes import FakeDispatcher

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
NOW = datetime(2026, 9, 12, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Undo what the bot sets for the whole process."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    levels = {name: logging.getLogger(name).level for name in ("httpx", "httpcore")}
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def exchanges() -> Iterator[list[Exchange]]:
    """Every request of the bot with its reply; none may be one that Telegram would let pass in silence."""
    seen: list[Exchange] = []
    yield seen
    assert not [exchange for exchange in seen if "stricter than Telegram" in exchange.note]


@pytest.fixture
async def server(exchanges: list[Exchange]) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(observer=exchanges.append, token=TOKEN, username="Launchlog_Bot") as running:
        yield running


@pytest.fixture
def dispatcher() -> FakeDispatcher:
    return FakeDispatcher()


class Launch(Protocol):
    """Starts one more bot on the same server."""

    def __call__(self, token: str = ..., grace: float = ...) -> AbstractAsyncContextManager[TelegramBot]: ...


@pytest.fixture
def launch(server: TelegramServer, dispatcher: FakeDispatcher) -> Launch:
    @asynccontextmanager
    async def start(token: str = TOKEN, grace: float = 2.0) -> AsyncIterator[TelegramBot]:
        api_url = server.base_url.removesuffix("/bot")
        async with TelegramBot(dispatcher, token, api_url=api_url, clock=lambda: NOW, grace=grace) as bot:
            await server.wait_for_poll()
            yield bot

    return start


@pytest.fixture
async def bot(launch: Launch) -> AsyncIterator[TelegramBot]:
    async with launch() as running:
        await running.wait_ready()
        yield running
