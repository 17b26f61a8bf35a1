"""Slash commands, made from the same definitions as the commands of every other platform."""

from __future__ import annotations

import asyncio
import inspect
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import discord
from discord import AppCommandOptionType, app_commands

from adapters.discord import limits
from adapters.discord.context import Interaction, person
from adapters.discord.message_text import text_of
from adapters.discord.responses import Answers, Way
from commands.cards.safe_text import plain
from commands.definitions.command import Command, Kind, Parameter, Suggestion
from commands.definitions.permissions import Right
from commands.dispatcher import Dispatcher
from commands.i18n.translation import _, marked

log = logging.getLogger("launchlog.discord")

AppCommand = app_commands.Command[Any, ..., None]
Choice = app_commands.Choice[str]

IN_MESSAGE = marked("Launches in this message")
"""The command in the menu of a message: at most 32 letters in every language.
https://docs.discord.com/developers/interactions/application-commands#application-command-object"""

_TYPES = {
    Kind.NUMBER: AppCommandOptionType.integer,
    Kind.ROLE: AppCommandOptionType.role,
    Kind.CHANNEL: AppCommandOptionType.channel,
}
_BY_ID = frozenset({Kind.ROLE, Kind.CHANNEL})
_POSTED_IN = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
]
"""Channels that posts can go to."""

_COMPLETION_SECONDS = limits.FIRST_ANSWER_SECONDS - 1
"""Time for completions; later than that, an empty list is better than a failure to load any."""


def app_command(command: Command, dispatcher: Dispatcher, answers: Answers) -> AppCommand:
    """Return the slash command of a definition.

    It can be used in servers, private chats and groups alike; one that manages a place only where the bot
    is at home, and in servers by those who have the right, unless the server decides otherwise about who
    is offered it: whoever uses it is asked for the right all the same.
    """
    everywhere = not command.manages
    made: AppCommand = app_commands.Command(
        name=command.name,
        description=plain(_(command.description), limits.DESCRIPTION),
        callback=_callback(command, dispatcher, answers),
        allowed_contexts=app_commands.AppCommandContext(
            guild=True, dm_channel=True, private_channel=everywhere
        ),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=everywhere),
    )
    if command.manages:
        server = command.right is Right.SERVER
        made.default_permissions = discord.Permissions(manage_guild=server, manage_channels=not server)
    return made


def message_command(dispatcher: Dispatcher, answers: Answers) -> app_commands.ContextMenu:
    """Return what looks up the launches that a message names, privately, from that message's own menu."""

    async def callback(interaction: Interaction, message: discord.Message) -> None:
        asked = dispatcher.mentioned(text_of(message), person(interaction))
        await answers.give(interaction, asked, Way.COPY)

    return app_commands.ContextMenu(
        name=_(IN_MESSAGE),
        callback=callback,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )


class Option(app_commands.Transformer):
    """The type of one parameter, as discord.py asks for it; every value arrives as text."""

    def __init__(self, parameter: Parameter) -> None:
        self._parameter = parameter

    @property
    def type(self) -> AppCommandOptionType:
        """The kind of box that Discord offers."""
        return _TYPES.get(self._parameter.kind, AppCommandOptionType.string)

    @property
    def min_value(self) -> int | None:
        """The least number."""
        return self._parameter.least if self._parameter.kind is Kind.NUMBER else None

    @property
    def max_value(self) -> int | None:
        """The largest number, if there is one."""
        return self._parameter.most

    @property
    def choices(self) -> list[app_commands.Choice[str | int | float]] | None:
        """The only values that Discord lets a person pick, if the parameter names them."""
        if self._parameter.kind is not Kind.CHOICE:
            return None
        return [
            app_commands.Choice(name=plain(_(label), limits.CHOICE_TEXT), value=value)
            for value, label in self._parameter.choices[: limits.CHOICES]
        ]

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The kinds of channels that Discord lets a person pick."""
        return _POSTED_IN if self._parameter.kind is Kind.CHANNEL else []

    async def transform(self, _interaction: Interaction, value: Any, /) -> str:
        """Return what was given, as text; a role or channel as its id."""
        return str(value.id if self._parameter.kind in _BY_ID else value)


class CompletedOption(Option):
    """The type of a parameter that is completed from the catalogue's names while it is typed."""

    def __init__(self, parameter: Parameter, command: Command, dispatcher: Dispatcher) -> None:
        super().__init__(parameter)
        self._command = command
        self._dispatcher = dispatcher

    async def autocomplete(
        self, interaction: Interaction, value: float | str, /
    ) -> list[app_commands.Choice[str | int | float]]:
        """Return the completions of what is typed so far; none when they fail or take too long."""
        name = self._parameter.name
        others = {key: str(given) for key, given in interaction.namespace if key != name and given}
        try:
            async with asyncio.timeout(_COMPLETION_SECONDS):
                found = await self._dispatcher.complete(
                    self._command.name, name, str(value), others, person(interaction)
                )
        except Exception as error:
            log.exception("completion_failed command=%s cause=%s", self._command.name, type(error).__name__)
            return []
        return list(_choices(found))


def _choices(found: Iterable[Suggestion]) -> Iterable[app_commands.Choice[str | int | float]]:
    usable = [each for each in found if 0 < len(each.value) <= limits.CHOICE_TEXT]
    for suggestion in usable[: limits.CHOICES]:
        yield app_commands.Choice(name=plain(suggestion.label, limits.CHOICE_TEXT), value=suggestion.value)


def _callback(
    command: Command, dispatcher: Dispatcher, answers: Answers
) -> Callable[..., Coroutine[Any, Any, None]]:
    """Return the coroutine function that discord.py calls, with a signature made from the definition."""

    async def callback(interaction: Interaction, **given: str | None) -> None:
        arguments = {name: text for name, text in given.items() if text}
        asked = dispatcher.run(command.name, arguments, person(interaction))
        await answers.give(interaction, asked, Way.SEND)

    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    options = [_parameter(each, command, dispatcher) for each in command.parameters]
    # discord.py reads the options of a command from its callback's signature, and nowhere else.
    vars(callback)["__signature__"] = inspect.Signature([first, *options])
    describe = app_commands.describe(
        **{each.name: plain(_(each.description), limits.DESCRIPTION) for each in command.parameters}
    )
    return describe(callback)


def _parameter(parameter: Parameter, command: Command, dispatcher: Dispatcher) -> inspect.Parameter:
    if parameter.source:
        option: Option = CompletedOption(parameter, command, dispatcher)
    else:
        option = Option(parameter)
    return inspect.Parameter(
        parameter.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if parameter.required else None,
        annotation=option,
    )
