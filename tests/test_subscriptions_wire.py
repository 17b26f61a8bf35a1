"""Subscriptions by touch over the wire: options, undoing, another channel, and why a result is (not) here."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from commands.i18n.languages import Languages
from playground.discord import permissions
from playground.discord.component_types import Type, walk
from playground.telegram.server import TelegramServer
from storage.state.models import EventKind, Frequency, NewEvent, OutcomeSeen, Place, Wishes
from storage.state.outbox import Only
from storage.state.state import State
from tests.commands.conftest import NOW
from tests.whole import whole_records
from tests.wire import (
    PatientDiscord,
    button,
    discord_bot,
    embedded_with,
    menu,
    press,
    telegram_bot,
)

POSTED = 900_000_000_000_000_123


def text_of(message: Any) -> str:
    return "\n".join(str(part["content"]) for part in walk(message.components) if "content" in part)


def shown(message: Any) -> str:
    """What a person reads on Telegram: nothing is seen of what keeps a name from being a mention."""
    return (message.text or "").replace("\u2060", "")


async def told(state: State, place: Place) -> None:
    """Let the latest three results be known: one posted at a place, two that nobody there asks for."""
    latest = [each for each in whole_records() if each["status"]["id"] in (3, 4, 7)][:3]
    seen = [
        OutcomeSeen(each["id"], 1, each["status"]["id"], NOW - timedelta(minutes=n))
        for n, each in enumerate(latest)
    ]
    await state.outbox.note(seen, NOW)
    event = NewEvent(
        kind=EventKind.RESULT, key="r", launch_id=latest[0]["id"], revision=1,
        created_at=NOW, expires_at=NOW + timedelta(days=1),
    )  # fmt: skip
    await state.outbox.announce(event, Only(place, Wishes(query="")))
    (owed,) = await state.outbox.claim(place.platform, "e", 5)
    await state.outbox.begin(owed, 1)
    await state.outbox.sent(owed.id, POSTED)


async def test_a_server_owner_changes_undoes_and_asks_why_on_discord(tmp_path: Path) -> None:
    async with embedded_with(tmp_path) as (state, dispatcher), PatientDiscord() as server:
        world = server.world
        guild = world.add_guild("Rocketry")
        room, news = world.add_channel(guild, "room"), world.add_channel(guild, "news")
        role = world.add_role(guild, "rocketeers")
        bo = world.add_user("Bo")
        news.granted[bo.id] = permissions.MANAGE_CHANNELS
        guild.offers_all = True
        there = Place("discord", news.id, owner_id=guild.id)
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            refused = (await server.slash(bo, news, "subscribe", {"channel": room})).message
            assert "Only people who can manage #room can do that." in text_of(refused)
            asked = await server.slash(bo, room, "subscribe", {"channel": news, "provider": "SpaceX"})
            assert asked.ephemeral
            card: Any = asked.message
            assert "Subscription 1 · #news" in text_of(card)
            await server.press(bo, card, button(card, "Change options"))
            await server.choose(bo, card, *_chosen(card, "A digest every week"))
            await server.choose(bo, card, *_chosen(card, "Friday"))
            await server.choose(bo, card, *_chosen(card, "18:00"))
            (roles,) = (part for part in walk(card.components) if part["type"] == Type.ROLE_SELECT)
            await server.choose(bo, card, roles["custom_id"], [str(role)])
            await server.press(bo, card, button(card, "Hide the outcome: off"))
            assert f"Mentions: <@&{role}>" in text_of(card)
            assert "a digest every Friday at 18:00 (UTC)" in text_of(card)
            (kept,) = await state.subscriptions.of(there)
            assert kept.wishes == Wishes(
                query=kept.wishes.query, frequency=Frequency.WEEKLY, weekday=4, hour=18, role_id=role,
                spoiler=True,
            )  # fmt: skip
            await server.press(bo, card, button(card, "Mention nobody"))
            assert "Mentions:" not in text_of(card)
            await server.press(bo, card, button(card, "‹ Back"))
            await server.press(bo, card, button(card, "Remove"))
            assert await state.subscriptions.of(there) == ()
            await server.press(bo, card, button(card, "Undo"))
            assert "Subscription 1 is back." in text_of(card)
            await told(state, there)
            await server.press(bo, card, button(card, "Why (not) here?"))
            assert "Why (not) here? · #news" in text_of(card)
            assert f"https://discord.com/channels/{guild.id}/{news.id}/{POSTED}" in text_of(card)


def _chosen(card: Any, label: str) -> tuple[str, list[str]]:
    custom_id, value = menu(card, label)
    return custom_id, [value]


async def test_a_channel_owner_changes_undoes_and_asks_why_on_telegram(tmp_path: Path) -> None:
    async with embedded_with(tmp_path) as (state, dispatcher), TelegramServer() as server:
        ada, bo = server.add_user("Ada"), server.add_user("Bo")
        channel = server.add_channel("News", ada, bo)
        channel.username = "space_news"
        there = Place("telegram", channel.id, owner_id=channel.id)
        async with telegram_bot(dispatcher, server):
            await server.wait_for_poll()
            refused = await (await server.say(bo, text="/subscribe channel:@space_news")).reply()
            assert "Only people who can manage @space_news can do that." in shown(refused)
            unseen = await (await server.say(ada, text="/subscribe channel:@nobody_there")).reply()
            assert "I can’t see “@nobody_there”." in shown(unseen)
            message = await (
                await server.say(ada, text="/subscribe provider:spacex channel:@space_news")
            ).reply()
            assert "Subscription 1 · @space_news" in shown(message)
            await press(server, ada, message, "Change options")
            await press(server, ada, message, "When to post")
            await press(server, ada, message, "A digest every week")
            await press(server, ada, message, "Day of the digest")
            assert "a digest every Friday" in await press(server, ada, message, "Friday")
            await press(server, ada, message, "Hide the outcome: off")
            (kept,) = await state.subscriptions.of(there)
            assert (kept.wishes.frequency, kept.wishes.weekday) == (Frequency.WEEKLY, 4)
            assert kept.wishes.spoiler
            await press(server, ada, message, "‹ Back")
            assert "Subscription 1 removed." in await press(server, ada, message, "Remove")
            assert "Subscription 1 is back." in await press(server, ada, message, "Undo")
            assert await state.subscriptions.of(there) == (kept,)
            await told(state, there)
            await press(server, ada, message, "Why (not) here?")
            assert "Why (not) here? · @space_news" in shown(message)
            links = [each.get("url", "") for each in message.wire().get("entities", [])]
            assert "Filtered out by: " in shown(message) or "Posted" in shown(message)
            number = -channel.id - 10**12
            assert f"https://t.me/c/{number}/{POSTED}" in links


async def test_it_is_said_in_the_language_of_the_server(tmp_path: Path) -> None:
    async with embedded_with(tmp_path, Languages.load()) as (state, dispatcher), PatientDiscord() as server:
        guild = server.world.add_guild("Raketen")
        room = server.world.add_channel(guild, "raum")
        await state.chats.set_language("discord", guild.id, "de")
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            card: Any = (await server.slash(guild.owner, room, "subscribe", {"crewed": "yes"})).message
            await told(state, Place("discord", room.id, owner_id=guild.id))
            await server.press(guild.owner, card, button(card, "Warum (nicht) hier?"))
            said = text_of(card)
            assert "Ausgefiltert durch: bemannt" in said
            assert "gepostet für ein anderes Abo oder vor einer Änderung" in said or "Gepostet" in said
