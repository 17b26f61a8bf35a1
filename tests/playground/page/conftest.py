from __future__ import annotations

import asyncio
import inspect
import os
import re
import shutil
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import discord
import pytest
import pytest_asyncio
import yarl
from playwright.async_api import Browser, BrowserContext, Page, async_playwright, expect
from telegram import Update

from playground.playground import Playground
from tests.patience import PATIENCE

from . import telegram_bot
from .discord_bot import DemoBot

# Of its own, it looks for five seconds, which a busy machine needs for a page.
expect.set_options(timeout=PATIENCE * 1000)

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
]

HERE = Path(__file__).parent

LISTENING = re.compile(r"DevTools listening on (\S+)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests in one event loop: what drives the browser lives in it, and takes long to start."""
    for item in items:
        if item.path.parent == HERE and inspect.iscoroutinefunction(getattr(item, "function", None)):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(loop_scope="session")
async def playground() -> AsyncIterator[Playground]:
    """Everything on free ports, checked against the contracts where they are."""
    contracts = os.environ.get("LAUNCHLOG_CONTRACTS")
    async with Playground(port=0, contracts=Path(contracts) if contracts else None) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def discord_bot(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DemoBot]:
    monkeypatch.setattr(discord.http.Route, "BASE", playground.discord.api_url)
    gateway = yarl.URL(playground.discord.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
    bot = DemoBot()
    task = asyncio.create_task(bot.start(playground.discord.token))
    try:
        async with asyncio.timeout(PATIENCE):
            await playground.discord.gateway.wait_connected()
        yield bot
    finally:
        await bot.close()
        await asyncio.gather(task, return_exceptions=True)


@pytest_asyncio.fixture(loop_scope="session")
async def telegram_app(playground: Playground) -> AsyncIterator[telegram_bot.App]:
    app = telegram_bot.build(playground.telegram)
    async with app:
        await app.bot.set_my_commands(telegram_bot.COMMANDS)
        await app.start()
        assert app.updater is not None
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        await playground.telegram.wait_for_poll()
        yield app
        await app.updater.stop()
        await app.stop()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chromium."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    profile = f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"
    command = [found, "--headless", "--remote-debugging-port=0", profile, *CHROMIUM_ARGUMENTS]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = next(filter(None, (LISTENING.match(line) for line in process.stderr)), None)
        assert told is not None, "Chromium ended before it could be reached"
        # Whatever else it has to say is thrown away, lest it wait for a reader.
        reader = threading.Thread(target=process.stderr.read)
        reader.start()
        yield told[1]
        process.terminate()
        reader.join()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """The browser that all tests share."""
    async with async_playwright() as playwright:
        connected = await playwright.chromium.connect_over_cdp(chromium)
        yield connected
        await connected.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def profile(browser: Browser) -> AsyncIterator[BrowserContext]:
    """The profile of whoever looks at `page`, which keeps nothing from one page to the next: tabs do."""
    opened = await browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="UTC"
    )
    yield opened
    await opened.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the page said on its console, and addresses elsewhere that it asked for."""
    return []


@pytest_asyncio.fixture(loop_scope="session")
async def page(profile: BrowserContext, playground: Playground, complaints: list[str]) -> AsyncIterator[Page]:
    """The page, ready; in the end it must have been quiet, and have stayed on its own address."""
    opened = await profile.new_page()
    opened.set_default_timeout(PATIENCE * 1000)
    opened.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))

    def watch(url: str) -> None:
        if not url.startswith(playground.address):
            complaints.append(f"asked for {url}")

    opened.on("request", lambda request: watch(request.url))
    await opened.goto(playground.address)
    await opened.wait_for_selector("body[data-ready]")
    yield opened
    await opened.close()
    assert complaints == []
