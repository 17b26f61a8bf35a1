"""A server that is silent, gone or back again: nothing hangs, and nothing is lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot.app import make_dispatcher
from commands.cards.card import Card
from commands.definitions.command import Person
from commands.i18n.languages import Languages
from storage.catalogue import Catalogue
from storage.errors import StoreError
from storage.state import database as database_module
from storage.state import postgresql
from storage.state.database import Database
from storage.state.models import Place, Wishes
from storage.state.patience import READ_SECONDS, answering
from storage.state.postgresql import CONNECT_SECONDS
from storage.state.state import State
from tests.commands.people import HOME, someone
from tests.launches import NOW, launch, nothing_missing, records
from tests.outside import outside
from tests.states import opened_state, rows, state_address
from tests.storage.state.conftest import HandClock
from tests.tcp_proxy import Stretch, stretch

pytestmark = pytest.mark.postgres

HERE = Place("telegram", 1, owner_id=1)
SLACK = 10.0
"""Seconds that a busy machine may take longer."""


@asynccontextmanager
async def through(path: Path, clock: HandClock) -> AsyncIterator[tuple[State, Stretch]]:
    """The state, over a stretch of network."""
    await (await opened_state(path, clock)).close()
    url = make_url(state_address(path))
    assert url.port is not None
    async with stretch(url.port) as way:
        address = url.set(port=way.port).render_as_string(hide_password=False)
        async with await State.open(address, clock) as state:
            yield state, way


async def test_a_silent_server_keeps_nobody_waiting_and_then_not_at_all(
    tmp_path: Path, clock: HandClock
) -> None:
    async with through(tmp_path / "state.db", clock) as (state, way):
        await state.chats.set_language("telegram", 1, "de")
        way.is_silent = True
        with answering():
            assert await state.chats.language("telegram", 1) == "de", "it is known"
            before = time.monotonic()
            with pytest.raises(StoreError, match="does not answer"):
                await state.chats.language("telegram", 2)
            assert READ_SECONDS <= time.monotonic() - before < READ_SECONDS + SLACK
            before = time.monotonic()
            for chat in range(3, 50):
                with pytest.raises(StoreError, match="does not answer"):
                    await state.chats.language("telegram", chat)
            assert time.monotonic() - before < READ_SECONDS, "it is not asked again and again"
        way.is_silent = False


async def test_a_server_that_answers_again_is_asked_again(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "SILENCE", 0.0)
    async with through(tmp_path / "state.db", clock) as (state, way):
        await state.chats.set_language("telegram", 1, "de")
        state.chats.forget("telegram", 1)
        way.is_silent = True
        with answering():
            with pytest.raises(StoreError):
                await state.chats.language("telegram", 1)
            way.is_silent = False
            await way.cut()
            assert await state.chats.language("telegram", 1) == "de"


async def test_what_nobody_waits_for_is_given_up_after_a_while(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "STATEMENT_SECONDS", 0.5)
    async with through(tmp_path / "state.db", clock) as (state, way):
        await state.outbox.looked_at()
        way.is_silent = True
        # Given up, it is tried over a new connection, which does not come about.
        async with asyncio.timeout(SLACK + CONNECT_SECONDS):
            with pytest.raises(StoreError, match="does not answer"):
                await state.outbox.looked_at()


async def test_the_server_ends_a_statement_that_takes_too_long(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await opened_state(tmp_path / "state.db", clock)).close()
    monkeypatch.setattr(database_module, "STATEMENT_SECONDS", 1.0)
    database = await Database.open(state_address(tmp_path / "state.db"))
    try:
        with pytest.raises(StoreError, match="refused: QueryCanceled"):
            async with database.write(seconds=1.0) as connection:
                await connection.execute(text("SELECT pg_sleep(60)"))
        async with database.write(seconds=60.0) as connection:
            assert await connection.scalar(text("SHOW statement_timeout")) == "57s"
        async with database.read() as connection:
            assert await connection.scalar(text("SHOW statement_timeout")) == "950ms"
    finally:
        await database.close()


@pytest.mark.parametrize("is_quick", [False, True])
async def test_connections_that_a_restart_has_ended_are_made_again(
    tmp_path: Path, clock: HandClock, monkeypatch: pytest.MonkeyPatch, *, is_quick: bool
) -> None:
    """What is asked within the second of the restart may fail; then they are all made again."""
    monkeypatch.setattr(postgresql, "ALIVE_SECONDS", 600.0 if is_quick else 0.0)
    path = tmp_path / "state.db"
    async with await opened_state(path, clock) as state:
        await asyncio.gather(*(state.outbox.counts() for _ in range(5)))
        own = "datname = current_database() AND pid <> pg_backend_pid()"
        ended = rows(path, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {own}")
        assert len(ended) >= 1
        if is_quick:
            with pytest.raises(StoreError, match="refused: AdminShutdown"):
                await state.outbox.counts()
        subscription = await state.subscriptions.add(HERE, Wishes(query=""))
        assert await state.subscriptions.get(subscription.id) == subscription


async def test_nothing_is_kept_in_a_session_that_a_pooler_may_change(
    tmp_path: Path, clock: HandClock
) -> None:
    path = tmp_path / "state.db"
    async with await opened_state(path, clock) as state:
        for number in range(20):
            await state.subscriptions.add(Place("telegram", number, owner_id=1), Wishes(query=""))
        async with state._database.read() as connection:
            prepared = text("SELECT count(*) FROM pg_prepared_statements")
            assert await connection.scalar(prepared) == 0


async def test_a_server_that_is_not_there_ends_the_start_in_one_line(clock: HandClock) -> None:
    with pytest.raises(StoreError, match="refused: OperationalError") as caught:
        await State.open("postgresql+psycopg://me:secret@127.0.0.1:1/bot", clock)
    assert "secret" not in str(caught.value)


async def test_whoever_asks_is_answered_from_the_catalogue_in_the_language_of_the_app(
    tmp_path: Path, clock: HandClock
) -> None:
    """In a chat that chose French, of which nothing is known here yet, and in which posts may be paused."""
    async with (
        through(tmp_path / "state.db", clock) as (state, way),
        Catalogue.open(tmp_path / "catalogue.db", lambda: NOW) as catalogue,
    ):
        await catalogue.store(records(launch(1, name="Falcon 9 | Somewhere")), marks=nothing_missing(NOW))
        await state.chats.set_language("discord", HOME.owner_id, "fr")
        state.chats.forget("discord", HOME.owner_id)
        dispatcher = make_dispatcher(catalogue, outside(state, languages=Languages.load()), lambda: NOW)
        await dispatcher.run("previous", {}, Person("discord", 1))
        way.is_silent = True
        before = time.monotonic()
        card = await dispatcher.run("previous", {}, replace(someone(), locale="de"))
        assert time.monotonic() - before < READ_SECONDS + SLACK
        way.is_silent = False
    assert isinstance(card, Card)
    assert (card.title, card.language.code) == ("Falcon 9 | Somewhere", "de")
