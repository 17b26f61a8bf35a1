"""Written messages: commands in any chat, plain words in a private one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import CallbackContext

from adapters.telegram.people import asker_of
from adapters.telegram.presses import no_forms
from adapters.telegram.render import draw
from adapters.telegram.sending import Place, Sender
from commands.cards import Card, Form
from commands.dispatcher import Dispatcher
from commands.registry import Person
from commands.service import apology
from storage.clock import Clock
from storage.errors import AskError

START = "start"
"""The command that Telegram itself sends when somebody opens the bot; it has no counterpart elsewhere."""

_COMMAND = re.compile(
    r"/(?P<name>[a-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?\s*\Z", re.IGNORECASE | re.DOTALL
)
_DEEP_LINK = re.compile(r"[A-Za-z0-9_-]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A command as written: its name in lower case, the bot it is meant for if it says so, the rest."""

    name: str
    bot: str
    rest: str


def spoken(text: str) -> Spoken | None:
    """Return the command that `text` is, or None when it is none."""
    if not (match := _COMMAND.match(text)):
        return None
    return Spoken(match["name"].lower(), match["bot"] or "", (match["rest"] or "").strip())


class Messages:
    """Answers what people write: in the chat and the topic where they wrote it, edited messages again.

    An edited command gets a new answer, since a bot cannot look up which of its messages answered the
    command before.
    """

    def __init__(self, dispatcher: Dispatcher, sender: Sender, clock: Clock, zone: tzinfo = UTC) -> None:
        self._dispatcher = dispatcher
        self._sender = sender
        self._clock = clock
        self._zone = zone

    async def handle(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Answer one message if it is meant for us."""
        message = update.effective_message
        if message is None or message.text is None or _comes_from_elsewhere(message):
            return
        card = await self._card(message, context.bot.username, asker_of(update))
        if card is not None:
            drawn = draw(card, now=self._clock(), zone=self._zone)
            await self._sender.send(drawn, Place.beside(message))

    async def _card(self, message: Message, username: str, person: Person) -> Card | None:
        """Return the answer to a message, or None when it is not for us to answer."""
        text = message.text or ""
        private = message.chat.type == ChatType.PRIVATE
        command = spoken(text)
        if command is None:
            return await self._dispatcher.say("search", text, person) if private and text.strip() else None
        if command.bot and command.bot.casefold() != username.casefold():
            return None
        if command.name == START:
            return await self._start(command.rest, person)
        if any(command.name == known.name for known in self._dispatcher.commands):
            return await self._dispatcher.say(command.name, command.rest, person)
        return await self._dispatcher.run("help", {}, person) if private else None

    async def _start(self, payload: str, person: Person) -> Card:
        """Greet, or open what a deep link leads to: its payload is a button's action."""
        if _DEEP_LINK.match(payload):
            answer = await self._dispatcher.press(payload, person)
            return apology(AskError(no_forms())) if isinstance(answer, Form) else answer
        return await self._dispatcher.run("help", {}, person)


def _comes_from_elsewhere(message: Message) -> bool:
    """Tell whether a message is a copy of a channel's post in its discussion group, or another bot's."""
    by_bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bool(message.is_automatic_forward) or by_bot
