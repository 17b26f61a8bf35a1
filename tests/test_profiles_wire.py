"""Days and profiles over the wire: asked, completed, charted and walked through on both platforms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import count
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
        # Every press comes minutes after the one before, so that nobody is too fast.
        ticks = map(float, count(0, 600)).__next__
        yield Dispatcher(Queries(catalogue), outside(state), lambda: NOW, monotonic=ticks)


@pytest.fixture(autouse=True)
def _addresses_are_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py keeps its addresses process-wide; the bot changes them."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    websocket = discord.gateway.DiscordWebSocket
    monkeypatch.setattr(websocket, "DEFAULT_GATEWAY", websocket.DEFAULT_GATEWAY)


def _button(message: Any, label: str) -> str:
    parts = walk(message.components)
    return next(str(part["custom_id"]) for part in parts if part.get("label") == label)


def _menu(message: Any, label: str) -> tuple[str, str]:
    """Return the menu that has a choice of that label, and the choice's value."""
    for part in walk(message.components):
        for option in part.get("options", []):
            if option["label"] == label:
                return str(part["custom_id"]), str(option["value"])
    raise AssertionError(label)


async def test_discord_shows_days_and_profiles_and_leads_through_them(dispatcher: Dispatcher) -> None:
    async with DiscordServer() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        bot = DiscordBot(dispatcher, server.token, api_url=server.api_url, gateway_url=server.gateway_url)
        async with bot:
            await bot.wait_ready()
            day = (await server.slash(ada, channel, "onthisday", {"date": "April 12"})).message
            assert day is not None
            assert "## On this day: 12 April" in str(day.components)
            assert "### Notable" in str(day.components)
            menu, value = _menu(day, "2. 1961 · Vostok-K | Vostok 1")
            await server.choose(ada, day, menu, [value])
            assert "Crew: Yuri Gagarin" in str(day.components)
            await server.press(ada, day, _button(day, "‹ Back"))
            await server.press(ada, day, _button(day, "13 April ›"))
            assert "## On this day: 13 April" in str(day.components)

            completed = await server.autocomplete(ada, channel, "rocket", {"name": "falcon he"}, "name")
            assert "Falcon Heavy" in str(completed)
            told = (await server.slash(ada, channel, "rocket", {"name": "Falcon"})).message
            assert told is not None
            assert "rockets together" in str(told.components)
            assert [each["filename"] for each in told.attachments] == ["picture.png"]
            assert told.attachments[0]["description"].startswith("Bar chart: Launches by year · Falcon,")
            menu, value = _menu(told, "Falcon Heavy")
            await server.choose(ada, told, menu, [value])
            assert "## Falcon Heavy" in str(told.components)
            await server.press(ada, told, _button(told, "Figures"))
            assert "### By year" in str(told.components)

            for command, name in (("provider", "SpaceX"), ("site", "Baikonur")):
                profile = (await server.slash(ada, channel, command, {"name": name})).message
                assert profile is not None
                assert f"## {name}" in str(profile.components)
                await server.press(ada, profile, _button(profile, "Show these launches"))
                assert "## Previous launches" in str(profile.components)


async def test_telegram_shows_days_and_profiles_and_leads_through_them(dispatcher: Dispatcher) -> None:
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        api_url = server.base_url.removesuffix("/bot")
        async with TelegramBot(dispatcher, server.token, api_url=api_url, clock=lambda: NOW):
            await server.wait_for_poll(10)

            async def walk_through(asked: str, *steps: tuple[str, str]) -> None:
                message = await (await server.say(bo, text=asked)).reply()
                for label, shown in steps:
                    edit = asyncio.create_task(server.edited(message))
                    await server.press(bo, message, message.button(label)["callback_data"])
                    await edit
                    assert shown in (message.text or ""), label

            await walk_through(
                "/onthisday April 12",
                ("2", "Vostok-K | Vostok 1"),
                ("‹ Back", "1961 · Vostok-K | Vostok 1 · Success · 65 years ago"),
                ("13 April ›", "On this day: 13 April"),
            )
            await walk_through(
                "/rocket falcon",
                ("Falcon Heavy (3)", "Family: Falcon"),
                ("1", "Falcon Heavy | "),
                ("‹ Back", "Latest launches"),
                ("Figures", "By year"),
            )
            _text, photo = await (await server.say(bo, text="/provider spacex")).replies(2)
            assert "photo" in photo.media
            assert (photo.text or "").startswith("Bar chart: Launches by year · SpaceX, from 2006 to ")
            await walk_through("/provider spacex", ("Show these launches", "26 launches · provider SpaceX"))
            await walk_through(
                "/site baikonurr", ("Baikonur Cosmodrome, Republic of Kazakhstan", "Country: KAZ")
            )
