"""What is owed when the catalogue is lost, and while Launch Library is away."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from playground.discord.faults import TooManyRequests
from playground.telegram.faults import flood
from storage.state.models import DeliveryState, Frequency, Wishes
from tests.bot.announcing.stage import Stage, World, stage, words

SENT, PENDING = DeliveryState.SENT, DeliveryState.PENDING
POSTS = "/channels/*/messages"


def forget_catalogue(folder: Path) -> None:
    for file in folder.glob("catalogue.db*"):
        file.unlink()


async def owed_in(here: World) -> None:
    """Let a result be owed that no platform takes for now."""
    async with stage(here) as running:
        await running.subscribe()
        here.discord.faults.add("POST", POSTS, TooManyRequests(40.0))
        here.telegram.faults.add("sendMessage", flood(40))
        await running.result()
        assert await running.settled(until_final=False) == {"discord": [PENDING], "telegram": [PENDING]}


async def test_a_lost_catalogue_loses_no_post_even_while_launch_library_is_away(
    here: World, tmp_path: Path
) -> None:
    await owed_in(here)
    forget_catalogue(tmp_path)
    await here.library.stop()
    async with stage(here) as running:
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    (post,) = here.on_discord()
    assert "Starlink Group 99-1" in words(post)
    assert "Success" in words(post)


async def test_a_post_whose_launch_nobody_has_told_yet_waits_and_is_said_once(
    here: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An event of before events carried their launch."""
    async with stage(here) as running:
        await running.subscribe()
        here.discord.faults.add("POST", POSTS, TooManyRequests(40.0))
        here.telegram.faults.add("sendMessage", flood(40))
        await running.result()
        await running.settled(until_final=False)
        async with running.core.state._database.write() as connection:
            await connection.exec_driver_sql("UPDATE events SET content = '{}'")
    forget_catalogue(tmp_path)
    archive, here.library.archive = here.library.archive, type(here.library.archive)([], here.clock)
    async with stage(here) as running:
        for _ in range(3):
            await running.pass_time(minutes=2)
            assert await running.settled(until_final=False) == {"discord": [PENDING], "telegram": [PENDING]}
        assert caplog.text.count("event_waits") == 2, "once a platform"
        here.library.archive = archive
        await running.pass_time(minutes=31)
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}


async def test_the_newer_of_catalogue_and_event_is_told(running: Stage, here: World) -> None:
    here.discord.faults.add("POST", POSTS, TooManyRequests(40.0))
    launch_id = await running.result()
    await running.settled(until_final=False)
    here.library.archive.conclude(launch_id, "failure")
    await running.pass_time(minutes=31)
    await running.settled()
    assert "Failure" in words(here.on_discord()[0])


@pytest.mark.parametrize("kind", ["digest", "summary"])
async def test_a_digest_and_a_summary_need_no_catalogue(here: World, tmp_path: Path, kind: str) -> None:
    """They carry their launches, and a summary which filters let them through."""
    async with stage(here) as running:
        for platform in ("discord", "telegram"):
            wishes = Wishes(
                query="search=ours", frequency=Frequency.DAILY if kind == "digest" else Frequency.INSTANT
            )
            due = here.clock.now + timedelta(hours=1) if kind == "digest" else None
            await running.core.state.subscriptions.add(running.place(platform), wishes, due)
        names = ("Ours 1", "Theirs", "Ours 2")
        launches = [here.launch(f"Falcon 9 Block 5 | {name}") for name in names]
        here.discord.faults.add("POST", POSTS, TooManyRequests(40.0))
        here.telegram.faults.add("sendMessage", flood(40))
        if kind == "summary":
            await running.pass_time(minutes=31)
        for launch_id in launches:
            here.library.archive.conclude(launch_id, "success")
        if kind == "digest":
            await running.pass_time(minutes=31)
        await running.pass_time(hours=2 if kind == "digest" else 60)
        assert await running.settled(until_final=False) == {"discord": [PENDING], "telegram": [PENDING]}
    forget_catalogue(tmp_path)
    await here.library.stop()
    async with stage(here) as running:
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
    for text in (words(here.on_discord()[0]), here.on_telegram()[0].text or ""):
        assert "Ours 1" in text
        assert "Ours 2" in text
        assert "Theirs" not in text
        assert "2 launches · 2 successes" in text


async def test_a_digest_waits_for_a_catalogue_that_was_lost(
    here: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage(here) as running:
        due = here.clock.now + timedelta(hours=1)
        wishes = Wishes(query="", frequency=Frequency.DAILY)
        await running.core.state.subscriptions.add(running.place("discord"), wishes, due)
        await running.result("Falcon 9 Block 5 | Ours 1")
    forget_catalogue(tmp_path)
    archive, here.library.archive = here.library.archive, type(here.library.archive)([], here.clock)
    here.library.faults.add("status", status=500, times=1_000)
    async with stage(here) as running:
        for _ in range(3):
            await running.pass_time(hours=1)
            assert (await running.states())["discord"] == []
        assert caplog.text.count("digests_wait") == 1
    here.library.archive = archive
    here.library.faults._due.clear()
    async with stage(here) as running:
        await running.pass_time(minutes=31)
        assert (await running.settled())["discord"] == [SENT]
    assert "Ours 1" in words(here.on_discord()[0])


async def test_a_digest_does_not_wait_for_ever(here: World, tmp_path: Path) -> None:
    """For what is left of its day it tells what there is."""
    async with stage(here) as running:
        due = here.clock.now + timedelta(hours=1)
        wishes = Wishes(query="", frequency=Frequency.DAILY)
        subscribed = await running.core.state.subscriptions.add(running.place("discord"), wishes, due)
        await running.result("Falcon 9 Block 5 | Ours 1")
    forget_catalogue(tmp_path)
    here.library.faults.add("status", status=500, times=1_000)
    async with stage(here) as running:
        await running.pass_time(hours=12)
        assert (await running.core.state.subscriptions.of(running.place("discord")))[0].next_at == due
        await running.pass_time(hours=1)
        (waited,) = await running.core.state.subscriptions.of(running.place("discord"))
        assert (waited.id, waited.told_until) == (subscribed.id, due)
