"""No secret reaches the operator's log, whatever fails with it: real calls of the real libraries."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from telegram import Bot
from telegram.error import InvalidToken

from adapters.discord.bot import DiscordBot
from bot.cli.doctor import examine
from bot.logs import configure_logging
from bot.settings import Settings, load_settings
from playground.discord.server import DiscordServer
from playground.telegram.server import TelegramServer
from storage.errors import StoreError
from storage.redaction import Redaction
from storage.state.state import State
from tests.discord.cast import FakeDispatcher
from tests.launches import NOW

DISCORD = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.secret-secret-secret-secret-secret-01"
TELEGRAM = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
LAUNCH_LIBRARY = "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
PASSWORD = "p@ss/word-'1957'"
DATABASE = "postgresql+psycopg://keeper:p%40ss%2Fword-%271957%27@127.0.0.1:9/launches"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    environ = {
        "DISCORD_TOKEN": DISCORD, "TELEGRAM_TOKEN": TELEGRAM, "LL2_TOKEN": LAUNCH_LIBRARY,
        "DATABASE_URL": DATABASE, "LAUNCHLOG_DATA_DIR": str(tmp_path),
    }  # fmt: skip
    return load_settings(environ, None)


@pytest.fixture
def logged(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """What stands in the operator's log, set up as the command line does it, with all chatter let in."""
    root, written = logging.getLogger(), StringIO()
    names = (
        "httpx",
        "httpcore",
        "telegram",
        "discord",
        "launchlog",
        "bot",
        "adapters",
        "commands",
        "storage",
    )
    before = root.handlers[:], root.level, {name: logging.getLogger(name).level for name in names}
    for module, hook in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, hook, getattr(module, hook))
    monkeypatch.setattr(sys, "stderr", written)
    handlers = root.handlers[:]
    root.handlers = []
    configure_logging("DEBUG", Redaction(settings.secrets))
    root.handlers += handlers
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield written
    root.handlers, root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


def clean(text: str) -> bool:
    """Tell whether a text is free of every secret, in every form."""
    forms = (DISCORD, TELEGRAM, LAUNCH_LIBRARY, PASSWORD, "p%40ss", "ss/word")
    return not any(secret in text for secret in forms)


async def test_telegrams_token_is_in_no_line_nor_traceback(logged: StringIO) -> None:
    async with TelegramServer(token="1:other") as server:
        bot = Bot(TELEGRAM, base_url=server.base_url)
        with pytest.raises(InvalidToken, match=TELEGRAM) as caught:
            await bot.initialize()
        await bot.shutdown()
        log = logging.getLogger("launchlog.telegram")
        log.error("failed reason=%s", caught.value, exc_info=caught.value)
    assert "InvalidToken" in logged.getvalue()
    assert "/bot[secret]/getMe" in logged.getvalue()
    assert clean(logged.getvalue())


async def test_discords_tokens_are_in_no_line(logged: StringIO) -> None:
    async with DiscordServer(token=DISCORD) as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        bot = DiscordBot(FakeDispatcher(), DISCORD, api_url=server.api_url, gateway_url=server.gateway_url)
        async with bot:
            await bot.wait_ready()
            asked = await server.slash(ada, channel, "previous")
    # With an interaction's token anybody can write in our name for a quarter of an hour.
    assert asked.token not in logged.getvalue()
    assert "/callback" in logged.getvalue()
    assert clean(logged.getvalue())


async def test_the_databases_password_is_in_no_line_nor_traceback(
    settings: Settings, logged: StringIO
) -> None:
    with pytest.raises(StoreError) as caught:
        await State.open(settings.database_url, lambda: NOW)
    assert clean(str(caught.value))
    with pytest.raises(ConnectionError) as broken:
        raise ConnectionError(f"cannot reach {DATABASE} with {PASSWORD!r}") from caught.value
    logging.getLogger("launchlog.app").error("failed reason=%s", broken.value, exc_info=broken.value)
    assert "keeper:[secret]@127.0.0.1" in logged.getvalue()
    assert clean(logged.getvalue())


def test_what_nobody_catches_is_logged_without_secrets(logged: StringIO) -> None:
    def fail() -> None:
        raise RuntimeError(f"refused: {LAUNCH_LIBRARY}")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    with pytest.raises(RuntimeError) as caught:
        fail()
    sys.excepthook(caught.type, caught.value, caught.tb)
    assert logged.getvalue().count("RuntimeError: refused: [secret]") == 2
    assert clean(logged.getvalue())


async def test_the_doctor_prints_no_secret(settings: Settings) -> None:
    written = StringIO()
    async with TelegramServer(token="1:other") as telegram, DiscordServer(token="other") as discord:
        healthy = await examine(
            replace(
                settings, telegram_api_url=telegram.base_url.removesuffix("/bot"),
                discord_api_url=discord.api_url,
            ),
            Console(file=written, width=200),
        )  # fmt: skip
    assert not healthy
    assert "Databases" in written.getvalue()
    assert clean(written.getvalue())


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("http://me:hidden@proxy:3128 is away", "http://me:[secret]@proxy:3128 is away"),
        ("POST /webhooks/12/aW50ZXJhY3Rpb246/messages", "POST /webhooks/12/[secret]/messages"),
        ("GET https://api.telegram.org/bot1:a-b_c/getMe", "GET https://api.telegram.org/bot[secret]/getMe"),
        ("launchlog.app started at 12:00 by a@b", "launchlog.app started at 12:00 by a@b"),
    ],
)
def test_what_stands_where_secrets_stand_is_taken_for_one(text: str, safe: str) -> None:
    assert Redaction(["abc"]).text(text) == safe
