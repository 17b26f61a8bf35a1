"""Pressed buttons: the card they lead to takes the place of the one they stand on."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from telegram import CallbackQuery, MaybeInaccessibleMessage, Message, Update
from telegram.ext import CallbackContext

from adapters.telegram.context import Places
from adapters.telegram.keyboard import SILENT
from adapters.telegram.people import may_press
from adapters.telegram.render import draw, toast
from adapters.telegram.sending import Place, Sender, Shown
from commands.cards.card import Card, Form
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from commands.i18n.translation import _, speaking
from storage.clock import Clock

_LINKABLE = re.compile(r"[A-Za-z0-9_-]{1,64}\Z", re.ASCII)
"""What a deep link can carry. Source: https://core.telegram.org/bots/features#deep-linking"""


class Presses:
    """Answers callback queries; whose buttons they are is read from the message, never remembered."""

    def __init__(self, dispatcher: Dispatcher, sender: Sender, places: Places, clock: Clock) -> None:
        self._dispatcher = dispatcher
        self._sender = sender
        self._places = places
        self._clock = clock

    async def handle(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Answer one press; the query is always answered, so that the button stops waiting."""
        query = update.callback_query
        if query is None:
            return
        message = query.message
        if isinstance(message, Message) and not may_press(message, query.from_user.id):
            await self._refer(query, self._places.person(update))
            return
        if query.data == SILENT:
            await self._sender.answer(query.id)
            return
        if message is None and (link := self._link(query)):
            # It stands in a chat that we are perhaps not in: what it leads to is shown in our own.
            await self._sender.answer(query.id, url=link)
            return
        card = await self._dispatcher.press(query.data or "", self._places.person(update))
        if isinstance(card, Form):
            with speaking(card.language):
                sentence = no_forms()
            await self._sender.answer(query.id, sentence, alert=True)
            return
        # What is private without being a hint, such as a panel, belongs to the asker's own message here.
        # One with buttons is no mere hint: they lead on, and only a message can have them.
        hint = card.private and bool(card.notice) and not card.buttons
        if hint or message is None:
            words = toast(card, now=self._clock())
            await self._sender.answer(query.id, words, alert=hint)
            return
        await self._show(card, query, message)

    async def _refer(self, query: CallbackQuery, person: Person) -> None:
        """Lead somebody who pressed another's button to a card of their own, in the private chat.

        Buttons that do something there, rather than show it, are told to be another's.
        """
        if (link := self._link(query)) and await self._dispatcher.is_look(query.data or ""):
            await self._sender.answer(query.id, url=link)
            return
        with speaking(await self._dispatcher.language(person)):
            sentence = not_yours()
        await self._sender.answer(query.id, sentence)

    def _link(self, query: CallbackQuery) -> str:
        """Return the link into the private chat that carries what a button does, "" where none can."""
        data = query.data or ""
        return self._dispatcher.addresses.deep_link(data) if _LINKABLE.match(data) else ""

    async def _show(self, card: Card, query: CallbackQuery, message: MaybeInaccessibleMessage) -> None:
        """Stop the button's waiting, and edit its message, both at once."""
        now = self._clock()
        drawn = draw(card, now=now)
        hint = toast(card, now=now) if card.notice else ""
        place, has_photo = Place(message.chat.id), False
        if isinstance(message, Message):
            place, has_photo = Place.instead_of(message), bool(message.photo)
        shown = Shown(message.chat.id, message.message_id, has_photo)
        await asyncio.gather(self._sender.answer(query.id, hint), self._sender.edit(drawn, shown, place))


def not_yours() -> str:
    """What somebody is told who presses a button that another person asked for."""
    return _("These buttons belong to the person who asked. Send /previous to get your own.")


def no_forms() -> str:
    """What somebody is told whose button asks for a form, which Telegram does not have."""
    return _("Type it instead, for example /previous since:2024 crew dragon")
