"""The people's side: what somebody in front of Discord's client can do with the bot."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from . import permissions
from .command_input import ClientRefusalError, OptionValue, fill_options, find_command
from .component_types import SELECTS, Type, walk
from .gateway import Gateway
from .interaction_payloads import context_of, interaction_payload
from .interactions import FIRST_ANSWER, Interaction, InteractionType, Modal
from .messages import Message
from .modal_input import ModalValue, fill_modal
from .payloads import message_payload
from .places import Channel, Guild, User
from .resolved import resolve
from .shaping import localized_command
from .typed_line import read_line
from .world import World

SLASH_COMMAND, MESSAGE_COMMAND = 1, 3
"""https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-types"""


class NoAnswerError(Exception):
    """The bot gave no first response in time: the person sees "The application did not respond"."""


class People:
    """What people do. Everything that reaches the bot waits for its first response.

    `answer_seconds` is how long; methods raise NoAnswerError after that, and ClientRefusalError for what
    Discord's client would not let a person do.
    """

    def __init__(self, world: World, gateway: Gateway) -> None:
        self._world = world
        self._gateway = gateway
        self.answer_seconds = FIRST_ANSWER.total_seconds()

    def commands(self, user: User, channel: Channel) -> list[dict[str, Any]]:
        """List the slash commands that a person is offered in a channel."""
        guild_id = None if channel.guild is None else channel.guild.id
        return [each for each in self._world.commands.in_guild(guild_id) if _offered(each, user, channel)]

    def messages(self, channel: Channel, user: User) -> list[Message]:
        """List a channel's messages that a person sees, oldest first."""
        return [each for each in self._world.messages.in_channel(channel) if each.seen_by(user)]

    def say(self, user: User, channel: Channel, text: str) -> Message:
        """Write an ordinary message; with the guild intent alone the bot is not told."""
        return self._world.messages.create(channel, user, {"content": text})

    async def add_bot(self, guild: Guild) -> None:
        """Let the bot into a guild; a bot that is not connected learns of it when it is."""
        guild.bot_present = True
        await self._gateway.announce_guild(guild)

    async def remove_bot(self, guild: Guild) -> None:
        """Throw the bot out of a guild; a bot that is not connected is not told."""
        guild.bot_present = False
        await self._gateway.announce_removal(guild)

    async def grant(self, guild: Guild, bits: int) -> None:
        """Give the bot's role these permissions, for the whole guild; what it is not to have nobody has."""
        guild.bot_permissions = bits
        guild.everyone &= bits
        await self._gateway.announce_rights(guild)

    async def time_out(self, guild: Guild, *, ends: bool = False) -> None:
        """Let the bot only read in a guild, or let that end."""
        guild.bot_timed_out = not ends
        await self._gateway.announce_rights(guild)

    async def grant_in(self, channel: Channel, bits: int | None) -> None:
        """Give the bot these permissions in one channel; None gives it what it has in the guild."""
        channel.bot_permissions = bits
        await self._gateway.announce_channel(channel)

    async def slash(
        self, user: User, channel: Channel, name: str, options: Mapping[str, OptionValue] | None = None
    ) -> Interaction:
        """Send a slash command; `name` may be "group sub-command"."""
        command, path = find_command(self.commands(user, channel), name)
        data = fill_options(command, path, options or {})
        resolve(self._world, data, user, channel)
        return await self._act(InteractionType.COMMAND, user, channel, data)

    def message_commands(self, user: User, channel: Channel) -> list[dict[str, Any]]:
        """List what a message's menu offers a person under "Apps"."""
        guild_id = None if channel.guild is None else channel.guild.id
        return [
            each
            for each in self._world.commands.in_guild(guild_id)
            if _offered(each, user, channel, MESSAGE_COMMAND)
        ]

    async def ask_of(self, user: User, message: Message, name: str) -> Interaction:
        """Use a command from the menu of a message."""
        channel = message.channel
        command = next((e for e in self.message_commands(user, channel) if e["name"] == name), None)
        if command is None or not message.seen_by(user) or not self._world.messages.has(message):
            raise ClientRefusalError(f"{name} is not offered here.")
        number = str(message.id)
        data = {
            "id": command["id"],
            "name": command["name"],
            "type": MESSAGE_COMMAND,
            "target_id": number,
            "resolved": {"messages": {number: message_payload(message)}},
        }
        return await self._act(InteractionType.COMMAND, user, channel, data)

    async def type(self, user: User, channel: Channel, line: str) -> Interaction:
        """Type a slash command and its options in one line, by the names that the person's client has."""
        offered = [localized_command(each, user.locale) for each in self.commands(user, channel)]
        return await self.slash(user, channel, *read_line(line, offered))

    async def autocomplete(
        self, user: User, channel: Channel, name: str, options: Mapping[str, OptionValue], focused: str
    ) -> list[dict[str, Any]]:
        """Type into an option and give the choices offered (`name`, `value`)."""
        command, path = find_command(self.commands(user, channel), name)
        data = fill_options(command, path, options, focused=focused)
        interaction = await self._act(InteractionType.AUTOCOMPLETE, user, channel, data)
        return interaction.choices

    async def press(self, user: User, message: Message, custom_id: str) -> Interaction:
        """Press a button."""
        component = self._component(user, message, custom_id)
        if component["type"] != Type.BUTTON:
            raise ClientRefusalError(f"{custom_id} is not a button.")
        return await self._use(user, message, component, {})

    async def choose(self, user: User, message: Message, custom_id: str, values: list[str]) -> Interaction:
        """Choose from a select menu; for users, roles and channels the values are ids."""
        component = self._component(user, message, custom_id)
        if component["type"] not in SELECTS:
            raise ClientRefusalError(f"{custom_id} is not a select menu.")
        if not component["min_values"] <= len(values) <= component["max_values"]:
            raise ClientRefusalError(f"{custom_id} does not take {len(values)} values.")
        offered = {option["value"] for option in component.get("options", ())}
        if component["type"] == Type.STRING_SELECT and not offered.issuperset(values):
            raise ClientRefusalError(f"{custom_id} does not offer all of {values}.")
        return await self._use(user, message, component, {"values": values})

    async def submit(
        self, user: User, modal: Modal, values: Mapping[str, ModalValue] | None = None
    ) -> Interaction:
        """Fill a modal in by custom_id, leaving the rest as it was, and send it."""
        data = {"custom_id": modal.custom_id, "components": fill_modal(modal.components, values or {})}
        opener = modal.opened_by
        return await self._act(
            InteractionType.MODAL, user, opener.channel, data, source=opener.source, opened_by=opener
        )

    async def _use(
        self, user: User, message: Message, component: dict[str, Any], more: dict[str, Any]
    ) -> Interaction:
        data = {
            "custom_id": component["custom_id"],
            "component_type": component["type"],
            "id": component["id"],
            **more,
        }
        resolve(self._world, data, user, message.channel)
        return await self._act(InteractionType.COMPONENT, user, message.channel, data, source=message)

    def _component(self, user: User, message: Message, custom_id: str) -> dict[str, Any]:
        if not message.seen_by(user) or not self._world.messages.has(message):
            raise ClientRefusalError(f"{user.name} does not see this message.")
        for component in walk(message.components):
            if component.get("custom_id") == custom_id:
                if component.get("disabled"):
                    raise ClientRefusalError(f"{custom_id} is disabled.")
                return component
        raise ClientRefusalError(f"The message has nothing with the custom_id {custom_id!r}.")

    async def _act(
        self,
        kind: InteractionType,
        user: User,
        channel: Channel,
        data: dict[str, Any],
        *,
        source: Message | None = None,
        opened_by: Interaction | None = None,
    ) -> Interaction:
        interaction = self._world.start_interaction(
            kind, user, channel, data, source=source, opened_by=opened_by
        )
        payload = interaction_payload(self._world, interaction)
        guild = channel.guild
        guild_id = guild.id if guild is not None and guild.bot_present else None
        try:
            async with asyncio.timeout(self.answer_seconds):
                await self._gateway.dispatch("INTERACTION_CREATE", payload, guild_id)
                await interaction.answered.wait()
        except TimeoutError:
            interaction.lost = True
            raise NoAnswerError("The application did not respond") from None
        return interaction


def _offered(command: Mapping[str, Any], user: User, channel: Channel, kind: int = SLASH_COMMAND) -> bool:
    if command["type"] != kind:
        return False
    contexts = command.get("contexts")
    context = context_of(channel)
    if contexts is not None and context not in contexts:
        return False
    if not channel.has_bot and 1 not in command["integration_types"]:
        return False
    if channel.guild is None:
        return bool(command.get("dm_permission", True)) if contexts is None else True
    wanted = command["default_member_permissions"]
    return (
        channel.guild.offers_all
        or wanted is None
        or permissions.allows(channel.person_may(user), int(wanted) or permissions.ADMINISTRATOR)
    )
