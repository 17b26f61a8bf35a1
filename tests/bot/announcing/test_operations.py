"""What an operator does and meets: a second process, a signal under load, a locked or full database."""

from __future__ import annotations

import asyncio
import sqlite3
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from playground.discord.faults import HoldAnswer
from playground.telegram.faults import Slow
from storage.errors import StoreError
from storage.state.models import DeliveryState, EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Subscribers
from storage.state.state import State
from tests.bot.announcing.audience import PATIENCE, Audience, check
from tests.bot.announcing.stage import NOW, Stage, stage, until, world
from tests.processes import Forked


@pytest.fixture
async def audience(tmp_path: Path, history_file: Path) -> AsyncIterator[Audience]:
    made = Audience(tmp_path, history_file)
    async with made.discord, made.telegram, made.library:
        yield made


async def said(audience: Audience, *arguments: str) -> tuple[int, str]:
    """Run one command; return its exit status and what it printed."""
    process = await audience.start("bot", *arguments)
    async with asyncio.timeout(PATIENCE):
        out, errors = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode() + errors.decode()


async def told_of_both(process: Process | Forked, words: str) -> None:
    """Read what a process logs until it has said those words of both platforms."""
    assert process.stderr is not None
    told: set[str] = set()
    async with asyncio.timeout(PATIENCE):
        while told < {"discord", "telegram"}:
            line = (await process.stderr.readline()).decode()
            assert line, f"ended without saying {words!r} of both"
            if words in line:
                told.add(line.partition("platform=")[2].split()[0])


@pytest.mark.process
async def test_a_second_process_says_so_and_does_not_send(audience: Audience) -> None:
    await audience.owe(1, owed=False)
    audience.settings["LAUNCHLOG_LOG_LEVEL"] = "DEBUG"
    first = await audience.start("bot")
    await told_of_both(first, "sender_begins")
    audience.settings.clear()
    second = await audience.start("bot")
    await told_of_both(second, "another process sends for this bot; this one does not")
    for process in (first, second):
        process.terminate()
        await process.communicate()


@pytest.mark.process
async def test_a_signal_under_load_ends_what_is_in_flight_and_loses_nothing(audience: Audience) -> None:
    await audience.owe(80)
    for _ in range(2):
        audience.until(20)
        process = await audience.start("bot")
        async with asyncio.timeout(PATIENCE):
            await audience.reached.wait()
            process.terminate()
            _out, errors = await process.communicate()
        assert process.returncode == 0, errors.decode()
    counts = await audience.finish()
    check(audience, 80, counts)
    assert counts["telegram", DeliveryState.UNKNOWN] == 0


@pytest.mark.process
async def test_deliveries_are_shown_and_sent_again_by_command(audience: Audience) -> None:
    await audience.owe(2)
    await audience.die("after the sending commit", 4)
    await audience.finish()
    status, shown = await said(audience, "deliveries")
    assert status == 0
    assert "unknown" in shown
    held = [line for line in shown.splitlines() if "the bot was stopped" in line or "unknown" in line]
    assert held
    status, shown = await said(audience, "deliveries", "resend", "999999")
    assert (status, "no unknown or dead delivery has the ID 999999" in shown) == (1, True)
    status, shown = await said(audience, "deliveries", "resend", "--unknown")
    assert status == 0
    counts = await audience.finish()
    assert counts["telegram", DeliveryState.SENT] == 2


@pytest.mark.process
@pytest.mark.sqlite
async def test_a_backup_is_a_whole_state_and_never_overwrites(audience: Audience, tmp_path: Path) -> None:
    await audience.owe(3)
    copy = tmp_path / "copy.db"
    assert (await said(audience, "backup", str(copy)))[0] == 0
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT count(*) FROM deliveries").fetchone() == (6,)
    connection.close()
    status, shown = await said(audience, "backup", str(copy))
    assert status == 1
    assert "it already exists" in shown


@pytest.mark.process
async def test_the_doctor_finds_everything_in_order_and_what_is_not(audience: Audience) -> None:
    await audience.owe(1, owed=False)
    status, shown = await said(audience, "doctor")
    assert status == 0, shown
    for name in ("Settings", "Discord", "Telegram", "Catalogue", "State", "Launch Library", "Permissions"):
        assert f"ok   {name}:" in shown
    assert "ok   History: " in shown
    assert " launches confirmed by Launch Library; newest from " in shown
    assert "the token belongs to @playground_bot" in shown
    assert "ok   Inline mode: on: typing @playground_bot in any chat offers launches" in shown
    audience.telegram.world.inline_mode = False
    status, shown = await said(audience, "doctor")
    assert status == 0, shown
    assert "ok   Inline mode: off;" in shown
    assert "send @BotFather /setinline" in shown
    await audience.library.stop()
    audience.settings["TELEGRAM_TOKEN"] = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsXX"
    status, shown = await said(audience, "doctor")
    assert status == 1
    assert "BAD  Telegram: Telegram does not accept the token" in shown
    assert "BAD  Launch Library:" in shown
    assert audience.settings["TELEGRAM_TOKEN"] not in shown


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Stage]:
    async with world(tmp_path) as here, stage(here) as made:
        await made.subscribe()
        yield made


@pytest.mark.sqlite
async def test_while_the_state_is_locked_nothing_is_lost_and_nothing_is_sent_twice(
    running: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    here = running.world
    held, slow = HoldAnswer(), Slow()
    here.discord.faults.add("POST", "/channels/*/messages", held)
    here.telegram.faults.add("sendMessage", slow)
    here.library.archive.conclude(here.launch(), "success")
    await running.pass_time(minutes=31)
    await until(lambda: len(here.on_discord()) == len(here.on_telegram()) == 1)
    # Both have their post, and what became of it has to be noted while another program has the lock.
    other = await asyncio.to_thread(_locked, here.folder / "state.db")
    held.until.set()
    slow.release.set()
    await until(lambda: "is locked by another program" in caplog.text)
    other.close()
    states = await running.settled()
    assert Counter(states["discord"] + states["telegram"]) == {DeliveryState.SENT: 2}
    assert (len(here.on_discord()), len(here.on_telegram())) == (1, 1)


@pytest.mark.sqlite
async def test_on_a_full_disk_an_event_is_there_whole_or_not_at_all(running: Stage) -> None:
    state = running.core.state
    for number in range(300):
        await state.subscriptions.add(Place("discord", number + 1, owner_id=number + 1), Wishes(query="x=1"))
    event = NewEvent(
        kind=EventKind.SUMMARY, key="full", created_at=NOW, expires_at=NOW + timedelta(hours=1), content="{}"
    )
    everybody = Subscribers(tuple(await state.subscriptions.queries()), None, None, failed=False)
    await _limit_pages(state, room=2)
    with pytest.raises(StoreError, match="the disk is full"):
        await state.outbox.announce(event, everybody)
    assert await running.states() == {"discord": [], "telegram": []}
    await _limit_pages(state, room=10_000)
    assert await state.outbox.announce(event, everybody) == 302


def _locked(file: Path) -> sqlite3.Connection:
    """Take the file's lock as another program would, as soon as the bot lets go of it."""
    connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
    # Left to the event loop's thread, a cursor's end would wait there for whatever runs here.
    connection.execute("BEGIN IMMEDIATE").close()
    return connection


async def _limit_pages(state: State, room: int) -> None:
    """Let the state's file grow by that many pages at most, in every connection of the pool."""
    for _ in range(20):
        async with state._database.outside_transaction() as connection:
            pages = await connection.scalar(text("PRAGMA page_count"))
            await connection.execute(text(f"PRAGMA max_page_count = {pages + room}"))
