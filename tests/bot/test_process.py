"""The bot as a process of its own, as an operator starts and stops it."""

from __future__ import annotations

import asyncio
import os
import signal
import uuid
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
import pytest

from bot.cli.play import FOLDER
from commands.rate_limit import BURST
from playground.discord.server import DiscordServer
from playground.launch_library.records import records
from playground.launch_library.server import LaunchLibraryServer
from playground.telegram.server import TelegramServer
from tests.history import copied
from tests.patience import PATIENCE
from tests.processes import PREPARED, ROOT, Forked, start_afresh
from tests.states import make_state

pytestmark = pytest.mark.process

DISCORD_TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.secret-secret-secret-secret-secret-01"
TELEGRAM_TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"


@dataclass
class Bot:
    """A running process and what it has said so far."""

    process: Process | Forked
    said: str = ""

    async def until(self, words: str) -> None:
        """Read the log until it says these words."""
        assert self.process.stderr is not None
        async with asyncio.timeout(PATIENCE):
            while words not in self.said:
                line = await self.process.stderr.readline()
                assert line, f"ended without saying {words!r}:\n{self.said}"
                self.said += line.decode()

    async def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal; return the exit status."""
        self.process.send_signal(number)
        return await self.end()

    async def end(self) -> int:
        """Wait for the end; return the exit status."""
        async with asyncio.timeout(PATIENCE):
            out, err = await self.process.communicate()
        self.said += out.decode() + err.decode()
        assert self.process.returncode is not None
        return self.process.returncode


@asynccontextmanager
async def started(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Bot]:
    """Start `python -m bot` with those arguments and settings, in a folder without `.env`."""
    process = await PREPARED.start("bot", *arguments, cwd=folder, env=_environment(folder, settings))
    async with _ending(process) as bot:
        yield bot


@asynccontextmanager
async def started_afresh(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[Bot]:
    """Start the same as an operator does: nothing is imported before."""
    process = await start_afresh("bot", *arguments, cwd=folder, env=_environment(folder, settings))
    async with _ending(process) as bot:
        yield bot


def _environment(folder: Path, settings: dict[str, str]) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "LAUNCHLOG_DATA_DIR": str(folder / "data"),
        "LL2_URL": "http://127.0.0.1:1",
        "SSL_CERT_FILE": os.environ["SSL_CERT_FILE"],
        **settings,
    }


@asynccontextmanager
async def _ending(process: Process | Forked) -> AsyncIterator[Bot]:
    try:
        yield Bot(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def online(address: str) -> None:
    """Wait until both halves of the playground's page have their bot."""
    seen: dict[str, bool] = {}
    async with httpx.AsyncClient() as client, client.stream("GET", f"{address}/events", timeout=None) as told:
        async for line in told.aiter_lines():
            event = msgspec.json.decode(line.removeprefix("data: ")) if line.startswith("data: ") else {}
            if event.get("kind") == "snapshot":
                seen = {half: event[half]["connected"] for half in ("discord", "telegram")}
            elif event.get("kind") == "status":
                seen[event["source"]] = event["connected"]
            if seen and all(seen.values()):
                return


@dataclass
class Outside:
    """Stand-ins of all three servers, and the settings that lead to them."""

    discord: DiscordServer
    telegram: TelegramServer
    library: LaunchLibraryServer

    @property
    def settings(self) -> dict[str, str]:
        return {
            "DISCORD_TOKEN": DISCORD_TOKEN,
            "DISCORD_API_URL": self.discord.api_url,
            "DISCORD_GATEWAY_URL": self.discord.gateway_url,
            "TELEGRAM_TOKEN": TELEGRAM_TOKEN,
            "TELEGRAM_API_URL": self.telegram.base_url.removesuffix("/bot"),
            "LL2_URL": self.library.address,
            "LAUNCHLOG_LOG_LEVEL": "DEBUG",
        }


@pytest.fixture
def folder(tmp_path: Path, history_file: Path) -> Path:
    """A folder of a bot that was filled from the history at an earlier start."""
    return _begun(tmp_path / "data", history_file, tmp_path)


@pytest.fixture
def played(tmp_path: Path, history_file: Path) -> Path:
    """A folder of a playground that was filled from the history at an earlier start."""
    return _begun(tmp_path / "data" / FOLDER, history_file, tmp_path)


def _begun(data: Path, history_file: Path, folder: Path) -> Path:
    """Leave in `data` what an earlier start has left there; return the folder."""
    data.mkdir(parents=True)
    make_state(data / "state.db")
    copied(history_file, data)
    return folder


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    async with (
        DiscordServer(token=DISCORD_TOKEN) as discord,
        TelegramServer(token=TELEGRAM_TOKEN) as telegram,
        LaunchLibraryServer(records()) as library,
    ):
        yield Outside(discord, telegram, library)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
async def test_both_platforms_answer_until_a_signal_stops_them_cleanly(
    folder: Path, outside: Outside, number: signal.Signals
) -> None:
    ada = outside.discord.world.add_user("Ada")
    channel = outside.discord.world.add_channel(outside.discord.world.add_guild("Rocketry"), "launches")
    bo = outside.telegram.world.add_user("Bo")
    async with started_afresh(folder, **outside.settings) as bot:
        await bot.until("sync_stored")
        async with asyncio.timeout(PATIENCE):
            await outside.discord.gateway.wait_connected()
            await outside.telegram.wait_for_poll(PATIENCE)
        answered = await outside.discord.slash(ada, channel, "latest", {})
        reply = await (await outside.telegram.say(bo, text="/launch sputnik 1")).reply()
        assert "Data: Launch Library 2" in str(answered.message)
        assert "Sputnik 8K74PS | Sputnik 1" in (reply.text or "")
        assert await bot.stop(number) == 0
    assert "Traceback" not in bot.said
    for secret in (DISCORD_TOKEN, TELEGRAM_TOKEN, TELEGRAM_TOKEN.partition(":")[2]):
        assert secret not in bot.said


async def test_a_signal_during_the_first_sync_stops_it_cleanly_and_a_restart_completes(
    folder: Path, outside: Outside
) -> None:
    hang = outside.library.faults.add("hang", until=asyncio.Event())
    async with started(folder, **outside.settings) as bot:
        async with asyncio.timeout(PATIENCE):
            await hang.met.wait()
        assert await bot.stop() == 0
    async with started(folder, **outside.settings) as bot:
        await bot.until("sync_stored")
        bot.process.kill()
        await bot.end()
    async with started(folder, "query", "limit=1&ordering=net") as bot:
        assert await bot.end() == 0
        assert "Sputnik" in bot.said


async def test_a_wrong_token_is_one_line_and_the_other_platform_goes_on(
    folder: Path, outside: Outside
) -> None:
    wrong = {**outside.settings, "DISCORD_TOKEN": DISCORD_TOKEN.replace("01", "99")}
    bo = outside.telegram.world.add_user("Bo")
    async with started(folder, **wrong) as bot:
        await bot.until("part_ended name=Discord")
        await outside.telegram.wait_for_poll(PATIENCE)
        reply = await (await outside.telegram.say(bo, text="/about")).reply()
        assert "Launchlog" in (reply.text or "")
        assert await bot.stop() == 1, "one of the two did not run"
    assert "Discord does not accept DISCORD_TOKEN" in bot.said
    assert "Traceback" not in bot.said


async def test_two_wrong_tokens_end_the_process_with_a_line_each(tmp_path: Path, outside: Outside) -> None:
    wrong = {
        **outside.settings,
        "DISCORD_TOKEN": DISCORD_TOKEN.replace("01", "99"),
        "TELEGRAM_TOKEN": TELEGRAM_TOKEN.replace("AAH", "AAX"),
    }
    async with started(tmp_path, **wrong) as bot:
        assert await bot.end() == 1
    assert all(f"part_ended name={name}" in bot.said for name in ("Discord", "Telegram"))
    assert "Traceback" not in bot.said


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"LL2_VERSION": "1.4"}, "LL2_VERSION"),
        ({"LAUNCHLOG_LOG_LEVLE": "INFO"}, "LAUNCHLOG_LOG_LEVEL"),
        ({"PLAYGROUND_PORT": "high"}, "PLAYGROUND_PORT"),
        ({"TELEGRAM_TOKEN": "not a token"}, "TELEGRAM_TOKEN"),
    ],
)
async def test_an_unusable_setting_ends_in_one_line(
    tmp_path: Path, settings: dict[str, str], words: str
) -> None:
    async with started(tmp_path, **settings) as bot:
        assert await bot.end() == 1
    assert words in bot.said
    assert bot.said.count("\n") == 1


async def test_a_taken_port_says_how_to_choose_another(tmp_path: Path) -> None:
    holder = await asyncio.start_server(lambda _reader, _writer: None, "127.0.0.1", 0)
    port = str(holder.sockets[0].getsockname()[1])
    async with holder, started(tmp_path, "play", PLAYGROUND_PORT=port) as bot:
        assert await bot.end() == 1
    assert f"{port}" in bot.said
    assert "PLAYGROUND_PORT" in bot.said
    assert "Traceback" not in bot.said


@pytest.mark.parametrize("arguments", [(), ("run",)], ids=["no command", "run"])
async def test_without_a_token_the_bot_says_what_to_do_and_does_not_start(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    async with started(tmp_path, *arguments) as bot:
        assert await bot.end() == 1
    assert bot.said.count("\n") == 1
    for words in ("DISCORD_TOKEN", "TELEGRAM_TOKEN", "make run", "python -m bot play"):
        assert words in bot.said


@pytest.mark.parametrize("arguments", [("play",), ("run", "--or-play")], ids=["play", "make run"])
async def test_the_playground_needs_no_token_and_starts_and_stops(
    played: Path, arguments: tuple[str, ...]
) -> None:
    # Where the contracts are at hand, the playground holds its own bot to them.
    contracts = {name: value for name, value in os.environ.items() if name == "LAUNCHLOG_CONTRACTS"}
    async with started(
        played, *arguments, PLAYGROUND_PORT="0", LAUNCHLOG_LOG_LEVEL="DEBUG", **contracts
    ) as bot:
        for words in ("platform_started name=discord", "platform_started name=telegram"):
            await bot.until(words)
        await bot.until("unknown_stretches=0")
        assert await bot.stop() == 0
    assert "This is the playground: http://127.0.0.1:" in bot.said


@pytest.mark.parametrize("arguments", [("play",), ("run", "--or-play")], ids=["play", "make run"])
async def test_the_address_of_the_playground_is_the_last_line_that_stays_on_the_screen(
    played: Path, arguments: tuple[str, ...]
) -> None:
    settings = {"PLAYGROUND_PORT": "0", "LAUNCHLOG_LOG_LEVEL": "INFO"}
    async with started(played, *arguments, **settings) as bot:
        assert bot.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            lines = [await bot.process.stdout.readline() for _ in range(2)]
            address = lines[-1].decode().removeprefix("This is the playground: ").strip()
            await online(address)
        assert await bot.stop() == 0
    # Nothing came after it, although both bots registered their commands and Launch Library was asked.
    assert bot.said == ""


async def test_what_was_imported_is_known_in_the_playground_and_nothing_of_it_comes_back(
    tmp_path: Path,
) -> None:
    (like,) = (record for record in records() if record["name"] == "Saturn V | Apollo 11")
    ours = {**like, "id": str(uuid.uuid4()), "name": "Saturn V | Apollo 99", "net": "2024-12-24T12:00:00Z"}
    (tmp_path / "page.json").write_bytes(msgspec.json.encode({"count": 1, "results": [ours]}))
    async with started(tmp_path, "import", "page.json") as bot:
        assert await bot.end() == 0
    before = {file.name for file in (tmp_path / "data").iterdir()}
    async with started(tmp_path, "play", PLAYGROUND_PORT="0", LAUNCHLOG_LOG_LEVEL="DEBUG") as bot:
        await bot.until("sync_stored")
        assert await bot.stop() == 0
    assert {file.name for file in (tmp_path / "data").iterdir()} == before | {"playground"}
    kept = {"LAUNCHLOG_DATA_DIR": str(tmp_path / "data" / "playground")}
    async with started(tmp_path, "query", "--json", "search=Apollo 99", **kept) as bot:
        assert await bot.end() == 0
    assert "Saturn V | Apollo 99" in bot.said
    assert "contract_broken" not in bot.said


async def test_a_dotenv_file_is_read_and_the_environment_wins(folder: Path, outside: Outside) -> None:
    (folder / ".env").write_text("LL2_VERSION=nonsense\nLAUNCHLOG_LOG_LEVEL=DEBUG\n")
    async with started(folder, "query", LL2_VERSION="2.2.0") as bot:
        assert await bot.end() == 0
    async with started(folder, "query") as bot:
        assert await bot.end() == 1
    assert "LL2_VERSION" in bot.said


async def test_one_person_in_a_hurry_does_not_slow_the_others(folder: Path, outside: Outside) -> None:
    hasty, calm = outside.telegram.world.add_user("Hasty"), outside.telegram.world.add_user("Calm")
    async with started(folder, **outside.settings) as bot:
        await bot.until("sync_stored")
        await outside.telegram.wait_for_poll(PATIENCE)
        said = [await outside.telegram.say(hasty, text="/about") for _ in range(BURST + 10)]
        reply = await (await outside.telegram.say(calm, text="/about")).reply()
        assert "About Launchlog" in (reply.text or "")
        texts = [reply.text or "" for reply in await said[0].replies(BURST + 10)]
        assert any("You’re going a bit fast." in text for text in texts)
        assert sum("About Launchlog" in text for text in texts) >= BURST
        assert await bot.stop() == 0


def _answer(*names: str) -> bytes:
    found = [record for record in records() if any(name in record["name"] for name in names)]
    return msgspec.json.encode(found)


async def test_import_counts_what_came_of_it_and_fails_on_rejects(folder: Path) -> None:
    good, bad = folder / "good.json", folder / "bad.json"
    good.write_bytes(_answer("Apollo"))
    bad.write_bytes(_answer("Sputnik")[:-1] + b',{"id": "no uuid"}]')
    count = len(msgspec.json.decode(good.read_bytes()))
    expectations: list[tuple[Path, int, Callable[[str], bool]]] = [
        (good, 0, lambda said: f"{count} new, 0 changed, 0 unchanged, 0 rejected" in said),
        (good, 0, lambda said: f"0 new, 0 changed, {count} unchanged, 0 rejected" in said),
        (bad, 1, lambda said: "1 rejected" in said and "1 × " in said),
        (folder / "absent.json", 1, lambda said: "cannot be loaded" in said),
    ]
    for path, status, holds in expectations:
        async with started(folder, "import", str(path)) as bot:
            assert await bot.end() == status
        assert holds(bot.said), bot.said


async def test_query_prints_a_table_or_json_or_one_sentence(folder: Path) -> None:
    (folder / "a.json").write_bytes(_answer("Apollo"))
    async with started(folder, "import", "a.json") as bot:
        assert await bot.end() == 0
    apollo = next(record for record in records() if record["name"].endswith("Apollo 13"))
    async with started(folder, "query", f"id={apollo['id']}") as bot:
        assert await bot.end() == 0
        assert "1-1 of 1 launches" in bot.said
    async with started(folder, "query", "--json", "search=apollo&limit=1&mode=list&zzz=1") as bot:
        assert await bot.end() == 0
        answer = msgspec.json.decode(bot.said[bot.said.index("{\n") : bot.said.rindex("}") + 1])
        assert answer["next"].endswith("?limit=1&mode=list&offset=1&search=apollo&zzz=1")
        assert answer["previous"] is None
    async with started(folder, "query", "status=abc") as bot:
        assert await bot.end() == 1
        assert "“status” must be a whole number, not “abc”." in bot.said
        assert "Traceback" not in bot.said


FIRST_QUESTIONS = [
    ("launch", {"launch": "Apollo 11"}, "/launch Apollo 11", ("Saturn V | Apollo 11", "Success")),
    ("rocket", {"name": "Saturn V"}, "/rocket Saturn V", ("13 launches · 12 successes", "Boeing")),
    (
        "stats", {"provider": "spacex", "by": "year"}, "/stats provider:spacex by:year",
        ("589 launches · 573 successes · 9 failures · 4 partial failures", "61 launches · 100%"),
    ),
]  # fmt: skip
"""A command on Discord, the same on Telegram, and what the bundled history answers to both.

The figures were counted in its JSON (docs/history-format.md): launches whose rocket is called Saturn V, and
those whose provider has the id 121, by status, and in 2022.
"""


async def test_a_new_bot_knows_the_history_in_its_first_minute_without_launch_library(
    tmp_path: Path, outside: Outside
) -> None:
    ada = outside.discord.world.add_user("Ada")
    channel = outside.discord.world.add_channel(outside.discord.world.add_guild("Rocketry"), "launches")
    bo = outside.telegram.world.add_user("Bo")
    async with started(tmp_path, **{**outside.settings, "LL2_URL": "http://127.0.0.1:1"}) as bot:
        await bot.until("history_loaded")
        await bot.until("commands_known")
        async with asyncio.timeout(PATIENCE):
            await outside.discord.gateway.wait_connected()
            await outside.telegram.wait_for_poll(PATIENCE)
        for name, given, typed, wanted in FIRST_QUESTIONS:
            answered = await outside.discord.slash(ada, channel, name, given)
            reply = await (await outside.telegram.say(bo, text=typed)).reply()
            shown = str(await answered.settled()).replace("\\", "").replace("**", "")
            for words in wanted:
                assert words in shown
                assert words in (reply.text or "")
        assert await bot.stop() == 0
    assert "Traceback" not in bot.said
