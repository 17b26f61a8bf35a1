"""Whatever becomes of the catalogue's file, look-ups answer again, and nothing but `StoreError` is raised."""

from __future__ import annotations

import asyncio
import os
import random
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from storage.catalogue import Catalogue, file
from storage.errors import DamagedStoreError, StoreError
from storage.properties import Property
from storage.query import LaunchQuery
from tests.launches import HandClock, catalogue_of, launch, launch_id, record

LAUNCHES = [record(launch(number)) for number in range(1, 201)]
SIZE_OF_PAGE = 4096


def random_pages(path: Path) -> None:
    noise = random.Random(7)
    size = path.stat().st_size
    with path.open("r+b") as opened:
        opened.seek(SIZE_OF_PAGE)
        opened.write(noise.randbytes(size - SIZE_OF_PAGE))


def random_header(path: Path) -> None:
    with path.open("r+b") as opened:
        opened.write(random.Random(7).randbytes(SIZE_OF_PAGE))


def half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def nothing(path: Path) -> None:
    os.truncate(path, 0)


def a_text(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 9000)


DAMAGES = [random_pages, random_header, half, nothing, a_text]


def damage(path: Path, how: Callable[[Path], None]) -> None:
    """Damage the file as it would be on disk, with nothing left in the write-ahead log."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    how(path)


def set_aside(path: Path) -> list[str]:
    return [found.name for found in path.parent.glob("catalogue.damaged-*.db")]


def run_sql(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


async def write_catalogue(path: Path) -> None:
    async with catalogue_of(path, LAUNCHES) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == len(LAUNCHES)


async def answers_again(catalogue: Catalogue) -> None:
    """See that look-ups and writes work, after at most one look-up that noticed the damage."""
    with pytest.raises(StoreError):
        await catalogue.find(LaunchQuery(limit=100))
    assert (await catalogue.find(LaunchQuery())).count == 0
    assert (await catalogue.store(LAUNCHES)).new == len(LAUNCHES)
    assert (await catalogue.find(LaunchQuery(search="starlink"))).count == len(LAUNCHES)
    assert await catalogue.launch(launch_id(7)) == LAUNCHES[6].launch


@pytest.mark.parametrize("how", [random_pages, random_header, half, a_text])
async def test_a_file_damaged_before_the_start_is_set_aside_and_rebuilt(
    path: Path, how: Callable[[Path], None]
) -> None:
    await write_catalogue(path)
    damage(path, how)
    async with catalogue_of(path, LAUNCHES[:3]) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 3
    assert len(set_aside(path)) == 1


@pytest.mark.parametrize("how", DAMAGES)
async def test_a_file_damaged_while_open_is_set_aside_and_look_ups_answer_again(
    path: Path, how: Callable[[Path], None]
) -> None:
    async with catalogue_of(path, LAUNCHES) as catalogue:
        before = await catalogue.generation()
        await asyncio.to_thread(damage, path, how)
        await answers_again(catalogue)
        assert await catalogue.generation() != before
    assert len(set_aside(path)) == 1


async def test_the_damaged_file_is_kept_as_it_was(path: Path) -> None:
    a_text(path)
    async with catalogue_of(path, LAUNCHES):
        pass
    [aside] = set_aside(path)
    with (path.parent / aside).open("rb") as kept:
        assert kept.read(20) == b"This is no database."


async def test_all_who_notice_a_damage_together_replace_the_file_once(path: Path) -> None:
    async with catalogue_of(path, LAUNCHES) as catalogue:
        await asyncio.to_thread(damage, path, random_pages)
        askers = [catalogue.find(LaunchQuery(search=f"group {n}", limit=100)) for n in range(40)]
        answers = await asyncio.gather(*askers, catalogue.store(LAUNCHES), return_exceptions=True)
        failures = [answer for answer in answers if isinstance(answer, BaseException)]
        assert failures
        assert all(isinstance(failure, StoreError) for failure in failures), failures
        assert (await catalogue.find(LaunchQuery())).count in (0, len(LAUNCHES))
    assert len(set_aside(path)) == 1


async def test_the_last_names_are_forgotten_with_the_file(path: Path) -> None:
    async with catalogue_of(path, LAUNCHES) as catalogue:
        assert await catalogue.names(Property.PROVIDER)
        await asyncio.to_thread(damage, path, random_header)
        with pytest.raises(StoreError):
            await catalogue.names(Property.PROVIDER)
        assert await catalogue.names(Property.PROVIDER) == ()


async def first_names(catalogue: Catalogue) -> object:
    return await catalogue.launch_names()


async def first_page(catalogue: Catalogue) -> object:
    return await catalogue.find(LaunchQuery())


async def one_launch(catalogue: Catalogue) -> object:
    return await catalogue.launch(launch_id(7))


async def writing_again(catalogue: Catalogue) -> object:
    return await catalogue.store(LAUNCHES)


@pytest.mark.parametrize(
    ("statement", "noticed_by"),
    [
        ("UPDATE bodies SET body = x'c1'", first_page),
        ("UPDATE bodies SET body = x'80'", first_page),
        ("UPDATE bodies SET body = x'81a26964a1ff'", one_launch),
        ("UPDATE bodies SET body = x'c1'", writing_again),
        ("UPDATE launches SET name = CAST(x'ff' AS TEXT)", first_names),
    ],
)
async def test_a_row_that_cannot_be_read_is_damage_too(
    path: Path, statement: str, noticed_by: Callable[[Catalogue], Awaitable[object]]
) -> None:
    async with catalogue_of(path, LAUNCHES) as catalogue:
        await asyncio.to_thread(run_sql, path, statement)
        with pytest.raises(DamagedStoreError):
            await noticed_by(catalogue)
        assert (await catalogue.find(LaunchQuery())).count == 0
    assert len(set_aside(path)) == 1


async def test_a_file_of_another_version_is_kept_until_its_records_were_taken_over(path: Path) -> None:
    await write_catalogue(path)
    run_sql(path, "UPDATE marks SET value = '0' WHERE name = 'schema'")
    for _start in range(2):
        async with Catalogue.open(path, HandClock()) as catalogue:
            assert (await catalogue.find(LaunchQuery())).count == 0
            assert not catalogue.is_whole
    async with Catalogue.open(path, HandClock()) as catalogue:
        await catalogue.drop_former()
        assert catalogue.is_whole
    assert [found.name for found in path.parent.iterdir()] == [path.name]


async def test_a_file_of_another_version_whose_records_stand_elsewhere_is_set_aside(path: Path) -> None:
    await write_catalogue(path)
    run_sql(path, "UPDATE marks SET value = '99' WHERE name = 'schema'", "DROP TABLE raw_records")
    async with Catalogue.open(path, HandClock()) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 0
        assert catalogue.is_whole
    assert len(set_aside(path)) == 1


async def test_a_database_of_something_else_is_set_aside(path: Path) -> None:
    run_sql(path, "CREATE TABLE songs (title TEXT)")
    async with Catalogue.open(path, HandClock()) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 0
    assert len(set_aside(path)) == 1


async def test_closed_it_is_one_file_that_can_be_copied(path: Path) -> None:
    async with catalogue_of(path, [record(launch(1))]):
        pass
    assert [file.name for file in path.parent.glob(f"{path.name}*")] == [path.name]


async def test_an_empty_file_becomes_a_catalogue(path: Path) -> None:
    os.mknod(path)
    async with catalogue_of(path, LAUNCHES[:2]) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 2
    assert set_aside(path) == []


async def test_a_sound_file_is_opened_again_with_all_it_holds(path: Path) -> None:
    await write_catalogue(path)
    async with Catalogue.open(path, HandClock()) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == len(LAUNCHES)
    assert set_aside(path) == []


async def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    async with catalogue_of(tmp_path / "a" / "b" / "catalogue.db", LAUNCHES[:1]) as catalogue:
        assert await catalogue.launch(launch_id(1))


async def test_while_another_program_writes_look_ups_go_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "BUSY_TIMEOUT", 0.01)
    async with catalogue_of(path, LAUNCHES[:5]) as catalogue:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="locked"):
                await catalogue.store(LAUNCHES)
            assert (await catalogue.find(LaunchQuery())).count == 5
            other.execute("ROLLBACK")
        assert (await catalogue.store(LAUNCHES)).new == len(LAUNCHES) - 5
    assert set_aside(path) == []


async def test_on_a_full_disk_look_ups_go_on_and_writing_works_again_later(path: Path) -> None:
    async with catalogue_of(path, LAUNCHES[:5]) as catalogue:
        writer = catalogue._file.writer
        await writer.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StoreError, match="full"):
            await catalogue.store(LAUNCHES)
        assert (await catalogue.find(LaunchQuery())).count == 5
        await writer.execute("PRAGMA max_page_count = 1000000")
        assert (await catalogue.store(LAUNCHES)).new == len(LAUNCHES) - 5
        assert (await catalogue.find(LaunchQuery(search="starlink"))).count == len(LAUNCHES)
    assert set_aside(path) == []


async def test_a_folder_in_the_files_place_is_one_clear_error(path: Path) -> None:
    os.mkdir(path)
    with pytest.raises(StoreError, match=r"catalogue\.db"):
        async with Catalogue.open(path, HandClock()):
            pass


async def test_a_file_in_the_folders_place_is_one_clear_error(tmp_path: Path) -> None:
    os.mknod(tmp_path / "data")
    with pytest.raises(StoreError, match=r"catalogue\.db"):
        async with Catalogue.open(tmp_path / "data" / "catalogue.db", HandClock()):
            pass


async def test_a_file_that_can_no_longer_be_written_to_still_answers(path: Path) -> None:
    async with catalogue_of(path, LAUNCHES[:5]) as catalogue:
        await catalogue._file.writer.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="readonly"):
            await catalogue.store(LAUNCHES)
        assert (await catalogue.find(LaunchQuery())).count == 5


async def test_a_closed_catalogue_says_so(path: Path) -> None:
    async with catalogue_of(path, LAUNCHES[:1]) as catalogue:
        pass
    for call in (
        catalogue.find(LaunchQuery()),
        catalogue.launch(launch_id(1)),
        catalogue.names(Property.ORBIT),
        catalogue.freshness(),
        catalogue.store(LAUNCHES),
        catalogue.remove([launch_id(1)]),
    ):
        with pytest.raises(StoreError, match="closed"):
            await call


async def one_batch(catalogue: Catalogue) -> None:
    """Wait until a write that was just begun has come to its second batch: writes take turns."""
    await asyncio.sleep(0)
    await catalogue.store([])


async def test_writing_while_the_catalogue_is_being_closed_ends_in_a_store_error(path: Path) -> None:
    async with catalogue_of(path, []) as catalogue:
        writing = asyncio.create_task(catalogue.store(LAUNCHES * 5))
        await one_batch(catalogue)
    with pytest.raises(StoreError):
        await writing
    async with Catalogue.open(path, HandClock()) as again:
        assert (await again.find(LaunchQuery())).count % 100 == 0


async def test_a_cancelled_write_leaves_the_catalogue_usable(path: Path) -> None:
    async with catalogue_of(path, LAUNCHES[:1]) as catalogue:
        writing = asyncio.create_task(catalogue.store(LAUNCHES * 10))
        await one_batch(catalogue)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        await catalogue.store(LAUNCHES)
        assert (await catalogue.find(LaunchQuery(search="starlink"))).count == len(LAUNCHES)
