"""The bots over real sockets, on the catalogue that the playground has; and what stands on a message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from adapters.discord.bot import DiscordBot
from adapters.telegram.application import TelegramBot
from bot.app import make_dispatcher
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from playground.discord.component_types import walk
from playground.discord.interactions import Interaction
from playground.discord.places import Channel
from playground.discord.places import User as DiscordUser
from playground.discord.server import DiscordServer
from playground.telegram.chats import Message
from playground.telegram.people import User as TelegramUser
from playground.telegram.server import TelegramServer
from storage.state.state import State
from tests.commands.conftest import NOW
from tests.history import opened
from tests.outside import outside
from tests.patience import PATIENCE
from tests.states import opened_state
from tests.whole import put_whole


class PatientDiscord(DiscordServer):
    """People on it wait for an answer that was only promised, the first that a busy machine gives."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.answer_seconds = PATIENCE
        start = self.world.start_interaction

        def patient(*arguments: Any, **named: Any) -> Interaction:
            interaction = start(*arguments, **named)
            interaction.answer_within = timedelta(seconds=PATIENCE)
            return interaction

        self.world.start_interaction = patient  # type: ignore[method-assign]

    async def _act(self, *arguments: Any, **named: Any) -> Interaction:
        interaction = await super()._act(*arguments, **named)
        await interaction.settled(PATIENCE)
        return interaction


class KnownTelegramBot(TelegramBot):
    """One of which Telegram knows everything: what else it tells at its start is shown in tests/telegram.

    It takes two requests for each language and kind of chat, which is half of what a short test costs.
    """

    async def _introduce(self) -> None:
        self._introduced.set()


@asynccontextmanager
async def embedded(folder: Path, languages: Languages | None = None) -> AsyncIterator[Dispatcher]:
    """A dispatcher over the playground's catalogue: the whole history, with the sample on top."""
    async with embedded_with(folder, languages) as (_state, dispatcher):
        yield dispatcher


@asynccontextmanager
async def embedded_with(
    folder: Path, languages: Languages | None = None
) -> AsyncIterator[tuple[State, Dispatcher]]:
    """That dispatcher with its state, which speaks English where no languages are given.

    Requests come minutes apart, so nobody is too fast.
    """
    async with (
        await opened_state(folder / "state.db", lambda: NOW) as state,
        opened(put_whole(folder / "catalogue.db"), NOW) as catalogue,
    ):
        ticks = map(float, count(0, 600)).__next__
        needs = outside(state, languages=languages or Languages())
        dispatcher = make_dispatcher(catalogue, needs, lambda: NOW, monotonic=ticks)
        # Who completes first waits for all names to be read: on a busy machine, too long for Discord.
        await dispatcher.complete("compare", "first", "x", {}, Person("telegram", 0))
        yield state, dispatcher


def discord_bot(dispatcher: Dispatcher, server: DiscordServer) -> DiscordBot:
    """The bot for a stand-in, not yet connected."""
    return DiscordBot(dispatcher, server.token, api_url=server.api_url, gateway_url=server.gateway_url)


def telegram_bot(dispatcher: Dispatcher, server: TelegramServer) -> TelegramBot:
    """The bot for a stand-in, not yet polling."""
    api_url = server.base_url.removesuffix("/bot")
    return KnownTelegramBot(dispatcher, server.token, api_url=api_url, clock=lambda: NOW)


@asynccontextmanager
async def on_discord(dispatcher: Dispatcher) -> AsyncIterator[tuple[DiscordServer, DiscordUser, Channel]]:
    """The bot connected to a stand-in with a person and a channel of theirs."""
    async with PatientDiscord() as server:
        ada = server.world.add_user("Ada")
        channel = server.world.add_channel(server.world.add_guild("Rocketry", ada), "launches")
        async with discord_bot(dispatcher, server) as bot:
            await bot.wait_ready()
            yield server, ada, channel


@asynccontextmanager
async def on_telegram(dispatcher: Dispatcher) -> AsyncIterator[tuple[TelegramServer, TelegramUser]]:
    """The bot polling a stand-in with a person."""
    async with TelegramServer() as server:
        bo = server.world.add_user("Bo")
        async with telegram_bot(dispatcher, server):
            await server.wait_for_poll()
            yield server, bo


def button(message: Any, label: str) -> str:
    """Return the custom_id of the button with that label on a message of Discord."""
    parts = walk(message.components)
    return next(str(part["custom_id"]) for part in parts if part.get("label") == label)


def menu(message: Any, label: str) -> tuple[str, str]:
    """Return the menu that has a choice of that label, and the choice's value."""
    for part in walk(message.components):
        for option in part.get("options", []):
            if option["label"] == label:
                return str(part["custom_id"]), str(option["value"])
    raise AssertionError(label)


async def follow(server: TelegramServer, user: TelegramUser, message: Message, label: str) -> Message:
    """Press the button of that label on Telegram; return what shows the answer: the message, or a new one."""
    chat, last, revision = message.chat, message.chat.last_message_id, message.revision

    def answer() -> Message | None:
        new = [each for number, each in chat.messages.items() if number > last and each.by_bot]
        return new[0] if new else message if message.revision > revision else None

    await server.press(user, message, message.button(label)["callback_data"])
    return await server.world.feed.until(answer, 10)


async def press(server: TelegramServer, user: TelegramUser, message: Message, label: str) -> str:
    """Press the button of that label on Telegram; return what the message says then."""
    edit = asyncio.create_task(server.edited(message))
    await server.press(user, message, message.button(label)["callback_data"])
    await edit
    return message.text or ""
