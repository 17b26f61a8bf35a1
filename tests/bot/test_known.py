"""What the playground knows beside the bundled history."""

from __future__ import annotations

import uuid
from pathlib import Path

import msgspec

from adapters.launch_library.pages import decode_page
from bot.cli.known import FILE, known_history
from playground.launch_library.archive import Archive
from playground.launch_library.entries import drafts
from playground.launch_library.history import read_history
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from storage.clock import system_clock
from storage.history import BUNDLED_HISTORY


async def test_without_a_catalogue_it_is_the_bundled_history(tmp_path: Path) -> None:
    assert await known_history(tmp_path / "catalogue.db", tmp_path) is BUNDLED_HISTORY
    assert not (tmp_path / FILE).exists()


async def test_what_was_imported_is_served_by_the_stand_in_too_so_that_it_can_be_opened(
    tmp_path: Path,
) -> None:
    like = records()[-1]
    ours = {**like, "id": str(uuid.uuid4()), "name": "Imported | Launch", "net": "2026-10-01T12:00:00Z"}
    page = decode_page(msgspec.json.encode([ours]), "2.3.0", system_clock())
    async with Catalogue.open(tmp_path / "catalogue.db", system_clock) as catalogue:
        await catalogue.store(page.records)
    file = await known_history(tmp_path / "catalogue.db", tmp_path)
    history = file.read()
    assert history.made_on == BUNDLED_HISTORY.read().made_on
    assert any(launch.id == ours["id"] for launch in history.launches)
    archive = Archive(drafts(read_history(file.content()), "http://here"), system_clock)
    assert archive.record(ours["id"])["name"] == "Imported | Launch"
    assert len(archive) > len(history.launches) > 7_300
