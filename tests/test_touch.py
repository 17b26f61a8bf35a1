"""Filters by touch over the wire: the panel and its form on Discord, keyboards on Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from commands.dispatcher import Dispatcher
from playground.discord.component_types import walk
from playground.telegram.server import TelegramServer
from tests.whole import by_spacex, count_of, ended_as, of_type
from tests.wire import (
    PatientDiscord,
    button,
    discord_bot,
    embedded,
    menu,
    on_discord,
    on_telegram,
    press,
    telegram_bot,
)


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with embedded(tmp_path) as made:
        yield made


async def test_discord_panel_is_private_its_form_survives_a_restart_and_its_list_is_public(
    dispatcher: Dispatcher,
) -> None:
    async with PatientDiscord() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            listed = (await server.slash(ada, channel, "previous", {"provider": "SpaceX"})).message
            assert listed is not None
            opened = await server.press(ada, listed, button(listed, "Filters"))
            assert opened.ephemeral
            panel = opened.message
            assert panel is not None
            form = (await server.press(ada, panel, button(panel, "In one form"))).modal
            assert form is not None
        async with discord_bot(dispatcher, server) as again:
            await again.wait_ready()
            await server.submit(ada, form, {"search": "starlink"})
            assert "“starlink”" in str(panel.components)
            shown = await server.press(ada, panel, button(panel, "Show this list"))
            assert not shown.ephemeral
            assert shown.message is not None
            assert "“starlink”" in str(shown.message.components)
            assert shown.message.id != listed.id


async def test_telegram_leads_by_touch_from_the_menu_to_a_launch(dispatcher: Dispatcher) -> None:
    spacex, failures = count_of(by_spacex), count_of(ended_as(4))
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        async with telegram_bot(dispatcher, server):
            await server.wait_for_poll()
            message = await (await server.say(bo, text="/previous")).reply()
            for label, shown in (
                ("By provider", "Provider"),
                (f"SpaceX ({spacex})", f"SpaceX launches · {spacex}"),
                ("Filters", "Launches that match all filters."),
                ("Outcome", "Pick one"),
                (f"Failure ({failures})", f"{failures} launches"),
                ("✕ failures", f"{spacex} launches"),
                ("Show this list", f"SpaceX launches · {spacex}"),
            ):
                edit = asyncio.create_task(server.edited(message))
                await server.press(bo, message, message.button(label)["callback_data"])
                await edit
                assert shown in (message.text or ""), label


async def test_a_type_of_missions_is_chosen_by_touch_or_completed_on_both_platforms(
    dispatcher: Dispatcher,
) -> None:
    resupply, tourism = count_of(of_type("Resupply")), count_of(of_type("Tourism"))
    async with on_discord(dispatcher) as (server, ada, channel):
        choices = await server.autocomplete(ada, channel, "previous", {"mission": "cargo"}, "mission")
        assert [choice["value"] for choice in choices] == ["Resupply"]
        listed = (await server.slash(ada, channel, "previous", {"mission": "Resupply"})).message
        assert listed is not None
        assert f"Resupply launches · {resupply}" in str(listed.components)
        panel = (await server.press(ada, listed, button(listed, "Filters"))).message
        assert panel is not None
        custom_id, value = menu(panel, "Tourism")
        await server.choose(ada, panel, custom_id, [value])
        shown = await server.press(ada, panel, button(panel, "Show this list"))
        assert f"Tourism launches · {tourism}" in str(shown.message and shown.message.components)
    async with on_telegram(dispatcher) as (telegram, bo):
        message = await (await telegram.say(bo, text="/previous mission:cargo")).reply()
        assert f"Resupply launches · {resupply}" in (message.text or "")
        await press(telegram, bo, message, "Filters")
        await press(telegram, bo, message, "Mission type: Resupply")
        assert f"{tourism} launches" in await press(telegram, bo, message, f"Tourism ({tourism})")
        listing = await press(telegram, bo, message, "Show this list")
        assert f"Tourism launches · {tourism}" in listing


async def test_figures_are_grouped_anew_by_touch_on_both_platforms(dispatcher: Dispatcher) -> None:
    async with PatientDiscord() as server, TelegramServer() as telegram:
        ada, bo = server.world.add_user("Ada"), telegram.add_user("Bo")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        async with discord_bot(dispatcher, server) as bot, telegram_bot(dispatcher, telegram):
            await bot.wait_ready()
            told = (await server.slash(ada, channel, "stats", {"provider": "SpaceX"})).message
            assert told is not None
            assert "By year" in str(told.components)
            menu = next(part for part in walk(told.components) if part.get("options"))
            rocket = next(o["value"] for o in menu["options"] if o["label"] == "By rocket")
            await server.choose(ada, told, menu["custom_id"], [rocket])
            assert "### By rocket" in str(told.components)
            message = await (await telegram.say(bo, text="/stats provider:spacex")).reply()
            assert "Success rate: 97." in (message.text or "")
            await press(telegram, bo, message, "Groups")
            await press(telegram, bo, message, "By rocket")
            assert "Falcon Heavy · " in (message.text or "")
