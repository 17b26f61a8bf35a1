"""Filters by touch over the wire: the panel and its form on Discord, keyboards on Telegram."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord.gateway
import discord.http
import msgspec
import pytest

from adapters.discord.client import DiscordBot
from adapters.launch_library.pages import decode_page
from adapters.playground.discord.component_types import walk
from adapters.playground.discord.server import DiscordServer
from adapters.playground.launch_library.records import records
from adapters.playground.telegram.server import TelegramServer
from adapters.telegram.application import TelegramBot
from commands.dispatcher import Dispatcher
from commands.queries import Queries
from storage.catalogue import Catalogue
from storage.state.store import State
from tests.commands.conftest import NOW
from tests.outside import outside


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    page = decode_page(msgspec.json.encode(records()), "2.3.0", NOW)
    async with (
        await State.open(f"sqlite+aiosqlite:///{tmp_path / 'state.db'}", lambda: NOW) as state,
        Catalogue.open(tmp_path / "catalogue.db", lambda: NOW) as catalogue,
    ):
        await catalogue.store(page.records)
        yield Dispatcher(Queries(catalogue), outside(state), lambda: NOW)


def _custom_id(message: Any, label: str) -> str:
    parts = walk(message.components)
    return next(str(part["custom_id"]) for part in parts if part.get("label") == label)


async def test_discord_panel_is_private_its_form_survives_a_restart_and_its_list_is_public(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    websocket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(websocket, "DEFAULT_GATEWAY", websocket.DEFAULT_GATEWAY)
    async with DiscordServer() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        addresses = (server.api_url, server.gateway_url)
        bot = DiscordBot(dispatcher, server.token, api_url=addresses[0], gateway_url=addresses[1])
        async with bot:
            await bot.wait_ready()
            listed = (await server.slash(ada, channel, "previous", {"provider": "SpaceX"})).message
            assert listed is not None
            opened = await server.press(ada, listed, _custom_id(listed, "Filters"))
            assert opened.ephemeral
            panel = opened.message
            assert panel is not None
            form = (await server.press(ada, panel, _custom_id(panel, "Words and dates"))).modal
            assert form is not None
        again = DiscordBot(dispatcher, server.token, api_url=addresses[0], gateway_url=addresses[1])
        async with again:
            await again.wait_ready()
            await server.submit(ada, form, {"search": "starlink"})
            assert "“starlink”" in str(panel.components)
            shown = await server.press(ada, panel, _custom_id(panel, "Show this list"))
            assert not shown.ephemeral
            assert shown.message is not None
            assert "“starlink”" in str(shown.message.components)
            assert shown.message.id != listed.id


async def test_telegram_leads_by_touch_from_the_menu_to_a_launch(dispatcher: Dispatcher) -> None:
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        api_url = server.base_url.removesuffix("/bot")
        async with TelegramBot(dispatcher, server.token, api_url=api_url, clock=lambda: NOW):
            await server.wait_for_poll(10)
            message = await (await server.say(bo, text="/previous")).reply()
            for label, shown in (
                ("By provider", "Provider"),
                ("SpaceX (26)", "26 launches · provider SpaceX"),
                ("Filters", "Launches that match all filters."),
                ("Outcome", "Choose one"),
                ("Failure (5)", "5 launches"),
                ("✕ failures", "26 launches"),
                ("Show this list", "26 launches · provider SpaceX"),
            ):
                edit = asyncio.create_task(server.edited(message))
                await server.press(bo, message, message.button(label)["callback_data"])
                await edit
                assert shown in (message.text or ""), label


async def test_figures_are_grouped_anew_by_touch_on_both_platforms(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    websocket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(websocket, "DEFAULT_GATEWAY", websocket.DEFAULT_GATEWAY)
    async with DiscordServer() as server, TelegramServer() as telegram:
        ada, bo = server.world.add_user("Ada"), telegram.add_user("Bo")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        addresses = (server.api_url, server.gateway_url)
        bot = DiscordBot(dispatcher, server.token, api_url=addresses[0], gateway_url=addresses[1])
        async with bot, TelegramBot(
            dispatcher, telegram.token, api_url=telegram.base_url.removesuffix("/bot")
        ):  # fmt: skip
            await bot.wait_ready()
            told = (await server.slash(ada, channel, "stats", {"provider": "SpaceX"})).message
            assert told is not None
            assert "By year" in str(told.components)
            menu = next(part for part in walk(told.components) if part.get("options"))
            rocket = next(o["value"] for o in menu["options"] if o["label"] == "By rocket")
            await server.choose(ada, told, menu["custom_id"], [rocket])
            assert "### By rocket" in str(told.components)
            message = await (await telegram.say(bo, text="/stats provider:spacex")).reply()
            assert "Success rate: 76%" in (message.text or "")
            edit = asyncio.create_task(telegram.edited(message))
            await telegram.press(bo, message, message.button("By rocket")["callback_data"])
            await edit
            assert "Falcon Heavy · " in (message.text or "")
