"""Plain words over the wire: asked, read, put right by buttons, and searched for, on both platforms."""

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

LITERAL = "Search for these words instead"


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


def _text(message: Any) -> str:
    return "\n".join(str(part["content"]) for part in walk(message.components) if "content" in part)


def _button(message: Any, label: str) -> str:
    parts = walk(message.components)
    return next(str(part["custom_id"]) for part in parts if part.get("label") == label)


async def test_discord_understands_plain_words_and_lets_them_be_put_right(dispatcher: Dispatcher) -> None:
    async with DiscordServer() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        bot = DiscordBot(dispatcher, server.token, api_url=server.api_url, gateway_url=server.gateway_url)
        async with bot:
            await bot.wait_ready()

            async def ask(words: str, command: str = "previous", **more: str) -> Any:
                message = (await server.slash(ada, channel, command, {"search": words, **more})).message
                assert message is not None
                return message

            async def press(message: Any, label: str) -> str:
                await server.press(ada, message, _button(message, label))
                return _text(message)

            told = await ask("spacex failures since 2015")
            assert "Understood as: provider SpaceX · failures · since 1 January 2015" in _text(told)
            removed = await press(told, "✕ failures")
            assert "21 launches · provider SpaceX, since 1 January 2015" in removed
            assert "Understood as" not in removed

            ambiguous = await ask("launches from 2020", provider="spacex")
            assert "1 launch · provider SpaceX" in _text(ambiguous)
            assert "Did you mean since 1 January 2020?" in _text(ambiguous)
            assert "provider SpaceX, since 1 January 2020" in await press(ambiguous, "since 1 January 2020")

            searched = await ask("crewed dragon flights")
            assert "Understood as: crewed · the words “dragon”" in _text(searched)
            assert "“crewed dragon flights”" in await press(searched, LITERAL)

            figures = await ask("success rate of soyuz", "stats")
            assert "Understood as: rocket Soyuz" in _text(figures)
            assert "171" in await press(figures, "✕ rocket Soyuz")


async def test_telegram_understands_plain_words_in_a_command_and_in_a_private_chat(
    dispatcher: Dispatcher,
) -> None:
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        api_url = server.base_url.removesuffix("/bot")
        async with TelegramBot(dispatcher, server.token, api_url=api_url, clock=lambda: NOW):
            await server.wait_for_poll(10)

            async def ask(text: str, understood: str, label: str, shown: str) -> None:
                message = await (await server.say(bo, text=text)).reply()
                assert understood in (message.text or "")
                edit = asyncio.create_task(server.edited(message))
                await server.press(bo, message, message.button(label)["callback_data"])
                await edit
                assert shown in (message.text or "")

            await ask(
                "crewed launches from Baikonur in the 60s",
                "from Baikonur Cosmodrome, Republic of Kazakhstan · crewed · from 1960 to 1969",
                "✕ crewed",
                "from Baikonur Cosmodrome, Republic of Kazakhstan, from 1960 to 1969",
            )
            await ask(
                "/previous provider:nasa launches from 1969",
                "Understood as: in 1969\nDid you mean since 1 January 1969?",
                "since 1 January 1969",
                "provider National Aeronautics and Space Administration, since 1 January 1969",
            )
            await ask("starlink launches", "the words “starlink”", LITERAL, "matches “starlink launches”")
            await ask("/search spacex failures", "matches “spacex failures”", "SpaceX", "provider SpaceX")
            apollo = await (await server.say(bo, text="apollo 11")).reply()
            assert "2 launches · “apollo 11”" in (apollo.text or "")
            assert LITERAL not in {key["text"] for key in apollo.buttons}
