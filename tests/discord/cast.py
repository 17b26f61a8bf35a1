"""Who and what plays in the wire tests: people and places, and a dispatcher without a catalogue."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Any

from commands.cards.addresses import Addresses
from commands.cards.card import Button, Card, Choice, Entry, Form, Picture, Select, Strong, Text, Tone
from commands.definitions.command import Arguments, Command, Kind, Parameter, Person, Suggestion
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from commands.i18n.translation import Language
from playground.discord.component_types import Type, walk
from playground.discord.messages import IS_COMPONENTS_V2, Message
from playground.discord.places import Channel
from playground.discord.server import DiscordServer
from storage.state.models import Place, Platform

PREVIOUS = Command(
    "previous",
    "Past launches",
    (
        Parameter("provider", "Who launched", source="provider"),
        Parameter("since", "From when on", Kind.DATE),
        Parameter("outcome", "How it went", Kind.CHOICE, (("success", "Success"), ("failure", "Failure"))),
        Parameter("page", "Which page", Kind.NUMBER),
    ),
)
LAUNCH = Command("launch", "One launch", (Parameter("name", "Name", source="launch", required=True),))
STATUS = Command("status", "How the bot is")


class Cast:
    """People and places on a stand-in."""

    def __init__(self, server: DiscordServer) -> None:
        world = server.world
        self.server = server
        self.ada = world.add_user("Ada")
        self.bo = world.add_user("Bo")
        self.guild = world.add_guild("Rocketry")
        self.channel = world.add_channel(self.guild, "launches")
        self.dm = world.dm(self.ada)
        self.elsewhere = world.add_channel(world.add_guild("Elsewhere", bot_present=False), "chat")

    def post(self, *components: dict[str, Any], channel: Channel | None = None) -> Message:
        """Put a message of the bot into a channel, one that answers nobody."""
        body = {"components": list(components), "flags": IS_COMPONENTS_V2}
        return self.server.world.messages.create(channel or self.channel, self.server.world.bot, body)


class FakeDispatcher(Dispatcher):
    """A dispatcher whose answers a test sets; it notes what it was asked.

    `tongues` are the languages that it says are spoken. With `hold`, an answer waits for it; with `error`,
    the answer is that error.
    """

    def __init__(self, commands: tuple[Command, ...] = (PREVIOUS, LAUNCH, STATUS)) -> None:
        self._commands = commands
        self.tongues = Languages()
        self.asked: list[tuple[Any, ...]] = []
        self.noted: list[tuple[object, ...]] = []
        self.answer: Callable[[str], Card | Form] = listing
        self.suggestions: tuple[Suggestion, ...] = ()
        self.hold: asyncio.Event | None = None
        self.error: Exception | None = None
        self.addresses = Addresses()

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of this test."""
        return self._commands

    @property
    def languages(self) -> Languages:
        """The languages of this test."""
        return self.tongues

    async def run(self, name: str, arguments: Arguments, person: Person) -> Card:
        """Answer a command."""
        self.asked.append(("run", name, dict(arguments), person))
        return await self._answer_to(name)

    async def say(self, name: str, text: str, person: Person) -> Card:
        """Answer free text."""
        self.asked.append(("say", name, text, person))
        return await self._answer_to(name)

    async def press(self, action: str, person: Person) -> Card | Form:
        """Answer a press."""
        self.asked.append(("press", action, person))
        return await self._answered(action)

    async def complete(
        self, name: str, parameter: str, typed: str, arguments: Arguments, person: Person
    ) -> tuple[Suggestion, ...]:
        """Complete what is typed."""
        self.asked.append(("complete", name, parameter, typed, dict(arguments)))
        if self.error is not None:
            raise self.error
        return self.suggestions

    async def language(self, person: Person) -> Language:
        """Nobody has chosen another than that of their client."""
        return self.tongues.of(person.locale)

    async def left(self, platform: Platform, owner_id: int) -> None:
        """Note where the bot was removed."""
        self.noted.append(("left", owner_id))

    async def joined(self, platform: Platform, owner_id: int) -> None:
        """Note where the bot was added."""
        self.noted.append(("joined", owner_id))

    async def present(self, platform: Platform, owner_ids: Collection[int]) -> None:
        """Note where the bot is."""
        self.noted.append(("present", *sorted(owner_ids)))

    async def rights_changed(
        self, platform: Platform, owner_id: int | None, may_post: Callable[[Place], bool]
    ) -> None:
        """Note where rights have changed."""
        self.noted.append(("rights changed", owner_id))

    async def migrated(self, chat_id: int, to_chat_id: int) -> None:
        """Note a group's new id."""
        self.noted.append(("migrated", chat_id, to_chat_id))

    async def _answer_to(self, what: str) -> Card:
        card = await self._answered(what)
        assert isinstance(card, Card)
        return card

    async def _answered(self, what: str) -> Card | Form:
        if self.hold is not None:
            await self.hold.wait()
        if self.error is not None:
            raise self.error
        return self.answer(what)


def listing(what: str) -> Card:
    """A page with one launch, a pager and a menu, that names what was asked."""
    launch = Entry(1, ((Strong(f"Launch of {what}"),),), Button("Details", "d:1"), "Falcon 1")
    order = Select("order", "Order", (Choice("Newest", "o:new", selected=True), Choice("Oldest", "o:old")))
    return Card(
        "Previous launches",
        Tone.SUCCESS,
        (launch,),
        buttons=((Button("Next", "p:2"),),),
        selects=(order,),
        footer=("1 of 1",),
    )


def sentence(text: str) -> Card:
    """An error, for the asker's eyes."""
    return Card("", Tone.NEUTRAL, (Text(((text,),)),), private=True, notice=text)


def picture_card(_what: str) -> Card:
    """A card with a picture of its own."""
    return Card("Chart", picture=Picture("Launches a year", data=b"\x89PNG\r\n\x1a\n"))


def shown(message: Message | None) -> str:
    """All text that a message shows."""
    assert message is not None
    return "\n".join(
        each["content"] for each in walk(message.components) if each["type"] == Type.TEXT_DISPLAY
    )
