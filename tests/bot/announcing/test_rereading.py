"""An update that reads records anew makes no post, and neither repeats nor loses any."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import bot.sync.sync as sync_module
from adapters.launch_library.records import SHAPES, Shape
from bot.sync import rereading
from playground.wire import Exchange
from storage.models import Launch, Mode
from storage.state.models import Frequency
from tests.bot.announcing.stage import World, stage, words, world
from tests.bot.announcing.test_landings import SHIP, come_down, edits_of, look, texts


def as_of_another_version(folder: Path) -> None:
    """Make the catalogue one that an earlier version left: its tables held less."""
    with closing(sqlite3.connect(folder / "catalogue.db")) as connection, connection:
        connection.executescript(
            "UPDATE marks SET value = '3' WHERE name = 'schema'; DROP TABLE launch_people;"
            " DROP TABLE launch_spacecraft; DROP TABLE launch_texts;"
        )


def without_landings(shape: Shape) -> Shape:
    """Decoders of before: they do not see how boosters came down."""

    def launch(fields: dict[str, Any], mode: Mode) -> Launch:
        rocket = fields.get("rocket") or {}
        stages = [{**each, "landing": None} for each in rocket.get("launcher_stage") or ()]
        return shape.launch({**fields, "rocket": {**rocket, "launcher_stage": stages}}, mode)

    return Shape(shape.mode, launch)


async def told_without_landing(here: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have a bot with older decoders tell a success whose booster had landed."""
    with pytest.MonkeyPatch.context() as older:
        for version, shape in SHAPES.items():
            older.setitem(SHAPES, version, without_landings(shape))
        older.setattr(rereading, "REVISION", 0)
        async with stage(here) as running:
            await running.subscribe()
            launch_id = here.launch()
            come_down(here, launch_id, success=True)
            here.library.archive.conclude(launch_id, "success")
            await look(running)
            # The record is said again, and nothing is new in it.
            await look(running)
            assert len(texts(here)) == 2
            assert not any("landed" in text for text in texts(here))
    here.clock.now += sync_module.ROUND
    return launch_id


@pytest.mark.parametrize("is_of_another_version", [True, False])
async def test_what_is_only_read_otherwise_neither_posts_nor_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_of_another_version: bool
) -> None:
    async with world(tmp_path) as here:
        launch_id = await told_without_landing(here, monkeypatch)
        posts, edits = texts(here), len(edits_of(here))
        if is_of_another_version:
            as_of_another_version(tmp_path)
        async with stage(here) as running:
            for _ in range(2):
                await look(running)
            launch = await running.core.catalogue.launch(launch_id)
            assert launch is not None
            assert [each.landing_place for each in launch.boosters or ()] == [SHIP["name"]]
            assert texts(here) == posts
            assert len(edits_of(here)) == edits
            # What Launch Library says from now on is news as ever.
            come_down(here, launch_id, success=False)
            await look(running)
            assert all("failed" in text for text in texts(here))
            assert len(texts(here)) == 2


async def test_a_result_that_waited_for_the_update_is_posted_once_with_all_it_has_to_tell(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:
        async with stage(here) as running:
            await running.subscribe()
            launch_id = here.launch()
            here.library.archive.conclude(launch_id, "success")
            here.clock.now += sync_module.ROUND * 31
            # Known, but the bot ends before it has looked for what is new.
            await running.core.sync.round()
        assert texts(here) == []
        as_of_another_version(tmp_path)
        async with stage(here) as running:
            await look(running)
            assert len(texts(here)) == 2
            await look(running)
        assert len(texts(here)) == 2
        assert all("SpaceX launch" in text for text in texts(here))


async def test_until_all_is_read_nothing_is_asked_compared_or_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world(tmp_path) as here:
        async with stage(here) as running:
            await running.subscribe()
            await running.subscribe(frequency=Frequency.DAILY)
        as_of_another_version(tmp_path)
        asked: list[Exchange] = []
        here.library._observer = asked.append
        with monkeypatch.context() as never:

            async def not_yet(_catalogue: object) -> bool:
                return False

            never.setattr(sync_module, "read_anew", not_yet)
            async with stage(here) as running:
                here.launch()
                await running.pass_time(hours=30)
                assert asked == []
                assert await running.states() == {"discord": [], "telegram": []}
        assert [words(post) for post in here.on_discord()] == []
