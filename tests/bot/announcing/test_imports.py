"""Files that are imported beside a running bot: known at once, and never a false correction."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.cli.imports import import_files
from commands.parsing.names.resolver import Naming
from playground.launch_library.records import records
from storage.catalogue import Catalogue
from storage.models import StatusId
from storage.properties import Property
from tests.bot.announcing.stage import NOW, stage, words, world
from tests.launch_library import shapes


async def load(path: Path, *files: Path) -> bool:
    """Import files as another process does: by connections of its own."""
    async with Catalogue.open(path) as another:
        return await import_files(files, another, Console(quiet=True))


def saved(path: Path, record: dict[str, Any]) -> Path:
    path.write_text(json.dumps([record]))
    return path


# Every order of any records: tests/storage/test_catalogue_age.py.
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
async def test_a_record_from_before_lift_off_corrects_nothing(tmp_path: Path, order: tuple[int, ...]) -> None:
    async with world(tmp_path) as here, stage(here) as at:
        await at.subscribe()
        launch_id = here.launch()
        await at.pass_time(minutes=31)
        here.library.archive.conclude(launch_id, "success")
        await at.pass_time(minutes=31)
        await at.settled()
        (like,) = (record for record in here.library.archive.previous({}) if record["id"] == launch_id)
        bare = {key: value for key, value in like.items() if key != "last_updated"}
        went = {"id": StatusId.GO, "name": "Go", "abbrev": "Go"}
        planned = NOW + timedelta(days=9)
        told = [
            {**bare, "status": went, "net": planned.isoformat()},
            {**bare, "status": went, "name": "Falcon 9 Block 5 | Soon"},
            shapes.normal_2_3_0(
                id=launch_id,
                status={"id": StatusId.GO, "name": "Go"},
                last_updated="2020-03-01T00:00:00Z",
            ),
        ]
        for number in order:
            assert await load(here.folder / "catalogue.db", saved(tmp_path / f"{number}.json", told[number]))
            await at.core.announcer.detect()
            await at.settled()
        (post,) = here.on_discord()
        assert "Corrected" not in words(post)
        (message,) = here.on_telegram()
        assert "Corrected" not in (message.text or "")
        launch = await at.core.catalogue.launch(launch_id)
        assert launch is not None
        assert launch.status.id == StatusId.SUCCESS


async def test_names_follow_an_import_beside_the_bot_as_soon_as_figures_do(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as at:
        naming = Naming(at.core.catalogue)
        assert not [s for s in await naming.complete(Property.PROVIDER, "kestrel") if "Kestrel" in s.value]
        came = saved(tmp_path / "kestrel.json", shapes.normal_2_3_0())
        assert await load(here.folder / "catalogue.db", came)
        suggested = [s.value for s in await naming.complete(Property.PROVIDER, "kestrel")]
        assert suggested[0].startswith("Kestrel")


async def test_what_is_known_of_a_launch_is_the_same_whatever_the_files_own_time(tmp_path: Path) -> None:
    (like,) = records()[:1]
    other = {**like, "name": "Another name"}
    names = set()
    for turn in (1, -1):
        path = tmp_path / f"catalogue{turn}.db"
        files = [saved(tmp_path / "a.json", like), saved(tmp_path / "b.json", other)]
        await load(path, *files[::turn])
        async with Catalogue.open(path) as catalogue:
            launch = await catalogue.launch(like["id"])
            assert launch is not None
            names.add(launch.name)
    assert len(names) == 1
