"""Both platforms offer the same commands, and the docs and the help name them all."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.discord.bot import DiscordBot
from adapters.telegram.application import TelegramBot
from adapters.telegram.render import draw
from bot.app import make_dispatcher
from bot.settings import NAMES
from commands.cards.help import Reader, topic_card
from commands.codec.actions import Topic
from commands.definitions.command import Command
from commands.definitions.commands import COMMANDS
from commands.definitions.permissions import Right
from commands.dispatcher import Dispatcher
from playground.discord.server import DiscordServer
from playground.telegram.server import TelegramServer
from storage.catalogue import Catalogue
from storage.clock import system_clock
from tests.outside import outside
from tests.states import opened_state

DOCS = Path(__file__).parent.parent / "docs"


def _page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with (
        await opened_state(tmp_path / "state.db", system_clock) as state,
        Catalogue.open(tmp_path / "catalogue.db") as catalogue,
    ):
        yield make_dispatcher(catalogue, outside(state), system_clock)


async def test_both_platforms_offer_the_same_commands(dispatcher: Dispatcher) -> None:
    async with DiscordServer() as discord_server, TelegramServer() as telegram_server:
        ada = discord_server.world.add_user("Ada")
        channel = discord_server.world.add_channel(
            discord_server.world.add_guild("Rocketry", ada), "launches"
        )
        bot = DiscordBot(
            dispatcher,
            discord_server.token,
            api_url=discord_server.api_url,
            gateway_url=discord_server.gateway_url,
        )
        async with bot:
            await bot.wait_ready()
            on_discord = {c["name"]: c["description"] for c in discord_server.commands(ada, channel)}
        bo = telegram_server.world.add_user("Bo")
        api_url = telegram_server.base_url.removesuffix("/bot")
        async with TelegramBot(dispatcher, telegram_server.token, api_url=api_url) as telegram:
            await telegram.wait_ready()
            menu = telegram_server.menu(bo, telegram_server.world.private(bo))
            on_telegram = {c["command"]: c["description"] for c in menu}
    assert on_discord == on_telegram == {c.name: c.description for c in COMMANDS}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_docs_list_every_command_with_its_description(command: Command) -> None:
    line = rf"^\| `/{command.name}( [a-z]+)?` \| {re.escape(command.description)}"
    assert re.search(line, _page("commands.md"), re.MULTILINE)


def test_the_docs_list_every_filter_with_its_other_names() -> None:
    page = _page("commands.md")
    previous = next(c for c in COMMANDS if c.name == "previous")
    names = {name for p in previous.parameters for name in (p.name, *p.aliases)}
    assert {name for name in names if f"`{name}:`" not in page} == set()


def test_the_docs_name_every_choice() -> None:
    pages = _page("commands.md") + _page("results.md") + _page("statistics.md")
    choices = {value for c in COMMANDS for p in c.parameters for value, _label in p.choices}
    assert {value for value in choices if f"`{value}`" not in pages} == set()


def test_help_names_every_command_and_filter_once() -> None:
    everybody = Reader(is_on_discord=False, rights=frozenset(Right))
    pages = range(9)
    told = {
        topic: {draw(topic_card(topic, page, everybody), now=system_clock()).plain for page in pages}
        for topic in (Topic.COMMANDS, Topic.FILTERS)
    }
    commands, filters = ("\n".join(each) for each in told.values())
    assert sorted(re.findall(r"^/(\w+) ", commands, re.MULTILINE)) == sorted(c.name for c in COMMANDS)
    previous = next(c for c in COMMANDS if c.name == "previous")
    wanted = [p.name for p in previous.parameters if not p.rest]
    assert sorted(re.findall(r"^(\w+): ", filters, re.MULTILINE)) == sorted(wanted)


def test_no_two_filters_share_a_name() -> None:
    for command in COMMANDS:
        names = [name for p in command.parameters for name in (p.name, *p.aliases)]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_the_docs_list_every_setting(name: str) -> None:
    assert f"| `{name}` |" in _page("settings.md")
