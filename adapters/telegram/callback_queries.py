"""Pressed buttons: the card they lead to takes the place of the one they stand on, a picture its own."""

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
from adapters.telegram.sending import Place, Sender
from commands.cards.card import Card, Form
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
            with speaking(await self._dispatcher.language(self._places.person(update))):
                sentence = not_yours()
            await self._sender.answer(query.id, sentence)
            return
        if query.data == SILENT:
            await self._sender.answer(query.id)
            return
        if message is None and _LINKABLE.match(query.data or ""):
            # It stands in a chat that we are perhaps not in: what it leads to is shown in our own.
            await self._sender.answer(query.id, url=self._dispatcher.addresses.deep_link(query.data or ""))
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

    async def _show(self, card: Card, query: CallbackQuery, message: MaybeInaccessibleMessage) -> None:
        """Stop the button's waiting, and edit its message or send a picture beside it, both at once."""
        now = self._clock()
        drawn = draw(card, now=now)
        hint = toast(card, now=now) if card.notice else ""
        place = Place.instead_of(message) if isinstance(message, Message) else Place(message.chat.id)
        if card.picture_alone:
            shown = self._sender.send_picture(drawn, place)
        else:
            shown = self._sender.edit(drawn, message.chat.id, message.message_id, place)
        await asyncio.gather(self._sender.answer(query.id, hint), shown)


def not_yours() -> str:
    """What somebody is told who presses a button that another person asked for."""
    return _("These buttons belong to the person who asked. Send /previous to get your own.")


def no_forms() -> str:
    """What somebody is told whose button asks for a form, which Telegram does not have."""
    return _("Type it instead, for example /previous since:2024 crew dragon")
