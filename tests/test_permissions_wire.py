"""Who may do what: each row of the table in the docs, tried over the wire on both platforms."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from commands.codec.actions import (
    ACTIONS,
    Action,
    AmendForm,
    Deed,
    FillForm,
    FilterList,
    ForgetChannel,
    ForgetHere,
    JumpToPage,
    Manage,
    Menu,
    MuteHere,
    Option,
    RunCommand,
    SaveFilters,
    SetOption,
    ShowBooster,
    ShowChart,
    ShowComparison,
    ShowDay,
    ShowFacet,
    ShowFates,
    ShowFilters,
    ShowFleet,
    ShowFlights,
    ShowHelp,
    ShowLaunch,
    ShowMenu,
    ShowMutes,
    ShowOption,
    ShowPage,
    ShowProfile,
    ShowStats,
    Topic,
    UnmuteHere,
)
from commands.codec.callback_data import encode
from commands.definitions import permissions as table
from commands.definitions.commands import COMMANDS
from commands.definitions.permissions import Right
from playground.discord import permissions
from playground.discord.command_input import ClientRefusalError
from playground.discord.component_types import walk
from playground.discord.messages import IS_COMPONENTS_V2
from playground.discord.places import Channel, User
from playground.discord.server import DiscordServer
from playground.telegram.said import Said
from playground.telegram.server import TelegramServer
from storage.properties import Property
from storage.query import LaunchQuery
from storage.state.models import Mute, MuteKind, Place, Wishes
from storage.state.state import State
from tests.test_every_command_wire import options_of
from tests.wire import PatientDiscord, discord_bot, embedded_with, telegram_bot

WORDS = {
    "everybody": Right.NONE,
    "who manages the channel": Right.CHANNEL,
    "who manages the server": Right.SERVER,
}
NOBODY, CHANNEL_ONLY, ALL = {Right.NONE}, {Right.NONE, Right.CHANNEL}, set(Right)
REFUSALS = (
    "Only people who can manage this channel can do that.",
    "only people who can manage the server can do it.",
    "I’m not a member here",
    "Only admins of this chat can do that.",
)
QUERY = LaunchQuery(limit=5, strict=True)
STATS = ShowStats(QUERY, (Property.YEAR,))
FALCON, ULA = ShowProfile(Property.ROCKET, (164,)), ShowProfile(Property.PROVIDER, (124,))
MUTE = Mute(MuteKind.ROCKET, 164)


def _rows() -> list[tuple[str, Right]]:
    """Return the first table of the docs: a command's name with its slash, or an action's; and who may."""
    text = Path("docs/permissions.md").read_text(encoding="utf-8").partition("Who that is")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE)[1:]
    named = [(re.search(r"`(/?\w+)`", row), who) for row, who in rows if row != "-" * 3]
    return [(name[1] if name else "location", WORDS[who]) for name, who in named]


ROWS = _rows()
COMMAND_ROWS = [(name.removeprefix("/"), right) for name, right in ROWS if name.startswith("/")]
BUTTON_ROWS = [(name, right) for name, right in ROWS if name[0].isupper()]


def test_the_docs_and_the_code_have_one_table_with_a_row_for_everything() -> None:
    assert dict(COMMAND_ROWS) == table.COMMANDS
    kinds = {kind for kind, _layout in chain(*ACTIONS.values())} - {RunCommand}
    assert dict(BUTTON_ROWS) == {kind.__name__: kind.right for kind in kinds}
    assert dict(ROWS)["location"] == table.LOCATION
    assert set(table.COMMANDS) == {command.name for command in COMMANDS}


def _action(name: str, number: int) -> Action:
    actions: tuple[Action, ...] = (
        ShowPage(QUERY), ShowLaunch("e3df2ecd-c239-472f-95e4-2b89b4f75800"), ShowFilters(QUERY, number),
        ShowFacet(Property.MISSION_TYPE, 0, QUERY), FillForm(QUERY), STATS, ShowComparison((FALCON, ULA)),
        ShowChart(STATS), ShowMenu(Menu.YEARS, STATS), FALCON, ShowDay(7, 20),
        ShowFlights(Property.PERSON, ("Yuri Gagarin",)), ShowBooster("B1067"), ShowFleet(),
        SaveFilters(QUERY, number), Manage(Deed.PAUSE, number),
        ShowOption(Option.WHEN, number), SetOption(Option.SPOILER, number, 1), ShowFates(number),
        ShowMutes(), MuteHere(MUTE), UnmuteHere(MUTE), ForgetChannel(), ForgetHere(), ShowHelp(Topic.FILTERS),
        FilterList(QUERY), AmendForm(QUERY, 0, (("when", "2O20"),)), JumpToPage(QUERY),
    )  # fmt: skip
    return next(action for action in actions if type(action).__name__ == name)


@dataclass
class Discord:
    """A bot on a stand-in, with people of different rights in different places."""

    server: DiscordServer
    state: State

    def actors(self) -> list[tuple[str, User, Channel, set[Right]]]:
        """Everybody, where they ask, and what they may there."""
        world = self.server.world
        guild, elsewhere = world.add_guild("Rocketry"), world.add_guild("Elsewhere", bot_present=False)
        guild.offers_all = True
        room, other = world.add_channel(guild, "room"), world.add_channel(guild, "other")
        thread = world.add_channel(guild, "thread", parent=room)
        ada, bo, cy, di, ed = (world.add_user(name) for name in ("Ada", "Bo", "Cy", "Di", "Ed"))
        room.granted[bo.id] = permissions.MANAGE_CHANNELS | permissions.MANAGE_GUILD
        guild.member_permissions[cy.id] = permissions.MEMBER | permissions.MANAGE_GUILD
        guild.member_permissions[di.id] = permissions.ADMINISTRATOR
        guild.member_permissions[ed.id] = permissions.MEMBER | permissions.MANAGE_CHANNELS
        other.denied[ed.id] = permissions.MANAGE_CHANNELS
        return [
            ("a member", ada, room, NOBODY),
            ("the owner of a room", bo, room, CHANNEL_ONLY),
            ("the owner of a room in a thread of it", bo, thread, CHANNEL_ONLY),
            ("the owner of a room elsewhere", bo, other, NOBODY),
            ("a manager of channels", ed, room, CHANNEL_ONLY),
            ("a manager of channels but for this one", ed, other, NOBODY),
            ("a manager of the server", cy, room, ALL),
            ("an administrator", di, other, ALL),
            ("the owner", guild.owner, room, ALL),
            ("somebody in a private chat", ada, world.dm(ada), ALL),
            ("the owner of a server without the bot", elsewhere.owner,
             world.add_channel(elsewhere, "chat"), NOBODY),
            ("somebody in a group chat", ada, world.add_private_chat(ada, bo, cy), NOBODY),
        ]  # fmt: skip

    async def command(self, user: User, channel: Channel, name: str) -> bool:
        """Tell whether a command is carried out."""
        command = next(each for each in COMMANDS if each.name == name)
        options = options_of(command, " ".join(command.examples[:1]))
        try:
            answer = await self.server.slash(user, channel, name, options)
        except ClientRefusalError:
            assert not channel.has_bot
            return False
        return carried_out(_text((await answer.settled()) or answer.message))

    async def press(self, user: User, channel: Channel, name: str) -> bool:
        """Tell whether the press of a button under an old post is carried out."""
        owner = channel.guild.id if channel.guild else channel.id
        made = await self.state.subscriptions.add(
            Place("discord", channel.id, owner_id=owner), Wishes(query="lsp__ids=121")
        )
        custom_id = await encode(_action(name, made.id), "z", self.state.saved_queries.save)
        button = {"type": 2, "style": 2, "label": "Old", "custom_id": custom_id}
        body = {"components": [{"type": 1, "components": [button]}], "flags": IS_COMPONENTS_V2}
        world = self.server.world
        post = world.messages.create(channel, world.bot, body)
        pressed = await self.server.press(user, post, custom_id)
        if pressed.modal is not None:
            return True
        shown = await pressed.settled()
        return carried_out("\n".join(_text(each) for each in (shown, *pressed.followups)))


@asynccontextmanager
async def on_discord(folder: Path) -> AsyncIterator[Discord]:
    async with (
        embedded_with(folder) as (state, dispatcher),
        PatientDiscord() as server,
        discord_bot(dispatcher, server) as bot,
    ):
        await bot.wait_ready()
        yield Discord(server, state)


@asynccontextmanager
async def on_telegram(folder: Path) -> AsyncIterator[tuple[TelegramServer, State]]:
    async with (
        embedded_with(folder) as (state, dispatcher),
        TelegramServer() as server,
        telegram_bot(dispatcher, server),
    ):
        await server.wait_for_poll()
        yield server, state


def _text(message: Any) -> str:
    return "\n".join(str(part["content"]) for part in walk(message.components) if "content" in part)


def carried_out(said: str) -> bool:
    assert said
    assert "no longer works" not in said
    assert "went wrong" not in said
    return not any(refusal in said for refusal in REFUSALS)


async def test_each_command_on_discord_is_for_those_of_its_row(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as discord:
        actors = discord.actors()
        for name, right in COMMAND_ROWS:
            for who, user, channel, rights in actors:
                assert await discord.command(user, channel, name) == (right in rights), (name, who)


async def test_each_button_on_discord_is_for_those_of_its_row(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as discord:
        actors = discord.actors()
        for name, right in BUTTON_ROWS:
            for who, user, channel, rights in actors:
                assert await discord.press(user, channel, name) == (right in rights), (name, who)


async def test_discord_offers_a_command_to_those_who_have_the_right(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as discord:
        world = discord.server.world
        guild = world.add_guild("Rocketry")
        room = world.add_channel(guild, "room")
        bo = world.add_user("Bo")
        room.granted[bo.id] = permissions.MANAGE_CHANNELS
        offered = {each["name"] for each in discord.server.commands(bo, room)}
        assert offered == {name for name, right in COMMAND_ROWS if right is not Right.SERVER}


async def test_each_command_on_telegram_is_for_those_of_its_row(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as (server, _state):
        ada, bo, cy = (server.add_user(each) for each in ("Ada", "Bo", "Cy"))
        group = server.add_supergroup("Space", ada, bo, cy)
        server.promote(cy, group, anonymous=True)
        channel = server.add_channel("News", ada, bo)
        for name, right in COMMAND_ROWS:
            example = next(each.examples[:1] for each in COMMANDS if each.name == name)
            text = " ".join([f"/{name}", *example])

            async def done(said: Awaitable[Said]) -> bool:
                return carried_out((await (await said).reply()).text or "")

            assert await done(server.say(bo, group, text)) == (right is Right.NONE), (name, "a member")
            assert await done(server.say(ada, group, text)), (name, "the creator")
            assert await done(server.say(cy, group, text)), (name, "an administrator")
            assert await done(server.say(cy, group, text, anonymous=True)), (name, "an anonymous one")
            assert await done(server.post(channel, text)), (name, "in a channel")
            assert await done(server.say(bo, text=text)), (name, "in private")


async def test_each_button_on_telegram_is_for_those_of_its_row(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as (server, state):
        ada, bo, cy = (server.add_user(each) for each in ("Ada", "Bo", "Cy"))
        group = server.add_supergroup("Space", ada, bo, cy)
        server.promote(cy, group)
        channel = server.add_channel("News", ada, bo)
        actors = (
            ("a member", bo, group, False), ("the creator", ada, group, True),
            ("an administrator", cy, group, True), ("a subscriber", bo, channel, False),
            ("a channel's owner", ada, channel, True), ("in private", bo, server.private(bo), True),
        )  # fmt: skip
        for name, right in BUTTON_ROWS:
            for who, user, chat, manages in actors:
                place = Place("telegram", chat.id, owner_id=chat.id)
                made = await state.subscriptions.add(place, Wishes(query="lsp__ids=121"))
                data = await encode(_action(name, made.id), "z", state.saved_queries.save)
                post = server.world.add_message(chat, sender=server.world.bot, text="A post")
                post.by_bot = True
                answer = await server.press(user, post, data, forged=True)
                # A refusal is told above the button, whatever else an answer changes.
                done = carried_out(f"pressed: {answer.text}")
                assert done == (manages or right is Right.NONE), (name, who)


async def test_a_location_sets_the_zone_of_a_group_for_administrators_alone(tmp_path: Path) -> None:
    async with on_telegram(tmp_path) as (server, state):
        ada, bo = server.add_user("Ada"), server.add_user("Bo")
        group = server.add_supergroup("Space", ada, bo)
        ours = await (await server.say(ada, group, "/latest")).reply()
        for person, zone in ((bo, ""), (ada, "America/New_York")):
            said = await server.say(person, group, location=(28.5, -80.6), reply_to=ours)
            await said.reply()
            assert await state.chats.zone("telegram", group.id) == zone


async def test_forgetting_a_channel_leaves_the_rest_of_the_server(tmp_path: Path) -> None:
    async with on_discord(tmp_path) as discord:
        world = discord.server.world
        guild = world.add_guild("Rocketry")
        room, other = world.add_channel(guild, "room"), world.add_channel(guild, "other")
        bo = world.add_user("Bo")
        room.granted[bo.id] = permissions.MANAGE_CHANNELS
        places = [Place("discord", each.id, owner_id=guild.id) for each in (room, other)]
        for place in places:
            await discord.state.subscriptions.add(place, Wishes(query=""))
        await discord.state.chats.set_zone("discord", guild.id, "Europe/Berlin")
        card = (await discord.server.slash(bo, room, "forget", {})).message
        assert card is not None
        labels = {part["label"]: part["custom_id"] for part in walk(card.components) if "label" in part}
        assert set(labels) == {"Only this channel", "Keep everything"}
        assert "Only people who can manage the server can have all of it deleted." in _text(card)
        await discord.server.press(bo, card, labels["Only this channel"])
        assert await discord.state.subscriptions.of(places[0]) == ()
        assert len(await discord.state.subscriptions.of(places[1])) == 1
        assert await discord.state.chats.zone("discord", guild.id) == "Europe/Berlin"
        card = (await discord.server.slash(guild.owner, other, "forget", {})).message
        assert card is not None
        labels = {part["label"]: part["custom_id"] for part in walk(card.components) if "label" in part}
        await discord.server.press(guild.owner, card, labels["Delete everything"])
        assert await discord.state.subscriptions.of(places[1]) == ()
        assert await discord.state.chats.zone("discord", guild.id) == ""
