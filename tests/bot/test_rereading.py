"""What Launch Library told is read anew after an update, whatever happens, and without asking it again."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters.launch_library.records import SHAPES, Shape, decode_record
from bot.sync import rereading
from bot.sync.rereading import read_anew
from storage.catalogue import Catalogue, raw_records
from storage.history import HistoryFile
from storage.history.builder import build_history
from storage.models import Launch, Mode, Record
from storage.query import LaunchQuery
from tests.former import Kept, write_former
from tests.launch_library import shapes
from tests.launches import NOW, HandClock, launch

FIRST = datetime(2024, 9, 1, tzinfo=UTC)
CAME = FIRST + timedelta(days=20)
HEARD = NOW - timedelta(hours=1)
MARKS = {
    "updated_at": HEARD.isoformat(),
    "since": HEARD.isoformat(),
    "confirmed": f"2024-08-01T00:00:00+00:00/{HEARD.isoformat()}",
    "total": "12",
}


def identity(number: int) -> str:
    return str(UUID(int=number + 1, version=4))


def of_launch(number: int, **more: Any) -> dict[str, Any]:
    net = FIRST + timedelta(days=number)
    return {
        "id": identity(number),
        "name": f"Kestrel 2 | Lantern {number}",
        "net": net.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "status": {"id": 3, "name": "Success"},
        **more,
    }


def kept() -> list[Kept]:
    """Twelve launches, four in each version, each with a booster and somebody aboard."""
    found = []
    for number in range(12):
        stage, crew = shapes.booster(f"K{number}", success=True), shapes.spacecraft(f"Ada {number}")
        match number % 3:
            case 0:
                parts = shapes.normal_2_0_0()
                parts["rocket"] |= {"launcher_stage": [stage], "spacecraft_stage": crew}
                version = "2.0.0"
            case 1:
                parts, version = shapes.detailed_2_2_0(stage, craft=crew), "2.2.0"
            case _:
                parts, version = shapes.detailed_2_3_0(stage, crafts=[crew]), "2.3.0"
        found.append(Kept({**parts, **of_launch(number)}, version, int(Mode.DETAILED), CAME))
    return found


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(raw_records, "LAUNCHES", 2)
    return tmp_path / "catalogue.db"


async def answers(catalogue: Catalogue, number: int) -> bool:
    """Whether the catalogue knows the booster of a launch, how it landed, and who was aboard."""
    (flight,) = await catalogue.booster((f"K{number}",)) or (None,)
    found = await catalogue.launch(identity(number))
    if flight is None or found is None:
        return False
    (booster,) = found.boosters or ()
    (craft,) = found.spacecraft or ()
    assert booster.landing_success
    assert booster.landing_place == "Barge of Patience"
    assert craft.crew == (f"Ada {number}",)
    return True


async def known(catalogue: Catalogue) -> list[int]:
    return [number for number in range(12) if await answers(catalogue, number)]


@pytest.fixture
def history(tmp_path: Path) -> HistoryFile:
    """A history with one launch in it."""
    folder = tmp_path / "history"
    folder.mkdir()
    told = Record(launch(name="Sputnik 8K71PS | Sputnik 1"), "2.2.0", Mode.NORMAL, b"", NOW)
    (folder / "history.xz").write_bytes(build_history([told], NOW.date()).file)
    return HistoryFile(folder / "history.xz")


@pytest.mark.parametrize("schema", [1, 4])
async def test_an_older_catalogue_is_carried_over_with_all_that_was_told_to_it(
    path: Path, history: HistoryFile, schema: int
) -> None:
    write_former(path, schema, kept(), MARKS)
    async with Catalogue.open(path, HandClock(), history) as catalogue:
        assert not catalogue.is_whole
        assert (await catalogue.find(LaunchQuery(search="Sputnik"))).count
        assert (await catalogue.freshness()).updated_at is None
        assert await read_anew(catalogue)
        assert catalogue.is_whole
        assert await known(catalogue) == list(range(12))
        landings = (await catalogue.landings(LaunchQuery(search="Lantern"))).all
        assert (landings.tried, landings.landed) == (12, 12)
        freshness = await catalogue.freshness()
        assert (freshness.updated_at, freshness.total) == (HEARD, 12)
        verbatim = await catalogue.verbatim([identity(0)])
        assert b'"Kestrel 2 | Lantern 0"' in verbatim[identity(0)]
    assert [file.name for file in path.parent.glob("catalogue*")] == [path.name]
    async with Catalogue.open(path, HandClock()) as catalogue:
        assert catalogue.is_whole
        assert await known(catalogue) == list(range(12))


async def killed_after(path: Path, writes: int) -> None:
    """Read anew in a process that is killed after so many transactions."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.dying_rereading", str(path), str(writes), env=dict(os.environ)
    )
    assert await process.wait() == -signal.SIGKILL


@pytest.mark.process
async def test_kills_at_any_point_lose_nothing_and_each_start_goes_on_where_the_last_ended(
    path: Path,
) -> None:
    write_former(path, 4, kept(), MARKS)
    for begun in (2, 4, 6):
        # Each has two pieces of two launches before it is gone; the latest come first.
        await killed_after(path, 2)
        async with Catalogue.open(path, HandClock()) as catalogue:
            assert await known(catalogue) == list(range(12 - 2 * begun, 12))
            assert not catalogue.is_whole
            assert (await catalogue.freshness()).updated_at is None
    # All pieces are read; now it is killed after the notes were taken over, before the old file is gone.
    await killed_after(path, 1)
    async with Catalogue.open(path, HandClock()) as catalogue:
        assert not catalogue.is_whole
        assert await read_anew(catalogue)
        assert await known(catalogue) == list(range(12))
        assert (await catalogue.freshness()).updated_at == HEARD
    assert [file.name for file in path.parent.iterdir()] == [path.name]


async def test_a_record_that_cannot_be_read_is_skipped_and_logged_once(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    records = kept()
    records[5] = records[5]._replace(raw=b"{")
    records[7] = records[7]._replace(version="1.4")
    write_former(path, 4, records, MARKS)
    with caplog.at_level(logging.WARNING):
        for _start in range(2):
            async with Catalogue.open(path, HandClock()) as catalogue:
                assert await read_anew(catalogue)
                assert await known(catalogue) == [0, 1, 2, 3, 4, 6, 8, 9, 10, 11]
                assert (await catalogue.freshness()).rejected == 2
    reasons = [line.getMessage() for line in caplog.records if "record_rejected" in line.getMessage()]
    assert len(reasons) == 2
    assert any("of version 1.4" in reason for reason in reasons)


async def test_a_launch_that_was_removed_does_not_come_back_by_the_bundled_history(
    path: Path, history: HistoryFile
) -> None:
    write_former(path, 4, kept(), {**MARKS, "history_file": history.digest()})
    async with Catalogue.open(path, HandClock(), history) as catalogue:
        assert (await catalogue.find(LaunchQuery())).count == 1
        await read_anew(catalogue)
        assert (await catalogue.find(LaunchQuery())).count == 12


async def test_when_a_text_came_and_when_it_was_confirmed_are_both_carried_over(path: Path) -> None:
    first = kept()[0]
    write_former(path, 4, [first._replace(confirmed_at=CAME + timedelta(days=3))], MARKS)
    async with Catalogue.open(path, HandClock()) as catalogue:
        await read_anew(catalogue)
        assert (await catalogue.heard([identity(0)]))[identity(0)].at == CAME
        # Older than what confirmed the text, so it changes nothing.
        late = shapes.normal_2_0_0(**of_launch(0, name="Kestrel 2 | Another"))
        late["rocket"] |= {"launcher_stage": [], "spacecraft_stage": None}
        told = decode_record(shapes.encoded(late), "2.0.0", CAME + timedelta(days=2))
        assert (await catalogue.store([told])).unchanged == 1


async def test_one_that_is_damaged_on_the_way_is_set_aside_and_the_sync_begins_anew(path: Path) -> None:
    write_former(path, 4, kept(), MARKS)
    async with Catalogue.open(path, HandClock()) as catalogue:
        former = path.with_name("catalogue.former.db")
        former.write_bytes(b"This is no database. " * 900)
        assert not await read_anew(catalogue)
        assert catalogue.is_whole
        assert await read_anew(catalogue)
        assert (await catalogue.freshness()).updated_at is None
    assert len(list(path.parent.glob("catalogue.damaged-*.db"))) == 1
    assert not former.exists()


async def test_an_update_in_the_middle_begins_anew_with_the_oldest_file(path: Path) -> None:
    write_former(path, 4, kept(), MARKS)
    async with Catalogue.open(path, HandClock()):
        pass
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE marks SET value = '0' WHERE name = 'schema'")
    async with Catalogue.open(path, HandClock()) as catalogue:
        assert await read_anew(catalogue)
        assert await known(catalogue) == list(range(12))


def blind(shape: Shape) -> Shape:
    """Decoders of before: they see no boosters."""

    def seen(fields: dict[str, Any], mode: Mode) -> Launch:
        rocket = {key: value for key, value in fields["rocket"].items() if key != "launcher_stage"}
        return shape.launch({**fields, "rocket": rocket}, mode)

    return Shape(shape.mode, seen)


@pytest.fixture
def older_decoders(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Decoders of an earlier revision; called, today's are back."""
    with_sight = dict(SHAPES)
    for version, shape in with_sight.items():
        monkeypatch.setitem(SHAPES, version, blind(shape))
    monkeypatch.setattr(rereading, "REVISION", 0)

    def update() -> None:
        monkeypatch.setattr(rereading, "REVISION", 1)
        for version, shape in with_sight.items():
            monkeypatch.setitem(SHAPES, version, shape)

    return update


async def test_what_decoders_learn_is_read_out_of_records_that_are_there(
    path: Path, older_decoders: Callable[[], None]
) -> None:
    write_former(path, 4, kept(), MARKS)
    async with Catalogue.open(path, HandClock()) as catalogue:
        assert await read_anew(catalogue)
        assert await known(catalogue) == []
        older_decoders()
        generation = await catalogue.generation()
        assert await read_anew(catalogue)
        assert catalogue.is_whole
        assert await known(catalogue) == list(range(12))
        assert (await catalogue.freshness()).updated_at == HEARD
        assert await catalogue.generation() != generation
        generation = await catalogue.generation()
        assert await read_anew(catalogue)
        assert await catalogue.generation() == generation
