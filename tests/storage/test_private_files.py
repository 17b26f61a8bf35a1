"""What the bot keeps can be read by its owner alone, also where it was open before."""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

import pytest

from bot.announcing.lock import SenderLock
from storage.catalogue import Catalogue
from storage.private_files import keep_private
from storage.state.state import State
from tests.launches import NOW

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")


@pytest.fixture(autouse=True)
def _open_umask() -> object:
    """As on most machines: what a program does not close is open to everybody."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """The mode of everything in a folder, and of itself as "."."""
    found = {".": folder, **{path.name: path for path in folder.iterdir()}}
    return {name: f"{stat.S_IMODE(path.stat().st_mode):o}" for name, path in found.items()}


async def keep_everything(folder: Path) -> dict[str, str]:
    """Run what keeps files in a folder, and return the modes while it runs."""
    async with (
        await State.open(f"sqlite+aiosqlite:///{folder / 'state.db'}", lambda: NOW) as state,
        Catalogue.open(folder / "catalogue.db", lambda: NOW) as catalogue,
        SenderLock(folder, "discord", "1", state) as lock,
    ):
        await lock.take()
        await state.chats.set_zone("discord", 1, "Europe/Berlin")
        await catalogue.store([])
        await state.backup(folder / "backups" / "state.db")
        return modes(folder) | {f"backups/{name}": mode for name, mode in modes(folder / "backups").items()}


async def test_state_catalogue_backup_and_locks_are_their_owners_alone(tmp_path: Path) -> None:
    found = await keep_everything(tmp_path / "data")
    assert {"state.db", "state.db-wal", "state.db-shm", "catalogue.db", "backups/state.db"} <= found.keys()
    assert any(name.endswith(".lock") for name in found)
    folders = {".", "backups", "backups/."}
    assert {name: found[name] for name in folders} == dict.fromkeys(folders, "700")
    assert {name: mode for name, mode in found.items() if name not in folders and mode != "600"} == {}


async def test_what_was_open_is_closed_at_the_next_start(tmp_path: Path) -> None:
    await keep_everything(tmp_path / "data")
    (tmp_path / "data" / "catalogue.damaged-20260101T000000000000.db").write_bytes(b"old")
    for path in (tmp_path / "data").iterdir():
        path.chmod(0o755 if path.is_dir() else 0o644)
    (tmp_path / "data" / "backups" / "state.db").unlink()
    found = await keep_everything(tmp_path / "data")
    kept = {name: mode for name, mode in found.items() if "backups" not in name and name != "."}
    assert set(kept.values()) == {"600"}
    # Whoever made a folder decides about it.
    assert found["backups"] == "755"


async def test_a_damaged_catalogue_that_is_set_aside_is_closed_too(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(b"no database at all" * 100)
    (tmp_path / "catalogue.db").chmod(0o644)
    async with Catalogue.open(tmp_path / "catalogue.db", lambda: NOW):
        found = modes(tmp_path)
    assert any("damaged" in name for name in found)
    assert {mode for name, mode in found.items() if name != "."} == {"600"}


def test_a_file_that_cannot_be_closed_is_told_and_used_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "state.db"
    file.touch(0o644)

    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chmod", refuse)
    with caplog.at_level(logging.WARNING):
        keep_private(file)
    assert f"file_open_to_others path={file} reason=Operation not permitted" in caplog.text
