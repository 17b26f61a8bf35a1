"""What an operator's machines see of a running bot: health, readiness, figures, and what systemd is told."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from bot.app import serve
from bot.service_manager import ServiceManager
from bot.settings import load_settings
from playground.discord.server import DiscordServer
from playground.telegram.faults import flood
from playground.telegram.server import TelegramServer
from storage.errors import SettingsError
from tests.bot.announcing.stage import until
from tests.history import copied
from tests.patience import PATIENCE
from tests.states import make_state

DISCORD_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.secret-secret-secret-secret-secret-01"
TELEGRAM_TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


def figure(metrics: str, name: str) -> float:
    """Return a figure by its name with all labels."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", metrics, re.MULTILINE)
    assert found, f"{name} is not in\n{metrics}"
    return float(found[1])


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(token=DISCORD_TOKEN) as running:
        yield running


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=TELEGRAM_TOKEN) as running:
        yield running


@pytest.fixture
def settings(
    discord: DiscordServer, telegram: TelegramServer, tmp_path: Path, history_file: Path
) -> dict[str, str]:
    copied(history_file, tmp_path)
    make_state(tmp_path / "state.db")
    return {
        "LAUNCHLOG_DATA_DIR": str(tmp_path), "LL2_URL": "http://127.0.0.1:1", "LAUNCHLOG_OPS_PORT": "0",
        "DISCORD_TOKEN": DISCORD_TOKEN, "DISCORD_API_URL": discord.api_url,
        "DISCORD_GATEWAY_URL": discord.gateway_url, "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
        "TELEGRAM_API_URL": telegram.base_url.removesuffix("/bot"),
    }  # fmt: skip


@asynccontextmanager
async def running(
    settings: dict[str, str], caplog: pytest.LogCaptureFixture
) -> AsyncIterator[httpx.AsyncClient]:
    """A client for the address that a bot says it answers machines on."""
    caplog.set_level(logging.INFO, "launchlog")
    stop = asyncio.Event()
    bot = asyncio.create_task(serve(load_settings(settings, None), stop))

    def address() -> str:
        told = re.search(r"ops_listens host=(\S+) port=(\d+)", caplog.text)
        return f"http://{told[1]}:{told[2]}" if told else ""

    try:
        await until(lambda: bot.done() or bool(address()))
        async with httpx.AsyncClient(base_url=address()) as client:
            yield client
    finally:
        stop.set()
        await asyncio.wait_for(bot, PATIENCE)


async def ready(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await client.get("/readyz")).status_code != 200:
            pass


async def test_a_running_bot_tells_its_health_and_its_figures(
    settings: dict[str, str],
    discord: DiscordServer,
    telegram: TelegramServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ada = discord.world.add_user("Ada")
    channel = discord.world.add_channel(discord.world.add_guild("Rocketry"), "launches")
    bo = telegram.world.add_user("Bo")
    async with running(settings, caplog) as client:
        assert (await client.get("/healthz")).text == "ok\n"
        await ready(client)
        await (await discord.slash(ada, channel, "latest", {})).settled()
        telegram.faults.add("sendMessage", flood(0))
        for text in ("/launch sputnik 1", "/nonsense_that_somebody_typed", "/previous since:never"):
            await (await telegram.say(bo, text=text)).reply()
        told = (await client.get("/metrics")).text
    answers = "launchlog_answers_total"
    assert figure(told, f'{answers}{{command="latest",platform="discord",result="answered"}}') == 1
    assert figure(told, f'{answers}{{command="launch",platform="telegram",result="answered"}}') == 1
    assert figure(told, f'{answers}{{command="previous",platform="telegram",result="refused"}}') == 1
    assert "somebody_typed" not in told
    assert figure(told, 'launchlog_answer_seconds_count{command="latest",platform="discord"}') == 1
    assert figure(told, 'launchlog_rate_limited_total{platform="telegram"}') == 1
    for part in ("Discord", "Discord posts", "Telegram", "Telegram posts"):
        assert figure(told, f'launchlog_part_up{{part="{part}"}}') == 1
    assert figure(told, "launchlog_launches") > 7_000
    assert 0 <= figure(told, "launchlog_requests_left") < figure(told, "launchlog_request_limit") == 15
    assert figure(told, 'launchlog_oldest_due_seconds{platform="telegram"}') == 0
    assert figure(told, 'launchlog_log_lines_total{level="warning"}') >= 1, "Launch Library is away"


async def test_a_bot_without_one_of_its_platforms_is_alive_and_not_ready(
    settings: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    settings["DISCORD_TOKEN"] = DISCORD_TOKEN.replace("01", "99")
    async with running(settings, caplog) as client:
        async with asyncio.timeout(PATIENCE):
            while "Telegram" in (answer := await client.get("/readyz")).text:
                assert answer.status_code == 503
        assert (answer.status_code, answer.text) == (503, "waiting for Discord\n")
        assert (await client.get("/healthz")).status_code == 200
        await until(lambda: "part_ended name=Discord" in caplog.text)
        assert figure((await client.get("/metrics")).text, 'launchlog_part_up{part="Discord"}') == 0


async def test_a_taken_port_is_told_in_one_sentence(settings: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        settings["LAUNCHLOG_OPS_PORT"] = str(port)
        with pytest.raises(
            SettingsError, match=f"^LAUNCHLOG_OPS_PORT: nothing can listen on 127.0.0.1, port {port}"
        ):
            await serve(load_settings(settings, None), asyncio.Event())


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.setblocking(False)
        yield listening


async def test_systemd_is_told_when_the_bot_is_ready_that_it_lives_and_that_it_stops(
    systemd: socket.socket, tmp_path: Path
) -> None:
    loop = asyncio.get_running_loop()
    slept: list[float] = []
    ready = False
    turn = asyncio.Event()

    async def is_ready() -> bool:
        return ready

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        turn.clear()
        await turn.wait()

    async def heard() -> str:
        return (await asyncio.wait_for(loop.sock_recv(systemd, 100), PATIENCE)).decode()

    manager = ServiceManager(str(tmp_path / "notify"), watchdog=30.0)
    async with manager.kept_informed(is_ready, sleep):
        assert await heard() == "WATCHDOG=1"
        await until(lambda: slept == [1.0, 15.0])
        ready = True
        turn.set()
        assert {await heard(), await heard()} == {"READY=1", "WATCHDOG=1"}
    assert await heard() == "STOPPING=1"


async def test_a_service_manager_that_is_gone_costs_a_line_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def is_ready() -> bool:
        return True

    async with ServiceManager(str(tmp_path / "gone")).kept_informed(is_ready):
        await until(lambda: "service_manager_not_told text=READY=1" in caplog.text)


def test_what_systemd_wants_is_read_from_its_variables() -> None:
    told = load_settings({"NOTIFY_SOCKET": "@launchlog", "WATCHDOG_USEC": "30000000"}, None)
    assert (told.notify_socket, told.watchdog) == ("@launchlog", 30.0)
    assert load_settings({"WATCHDOG_USEC": "soon"}, None).watchdog is None
