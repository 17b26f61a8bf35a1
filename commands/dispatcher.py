"""The one door through which both platforms reach what the bot can do."""

from __future__ import annotations

from typing import Protocol

from commands.cards import Card
from commands.registry import Arguments, Command, Person, Suggestion


class Dispatcher(Protocol):
    """Runs commands and presses; every call answers with a card and raises nothing but cancellation."""

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands, in the order in which a help lists them."""

    async def run(self, name: str, arguments: Arguments, person: Person) -> Card:
        """Answer a command whose arguments are known by parameter name."""

    async def say(self, name: str, text: str, person: Person) -> Card:
        """Answer a command followed by free text, such as "provider:spacex since:2024 crew dragon"."""

    async def press(self, action: str, person: Person) -> Card:
        """Answer a pressed button or a taken choice; the card replaces the one it stands on."""

    async def complete(
        self, name: str, parameter: str, typed: str, arguments: Arguments
    ) -> tuple[Suggestion, ...]:
        """Return at most 25 completions for what is being typed into a parameter, likeliest first."""
