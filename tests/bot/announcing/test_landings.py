"""A landing that becomes known later edits the post that is there, once, and neither pings nor posts anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playground.discord.component_types import walk
from tests.bot.announcing.stage import Stage, World, stage, words, world

SHIP = {"id": 13, "name": "Of Course I Still Love You", "abbrev": "OCISLY"}


def come_down(here: World, launch_id: str, success: bool | None) -> None:
    """Let Launch Library say how the booster of a launch came down."""
    record: dict[str, Any] = here.library.archive.record(launch_id)
    (stage_of, *_others) = record["rocket"]["launcher_stage"]
    landing = {**(stage_of["landing"] or {}), "attempt": True, "success": success, "landing_location": SHIP}
    stages = [{**stage_of, "landing": landing}]
    here.library.archive.change(launch_id, rocket={**record["rocket"], "launcher_stage": stages})


async def told(running: Stage, here: World) -> str:
    """Tell a success whose booster is still on its way, on both platforms."""
    launch_id = here.launch()
    come_down(here, launch_id, None)
    here.library.archive.conclude(launch_id, "success")
    await look(running)
    return launch_id


async def look(running: Stage) -> None:
    await running.pass_time(minutes=31)
    await running.settled()


def texts(here: World) -> list[str]:
    return [*(words(post) for post in here.on_discord()), *(post.text or "" for post in here.on_telegram())]


async def test_a_landing_known_later_edits_both_posts_once_even_after_a_restart(tmp_path: Path) -> None:
    async with world(tmp_path) as here:
        fans = here.discord.world.add_role(here.guild, "Launch fans")
        async with stage(here) as running:
            await running.subscribe(role_id=fans)
            launch_id = await told(running, here)
            assert len(texts(here)) == 2
            assert not any("landed" in text for text in texts(here))
            come_down(here, launch_id, success=True)
            await look(running)
            assert len(texts(here)) == 2
            assert all("landed" in text for text in texts(here))
            assert not any("Corrected" in text for text in texts(here))
            (post,) = here.on_discord()
            assert not any("<@&" in str(part.get("content", "")) for part in walk(post.components))
            edits = len(edits_of(here))
        async with stage(here) as running:
            await look(running)
            assert len(edits_of(here)) == edits
            come_down(here, launch_id, success=False)
            await look(running)
            assert len(texts(here)) == 2
            assert all("failed" in text for text in texts(here))


async def test_a_landing_leaves_a_correction_in_the_post_and_a_correction_the_landing(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await running.subscribe()
        launch_id = await told(running, here)
        here.library.archive.conclude(launch_id, "partial failure")
        await look(running)
        come_down(here, launch_id, success=True)
        await look(running)
        assert all("Corrected: Partial failure (first posted as Success)" in text for text in texts(here))
        assert all("landed" in text for text in texts(here))
        here.library.archive.conclude(launch_id, "failure")
        await look(running)
        assert all("Corrected: Failure" in text and "landed" in text for text in texts(here))
        assert len(texts(here)) == 2


async def test_where_the_post_was_deleted_nothing_is_posted_of_a_landing(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await running.subscribe()
        launch_id = await told(running, here)
        here.discord.world.messages.delete(here.on_discord()[0])
        await here.telegram.delete(here.on_telegram()[0])
        come_down(here, launch_id, success=True)
        await look(running)
        assert texts(here) == []


def edits_of(here: World) -> list[object]:
    return [
        each
        for each in here.exchanges
        if each.path.endswith("/editMessageText") or (each.method == "PATCH" and "/messages/" in each.path)
    ]
