"""Over the wire, what is hard by thumb: all filters in one form, a page by its number, a message's menu."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.discord.commands import message_command
from adapters.discord.responses import Answers
from adapters.discord.translator import Translator
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from playground.discord.component_types import Type, walk
from playground.discord.people import People
from tests.wire import PatientDiscord, button, discord_bot, embedded, on_discord


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with embedded(tmp_path) as made:
        yield made


def labels(message: Any) -> list[str]:
    """What stands on the buttons of a message."""
    return [part["label"] for part in walk(message.components) if part["type"] == Type.BUTTON]


def text(message: Any) -> str:
    """What is read in a message."""
    return "\n".join(part["content"] for part in walk(message.components) if "content" in part)


async def test_one_form_filters_a_list_in_place_for_the_asker_and_in_a_copy_for_others(
    dispatcher: Dispatcher,
) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):
        bo = server.world.add_user("Bo")
        listed: Any = (await server.slash(ada, channel, "previous", {"provider": "SpaceX"})).message
        form: Any = (await server.press(ada, listed, button(listed, "Quick filter"))).modal
        kinds = [part["component"]["type"] for part in form.components]
        assert kinds == [
            Type.STRING_SELECT, Type.CHECKBOX_GROUP, Type.RADIO_GROUP, Type.TEXT_INPUT, Type.TEXT_INPUT,
        ]  # fmt: skip
        await server.submit(ada, form, {"outcome": ["failure", "partial"], "when": "since 2015"})
        assert "## SpaceX failures and partial failures since 2015" in text(listed)

        before = text(listed)
        theirs: Any = (await server.press(bo, listed, button(listed, "Quick filter"))).modal
        copied = await server.submit(bo, theirs, {"provider": [], "crewed": "yes", "outcome": []})
        assert copied.ephemeral
        assert "## Launches since 2015 · crewed" in text(copied.message)
        assert text(listed) == before


async def test_a_wrong_date_opens_the_form_again_as_it_was_typed_after_a_restart_too(
    dispatcher: Dispatcher,
) -> None:
    async with PatientDiscord() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            listed: Any = (await server.slash(ada, channel, "previous", {})).message
            form: Any = (await server.press(ada, listed, button(listed, "Quick filter"))).modal
            typed: dict[str, str | bool | list[str]] = {
                "when": "last wek",
                "outcome": ["failure"],
                "crewed": "no",
                "search": "star",
            }
            refused = await server.submit(ada, form, typed)
            assert refused.ephemeral
            assert "I don’t understand the date “last wek”." in text(refused.message)
        async with discord_bot(dispatcher, server) as again:
            await again.wait_ready()
            told: Any = refused.message
            form = (await server.press(ada, told, button(told, "Change what I typed"))).modal
            shown = {part["component"]["custom_id"]: part for part in form.components}
            assert shown["when"]["component"]["value"] == "last wek"
            assert shown["when"]["description"].startswith("I don’t understand the date")
            assert shown["search"]["component"]["value"] == "star"
            boxes = shown["outcome"]["component"]["options"]
            assert [each["value"] for each in boxes if each.get("default")] == ["failure"]
            await server.submit(ada, form, {"when": "1957-2023", "crewed": "any", "search": ""})
            assert "## Failures from 1957 to 2023" in text(told)


async def test_a_page_is_gone_to_by_its_number(dispatcher: Dispatcher) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):
        listed: Any = (await server.slash(ada, channel, "previous", {"provider": "SpaceX"})).message
        where = next(label for label in labels(listed) if label.startswith("1 / "))
        last = where.removeprefix("1 / ")
        form: Any = (await server.press(ada, listed, button(listed, where))).modal
        await server.submit(ada, form, {"page": last})
        assert f"{last} / {last}" in labels(listed)


async def test_launches_in_a_message_are_looked_up_privately_from_its_menu(dispatcher: Dispatcher) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):
        bo = server.world.add_user("Bo")
        (command,) = server.message_commands(ada, channel)
        assert command["name"] == "Launches in this message"
        one = server.say(bo, channel, "I still remember watching Apollo 11, what a day!")
        answer = await server.ask_of(ada, one, "Launches in this message")
        assert answer.ephemeral
        assert "Saturn V" in text(answer.message)

        several = server.say(bo, channel, "Was Europa Clipper before Inspiration4 or after? And sputnik 1?")
        listed = await server.ask_of(ada, several, "Launches in this message")
        assert listed.ephemeral
        for name in ("Europa Clipper", "Inspiration4", "Sputnik 1"):
            assert name in text(listed.message).replace("\\", "")

        none = server.say(bo, channel, "What is for lunch on the launch pad?")
        nothing = await server.ask_of(ada, none, "Launches in this message")
        assert "This message names no launch that I know." in text(nothing.message)

        # Our own answers are looked through as well, which have no content but components.
        card: Any = (await server.slash(bo, channel, "launch", {"launch": "Apollo 11"})).message
        again = await server.ask_of(ada, card, "Launches in this message")
        assert "Apollo 11" in text(again.message)


async def test_the_message_command_has_a_name_in_every_language(dispatcher: Dispatcher) -> None:
    async with discord.Client(intents=discord.Intents.none()) as client:
        tree = app_commands.CommandTree(client)
        made = message_command(dispatcher, Answers())
        payload = await made.get_translated_payload(tree, Translator(Languages.load()))
    names = payload["name_localizations"]
    assert names["de"] == "Starts in dieser Nachricht"
    assert {"de", "es-ES", "fr", "ru", "zh-CN"} <= names.keys()
    assert all(len(name) <= 32 for name in names.values())


async def test_the_message_command_goes_where_people_bring_the_bot(
    dispatcher: Dispatcher,
) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):
        (command,) = server.message_commands(ada, channel)
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert sorted(command["integration_types"]) == [0, 1]
        elsewhere = server.world.add_channel(
            server.world.add_guild("Elsewhere", bot_present=False), "general"
        )
        assert isinstance(server, People)
        said = server.say(ada, elsewhere, "Apollo 11")
        assert "Saturn V" in text((await server.ask_of(ada, said, command["name"])).message)
