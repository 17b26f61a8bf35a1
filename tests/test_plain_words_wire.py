"""Plain words over the wire: asked, read, put right by buttons, and searched for, on both platforms."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from commands.dispatcher import Dispatcher
from playground.discord.component_types import walk
from playground.telegram.server import TelegramServer
from tests.raw_history import by
from tests.whole import Json, by_spacex, count_of, whole_records
from tests.wire import PatientDiscord, button, discord_bot, embedded, telegram_bot

LITERAL = "Search these words"


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with embedded(tmp_path) as made:
        yield made


def _from_baikonur_in_the_60s(record: Json) -> bool:
    from_there = str(record["pad"]["location"]["name"]).startswith("Baikonur Cosmodrome")
    return from_there and "1960" <= str(record["net"]) < "1970"


def _by_nasa_since_1969(record: Json) -> bool:
    return by("National Aeronautics and Space Administration")(record) and str(record["net"]) >= "1969"


def _text(message: Any) -> str:
    return "\n".join(str(part["content"]) for part in walk(message.components) if "content" in part)


async def test_discord_understands_plain_words_and_lets_them_be_put_right(dispatcher: Dispatcher) -> None:
    async with PatientDiscord() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()

            async def ask(words: str, command: str = "previous", **more: str) -> Any:
                message = (await server.slash(ada, channel, command, {"search": words, **more})).message
                assert message is not None
                return message

            async def press(message: Any, label: str) -> str:
                await server.press(ada, message, button(message, label))
                return _text(message)

            told = await ask("spacex failures since 2015")
            assert "Understood as: provider SpaceX · failures · since 1 January 2015" in _text(told)
            since_2015 = count_of(lambda record: by_spacex(record) and record["net"] >= "2015")
            removed = await press(told, "✕ failures")
            assert f"SpaceX launches since 2015 · {since_2015}" in removed
            assert "Understood as" not in removed

            ambiguous = await ask("launches from 2020", provider="spacex")
            in_2020 = count_of(lambda record: by_spacex(record) and record["net"][:4] == "2020")
            assert f"SpaceX launches in 2020 · {in_2020}" in _text(ambiguous)
            assert "Did you mean: since 1 January 2020?" in _text(ambiguous)
            assert "SpaceX launches since 2020" in await press(ambiguous, "since 1 January 2020")

            searched = await ask("crewed dragon flights")
            assert "Understood as: spacecraft Dragon · crewed" in _text(searched)
            assert "“crewed dragon flights”" in await press(searched, LITERAL)

            figures = await ask("success rate of soyuz", "stats")
            assert "Understood as: rocket Soyuz" in _text(figures)
            assert f"{len(whole_records()):,} launches" in await press(figures, "✕ rocket Soyuz")


async def test_telegram_understands_plain_words_in_a_command_and_in_a_private_chat(
    dispatcher: Dispatcher,
) -> None:
    since_1969 = count_of(_by_nasa_since_1969)
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        async with telegram_bot(dispatcher, server):
            await server.wait_for_poll()

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
                "Launches from Baikonur Cosmodrome from 1960 to 1969 · "
                f"{count_of(_from_baikonur_in_the_60s)}\n",
            )
            await ask(
                "/previous provider:nasa launches from 1969",
                "Understood as: in 1969\nDid you mean: since 1 January 1969?",
                "since 1 January 1969",
                f"NASA launches since 1969 · {since_1969}\n\n1. ",
            )
            await ask("starlink launches", "the words “starlink”", LITERAL, "match: “starlink launches”")
            await ask(
                "/search spacx", "match: “spacx”", "SpaceX", f"SpaceX launches · {count_of(by_spacex)}\n"
            )
            apollo = await (await server.say(bo, text="apollo 11")).reply()
            assert (apollo.text or "").startswith("Saturn V | Apollo 11\n")
            assert LITERAL not in {key["text"] for key in apollo.buttons}


async def test_discord_opens_the_launch_and_tells_the_number_that_is_asked_for(
    dispatcher: Dispatcher,
) -> None:
    async with PatientDiscord() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()

            async def ask(words: str) -> str:
                message = (await server.slash(ada, channel, "previous", {"search": words})).message
                assert message is not None
                return _text(message)

            one = await ask("first spacex launch")
            assert "Understood as: provider SpaceX · oldest first" in one
            assert "The first of " in one
            assert "Apollo 11 launched on " in await ask("when did apollo 11 launch")
            assert " with an outcome succeeded." in await ask("spacex success rate")
            assert "Most launches: " in await ask("spacex vs ula")
            assert "only these 2 launches" in await ask("2 latest spacex launches")


async def test_telegram_opens_the_launch_and_tells_the_number_that_is_asked_for(
    dispatcher: Dispatcher,
) -> None:
    async with TelegramServer() as server, telegram_bot(dispatcher, server):
        await server.wait_for_poll()

        async def ask(words: str) -> str:
            # A chart follows in the same chat, so each question is in a chat of its own.
            asker = server.world.add_user("Bo")
            message = await (await server.say(asker, text=words)).reply()
            return str(message.text)

        assert "The first of " in await ask("first spacex launch")
        assert "Apollo 11 launched on " in await ask("when did apollo 11 launch")
        assert " with an outcome succeeded." in await ask("spacex success rate")
        assert "Most launches: " in await ask("spacex vs ula")
        assert "only these 2 launches" in await ask("2 latest spacex launches")
