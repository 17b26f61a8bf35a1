"""A running stand-in, and a real python-telegram-bot application on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Update
from telegram.ext import Application, BaseHandler

from playground.telegram.limits import Limits
from playground.telegram.referee import Referee
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from tests.contracts import Contracts

App = Application[Any, Any, Any, Any, Any, Any]
Connect = Callable[..., AbstractAsyncContextManager[App]]


@dataclass
class Clock:
    """A clock that moves only when told to; seconds and aware UTC agree."""

    now: datetime = datetime(2024, 5, 1, 12, tzinfo=UTC)
    seconds: float = 1_000.0

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds


@dataclass
class Ledger:
    """All exchanges of a test."""

    exchanges: list[Exchange] = field(default_factory=list)

    def of(self, method: str) -> list[Exchange]:
        return [exchange for exchange in self.exchanges if exchange.path.endswith(f"/{method}")]


@pytest.fixture(autouse=True)
def _library_speaks_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opt in to what python-telegram-bot otherwise warns about when it makes a RetryAfter."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def limits() -> Limits:
    return Limits.off()


@pytest.fixture
def errs_on_purpose() -> bool:
    return True


@pytest.fixture
def referee(contracts: Contracts | None) -> Referee | None:
    return None if contracts is None else contracts.telegram


@pytest.fixture
async def server(clock: Clock, ledger: Ledger, limits: Limits) -> AsyncIterator[TelegramServer]:
    made = TelegramServer(
        clock=lambda: clock.now,
        observer=ledger.exchanges.append,
        limits=limits,
        monotonic=lambda: clock.seconds,
    )
    async with made:
        yield made


@pytest.fixture
def connect(server: TelegramServer) -> Connect:
    """Give a context manager that runs an application with some handlers until the block ends."""

    @asynccontextmanager
    async def run(*handlers: BaseHandler[Any, Any, Any], polls: bool = True) -> AsyncIterator[App]:
        builder = Application.builder().token(server.token)
        app = builder.base_url(server.base_url).base_file_url(server.base_file_url).build()
        app.add_handlers(handlers)
        async with app:
            await app.start()
            assert app.updater is not None
            if polls:
                await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
            try:
                yield app
            finally:
                if app.updater.running:
                    await app.updater.stop()
                await app.stop()

    return run


@dataclass
class Answer:
    """A raw answer of the server."""

    status: int
    body: dict[str, Any]

    @property
    def description(self) -> str:
        return str(self.body.get("description", ""))

    @property
    def result(self) -> Any:
        assert self.body["ok"] is True, self.body
        return self.body["result"]


Call = Callable[..., Any]


@pytest.fixture
async def call(server: TelegramServer) -> AsyncIterator[Call]:
    """Give a function that calls a method with a JSON body, without any library in between."""
    async with aiohttp.ClientSession() as session:

        async def send(method: str, token: str = server.token, **parameters: Any) -> Answer:
            async with session.post(f"{server.base_url}{token}/{method}", json=parameters) as response:
                return Answer(response.status, await response.json())

        yield send
