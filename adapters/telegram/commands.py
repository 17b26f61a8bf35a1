"""Written messages: commands in any chat, plain words in a private one."""

from __future__ import annotations

from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackContext

from adapters.telegram.callback_queries import no_forms
from adapters.telegram.context import Places
from adapters.telegram.edits import Edits
from adapters.telegram.render import draw
from adapters.telegram.sending import Place, Sender
from commands.cards.card import Card, Form
from commands.cards.system import apology
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from commands.i18n.translation import speaking
from commands.parsing.typed_command import typed_command
from storage.clock import Clock
from storage.errors import AskError

START = "start"
"""The command that Telegram itself sends when somebody opens the bot, with what a link leads to."""


class Messages:
    """Answers what people write: in the chat and the topic where they wrote it, edited messages again.

    A command that was edited to say something else gets a new answer, since a bot cannot look up which of its
    messages answered the command before.
    """

    def __init__(self, dispatcher: Dispatcher, sender: Sender, places: Places, clock: Clock) -> None:
        self._dispatcher = dispatcher
        self._sender = sender
        self._places = places
        self._clock = clock
        self._edits = Edits(clock())

    async def handle(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Answer one message if it is meant for us."""
        message = update.effective_message
        if message is None or message.text is None or _comes_from_elsewhere(message):
            return
        if message.via_bot is not None and message.via_bot.id == context.bot.id:
            # A launch that somebody has chosen from those we offered: an answer, no question.
            return
        if not self._edits.is_news(update, message):
            return
        card = await self._card(message, context.bot.username, self._places.person(update))
        if card is not None:
            await self._answer(card, message)

    async def locate(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Take a shared location for the chat's time zone, if it is meant for us.

        In a private chat it is, elsewhere when it replies to a message of ours.
        """
        message = update.effective_message
        if message is None or message.location is None or _comes_from_elsewhere(message):
            return
        asked = message.reply_to_message
        to_us = asked is not None and asked.from_user is not None and asked.from_user.id == context.bot.id
        if message.chat.type == ChatType.PRIVATE or to_us:
            place = message.location
            person = self._places.person(update)
            await self._answer(
                await self._dispatcher.zone_at(place.latitude, place.longitude, person), message
            )

    async def move(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Take note of the id that a group has got as a supergroup."""
        message = update.effective_message
        if message is not None and message.migrate_to_chat_id is not None:
            await self._dispatcher.migrated(message.chat.id, message.migrate_to_chat_id)

    async def _answer(self, card: Card, message: Message) -> None:
        await self._sender.send(draw(card, now=self._clock()), Place.beside(message))

    async def _card(self, message: Message, username: str, person: Person) -> Card | None:
        """Return the answer to a message, or None when it is not for us to answer."""
        text = message.text or ""
        private = message.chat.type == ChatType.PRIVATE
        command = typed_command(text)
        if command is None:
            return await self._dispatcher.say("previous", text, person) if private and text.strip() else None
        if command.bot and command.bot.casefold() != username.casefold():
            return None
        if command.name == START:
            return await self._start(command.rest, person)
        known = any(command.name == each.name for each in self._dispatcher.commands)
        # An unknown one without our name is perhaps another bot's.
        ours = known or private or command.bot
        return await self._dispatcher.say(command.name, command.rest, person) if ours else None

    async def _start(self, payload: str, person: Person) -> Card:
        """Greet, or open what a deep link leads to: its payload is a button's action."""
        if not payload:
            return await self._dispatcher.run(START, {}, person)
        answer = await self._dispatcher.follow(payload, person)
        if not isinstance(answer, Form):
            return answer
        with speaking(answer.language):
            return apology(AskError(no_forms()))


def asks_us(message: Message) -> bool:
    """Return whether a message is addressed to the bot, as far as the message itself shows."""
    return message.chat.type == ChatType.PRIVATE or typed_command(message.text or "") is not None


def _comes_from_elsewhere(message: Message) -> bool:
    """Tell whether a message is a copy of a channel's post in its discussion group, or another bot's."""
    by_bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bool(message.is_automatic_forward) or by_bot
