"""What ends by itself is told, is seen, and starts again; no pause ever ends a sender."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from rich.console import Console

from bot.announcing.lock import SenderLock
from bot.announcing.rest import Rest
from bot.announcing.sender import Sender
from bot.app import open_core
from bot.cli.deliveries import print_deliveries
from bot.cli.doctor import _running
from bot.logs import TextFormatter
from bot.settings import load_settings
from bot.supervisor import LONGEST_PAUSE, Supervisor
from commands.cards.system import status_card
from commands.subscriptions.poster import Later, Receipt, Scope
from storage.catalogue.freshness import Freshness
from storage.errors import SettingsError, StoreError
from storage.redaction import Redaction
from storage.state.models import DeliveryState, EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Subscribers
from tests.launches import NOW, HandClock
from tests.states import opened_state


class Noted:
    """Where troubles are noted, in memory."""

    def __init__(self) -> None:
        self.troubles: dict[str, str] = {}

    async def note(self, name: str, reason: str) -> None:
        self.troubles[name] = reason

    async def clear(self, name: str = "") -> None:
        self.troubles.pop(name, None)


async def test_what_ends_by_itself_is_told_and_starts_again_with_growing_pauses(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pauses: list[float] = []
    over = asyncio.Event()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 1_200:
            over.set()
            await asyncio.Event().wait()

    async def part() -> None:
        if len(pauses) % 3 == 0:
            raise SettingsError("the token is refused")
        if len(pauses) % 3 == 1:
            raise ZeroDivisionError

    noted = Noted()
    supervisor = Supervisor(noted, sleep=sleep, monotonic=lambda: 0.0)
    running = asyncio.create_task(supervisor.run("Discord", part))
    waiting = asyncio.create_task(over.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    assert not running.done(), "it has ended with its part"
    assert pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert max(pauses) == LONGEST_PAUSE
    assert supervisor.troubles == noted.troubles == {"Discord": "it has ended by itself"}
    for words in ("the token is refused", "ZeroDivisionError", "it has ended by itself"):
        assert f"part_ended name=Discord restart_in_seconds={LONGEST_PAUSE:.0f} reason=" in caplog.text
        assert words in caplog.text
    await supervisor.is_up("Discord")
    assert supervisor.troubles == noted.troubles == {}
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_status_says_what_does_not_run() -> None:
    fresh = Freshness(1, NOW, NOW, NOW, NOW, 0)
    assert "Not running" not in str(status_card(fresh, None, NOW))
    assert "Not running at the moment: Discord, Telegram posts." in str(
        status_card(fresh, None, NOW, ("Discord", "Telegram posts"))
    )


class NeverReached:
    """Attempts at a platform that is away."""

    def __init__(self, clock: HandClock) -> None:
        self.rest = Rest("discord", clock)
        self.made = 0

    async def make(self, _delivery: Any) -> Receipt:
        self.made += 1
        return Later(0.0, "away")


class Endless:
    """An outbox in which something is always due."""

    async def recover(self, _platform: str, _epoch: str) -> tuple[()]:
        return ()

    async def claim(self, _platform: str, _epoch: str, _limit: int) -> tuple[Any, ...]:
        return (type("Delivery", (), {"id": 1})(),)

    async def next_due(self, _platform: str) -> None:
        return None

    async def release(self, _epoch: str) -> int:
        return 0


async def test_a_sender_goes_on_after_thousands_of_failures_in_a_row() -> None:
    clock = HandClock()
    attempts: Any = NeverReached(clock)
    outbox: Any = Endless()

    async def sleep(_seconds: float) -> None:
        await asyncio.sleep(0)

    sender = Sender("discord", attempts, outbox, clock, "epoch", sleep)
    running = asyncio.create_task(sender.run())
    async with asyncio.timeout(30):
        while attempts.made < 3_000:
            assert not running.done()
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_a_rest_lasts_as_long_as_told_and_a_clock_set_back_makes_it_no_longer() -> None:
    clock = HandClock()
    rest = Rest("discord", clock)
    rest.begin(60, "too fast", Scope.ADDRESS)
    rest.begin(10, "too fast")
    assert rest.seconds == 60
    clock.now -= timedelta(hours=5)
    assert rest.seconds == 60
    clock.now += timedelta(hours=5, seconds=61)
    assert (rest.seconds, rest.is_on_trial) == (0, True)
    rest.end()
    assert not rest.is_on_trial


async def test_a_lock_that_could_not_be_taken_frees_its_file(tmp_path: Path) -> None:
    class Shared:
        async def take(self) -> bool:
            raise StoreError("the database is away")

    clock = HandClock()
    async with await opened_state(tmp_path / "state.db", clock) as state:
        lock = SenderLock(tmp_path, "discord", "token", state)
        lock._shared = Shared()  # type: ignore[assignment]
        with pytest.raises(StoreError):
            await lock.take()
        (file,) = tmp_path.glob("sender-discord-*.lock")  # noqa: ASYNC240 - a folder of the test
        FileLock(file, timeout=0).acquire().lock.release()


def test_what_a_library_raises_is_one_line_in_the_log() -> None:
    try:
        raise ConnectionResetError("<html>\n<body>502 Bad Gateway</body>")
    except ConnectionResetError:
        told = sys.exc_info()
    text = {
        name: TextFormatter(Redaction(())).format(
            logging.LogRecord(name, logging.ERROR, "", 1, "Attempting a reconnect in %.2fs", (1.0,), told)
        )
        for name in ("discord.client", "launchlog.app")
    }
    assert text["discord.client"].endswith(
        "Attempting a reconnect in 1.00s error=ConnectionResetError: <html> <body>502 Bad Gateway</body>"
    )
    assert "Traceback" in text["launchlog.app"]


async def test_the_doctor_says_what_the_running_bot_has_lost(tmp_path: Path) -> None:
    environ = {"LAUNCHLOG_DATA_DIR": str(tmp_path), "LL2_URL": "http://127.0.0.1:1"}
    async with open_core(load_settings(environ, None), history=None) as core:
        assert (await _running(core)).good
        await Supervisor(core.state.troubles).is_down("Discord posts", "it has ended by itself")
        finding = await _running(core)
    assert not finding.good
    assert finding.sentence == "Discord posts is down: it has ended by itself"


async def test_all_held_deliveries_are_listed_in_pages(tmp_path: Path) -> None:
    clock = HandClock()
    async with await opened_state(tmp_path / "state.db", clock) as state:
        for number in range(1, 251):
            await state.subscriptions.add(Place("telegram", number, owner_id=number), Wishes(query=""))
        event = NewEvent(
            kind=EventKind.SUMMARY, key="k", created_at=NOW, expires_at=NOW + timedelta(hours=1), content="{}"
        )
        everybody = Subscribers(tuple(await state.subscriptions.queries()), None, None, failed=False)
        assert await state.outbox.announce(event, everybody) == 250
        for delivery in await state.outbox.claim("telegram", "epoch", 1_000):
            await state.outbox.close(delivery, DeliveryState.UNKNOWN, "who knows")
        shown = Console(record=True, width=200, file=io.StringIO())
        await print_deliveries(state, shown)
        text = shown.export_text()
    assert all(f"telegram {number} " in text for number in range(1, 251))
