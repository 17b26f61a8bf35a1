"""What the commands about the bot itself do: status, help, about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from commands.cards.addresses import Addresses
from commands.cards.card import Button, Card
from commands.cards.system import BudgetReader, about_card, help_card, status_card
from commands.codec.actions import RunCommand
from commands.definitions.command import Arguments, Command, Person
from commands.definitions.commands import COMMANDS
from commands.i18n.translation import _
from storage.catalogue import Catalogue
from storage.clock import Clock


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

    async def help(self, _command: Command, _given: Arguments, _person: Person) -> Card:
        """Tell what can be asked, and lead to it."""
        menu = Button(_("Menu"), to=RunCommand("menu"))
        latest = Button(_("Latest launch"), to=RunCommand("latest"))
        return replace(help_card(COMMANDS, self.addresses), buttons=((menu, latest),))

    async def about(self, _command: Command, _given: Arguments, _person: Person) -> Card:
        """Tell what the bot is and what it keeps."""
        return about_card(self.version)
