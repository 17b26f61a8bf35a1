"""A catalogue filled from the bundled history: whole at once, topped up, never set back."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from storage.catalogue import Catalogue
from storage.catalogue.writing import filling
from storage.errors import StoreError
from storage.history import BUNDLED_HISTORY, HistoryFile
from storage.history.builder import build_history
from storage.models import Agency, Launch, Mission, Mode, Record, StatusId
from storage.properties import Property
from storage.query import LaunchQuery
from tests.history import HISTORY_NOW, copied
from tests.launches import (
    KENNEDY,
    LEO,
    NOW,
    SPACEX,
    ULA,
    HandClock,
    catalogue_of,
    launch,
    launch_id,
    record,
    status,
)

APOLLO_11 = "aed29ce0-d4e3-4177-b286-d186c7b21354"
LAUNCHES = 7321


def history_of(folder: Path, *launches: Launch, made_on: date = date(2024, 9, 30)) -> HistoryFile:
    """Write a history of those launches."""
    records = [Record(told, "2.2.0", Mode.NORMAL, b"", NOW) for told in launches]
    path = folder / f"{made_on}.xz"
    path.write_bytes(build_history(records, made_on).file)
    return HistoryFile(path)


async def stored(path: Path, *records: Record) -> None:
    """Write a catalogue as it was before there was a history."""
    async with Catalogue.open(path, HandClock()) as catalogue:
        await catalogue.store(records, marks={"since": "then", "walk": "there"})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


async def test_an_empty_catalogue_knows_the_whole_history_before_its_first_answer(
    history_catalogue: Catalogue,
) -> None:
    assert (await history_catalogue.find(LaunchQuery())).count == LAUNCHES
    found = await history_catalogue.find(LaunchQuery(search="apollo 11"))
    assert APOLLO_11 in [each.id for each in found.items]
    assert found.items[-1].rocket is not None
    names = {name.name for name in await history_catalogue.names(Property.ROCKET)}
    assert "Saturn V" in names
    figures = await history_catalogue.stats(LaunchQuery(provider_ids=(121,)))
    assert figures.launches == sum(
        1 for told in BUNDLED_HISTORY.read().launches if told.provider and told.provider.id == 121
    )
    marks = await history_catalogue.marks()
    assert marks["history"] == "2026-08-22"
    assert marks["history_gaps"].split()[0] == "2024-09"
    assert (await history_catalogue.freshness()).updated_at is None


async def test_what_launch_library_says_replaces_the_history_field_by_field(
    path: Path, tmp_path: Path
) -> None:
    told = launch(1, StatusId.IN_FLIGHT, designator="2024-001", last_updated=NOW + timedelta(days=900))
    said = launch(1, mission=Mission("Other", 1, "A sentence.", "Test"), designator=None, boosters=None)
    async with Catalogue.open(path, HandClock(), history_of(tmp_path, told)) as catalogue:
        await catalogue.store([record(said, mode=Mode.NORMAL)])
        known = await catalogue.launch(told.id)
        assert known is not None
        assert (known.status.id, known.designator, known.boosters) == (StatusId.SUCCESS, "2024-001", ())
        assert known.mission is not None
        assert (known.mission.name, known.mission.description) == ("Other", "A sentence.")
        again = await catalogue.records()
        assert [(each.version, each.mode) for each in again] == [("2.3.0", Mode.NORMAL)]


async def test_a_list_record_outranks_the_history_too(path: Path, tmp_path: Path) -> None:
    source = history_of(tmp_path, launch(1, StatusId.IN_FLIGHT))
    said = Launch(launch_id(1), "Falcon 9 | Other", status(StatusId.FAILURE), NOW - timedelta(days=1))
    async with Catalogue.open(path, HandClock(), source) as catalogue:
        await catalogue.store([record(said, mode=Mode.LIST)])
        [known] = await catalogue.records()
    assert (known.version, known.launch.name, known.launch.status.id) == (
        "2.3.0",
        said.name,
        StatusId.FAILURE,
    )
    assert known.launch.pad is not None


async def test_a_record_of_2_0_0_is_given_back_to_the_letter_over_the_history(
    path: Path, tmp_path: Path
) -> None:
    said = record(launch(1), version="2.0.0", mode=Mode.NORMAL)
    async with Catalogue.open(path, HandClock(), history_of(tmp_path, launch(1))) as catalogue:
        assert await catalogue.verbatim([launch_id(1)]) == {}
        await catalogue.store([said])
        assert await catalogue.verbatim([launch_id(1)]) == {launch_id(1): said.raw}


async def test_an_existing_catalogue_is_topped_up_and_never_set_back(path: Path, tmp_path: Path) -> None:
    mine = {"mission": Mission("Mine", 1), "provider": Agency(121, "SX")}
    bare = launch(1, StatusId.FAILURE, **mine)
    await stored(path, record(bare, version="2.0.0", mode=Mode.NORMAL), record(launch(3, provider=ULA)))
    source = history_of(
        tmp_path,
        launch(1, designator="2024-001", mission=Mission("Theirs", 1, orbit=LEO), provider=SPACEX),
        launch(2, provider=SPACEX),
    )
    async with Catalogue.open(path, HandClock(), source) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 3
        known = await catalogue.launch(bare.id)
        assert known is not None
        assert (known.status.id, known.designator) == (StatusId.FAILURE, "2024-001")
        assert known.mission is not None
        assert (known.mission.name, known.mission.orbit) == ("Mine", LEO)
        assert list(await catalogue.verbatim([bare.id])) == [bare.id]
        marks = await catalogue.marks()
        assert (marks["since"], marks["walk"], marks["history"]) == ("then", "there", "2024-09-30")
        # What it is called stays; an abbreviation that it lacked is found from now on.
        assert {name.name for name in await catalogue.names(Property.PROVIDER)} == {"SX", ULA.shown}
        assert (await catalogue.find(LaunchQuery(search="spx starlink"))).count == 2


async def test_the_same_file_is_not_compared_again(path: Path, tmp_path: Path) -> None:
    source = history_of(tmp_path, launch(1), launch(2))
    async with Catalogue.open(path, HandClock(), source) as catalogue:
        await catalogue.remove([launch_id(1)])
    async with Catalogue.open(path, HandClock(), source) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 1


async def test_a_newer_file_replaces_what_only_the_older_one_told(path: Path, tmp_path: Path) -> None:
    older = history_of(tmp_path, launch(1, StatusId.IN_FLIGHT), launch(2, StatusId.IN_FLIGHT))
    newer = history_of(tmp_path, launch(1), launch(2), launch(3), made_on=date(2024, 10, 1))
    async with Catalogue.open(path, HandClock(), older) as catalogue:
        await catalogue.store([record(launch(2, StatusId.FAILURE))])
    async with Catalogue.open(path, HandClock(), newer) as catalogue:
        found = (await catalogue.find(LaunchQuery())).items
        assert [each.status.id for each in found] == [StatusId.SUCCESS, StatusId.FAILURE, StatusId.SUCCESS]
        assert (await catalogue.marks())["history"] == "2024-10-01"


async def test_a_launch_of_the_history_alone_is_no_news(path: Path, tmp_path: Path) -> None:
    source = history_of(tmp_path, launch(1), launch(2))
    async with Catalogue.open(path, HandClock(), source) as catalogue:
        assert await catalogue.statuses() == ()
        await catalogue.store([record(launch(1))])
        assert [each.id for each in await catalogue.statuses()] == [launch_id(1)]


async def test_a_file_damaged_while_open_is_filled_again(history_file: Path, tmp_path: Path) -> None:
    path = copied(history_file, tmp_path)
    async with Catalogue.open(path, lambda: HISTORY_NOW, BUNDLED_HISTORY) as catalogue:
        await catalogue.store([record(launch(1))])
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        os.truncate(path, path.stat().st_size // 2)
        with pytest.raises(StoreError):
            await catalogue.find(LaunchQuery(limit=100, search="starlink"))
        assert (await catalogue.find(LaunchQuery())).count == LAUNCHES
        assert await catalogue.launch(APOLLO_11) is not None
        assert await catalogue.launch(launch_id(1)) is None
    assert [each for each in os.listdir(tmp_path) if each.endswith(".db") and "damaged" in each]


async def test_a_file_of_another_version_is_filled_again(history_file: Path, tmp_path: Path) -> None:
    path = copied(history_file, tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE marks SET value = '0' WHERE name = 'schema'")
    async with Catalogue.open(path, lambda: HISTORY_NOW, BUNDLED_HISTORY) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == LAUNCHES


async def test_without_a_readable_history_the_catalogue_opens_all_the_same(
    path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = tmp_path / "broken.xz"
    broken.write_bytes(b"no history")
    for source in (HistoryFile(broken), HistoryFile(tmp_path / "absent.xz")):
        async with Catalogue.open(path, HandClock(), source) as catalogue:
            assert (await catalogue.store([record(launch(1, pad=KENNEDY))])).rejected == 0
    assert caplog.text.count("history_not_loaded") == 2


async def test_a_catalogue_that_another_process_writes_to_is_filled_at_the_next_start(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.catalogue.file.BUSY_TIMEOUT", 0.01)
    await stored(path, record(launch(3)))
    source = history_of(tmp_path, launch(1))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with Catalogue.open(path, HandClock(), source) as catalogue:
            assert (await catalogue.find(LaunchQuery())).count == 1
        other.execute("ROLLBACK")
    async with Catalogue.open(path, HandClock(), source) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 2


async def test_who_asks_while_a_file_is_replaced_waits_for_the_new_one(path: Path) -> None:
    async with catalogue_of(path, [record(launch(1))]) as catalogue:
        file = catalogue._file
        replacing = asyncio.create_task(file.replace("a test", file.connections))
        for _turn in ("this task's", "that of the one it shields"):
            await asyncio.sleep(0)
        assert file._opening.locked()
        assert (await catalogue.find(LaunchQuery())).count == 0
        await replacing


async def test_a_history_that_is_half_written_when_the_disk_is_full_leaves_nothing_behind(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> int:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(filling, "_top_up", full)
    async with Catalogue.open(path, HandClock(), history_of(tmp_path, launch(7), launch(8))) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 0
        # What comes from Launch Library is written all the same.
        await catalogue.store([record(launch(1))])
        assert (await catalogue.find(LaunchQuery())).count == 1
