"""The bots that the wire benchmarks compare, each started as a process of its own.

`python -m benchmarks.contenders KIND CATALOGUE TOKEN URL [GATEWAY]` where KIND is discord, bare-discord,
telegram or bare-telegram. The bare ones answer each question with the very message that Launchlog
would have sent for the first page, drawn once before the first question.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from pathlib import Path
from typing import Any

import discord
from discord import app_commands
from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler
from yarl import URL

from adapters.discord.bot import DiscordBot
from adapters.discord.render import draw as draw_discord
from adapters.telegram.application import TelegramBot
from adapters.telegram.render import draw as draw_telegram
from bot.app import Outside, make_dispatcher
from commands.cards.card import Card
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from storage.catalogue import Catalogue
from storage.clock import system_clock
from storage.state.state import State

VIEW = "normal"
"""Five launches a page: what people page through."""


async def _nothing(*_: object) -> None:
    return None


def dispatcher_over(catalogue: Catalogue, state: State) -> Dispatcher:
    """Return a dispatcher as the bot has it, to whom nobody ever is too fast."""
    minutes = map(float, itertools.count(0, 60))
    outside = Outside(
        keep=state.saved_queries.save,
        recall=state.saved_queries.load,
        wish=_nothing,
        budget=_nothing,
        version="0",
        subscriptions=state.subscriptions,
        results=state.results,
        chats=state.chats,
        example=_nothing,
        languages=Languages(),
    )
    return make_dispatcher(catalogue, outside, system_clock, monotonic=minutes.__next__)


async def _bare_discord(card: Card, token: str, url: str, gateway: str) -> None:
    discord.http.Route.BASE = url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
    client = discord.Client(intents=discord.Intents(guilds=True), max_messages=None)
    tree = app_commands.CommandTree(client)
    drawn = draw_discord(card).view

    @tree.command(name="previous", description="Past launches")
    async def previous(interaction: discord.Interaction[Any], view: str, page: int) -> None:
        del view, page
        await interaction.response.send_message(view=drawn)

    @client.event
    async def on_connect() -> None:
        await tree.sync()

    await client.start(token)


async def _bare_telegram(card: Card, token: str, url: str) -> None:
    os.environ["PTB_TIMEDELTA"] = "true"
    drawn = draw_telegram(card, now=system_clock())

    async def previous(update: Update, _context: Any) -> None:
        assert update.effective_message
        await update.effective_message.reply_html(
            drawn.html, reply_markup=drawn.keyboard, link_preview_options=drawn.preview
        )

    application = ApplicationBuilder().token(token).base_url(f"{url}/bot").build()
    application.add_handler(CommandHandler("previous", previous))
    await application.initialize()
    await application.start()
    assert application.updater
    await application.updater.start_polling()
    await asyncio.Event().wait()


async def main(kind: str, catalogue: str, token: str, url: str, gateway: str = "") -> None:
    async with (
        Catalogue.open(Path(catalogue)) as opened,
        await State.open(f"sqlite+aiosqlite:///{catalogue}.state", system_clock) as state,
    ):
        dispatcher = dispatcher_over(opened, state)
        platform = Person("discord", 1) if "discord" in kind else Person("telegram", 1)
        card = await dispatcher.run("previous", {"view": VIEW, "page": "1"}, platform)
        if kind == "bare-discord":
            await _bare_discord(card, token, url, gateway)
        elif kind == "bare-telegram":
            await _bare_telegram(card, token, url)
        elif kind == "discord":
            async with DiscordBot(dispatcher, token, api_url=url, gateway_url=gateway) as bot:
                await bot.wait_closed()
        else:
            async with TelegramBot(dispatcher, token, api_url=url):
                await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
