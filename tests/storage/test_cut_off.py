"""Whoever is cancelled, at whichever await, leaves no connection open and nobody without a database."""

from __future__ import annotations

import asyncio
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from storage.catalogue import Catalogue
from storage.catalogue.file import CatalogueFile
from storage.clock import system_clock
from storage.errors import StoreError
from storage.query import LaunchQuery
from storage.state.database import Database
from tests.cut_off import is_cut_off, nothing_left_open
from tests.launches import HandClock, catalogue_of, launch, record
from tests.states import make_state
from tests.storage.test_catalogue_file import LAUNCHES, damage, random_pages


@pytest.fixture
def address(tmp_path: Path) -> str:
    make_state(tmp_path / "state.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'state.db'}"


async def _write(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(text("UPDATE ledger SET paused_until = 1"))


async def test_a_write_that_is_cancelled_leaves_no_connection_of_the_state_open(address: str) -> None:
    for number in count():
        async with nothing_left_open():
            # Its first write has to make a connection, of which each step can be cut off as well.
            database = Database(make_url(address))
            is_cut = await is_cut_off(number, _write(database))
            await database.close()
        if not is_cut:
            break
    assert number > 10


async def test_a_state_whose_closing_is_cancelled_closes_every_connection(address: str) -> None:
    for number in count():
        async with nothing_left_open():
            database = Database(make_url(address))
            async with database.read(), database.read(), database.read():
                pass
            is_cut = await is_cut_off(number, database.close())
            del database
        if not is_cut:
            break
    assert number > 3


async def test_a_transaction_that_ends_after_the_state_was_closed_leaves_no_connection_open(
    address: str,
) -> None:
    async with nothing_left_open():
        database = Database(make_url(address))
        async with database.write() as connection:
            await database.close()
            await connection.execute(text("UPDATE ledger SET paused_until = 1"))
        del database, connection


async def test_a_catalogue_that_is_cancelled_closes_every_connection(tmp_path: Path) -> None:
    async def live(path: Path) -> None:
        async with CatalogueFile.open(path, system_clock) as file, file.reading() as reader:
            await reader.execute_fetchall("SELECT 1")

    for number in count():
        async with nothing_left_open():
            is_cut = await is_cut_off(number, live(tmp_path / f"{number}.db"))
        if not is_cut:
            break
    assert number > 10


async def test_a_look_up_that_notices_damage_and_is_cancelled_leaves_nobody_without_a_catalogue(
    tmp_path: Path,
) -> None:
    async def look(catalogue: Catalogue) -> None:
        with pytest.raises(StoreError):
            await catalogue.find(LaunchQuery(limit=100))

    for number in count():
        path = tmp_path / str(number) / "catalogue.db"
        async with nothing_left_open(), catalogue_of(path, LAUNCHES) as catalogue:
            await asyncio.to_thread(damage, path, random_pages)
            is_cut = await is_cut_off(number, look(catalogue))
            with_one_more = record(launch(len(LAUNCHES) + 1))
            if is_cut:
                # Cancelled before it noticed, it has left that to the next.
                await asyncio.gather(look(catalogue), return_exceptions=True)
            assert (await catalogue.store([with_one_more])).new == 1
        if not is_cut:
            break
    assert number > 1


async def test_a_catalogue_that_is_closed_while_its_file_is_replaced_leaves_no_connection_open(
    path: Path,
) -> None:
    async with nothing_left_open():
        async with Catalogue.open(path, HandClock()) as catalogue:
            replacing = asyncio.create_task(catalogue._file.replace("damaged", catalogue._file.connections))
            await asyncio.sleep(0)
        await asyncio.wait({replacing})
        del catalogue, replacing
