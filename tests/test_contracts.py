"""What holds every other test to the contracts does see all exchanges, and does not let deviations pass."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from playground.discord.server import DiscordServer
from playground.telegram.server import TelegramServer
from playground.wire import Exchange, Observer
from tests.contracts import Contracts


@pytest.fixture
def watching(contracts: Contracts | None, monkeypatch: pytest.MonkeyPatch) -> Contracts:
    """One more listener, beside the one of all tests."""
    if contracts is None:
        pytest.skip("LAUNCHLOG_CONTRACTS is not set")
    listener = Contracts(contracts.folder)
    listener.watch(monkeypatch)
    return listener


@pytest.fixture
def errs_on_purpose() -> bool:
    return True


async def _ask(url: str, **body: Any) -> None:
    async with aiohttp.ClientSession() as session, session.post(url, json=body):
        pass


async def _ask_telegram(method: str, observer: Observer | None = None, **body: Any) -> None:
    async with TelegramServer(observer=observer) as server:
        await _ask(f"{server.base_url}{server.token}/{method}", **body)


async def test_a_wrong_request_is_named_on_discord(watching: Contracts) -> None:
    async with DiscordServer() as server:
        await _ask(f"{server.api_url}/interactions/1/x/callback", type=4, colour="red")
    (problem,) = watching.verdict(errs_on_purpose=False)
    assert "'colour' was unexpected" in problem


async def test_a_wrong_request_is_named_on_telegram(watching: Contracts) -> None:
    await _ask_telegram("sendMessage", chat_id=1, text="x", colour="red")
    assert watching.verdict(errs_on_purpose=False) == ["sendMessage.colour: no such field"]


async def test_a_wrong_request_that_is_refused_passes_where_tests_err_on_purpose(watching: Contracts) -> None:
    await _ask_telegram("sendMessage", chat_id=1, text="x", colour="red")
    assert watching.verdict(errs_on_purpose=True) == []


def test_a_wrong_reply_never_passes(watching: Contracts) -> None:
    reply = {"ok": False, "description": "Bad Request"}
    at = datetime(2026, 1, 1, tzinfo=UTC)
    watching.see(Exchange("telegram", "POST", "/botTOKEN/getMe", {}, 400, reply, at))
    (problem,) = watching.verdict(errs_on_purpose=True)
    assert "missing fields ['error_code']" in problem


async def test_each_deviation_is_told_once(watching: Contracts) -> None:
    for _ in range(2):
        await _ask_telegram("sendMessage", chat_id=1, text="x", colour="red")
    assert len(watching.verdict(errs_on_purpose=False)) == 1
    assert watching.verdict(errs_on_purpose=False) == []


async def test_a_servers_own_observer_still_sees_everything(watching: Contracts) -> None:
    seen: list[Exchange] = []
    await _ask_telegram("getMe", seen.append)
    assert [exchange.path for exchange in seen] == ["/botTOKEN/getMe"]


async def test_a_request_that_no_observer_tells_of_is_noticed(
    watching: Contracts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "see", lambda _exchange: None)
    async with DiscordServer() as server:
        await _ask(f"{server.api_url}/interactions/1/x/callback", type=5)
    await _ask_telegram("getMe")
    assert watching.verdict(errs_on_purpose=False) == []
    assert watching.unchecked == ["discord", "telegram"]


async def test_nothing_is_missed_where_nobody_asks_and_where_all_is_judged(watching: Contracts) -> None:
    async with DiscordServer():
        pass
    assert watching.unchecked == []
    await _ask_telegram("getMe")
    watching.verdict(errs_on_purpose=False)
    assert watching.unchecked == []
