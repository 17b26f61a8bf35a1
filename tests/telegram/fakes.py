"""A dispatcher whose answers a test decides."""

from __future__ import annotations

import base64
import re
from collections.abc import Awaitable, Callable, Collection

from commands.cards.addresses import Addresses
from commands.cards.card import Button, Card, Entry, Strong, Text
from commands.definitions.command import Arguments, Command, Parameter, Person, Suggestion
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from commands.i18n.translation import Language
from commands.sharing.inline_results import Offer, Offered
from storage.state.models import Place, Platform

ONE_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""The smallest PNG."""

COMMANDS = (
    Command("previous", "Previous launches", (Parameter("search", "Words", rest=True),)),
    Command("search", "Find launches by words", (Parameter("text", "Words", rest=True),)),
    Command("latest", "The latest launch"),
    Command("help", "What this bot can do"),
)


def page(number: int) -> Card:
    """Return a page of one launch with a pager."""
    entry = Entry(
        number, ((f"Launch {number} ", Strong("Success")),), Button("Details", f"d:{number}"), "Name"
    )
    pager = (
        Button("Back", f"p:{number - 1}"),
        Button(f"{number}/9", disabled=True, keep=True),
        Button("Next", f"p:{number + 1}"),
    )
    return Card(f"Page {number}", blocks=(entry,), buttons=(pager,))


def shown(number: int, title: str = "") -> str:
    """Return what a reader sees of that page, under that title if it is not its own."""
    title = title or f"Page {number}"
    hint = f"{number}/9 · Press a number to open that launch."
    return f"{title}\n\n{number}. Launch {number} Success\n\n{hint}"


async def echo(name: str, text: str) -> Card:
    """Return a card that shows what was asked, with a pager on page 1."""
    return Card(f"{name}: {text}", blocks=page(1).blocks, buttons=page(1).buttons)


async def turn(action: str) -> Card:
    """Return the page that an action leads to, or what a person is told about a foreign one."""
    kind, _, number = action.partition(":")
    if kind != "p" or not re.fullmatch("-?[0-9]+", number):
        sentence = "This button no longer works. Ask again with /previous"
        return Card(sentence, private=True, notice=sentence)
    return page(int(number))


async def offers(text: str, offset: str) -> Offered:
    """Return one launch that is called like what was typed."""
    return Offered((Offer(f"id-{offset or 0}", text or "The latest", "Success", Card(text or "The latest")),))


class FakeDispatcher(Dispatcher):
    """Notes every call; `answers` decides about commands, `presses` about buttons.

    `has` are the commands that it says it has, `tongues` the languages.
    """

    def __init__(self) -> None:
        self.tongues = Languages()
        self.has: tuple[Command, ...] = COMMANDS
        self.calls: list[tuple[str, str, str]] = []
        self.noted: list[tuple[object, ...]] = []
        self.people: list[Person] = []
        self.answers: Callable[[str, str], Awaitable[Card]] = echo
        self.presses: Callable[[str], Awaitable[Card]] = turn
        self.offered: Callable[[str, str], Awaitable[Offered]] = offers
        self.addresses = Addresses()

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of the fake."""
        return self.has

    @property
    def languages(self) -> Languages:
        """The languages of this test."""
        return self.tongues

    async def run(self, name: str, arguments: Arguments, person: Person) -> Card:
        """Answer a command without arguments."""
        self._note("run", name, str(dict(arguments)), person)
        return Card(f"run {name}", blocks=(Text((("Try /previous",),)),))

    async def say(self, name: str, text: str, person: Person) -> Card:
        """Answer a command and its words."""
        self._note("say", name, text, person)
        return await self.answers(name, text)

    async def press(self, action: str, person: Person) -> Card:
        """Answer a press."""
        self._note("press", action, "", person)
        return await self.presses(action)

    async def follow(self, payload: str, person: Person) -> Card:
        """Answer a deep link."""
        self._note("follow", payload, "", person)
        return await self.presses(payload)

    async def is_look(self, payload: str) -> bool:
        """Tell of the buttons of a test what they do."""
        return payload.startswith("look")

    async def offer(self, text: str, offset: str, person: Person) -> Offered:
        """Answer an inline query."""
        self._note("offer", text, offset, person)
        return await self.offered(text, offset)

    async def complete(
        self, name: str, parameter: str, typed: str, arguments: Arguments, person: Person
    ) -> tuple[Suggestion, ...]:
        """Telegram completes nothing."""
        raise AssertionError(name)

    async def zone_at(self, latitude: float, longitude: float, person: Person) -> Card:
        """Answer a shared location."""
        self._note("zone_at", f"{latitude} {longitude}", "", person)
        return Card("a place")

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

    def _note(self, kind: str, name: str, text: str, person: Person) -> None:
        self.calls.append((kind, name, text))
        self.people.append(person)
