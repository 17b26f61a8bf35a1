"""What the commands about the bot itself do: start, help, status, about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from commands.cards.addresses import Addresses
from commands.cards.card import Card
from commands.cards.greeting import greeting_card
from commands.cards.help import Reader, help_card, topic_card
from commands.cards.system import BudgetReader, about_card, status_card
from commands.codec.actions import ShowHelp
from commands.definitions.command import Arguments, Command, Person, PlaceKind
from commands.definitions.outcomes import ENDINGS, OUTCOMES
from commands.definitions.permissions import Right
from storage.catalogue import Catalogue
from storage.clock import Clock
from storage.query import LaunchQuery

_ENDED = LaunchQuery(
    status_ids=tuple(sorted({status for word in ENDINGS for status in OUTCOMES[word]})), limit=1, strict=True
)
"""The latest launch of which the result is known."""


@dataclass(frozen=True, slots=True)
class System:
    """One method for each command. Raises `StoreError`.

    `troubles` are the parts of the bot that do not run, `addresses` where people find it.
    """

    catalogue: Catalogue
    budget: BudgetReader
    troubles: Callable[[], tuple[str, ...]]
    addresses: Addresses
    version: str
    clock: Clock

    async def status(self, _command: Command, _given: Arguments, _person: Person) -> Card:
        """Tell how fresh the data is, and what does not run."""
        freshness = await self.catalogue.freshness()
        return status_card(freshness, await self.budget(), self.clock(), self.troubles())

    async def start(self, _command: Command, _given: Arguments, person: Person) -> Card:
        """Greet: what this is, the latest result, and the ways on."""
        page = await self.catalogue.flown(_ENDED)
        example = page.items[0] if page.items else None
        return greeting_card(example, subscribes=Right.CHANNEL in await _rights(person))

    async def help(self, _command: Command, _given: Arguments, person: Person) -> Card:
        """Tell how to begin, and lead to everything else."""
        return help_card(await self._reader(person))

    async def show(self, action: ShowHelp, person: Person) -> Card:
        """Tell a page of what can be asked, or of what is kept and promised."""
        return topic_card(action.topic, action.page, await self._reader(person))

    async def about(self, _command: Command, _given: Arguments, _person: Person) -> Card:
        """Tell what the bot is and what it keeps."""
        return about_card(self.version, self.addresses)

    async def _reader(self, person: Person) -> Reader:
        is_on_discord = person.platform == "discord"
        # Whoever asks from no place at all does so on the command line, where a line is a question as well.
        private = person.here is None or person.here.kind is PlaceKind.PRIVATE
        return Reader(
            is_on_discord,
            await _rights(person),
            plain=private and not is_on_discord,
            named=self.addresses.telegram if self.addresses.inline and not is_on_discord else "",
        )


async def _rights(person: Person) -> frozenset[Right]:
    """Return what somebody may where they ask; where the bot is not at home, only look."""
    here = person.here
    return frozenset({right for right in Right if right is Right.NONE or (here and await here.may(right))})
