"""Comparisons over the wire: asked, completed, charted and changed by touch on both platforms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from commands.dispatcher import Dispatcher
from playground.discord.component_types import walk
from playground.telegram.server import TelegramServer
from tests.whole import by_spacex, count_of, ended_as, on_falcon_heavy
from tests.wire import PatientDiscord, button, discord_bot, embedded, menu, press, telegram_bot


@cache
def spacex() -> int:
    return count_of(by_spacex)


@cache
def heavy() -> int:
    return count_of(on_falcon_heavy)


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with embedded(tmp_path) as made:
        yield made


async def test_discord_completes_compares_and_goes_on_after_a_restart(dispatcher: Dispatcher) -> None:
    async with PatientDiscord() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            typed = {"first": "SpaceX", "second": "falcon he"}
            completed = await server.autocomplete(ada, channel, "compare", typed, "second")
            assert completed[0] == {
                "name": f"Falcon Heavy · {heavy()} launches · Rocket",
                "value": "Falcon Heavy",
            }
            asked = {"first": "Soyuz", "second": "Falcon", "third": "Long March", "fourth": "NASA"}
            told = (await server.slash(ada, channel, "compare", asked)).message
            assert told is not None
            text = str(told.components)
            assert "## Comparison" in text
            assert "### Soyuz" in text
            assert [each["filename"] for each in told.attachments] == ["picture.png"]
            before = told.attachments[0]["description"]
            assert before.startswith(
                "Bar charts of launches by year on the same scale, from 1958 to 2026. Soy"
            )
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            where, value = menu(told, "2010s")
            await server.choose(ada, told, where, [value])
            assert "from 2010 to 2019" in str(told.components)
            after = told.attachments[0]["description"]
            assert "from 201" in after
            assert after != before
            await server.press(ada, told, button(told, "Falcon: launches"))
            assert "## Falcon launches" in str(told.components)
            assert told.attachments == []


async def test_discord_opens_figures_beside_the_panel_of_filters(dispatcher: Dispatcher) -> None:
    async with PatientDiscord() as server, discord_bot(dispatcher, server) as bot:
        await bot.wait_ready()
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        told = (await server.slash(ada, channel, "stats", {"provider": "SpaceX"})).message
        assert told is not None
        panel = (await server.press(ada, told, button(told, "Filters"))).message
        assert panel is not None
        where, value = menu(panel, "Failure")
        await server.choose(ada, panel, where, [value])
        shown = await server.press(ada, panel, button(panel, "Show figures"))
        assert not shown.ephemeral
        assert shown.message is not None
        assert shown.message.id not in (told.id, panel.id)
        assert "provider SpaceX · failures" in str(shown.message.components)
        where, value = menu(shown.message, "Last 5 years")
        await server.choose(ada, shown.message, where, [value])
        assert "since 1 January 2022" in str(shown.message.components)


async def test_a_chart_button_of_an_old_message_shows_its_figures_there(dispatcher: Dispatcher) -> None:
    async with PatientDiscord() as server, discord_bot(dispatcher, server) as bot:
        await bot.wait_ready()
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        told = (await server.slash(ada, channel, "stats", {"provider": "SpaceX"})).message
        assert told is not None
        button = next(part for part in walk(told.components) if part.get("label") == "Filters")
        button["custom_id"] = "oc-ty-0-naP3d"
        shown = await server.press(ada, told, "oc-ty-0-naP3d")
        assert shown.message is not None
        assert shown.message.id == told.id
        assert told.attachments[0]["description"].startswith("Bar chart: Launches by year")


async def test_telegram_compares_with_the_chart_of_what_is_shown_now(dispatcher: Dispatcher) -> None:
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        async with telegram_bot(dispatcher, server):
            await server.wait_for_poll()
            told = await (await server.say(bo, text="/compare SpaceX vs NASA")).reply()
            assert (told.text or "").startswith("Comparison · SpaceX, ")
            successes, failures = count_of(ended_as(3)), count_of(ended_as(4)) + count_of(ended_as(7))
            ended = successes + failures
            rate = f"{successes / ended:.1%} successful ({successes} of {ended})"
            assert f"SpaceX: {spacex()} launches · {rate}" in (told.text or "")
            assert "Bar chart" not in (told.text or "")
            chart = told.media["photo"]

        # Another process answers what is pressed under the old message.
        async with telegram_bot(dispatcher, server):
            await server.wait_for_poll()
            await press(server, bo, told, "Years")
            assert told.media["photo"] == chart
            await _press(server, bo, told, "Last 5 years", "since 1 January 2022")
            assert told.media["photo"] != chart
            await _press(server, bo, told, "SpaceX: profile", "Abbreviation: SpX")
            assert "photo" in told.media
            assert server.world.private(bo).last_message_id == told.message_id


async def test_telegram_draws_the_figures_anew_that_were_changed_by_touch(dispatcher: Dispatcher) -> None:
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        async with telegram_bot(dispatcher, server):
            await server.wait_for_poll()
            said = await server.say(bo, text="/stats provider:spacex")
            first = await said.reply()
            await server.press(bo, first, first.button("Filters")["callback_data"])
            told = await said.reply()
            assert "Launches that match all filters." in (told.text or "")
            assert "photo" not in told.media
            for label, shown in (
                ("Outcome", "Pick one"),
                (f"Failure ({count_of(ended_as(4))})", f"{count_of(ended_as(4))} launches"),
                ("Show figures", "Figures · SpaceX failures\n"),
                ("Years", "Figures · SpaceX failures\n"),
                ("2010s", "from 2010 to 2019"),
                ("Groups", "from 2010 to 2019"),
                ("By rocket", "By rocket"),
            ):
                await _press(server, bo, told, label, shown)
            assert "photo" in told.media
            await server.world.feed.until(
                lambda: first.message_id not in server.world.private(bo).messages or None, 5
            )
            assert server.world.private(bo).last_message_id == told.message_id


async def test_telegram_offers_the_corrected_comparison(dispatcher: Dispatcher) -> None:
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        async with telegram_bot(dispatcher, server):
            await server.wait_for_poll()
            text = await (await server.say(bo, text='/compare "Falcn Heavy" "Soyuz"')).reply()
            assert "No provider or rocket is called “Falcn Heavy”." in (text.text or "")
            await _press(server, bo, text, "Falcon Heavy", f"Falcon Heavy: {heavy()} launches")


async def _press(server: TelegramServer, person: Any, message: Any, label: str, shown: str) -> None:
    edit = asyncio.create_task(server.edited(message))
    await server.press(person, message, message.button(label)["callback_data"])
    await edit
    assert shown in (message.text or ""), label
