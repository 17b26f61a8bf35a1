"""A backup made while the bot runs is a whole state."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from storage.errors import StoreError
from storage.state.state import State
from tests.storage.state.conftest import HandClock, StateFile

pytestmark = pytest.mark.sqlite


async def test_a_backup_can_be_opened_in_place_of_the_state(
    state: State, tmp_path: Path, clock: HandClock
) -> None:
    key = await state.saved_queries.save("before")
    copy = StateFile(tmp_path / "backups" / "state 2024.db")
    await state.backup(copy.path)
    later = await state.saved_queries.save("after")
    async with await State.open(copy.url, clock) as restored:
        assert await restored.saved_queries.load(key) == "before"
        assert await restored.saved_queries.load(later) is None
    assert sorted(path.name for path in copy.path.parent.iterdir()) == ["state 2024.db"]


async def test_a_backup_amid_writes_holds_a_whole_number_of_them(
    state: State, tmp_path: Path, clock: HandClock
) -> None:
    copy = StateFile(tmp_path / "copy.db")
    writes = [state.ledger.take("fresh", 100, 60, 0) for _ in range(30)]
    await asyncio.gather(*writes[:15], state.backup(copy.path), *writes[15:])
    async with await State.open(copy.url, clock) as restored:
        assert 0 <= await restored.ledger.used(60) <= 30
    assert await state.ledger.used(60) == 30


async def test_a_backup_works_while_another_program_writes(
    state: State, file: StateFile, tmp_path: Path
) -> None:
    with file.locked():
        await state.backup(tmp_path / "copy.db")
    assert StateFile(tmp_path / "copy.db").rows("PRAGMA quick_check") == [("ok",)]


async def test_a_backup_never_overwrites_a_file(state: State, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(StoreError, match=r"^The backup .*copy\.db cannot be used: it already exists"):
        await state.backup(tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


async def test_a_backup_into_an_impossible_place_says_so_and_leaves_nothing(
    state: State, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    before = set(os.listdir(tmp_path))
    with pytest.raises(StoreError, match=r"^The backup .* cannot be used"):
        await state.backup(tmp_path / "file" / "copy.db")
    assert set(os.listdir(tmp_path)) == before


async def test_a_backup_left_half_done_is_replaced(state: State, tmp_path: Path) -> None:
    (tmp_path / "copy.db.partial").write_text("of a run that was killed")
    await state.backup(tmp_path / "copy.db")
    assert StateFile(tmp_path / "copy.db").rows("SELECT id FROM ledger") == [(1,)]
    assert not (tmp_path / "copy.db.partial").exists()
