"""Opening, migrating and closing a state; every way in which its file can be unusable."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.errors import DamagedStoreError, StoreError
from storage.state import migrate
from storage.state.database import Database
from storage.state.schema import metadata
from storage.state.state import State
from tests.storage.state.conftest import HandClock, StateFile


@pytest.mark.sqlite
async def test_the_folder_of_a_new_state_is_created(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "a folder" / "50% é#?" / "state.db"
    url = f"sqlite+aiosqlite:///{path}".replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    async with await State.open(url, clock) as state:
        assert state.name == str(path)
    assert path.stat().st_size > 0


async def test_the_migrations_lead_to_the_tables_that_the_code_uses(file: StateFile) -> None:
    database = await Database.open(file.url)

    def difference(connection: Connection) -> list[object]:
        opts = {"version_table": migrate.VERSION_TABLE, "compare_type": True}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, metadata))

    try:
        async with database.read() as connection:
            assert await connection.run_sync(difference) == []
    finally:
        await database.close()


@pytest.mark.sqlite
async def test_sqlite_is_set_up_to_lose_nothing(file: StateFile) -> None:
    database = await Database.open(file.url)
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5_000}
    try:
        async with database.read() as connection:
            found = {name: await connection.scalar(text(f"PRAGMA {name}")) for name in expected}
    finally:
        await database.close()
    assert found == expected


async def test_what_was_saved_is_there_after_reopening(file: StateFile, clock: HandClock) -> None:
    async with await State.open(file.url, clock) as state:
        key = await state.saved_queries.save("search=falcon")
    async with await State.open(file.url, clock) as state:
        assert await state.saved_queries.load(key) == "search=falcon"


async def test_opening_leaves_logging_as_it_was(file: StateFile, clock: HandClock) -> None:
    before = (logging.root.level, list(logging.root.handlers), logging.getLogger("alembic").level)
    async with await State.open(file.url, clock):
        pass
    assert (logging.root.level, list(logging.root.handlers), logging.getLogger("alembic").level) == before


@pytest.mark.sqlite
async def test_a_migration_that_fails_leaves_nothing_behind(
    file: StateFile, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = migrate.upgrade

    def upgrade_then_fail(connection: Connection) -> None:
        real(connection)
        connection.execute(text("INSERT INTO no_such_table VALUES (1)"))

    monkeypatch.setattr(migrate, "upgrade", upgrade_then_fail)
    with pytest.raises(StoreError):
        await State.open(file.url, clock)
    assert file.rows("SELECT name FROM sqlite_master") == []
    monkeypatch.undo()
    async with await State.open(file.url, clock) as state:
        assert await state.ledger.take("fresh", 1, 60, 0) == 0.0


async def test_two_first_starts_at_once_both_succeed(file: StateFile, clock: HandClock) -> None:
    states = await asyncio.gather(*(State.open(file.url, clock) for _ in range(4)))
    for state in states:
        await state.close()
    assert file.rows(f"SELECT count(*) FROM {migrate.VERSION_TABLE}") == [(1,)]


def test_every_migration_can_be_found_and_they_form_one_line() -> None:
    scripts = ScriptDirectory(str(migrate._FOLDER))
    assert len(scripts.get_heads()) == 1
    in_order = [script.revision for script in scripts.walk_revisions()][::-1]
    assert tuple(in_order) == migrate.revisions() != ()


@pytest.mark.sqlite
async def test_an_empty_file_is_filled_and_said_so(
    file: StateFile, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    file.path.touch()
    async with await State.open(file.url, clock) as state:
        assert await state.ledger.used(60) == 0
    assert [record.getMessage() for record in caplog.records if "state_was_empty" in record.getMessage()]


@pytest.mark.sqlite
@pytest.mark.parametrize("content", [b"not a database" * 1_000, b"SQLite format 3\0" + b"\xff" * 8_000])
async def test_a_file_that_is_no_database_ends_in_one_line_and_stays(
    file: StateFile, clock: HandClock, content: bytes
) -> None:
    file.path.write_bytes(content)
    with pytest.raises(DamagedStoreError) as caught:
        await State.open(file.url, clock)
    assert str(file.path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert file.path.read_bytes() == content


@pytest.mark.sqlite
async def test_a_file_damaged_in_the_middle_is_noticed_at_once(file: StateFile, clock: HandClock) -> None:
    async with await State.open(file.url, clock) as state:
        for number in range(10):
            await state.wanted.add(f"{number:04000}")
    content = bytearray(file.path.read_bytes())
    content[8_192:-4_096] = b"\xa5" * (len(content) - 12_288)
    file.path.write_bytes(content)
    with pytest.raises(DamagedStoreError, match="is damaged"):
        await State.open(file.url, clock)
    assert file.path.read_bytes() == content


async def test_a_state_of_a_newer_version_is_refused(file: StateFile, clock: HandClock) -> None:
    await (await State.open(file.url, clock)).close()
    file.run(f"UPDATE {migrate.VERSION_TABLE} SET version_num = '9999', oldest_reader = '9998'")
    with pytest.raises(DamagedStoreError, match="revision '9999', which this version of Launchlog"):
        await State.open(file.url, clock)


@pytest.mark.sqlite
async def test_a_database_of_something_else_is_refused_and_left_alone(
    file: StateFile, clock: HandClock
) -> None:
    file.run("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(DamagedStoreError, match="holds the table 'recipes'"):
        await State.open(file.url, clock)
    assert file.rows("SELECT name FROM sqlite_master") == [("recipes",)]


@pytest.mark.sqlite
async def test_a_state_that_cannot_be_created_ends_in_one_line(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "folder").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=r"^The state .* cannot be used: ") as caught:
        await State.open(f"sqlite+aiosqlite:///{tmp_path}/folder/state.db", clock)
    assert "\n" not in str(caught.value)


@pytest.mark.sqlite
async def test_a_folder_in_the_place_of_the_file_ends_in_one_line(tmp_path: Path, clock: HandClock) -> None:
    with pytest.raises(StoreError, match="cannot be opened"):
        await State.open(f"sqlite+aiosqlite:///{tmp_path}", clock)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("nonsense", "not an SQLAlchemy database URL"),
        ("sqlite+aiosqlite://", "names no file"),
        ("sqlite+aiosqlite:///:memory:", "names no file"),
    ],
)
async def test_an_unusable_address_ends_in_one_line(url: str, reason: str, clock: HandClock) -> None:
    with pytest.raises(StoreError, match=reason):
        await State.open(url, clock)


@pytest.mark.sqlite
async def test_a_new_state_on_a_locked_file_says_that_it_is_locked(file: StateFile, clock: HandClock) -> None:
    file.run("PRAGMA journal_mode = WAL")
    with file.locked(), pytest.raises(StoreError, match="is locked by another program"):
        await State.open(file.url, clock, busy_timeout=0.01)


@pytest.mark.sqlite
async def test_a_state_opens_and_reads_while_another_program_writes(
    file: StateFile, clock: HandClock
) -> None:
    async with await State.open(file.url, clock) as state:
        key = await state.saved_queries.save("a")
    file.run("PRAGMA journal_mode = WAL")
    with file.locked():
        async with await State.open(file.url, clock, busy_timeout=0.01) as state:
            assert await state.saved_queries.load(key) == "a"
            with pytest.raises(StoreError, match="is locked by another program"):
                await state.ledger.take("fresh", 1, 60, 0)
    async with await State.open(file.url, clock) as state:
        assert await state.ledger.take("fresh", 1, 60, 0) == 0.0


@pytest.mark.sqlite
async def test_a_read_only_state_is_read_and_says_so_when_written(
    file: StateFile, clock: HandClock, state: State
) -> None:
    key = await state.saved_queries.save("a")
    async with await State.open(file.read_only_url, clock) as read_only:
        assert await read_only.saved_queries.load(key) == "a"
        with pytest.raises(StoreError, match="is read-only"):
            await read_only.ledger.take("fresh", 1, 60, 0)


async def test_a_closed_state_refuses_plainly(file: StateFile, clock: HandClock) -> None:
    state = await State.open(file.url, clock)
    await state.close()
    with pytest.raises(StoreError, match="is closed"):
        await state.ledger.used(60)


async def test_a_cancelled_write_leaves_nothing_and_blocks_nobody(file: StateFile, clock: HandClock) -> None:
    database = await Database.open(file.url)
    inside = asyncio.Event()

    async def write_and_wait() -> None:
        async with database.write() as connection:
            await connection.execute(text("UPDATE ledger SET paused_until = 1"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write_and_wait())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with database.write() as connection:
        assert await connection.scalar(text("SELECT paused_until FROM ledger")) is None
    await database.close()


@pytest.mark.sqlite
async def test_a_task_that_is_cancelled_in_mid_statement_leaves_no_lock_behind(tmp_path: Path) -> None:
    file = tmp_path / "state.db"
    database = await Database.open(f"sqlite+aiosqlite:///{file}")
    loop, under_way = asyncio.get_running_loop(), asyncio.Event()

    def seen(number: int) -> int:
        if number == 1000:
            loop.call_soon_threadsafe(under_way.set)
        return number

    async def look() -> None:
        numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000)"
        async with database.write() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            await driver.create_function("seen", 1, seen)
            await connection.execute(text(f"{numbers} SELECT seen(i) FROM n ORDER BY -i"))

    with closing(sqlite3.connect(file, timeout=0.0, isolation_level=None)) as other:
        task = asyncio.create_task(look())
        await under_way.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert _can_write(other)
    await database.close()


def _can_write(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    connection.execute("ROLLBACK")
    return True
