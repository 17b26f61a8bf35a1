"""A place subscribes to what happened in earlier years, and hears of it once, on days that have anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from storage.errors import StoreError
from storage.models import Launch
from storage.state.models import DeliveryState, Frequency, Mute, MuteKind, Wishes
from storage.state.subscriptions import Subscriptions
from tests.bot.announcing.stage import Stage, custom_id, stage, words, world
from tests.bot.announcing.test_lost_catalogue import forget_catalogue
from tests.launches import FALCON_9, SPACEX, launch, records

SENT = DeliveryState.SENT
UPRIGHT, DART, MARS = (
    "5acf58b8-f6cb-4f49-ae32-589f72a28948",
    "c4b2f90e-3385-4cbe-a89f-fc5f57da1bfb",
    "df8d4fdb-9add-4ce9-9f0e-aae1c61df212",
)
"""Launches that are remembered on 23, 24 and 26 November; it is the 23rd there, a Monday, at noon."""


def told() -> list[Launch]:
    return [
        launch(1, id=UPRIGHT, name="New Shepard | Anniversary", net=datetime(2015, 11, 23, 17, tzinfo=UTC)),
        launch(2, id=DART, name="Falcon 9 | DART Anniversary", net=datetime(2021, 11, 24, 6, tzinfo=UTC)),
        launch(3, id=MARS, name="Atlas V | MSL Anniversary", net=datetime(2011, 11, 26, 15, tzinfo=UTC)),
        # Nothing is remembered of this one.
        launch(4, name="Falcon 9 | Anniversary", net=datetime(2016, 11, 25, 6, tzinfo=UTC)),
        launch(5, name="Falcon 9 | Before", net=datetime(2010, 6, 4, 6, tzinfo=UTC)),
    ]


async def remembering(running: Stage) -> None:
    """Let the catalogue know what is remembered, and Launch Library, so that it stays known."""
    archive = running.world.library.archive
    like = archive.previous({"search": "spacex starlink"})[0]
    for each in told():
        net = each.net.strftime("%Y-%m-%dT%H:%M:%SZ")
        times = {"net": net, "window_start": net, "window_end": net}
        archive.put({**like, "id": each.id, "name": each.name, **times})
    await running.core.catalogue.store(records(*told()))


def texts(running: Stage) -> list[list[str]]:
    """Return the posts on Discord and on Telegram."""
    here = running.world
    return [[words(post) for post in here.on_discord()], [post.text or "" for post in here.on_telegram()]]


async def test_each_day_that_is_remembered_is_posted_once_and_leads_on(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await remembering(running)
        given: dict[str, Any] = {"search": "anniversary", "when": "onthisday", "hour": 14}
        answered = await here.discord.slash(here.ada, here.channel, "subscribe", given)
        subscribed = await answered.settled()
        assert subscribed is not None
        assert "what happened on this day, every day at 14:00 (UTC)" in words(subscribed)
        said = await here.telegram.say(here.bo, here.group, "/subscribe anniversary when:onthisday hour:14")
        assert "every day at 14:00" in ((await said.reply()).text or "")
        await running.pass_time(hours=3)
        assert await running.settled() == {"discord": [SENT], "telegram": [SENT]}
        line = "first rocket to land upright after a flight to space · New Shepard | Anniversary"
        for (text,) in texts(running):
            assert "On this day: 23 November" in text.replace("*", "")
            assert line in text.replace("\\", "")
        (post,) = here.on_discord()
        opened = await here.discord.press(here.ada, post, custom_id(post, "Details"))
        assert opened.ephemeral
        day = await here.discord.press(here.ada, post, custom_id(post, "All of 23 November"))
        assert day.message is not None
        assert "On this day: 23 November" in words(day.message)
        # DART on the next day, nothing on the 25th, Curiosity on the 26th.
        for posts in (2, 2, 3):
            await running.pass_time(hours=24)
            await running.settled()
            assert [len(each) for each in texts(running)] == [posts, posts]
        assert "rover on Mars · Atlas V | MSL Anniversary" in texts(running)[0][-1].replace("\\", "")


async def test_a_week_is_told_day_by_day(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await remembering(running)
        given: dict[str, Any] = {
            "search": "anniversary", "when": "onthisday", "day": "monday", "hour": 14,
        }  # fmt: skip
        answered = await here.discord.slash(here.ada, here.channel, "subscribe", given)
        subscribed = await answered.settled()
        assert subscribed is not None
        assert "what happened on these days, every Monday at 14:00 (UTC)" in words(subscribed)
        await running.pass_time(hours=3)
        await running.settled()
        (post,) = here.on_discord()
        text = words(post)
        assert "Space history of the week from 23 November 2026" in text
        found = [text.index(day) for day in ("23 November", "24 November", "26 November")]
        assert found == sorted(found)
        assert "25 November" not in text
        assert "Before" not in text
        await running.pass_time(days=6)
        assert await running.settled() == {"discord": [SENT], "telegram": []}


async def test_what_is_muted_is_not_remembered(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await remembering(running)
        wishes = Wishes(query="search=anniversary", frequency=Frequency.MEMORY_DAILY, hour=14)
        place = running.place("discord")
        await running.core.state.subscriptions.add(place, wishes, here.clock.now + timedelta(hours=2))
        await running.core.state.subscriptions.mute(place, Mute(MuteKind.PROVIDER, SPACEX.id))
        await running.pass_time(hours=3)
        assert await running.settled() == {"discord": [], "telegram": []}
        await running.core.state.subscriptions.unmute(place, Mute(MuteKind.PROVIDER, SPACEX.id))
        await running.core.state.subscriptions.mute(place, Mute(MuteKind.ROCKET, FALCON_9.id + 1))
        await running.pass_time(hours=24)
        assert await running.settled() == {"discord": [SENT], "telegram": []}


async def test_a_post_that_is_made_twice_is_sent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends after it has made the post, and before it has noted that."""
    async with world(tmp_path) as here, stage(here) as running:
        await remembering(running)
        wishes = Wishes(query="", frequency=Frequency.MEMORY_DAILY, hour=14)
        due = here.clock.now + timedelta(hours=2)
        await running.core.state.subscriptions.add(running.place("discord"), wishes, due)
        schedule, failed = Subscriptions.schedule, list[int]()

        async def fail_once(self: Subscriptions, number: int, *given: Any) -> None:
            if not failed:
                failed.append(number)
                raise StoreError("gone")
            await schedule(self, number, *given)

        monkeypatch.setattr(Subscriptions, "schedule", fail_once)
        await running.pass_time(hours=3)
        assert failed
        await running.settled()
        await running.pass_time(minutes=5)
        assert await running.settled() == {"discord": [SENT], "telegram": []}
        assert len(here.on_discord()) == 1


async def test_a_post_that_is_due_needs_no_catalogue_and_speaks_the_language_of_its_place(
    tmp_path: Path,
) -> None:
    async with world(tmp_path) as here:
        async with stage(here) as running:
            await remembering(running)
            place = running.place("discord")
            await running.core.state.chats.set_language(place.platform, place.owner_id, "de", place)
            wishes = Wishes(query="search=anniversary", frequency=Frequency.MEMORY_DAILY, hour=14)
            await running.core.state.subscriptions.add(place, wishes, here.clock.now + timedelta(hours=2))
            here.clock.now += timedelta(hours=3)
            (due,) = await running.core.state.subscriptions.due_digests(here.clock.now, 10)
            await running.core.announcer._digest(due)
        forget_catalogue(tmp_path)
        await here.library.stop()
        async with stage(here) as running:
            assert await running.settled() == {"discord": [SENT], "telegram": []}
        (text,) = [words(post) for post in here.on_discord()]
        assert "New Shepard | Anniversary" in text.replace("\\", "")
        assert "vor 11 Jahren" in text


async def test_an_example_is_what_today_is_remembered_for(tmp_path: Path) -> None:
    async with world(tmp_path) as here, stage(here) as running:
        await remembering(running)
        given = {"search": "anniversary", "when": "onthisday"}
        answered = await here.discord.slash(here.ada, here.channel, "subscribe", given)
        card = await answered.settled()
        assert card is not None
        await here.discord.press(here.ada, card, custom_id(card, "Post an example"))
        (post,) = here.on_discord()
        assert "On this day: 23 November" in words(post)
