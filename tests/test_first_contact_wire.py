"""What somebody new sees: the greeting, a help that fits where it is read, and the way back from a slip."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from commands.definitions.commands import COMMANDS
from commands.dispatcher import Dispatcher
from commands.i18n.languages import TRANSLATED, Languages
from commands.i18n.translation import ENGLISH, Language, speaking
from commands.i18n.translation import _ as translated
from playground.discord import permissions
from playground.discord.component_types import walk
from playground.discord.interactions import Interaction
from playground.discord.messages import Message as DiscordMessage
from playground.discord.places import Channel, User
from playground.discord.server import DiscordServer
from playground.telegram.chats import Message as TelegramMessage
from playground.telegram.people import User as TelegramUser
from playground.telegram.server import TelegramServer
from tests.bot.announcing.stage import until
from tests.commands.conftest import TELEGRAM, read
from tests.wire import PatientDiscord, button, discord_bot, embedded, on_discord, on_telegram, press

MANAGING = {command.name for command in COMMANDS if command.manages}


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with embedded(tmp_path, Languages.load()) as made:
        yield made


def answer(interaction: Interaction) -> DiscordMessage:
    """What an interaction was answered with: a private answer that took long comes after its promise."""
    message = interaction.message or interaction.followups[-1]
    assert message is not None
    return message


def words(message: DiscordMessage) -> str:
    return "\n".join(part["content"] for part in walk(message.components) if "content" in part)


def labels(message: DiscordMessage) -> list[str]:
    return [part["label"] for part in walk(message.components) if part.get("label")]


def keys(message: TelegramMessage) -> list[str]:
    return [key["text"] for key in message.buttons]


def entities(message: TelegramMessage, kind: str) -> list[str]:
    """What Telegram marks as that kind of text; what can be tapped is a command, what is copied code."""
    text = (message.text or "").encode("utf-16-le")
    found = [each for each in message.entities if each["type"] == kind]
    return [text[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le") for e in found]


async def pages_on_discord(
    discord: DiscordServer, person: User, message: DiscordMessage
) -> AsyncIterator[DiscordMessage]:
    """Turn the pages of a message by the button that says which one is next, until there is none."""
    for turned in count(1):
        yield message
        after = [part for part in walk(message.components) if part.get("label", "").endswith("›")]
        if not after or after[0].get("disabled"):
            return
        assert after[0]["label"] == f"{turned + 1} ›"
        await discord.press(person, message, after[0]["custom_id"])


async def pages_on_telegram(
    telegram: TelegramServer, person: TelegramUser, message: TelegramMessage
) -> AsyncIterator[TelegramMessage]:
    """Turn the pages of a message by the key that says which one is next, until there is none."""
    for turned in count(1):
        yield message
        if not any(key.endswith("›") for key in keys(message)):
            return
        await press(telegram, person, message, f"{turned + 1} ›")


async def test_telegram_greets_with_a_result_and_four_ways_on(dispatcher: Dispatcher) -> None:
    async with on_telegram(dispatcher) as (telegram, bo):
        greeting = await (await telegram.say(bo, text="/start")).reply()
        text = greeting.text or ""
        title, sentences, *_rest = text.split("\n\n")
        assert title == "Hello, I’m Launchlog"
        assert len(re.findall(r"\.(?: |$)", sentences)) == 2
        assert "The latest result" in text
        assert "Success · " in text
        assert keys(greeting) == ["Latest launch", "Browse", "Subscribe here", "Help"]
        assert len(text) < 500
        ways = {
            "Latest launch": "Provider:",
            "Browse": "What would you like to see?",
            "Help": "How to use Launchlog",
        }
        ways |= {"Subscribe here": "Subscribed."}
        for label, shown in ways.items():
            message = await (await telegram.say(bo, text="/start")).reply()
            assert shown in await press(telegram, bo, message, label), label


async def test_discord_greets_whoever_asks_for_their_eyes_alone(dispatcher: Dispatcher) -> None:
    async with on_discord(dispatcher) as (discord, ada, channel):
        greeting = answer(await discord.slash(ada, channel, "start"))
        assert greeting.visible_to is ada
        assert "Hello, I’m Launchlog" in words(greeting)
        assert "### The latest result" in words(greeting)
        assert labels(greeting) == ["Latest launch", "Browse", "Subscribe here", "Help"]
        eve = discord.world.add_user("Eve")
        seen = answer(await discord.slash(eve, channel, "start"))
        assert "Subscribe here" not in labels(seen)


@pytest.mark.parametrize("allowed", [True, False])
async def test_a_discord_server_is_greeted_once_in_its_language_where_we_may_write(
    dispatcher: Dispatcher, allowed: bool
) -> None:
    async with PatientDiscord() as discord, discord_bot(dispatcher, discord) as bot:
        # What comes before is no news, but where it has been all the time.
        await bot.client.wait_until_ready()
        ada = discord.world.add_user("Ada")
        guild = discord.world.add_guild("Club", ada, bot_present=False)
        guild.locale = "de"
        hall = discord.world.add_channel(guild, "hall")
        other = discord.world.add_channel(discord.world.add_guild("Bare", ada, bot_present=False), "hall")
        guild.system_channel = hall.id
        if not allowed:
            hall.bot_permissions = permissions.MEMBER & ~permissions.SEND_MESSAGES
        # That without a channel for newcomers first, and last one that is greeted: each waits for the others.
        last = discord.world.add_guild("Last", ada, bot_present=False)
        lobby = discord.world.add_channel(last, "lobby")
        last.system_channel = lobby.id
        for each in (other.guild, guild, last):
            assert each is not None
            await discord.add_bot(each)
        await until(lambda: bool(discord.messages(lobby, ada)))
        await until(lambda: bool(discord.messages(hall, ada)) or not allowed)
        assert len(discord.messages(hall, ada)) == allowed
        assert discord.messages(other, ada) == []
        for greeting in discord.messages(hall, ada):
            with speaking(dispatcher.languages.of("de")):
                assert translated("Hello, I’m Launchlog") in words(greeting)
                help_ = translated("Help")
            pressed = answer(await discord.press(ada, greeting, button(greeting, help_)))
            assert pressed.visible_to is ada


async def test_help_is_short_and_names_only_what_can_be_done_there(dispatcher: Dispatcher) -> None:
    async with on_discord(dispatcher) as (discord, ada, channel):
        eve = discord.world.add_user("Eve")
        told: dict[str, list[str]] = {}
        for person in (ada, eve):
            asked = answer(await discord.slash(person, channel, "help"))
            assert asked.visible_to is person
            text = words(asked)
            assert len(text.split("\n")) <= 10
            assert len(text) < 800
            told[person.name] = await commands_on_discord(discord, person, asked)
        assert set(told["Ada"]) == {command.name for command in COMMANDS}
        assert set(told["Eve"]) == {command.name for command in COMMANDS} - MANAGING
    async with on_telegram(dispatcher) as (telegram, bo):
        cleo = telegram.world.add_user("Cleo")
        group = telegram.add_supergroup("Space", bo, cleo)
        for visitor, place, managing in ((bo, None, True), (bo, group, True), (cleo, group, False)):
            helped = await (await telegram.say(visitor, place, "/help")).reply()
            assert len((helped.text or "").split("\n")) <= 12
            assert len(helped.text or "") < 600
            assert ("/subscribe" in entities(helped, "bot_command")) is managing
            await press(telegram, visitor, helped, "Commands")
            listed = set()
            async for page in pages_on_telegram(telegram, visitor, helped):
                listed |= {each[1:] for each in entities(page, "bot_command")}
                assert not [code for code in entities(page, "code") if code.startswith("/")]
            assert listed >= MANAGING if managing else not MANAGING & listed


async def commands_on_discord(discord: DiscordServer, person: User, message: DiscordMessage) -> list[str]:
    """Open all pages of the commands; each is a mention with the id that Discord has given it."""
    ids = {str(each["id"]): each["name"] for each in discord.world.commands.in_guild(None)}
    await discord.press(person, message, button(message, "Commands"))
    found = []
    async for page in pages_on_discord(discord, person, message):
        mentions = re.findall(r"</(\w+):(\d+)>", words(page))
        assert mentions
        assert all(ids[id_] == name for name, id_ in mentions)
        found += [name for name, _id in mentions]
    return found


async def test_discords_commands_are_plain_until_their_ids_are_known(
    dispatcher: Dispatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with PatientDiscord() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry", ada), "launches")
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            known = words(answer(await server.slash(ada, channel, "subscriptions")))
            assert re.search(r"Start with </subscribe:\d+>\.", known)
            ada.locale = "de"
            german = words(answer(await server.slash(ada, channel, "subscriptions")))
            assert re.search(r"</abonnieren:\d+>", german)
        async with discord_bot(dispatcher, server) as again:
            await again.wait_ready()
            same = words(answer(await server.slash(ada, channel, "subscriptions")))
            assert same == german
            monkeypatch.setattr(again.client, "command_ids", {})
            ada.locale = "en-US"
            plain = words(answer(await server.slash(ada, channel, "subscriptions")))
            assert "Start with /subscribe." in plain


@pytest.mark.parametrize(
    ("said", "told", "commands"),
    [
        ("/latst", "There’s no command “latst”: did you mean /latest?", ["/latest"]),
        ("/subscribr spacex", "There’s no command “subscribr”: did you mean /subscribe?", ["/subscribe"]),
        ("/frobnicate", "There’s no command “frobnicate”: see /help.", ["/help"]),
    ],
)
async def test_an_unknown_command_gets_one_line_with_the_nearest(
    dispatcher: Dispatcher, said: str, told: str, commands: list[str]
) -> None:
    async with on_telegram(dispatcher) as (telegram, bo):
        reply = await (await telegram.say(bo, text=said)).reply()
        assert reply.text == told
        assert entities(reply, "bot_command") == commands
        german = telegram.world.add_user("Max", language_code="de")
        reply = await (await telegram.say(german, text="/hilfe")).reply()
        assert entities(reply, "bot_command") == ["/help"]
        group = telegram.add_supergroup("Space", bo)
        await telegram.say(bo, group, said)
        name, *rest = said.split()
        ours = await (
            await telegram.say(bo, group, " ".join((f"{name}@{telegram.world.bot.username}", *rest)))
        ).reply()
        assert ours.text == told
        assert len([each for each in group.messages.values() if each.by_bot]) == 1


@pytest.mark.parametrize("code", [each.code for each in (ENGLISH, *TRANSLATED)])
async def test_every_example_on_discord_is_typed_there(dispatcher: Dispatcher, code: str) -> None:
    language = dispatcher.languages.of(code)
    async with on_discord(dispatcher) as (discord, ada, channel):
        ada.locale = {"en": "en-US", "es": "es-ES", "zh": "zh-CN"}.get(code, code)
        examples = await examples_on_discord(discord, ada, channel, language)
        assert len(examples) >= sum(len(command.examples) for command in COMMANDS)
        for example in language_last(examples):
            text = words(answer(await discord.type(ada, channel, example)))
            assert is_answered(text, language), (example, text)


async def examples_on_discord(
    discord: DiscordServer, ada: User, channel: Channel, language: Language
) -> list[str]:
    message = answer(await discord.slash(ada, channel, "help"))
    found = re.findall(r"`(/[^`]+)`", words(message))
    with speaking(language):
        examples = translated("Examples")
    await discord.press(ada, message, button(message, examples))
    async for page in pages_on_discord(discord, ada, message):
        found += re.findall(r"`(/[^`]+)`", words(page))
    return list(dict.fromkeys(found))


@pytest.mark.parametrize("code", [each.code for each in (ENGLISH, *TRANSLATED)])
async def test_every_example_on_telegram_is_sent_there(dispatcher: Dispatcher, code: str) -> None:
    language = dispatcher.languages.of(code)
    async with on_telegram(dispatcher) as (telegram, _bo):
        max_ = telegram.world.add_user("Max", language_code=code)
        examples = await examples_on_telegram(telegram, max_, language)
        assert len(examples) >= sum(len(command.examples) for command in COMMANDS) + 1
        for number, example in enumerate(language_last(examples)):
            # Each in a chat of its own, as some answers have a chart after them.
            asker = telegram.world.add_user(f"Max {number}", language_code=code)
            reply = await (await telegram.say(asker, text=example)).reply()
            assert is_answered(reply.text or "", language), (example, reply.text)


async def examples_on_telegram(telegram: TelegramServer, max_: Any, language: Language) -> list[str]:
    message = await (await telegram.say(max_, text="/help")).reply()
    found = entities(message, "code")
    with speaking(language):
        examples, filters = translated("Examples"), translated("Filters")
    await press(telegram, max_, message, filters)
    found += [each for each in entities(message, "code") if each.startswith("/")]
    await press(telegram, max_, message, examples)
    async for page in pages_on_telegram(telegram, max_, message):
        found += entities(page, "code")
    return list(dict.fromkeys(found))


def language_last(examples: list[str]) -> list[str]:
    """What changes the language of a chat comes last: the others are answered in that of the app."""
    return sorted(examples, key=lambda each: each.endswith((" de", ":Deutsch")))


def is_answered(text: str, language: Language) -> bool:
    with speaking(language):
        excuses = (translated("That didn’t work"), translated("Nothing found"), translated("Nothing known"))
    return bool(text) and not any(excuse in text for excuse in excuses)


@pytest.mark.parametrize("action", ["c0-help", "c0-menu", "c0-latest"])
async def test_buttons_under_an_older_help_still_lead_on(dispatcher: Dispatcher, action: str) -> None:
    assert "That didn’t work" not in read(await dispatcher.press(action, TELEGRAM))
