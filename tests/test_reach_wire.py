"""How far the bot reaches, over the wire: any chat of Telegram and Discord, links, and shares."""

from __future__ import annotations

from collections.abc import AsyncIterator
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.application import TelegramBot
from commands.definitions.commands import COMMANDS
from commands.dispatcher import Dispatcher
from playground.discord.component_types import walk
from playground.discord.places import Channel, User
from playground.discord.server import DiscordServer
from playground.telegram.server import TelegramServer
from tests.whole import by_spacex, count_of, on_falcon_heavy
from tests.wire import PatientDiscord, discord_bot, embedded, press, telegram_bot

NOWHERE = "This link doesn’t work here. See /help for what you can ask."


def pages(size: int) -> int:
    """Return how many pages the list of SpaceX's launches has."""
    return ceil(count_of(by_spacex) / size)


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with embedded(tmp_path) as made:
        yield made


def button(message: Any, label: str) -> dict[str, Any]:
    return next(dict(part) for part in walk(message.components) if part.get("label") == label)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(username="Launchlog_Bot") as server:
        yield server


@pytest.fixture
async def bot(dispatcher: Dispatcher, telegram: TelegramServer) -> AsyncIterator[TelegramBot]:
    async with telegram_bot(dispatcher, telegram) as running:
        await telegram.wait_for_poll()
        yield running


@pytest.mark.usefixtures("bot")
async def test_a_launch_is_found_sent_to_a_foreign_chat_opened_and_shared_on(
    telegram: TelegramServer,
) -> None:
    ada, bob = telegram.add_user("Ada"), telegram.add_user("Bob")
    club = telegram.add_supergroup("Space", ada, bob, with_bot=False)
    answer = await telegram.inline(ada, "falcon heavy", chat_type="supergroup")
    rockets = [result["title"].split(" | ")[0] for result in answer.results]
    assert rockets == ["Falcon Heavy"] * count_of(on_falcon_heavy)
    assert answer.results[0]["description"].startswith("Success · ")
    chosen = answer.results[-1]
    message = (await telegram.choose(ada, answer, chosen["id"], club)).message
    assert (message.text or "").startswith(chosen["title"])
    payload = message.button("Open in the bot")["url"].removeprefix("https://t.me/Launchlog_Bot?start=")
    opened = await (await telegram.follow_link(bob, payload)).reply()
    assert (opened.text or "").startswith(chosen["title"])
    again = await telegram.inline(bob, message.button("Share")["switch_inline_query"])
    assert again.results[0]["id"] == chosen["id"]


@pytest.mark.usefixtures("bot")
async def test_scrolling_leads_through_all_launches_once(telegram: TelegramServer) -> None:
    ada = telegram.add_user("Ada")
    answer = await telegram.inline(ada, "provider:spacex")
    seen = [result["id"] for result in answer.results]
    while answer.next_offset:
        answer = await telegram.inline(ada, "provider:spacex", offset=answer.next_offset)
        seen += [result["id"] for result in answer.results]
    assert len(seen) == len(set(seen)) == count_of(by_spacex)


@pytest.mark.usefixtures("bot")
async def test_a_wrong_filter_is_named_above_no_launches_in_the_askers_language(
    telegram: TelegramServer,
) -> None:
    answer = await telegram.inline(telegram.add_user("Ada"), "provider:spacex since:someday")
    assert answer.results == []
    assert (answer.button or {})["text"].startswith("I don’t understand the date “someday”.")
    nothing = await telegram.inline(telegram.add_user("Ada"), "no such launch")
    assert (nothing.button or {})["text"] == "Nothing found. Try fewer or different words."
    told = await telegram.follow_link(telegram.add_user("Eve"), (nothing.button or {})["start_parameter"])
    assert "Nothing found" in ((await told.reply()).text or "")


@pytest.mark.usefixtures("bot")
async def test_lists_and_launches_are_shared_by_a_button_that_finds_them_again(
    telegram: TelegramServer,
) -> None:
    ada = telegram.add_user("Ada")
    for asked, in_a_list in (
        ("/launch Sputnik 1", False),
        ("/previous provider:spacex since:2020 starlink", True),
        ("/latest", False),
    ):
        reply = await (await telegram.say(ada, text=asked)).reply()
        words = reply.button("Share")["switch_inline_query"]
        found = (await telegram.inline(ada, words)).results[0]["title"]
        # A list names the mission first, and the rocket in a line of its own.
        names = found.split(" | ") if in_a_list else [found]
        assert [name for name in names if name not in (reply.text or "")] == []


async def test_without_inline_mode_links_are_shared_and_open_in_private_and_in_groups(
    dispatcher: Dispatcher,
) -> None:
    async with TelegramServer(username="Launchlog_Bot", inline_mode=False) as server:
        bot = telegram_bot(dispatcher, server)
        async with bot:
            await server.wait_for_poll()
            ada = server.add_user("Ada")
            group = server.add_supergroup("Space", ada)
            reply = await (await server.say(ada, text="/previous provider:spacex")).reply()
            link = reply.button("Share")["url"]
            assert link.startswith("https://t.me/share/url?url=https%3A%2F%2Ft.me%2FLaunchlog_Bot%3Fstart%3D")
            payload = link.partition("start%3D")[2].partition("&")[0]
            for said in (
                await server.follow_link(ada, payload),
                await server.say(ada, group, f"/start@launchlog_bot {payload}"),
                await server.say(ada, group, f"/start@Launchlog_Bot {payload}"),
            ):
                assert f"SpaceX launches · {count_of(by_spacex)}\n" in ((await said.reply()).text or "")


@pytest.mark.usefixtures("bot")
async def test_inline_mode_switched_off_at_work_costs_the_share_button_and_no_answer(
    telegram: TelegramServer,
) -> None:
    telegram.world.inline_mode = False
    ada = telegram.add_user("Ada")
    detail = await (await telegram.say(ada, text="/launch Sputnik 1")).reply()
    assert "Provider: Soviet Space Program" in (detail.text or "")
    reply = await (await telegram.say(ada, text="/previous provider:spacex view:list")).reply()
    assert [each["text"] for each in reply.buttons if each["text"] in {"Share", "Filters"}] == ["Filters"]
    assert f"Page 2 of {pages(10)}" in await press(telegram, ada, reply, "2 ›")


@pytest.mark.usefixtures("bot")
async def test_a_link_to_a_query_too_long_for_one_opens_it_and_one_nobody_kept_gets_a_sentence(
    telegram: TelegramServer, dispatcher: Dispatcher
) -> None:
    dispatcher.addresses.inline = False
    ada = telegram.add_user("Ada")
    words = "/search falcon 9 block 5 starlink group falcon 9 block 5 starlink group falcon"
    reply = await (await telegram.say(ada, text=words)).reply()
    payload = reply.button("Share")["url"].partition("start%3D")[2].partition("&")[0]
    assert "-Z" in payload
    opened = await (await telegram.follow_link(telegram.add_user("Bob"), payload)).reply()
    assert opened.text == reply.text
    for broken in (payload[:-1] + "_", "utm_campaign", "💥"):
        told = await (await telegram.follow_link(ada, broken)).reply()
        assert NOWHERE in (told.text or "")


@pytest.mark.usefixtures("bot")
async def test_a_link_made_by_a_stranger_deletes_nothing(telegram: TelegramServer) -> None:
    ada = telegram.add_user("Ada")
    await (await telegram.say(ada, text="/subscribe provider:spacex")).reply()
    told = await (await telegram.follow_link(ada, "x0-forget")).reply()
    assert NOWHERE in (told.text or "")
    kept = await (await telegram.say(ada, text="/subscriptions")).reply()
    assert "provider SpaceX" in (kept.text or "")


async def test_each_platform_leads_to_the_same_launch_on_the_other(
    dispatcher: Dispatcher, telegram: TelegramServer
) -> None:
    async with PatientDiscord() as server:
        ada, bo = server.world.add_user("Ada"), telegram.add_user("Bo")
        channel = server.world.add_channel(server.world.add_guild("Rocketry"), "launches")
        async with discord_bot(dispatcher, server) as bot, telegram_bot(dispatcher, telegram):
            await bot.wait_ready()
            await telegram.wait_for_poll()
            asked = await server.slash(ada, channel, "launch", {"launch": "Sputnik 1"})
            link = button(asked.message, "On Telegram")["url"]
            payload = link.removeprefix("https://t.me/Launchlog_Bot?start=")
            opened = await (await telegram.follow_link(bo, payload)).reply()
            title, _rest = (opened.text or "").split("\n", 1)
            assert title in str(asked.message and asked.message.components)
            await press(telegram, bo, opened, "Similar launches")
            back = opened.button("On Discord")["url"]
            assert back == f"https://discord.com/oauth2/authorize?client_id={server.world.bot.id}"
            named = (opened.text or "").partition("On Discord, type: /launch launch:")[2].split("\n")[0]
            again = await server.slash(ada, channel, "launch", {"launch": named})
            assert title in str(again.message and again.message.components)
            assert not [part for part in walk(asked.message.components if asked.message else [])
                        if part.get("label") == "Share"]  # fmt: skip


def places(server: DiscordServer, *people: User) -> dict[str, Channel]:
    """Places that the bot is not in."""
    world = server.world
    return {
        "server": world.add_channel(world.add_guild("Elsewhere", bot_present=False), "chat"),
        "private chat": world.add_private_chat(*people[:2]),
        "group": world.add_private_chat(*people),
    }


@pytest.mark.parametrize("place", ["server", "private chat", "group"])
async def test_brought_along_by_a_person_the_bot_answers_turns_pages_and_shows_pictures_anywhere(
    dispatcher: Dispatcher, place: str
) -> None:
    async with PatientDiscord() as server:
        ada, bo, eve = (server.world.add_user(name) for name in ("Ada", "Bo", "Eve"))
        channel = places(server, ada, bo, eve)[place]
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            listed = await server.slash(ada, channel, "previous", {"provider": "SpaceX"})
            assert listed.owners == {"1": str(ada.id)}
            assert listed.message is not None
            assert not listed.ephemeral
            shown = str(listed.message.components)

            copied = await server.press(bo, listed.message, button(listed.message, "2 ›")["custom_id"])
            assert copied.ephemeral
            assert copied.message is not None
            assert str(listed.message.components) == shown
            await server.press(bo, copied.message, button(copied.message, "3 ›")["custom_id"])
            assert f"3 / {pages(5)}" in str(copied.message.components)

            await server.press(ada, listed.message, button(listed.message, "2 ›")["custom_id"])
            assert f"2 / {pages(5)}" in str(listed.message.components)

            chart = (await server.slash(ada, channel, "stats", {"provider": "SpaceX"})).message
            assert chart is not None
            assert [each["filename"] for each in chart.attachments] == ["picture.png"]
            menu = next(part for part in walk(chart.components) if part.get("options"))
            rocket = next(o["value"] for o in menu["options"] if o["label"] == "By rocket")
            await server.choose(ada, chart, menu["custom_id"], [rocket])
            assert "### By rocket" in str(chart.components)
            completed = await server.autocomplete(bo, channel, "rocket", {"name": "falcon he"}, "name")
            assert "Falcon Heavy" in str(completed)


async def test_where_the_bot_is_only_brought_along_all_is_offered_but_what_manages_a_place(
    dispatcher: Dispatcher,
) -> None:
    async with PatientDiscord() as server:
        people = [server.world.add_user(name) for name in ("Ada", "Bo", "Eve")]
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            for channel in places(server, *people).values():
                offered = {command["name"] for command in server.commands(people[0], channel)}
                assert offered == {command.name for command in COMMANDS if not command.manages}
