"""Days and profiles over the wire: asked, completed, charted and walked through on both platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from commands.dispatcher import Dispatcher
from tests.whole import by_spacex, count_of, on_falcon_heavy
from tests.wire import button, embedded, follow, menu, on_discord, on_telegram


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with embedded(tmp_path) as made:
        yield made


async def test_discord_shows_days_and_profiles_and_leads_through_them(dispatcher: Dispatcher) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):
        day = (await server.slash(ada, channel, "onthisday", {"date": "April 12"})).message
        assert day is not None
        assert "## On this day: 12 April" in str(day.components)
        assert "### Notable" in str(day.components)
        where, value = menu(day, "1. 1961 · Vostok-K | Vostok 1")
        await server.choose(ada, day, where, [value])
        assert "Crew: Yuri Gagarin" in str(day.components)
        await server.press(ada, day, button(day, "‹ Back"))
        await server.press(ada, day, button(day, "13 April ›"))
        assert "## On this day: 13 April" in str(day.components)

        completed = await server.autocomplete(ada, channel, "rocket", {"name": "falcon he"}, "name")
        assert "Falcon Heavy" in str(completed)
        told = (await server.slash(ada, channel, "rocket", {"name": "Falcon"})).message
        assert told is not None
        assert "rockets together" in str(told.components)
        assert [each["filename"] for each in told.attachments] == ["picture.png"]
        assert told.attachments[0]["description"].startswith("Bar chart: Launches by year · Falcon.")
        where, value = menu(told, "Falcon Heavy")
        await server.choose(ada, told, where, [value])
        assert "## Falcon Heavy" in str(told.components)
        await server.press(ada, told, button(told, "Figures"))
        assert "### By year" in str(told.components)

        for command, name, heading in (
            ("provider", "SpaceX", "## SpaceX launches · "),
            ("site", "Baikonur", "## Launches from Baikonur Cosmodrome · "),
        ):
            profile = (await server.slash(ada, channel, command, {"name": name})).message
            assert profile is not None
            assert f"## {name}" in str(profile.components)
            await server.press(ada, profile, button(profile, "Show these launches"))
            assert heading in str(profile.components)


async def test_telegram_shows_days_and_profiles_and_leads_through_them(dispatcher: Dispatcher) -> None:
    async with on_telegram(dispatcher) as (server, bo):

        async def walk_through(asked: str, *steps: tuple[str, str]) -> None:
            message = await (await server.say(bo, text=asked)).reply()
            for label, shown in steps:
                message = await follow(server, bo, message, label)
                assert shown in (message.text or ""), label

        await walk_through(
            "/onthisday April 12",
            ("1", "Vostok-K | Vostok 1"),
            ("‹ Back", "1961 · first person in space · Vostok-K | Vostok 1 · ✅ Success · 65 years ago"),
            ("13 April ›", "On this day: 13 April"),
        )
        await walk_through(
            "/rocket falcon",
            ("Choose a rocket", "rockets together"),
            (f"Falcon Heavy ({count_of(on_falcon_heavy)})", "Family: Falcon"),
            ("1", "Falcon Heavy | "),
            ("‹ Back", "Latest launches"),
            ("Figures", "By year"),
        )
        profile = await (await server.say(bo, text="/provider spacex")).reply()
        assert "photo" in profile.media
        assert (profile.text or "").startswith("SpaceX\n")
        await walk_through(
            "/provider spacex", ("Show these launches", f"SpaceX launches · {count_of(by_spacex)}")
        )
        await walk_through("/site baikonurr", ("Baikonur Cosmodrome, Republic…", "Country: Kazakhstan"))
