"""Presses of buttons and choices from menus, on any message of ours, however old it is.

Nothing about a message is kept in memory: the action stands in the button's custom_id or in the
option's value, and the dispatcher makes of it what it can.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Protocol, Self

import discord

from adapters.discord.context import Interaction, person
from adapters.discord.marks import MARK
from adapters.discord.modals import filled_in
from adapters.discord.responses import Answers, Way
from commands.dispatcher import Dispatcher
from storage.log_records import begin_work

Component = discord.ui.Item[Any]


class Presses(Protocol):
    """What button presses need from the client that receives them."""

    dispatcher: Dispatcher
    answers: Answers


class Press(discord.ui.DynamicItem[Component], template=re.compile(".*", re.DOTALL)):
    """Any button or menu; foreign and garbled ones too, which the dispatcher answers in a sentence."""

    @classmethod
    async def from_custom_id(
        cls, interaction: Interaction, item: Component, _match: re.Match[str], /
    ) -> Self:
        """Wrap what was pressed; the library has a task for each press."""
        begin_work("discord", interaction.id)
        return cls(item)

    async def callback(self, interaction: Interaction) -> None:
        """Answer the press: in place for the asker, with a private copy for anybody else.

        A post has no asker, wherever it stands.
        """
        client: Presses = interaction.client
        action, mark, _key = self._action().partition(MARK)
        way = Way.EDIT if is_asker(interaction) and not mark else Way.COPY
        who = replace(person(interaction), at_post=bool(mark))
        if isinstance(self.item, discord.ui.RoleSelect):
            pressed = client.dispatcher.pick(action, next((each.id for each in self.item.values), 0), who)
        else:
            pressed = client.dispatcher.press(action, who)
        await client.answers.give(interaction, pressed, way)

    def _action(self) -> str:
        if isinstance(self.item, discord.ui.Select):
            return next(iter(self.item.values), "")
        return self.custom_id


async def submit(interaction: Interaction, dispatcher: Dispatcher, answers: Answers) -> None:
    """Answer a form that was filled in: in place of the message whose button opened it."""
    begin_work("discord", interaction.id)
    action, values = filled_in(interaction)
    way = Way.EDIT if is_asker(interaction) else Way.COPY
    await answers.give(interaction, dispatcher.fill(action, values, person(interaction)), way)


def is_asker(interaction: Interaction) -> bool:
    """Return whether a press comes from the person whom the pressed message answers.

    Private messages are seen by nobody else. A message that answers nobody, such as a post, has no
    asker in a server; in a private chat with the bot, the other person stands for one.
    """
    message = interaction.message
    if message is None or message.flags.ephemeral:
        return message is not None
    if message.interaction_metadata is not None:
        return message.interaction_metadata.user.id == interaction.user.id
    return interaction.context.dm_channel
