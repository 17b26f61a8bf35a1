"""Posts: messages that answer nobody, sent once each, at Telegram's pace."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from telegram.constants import ParseMode
from telegram.error import ChatMigrated, InvalidToken, TelegramError
from telegram.ext import ExtBot

from adapters.telegram.rate_limiter import Lane, RateLimiter
from adapters.telegram.render import NO_PREVIEW, Drawn, draw
from adapters.telegram.send_results import receipt, receipt_of_edit
from commands.cards.addresses import DEEP_LINK
from commands.cards.card import Button, Card
from commands.subscriptions.poster import (
    Failed,
    Later,
    MessageGone,
    Post,
    Receipt,
    Refused,
    Scope,
    Sent,
    Unreadable,
    or_plainer,
)
from storage.clock import Clock
from storage.state.models import Place

log = logging.getLogger("launchlog.telegram")

AT_ONCE = 5
"""Requests for posts under way, enough for 25 a second at 200 ms an answer: after a crash, nobody can tell
of any of them whether it arrived."""

FLOODED_CHATS = 3
"""Different chats for which Telegram asks to wait, with no post taken in between, that mean all chats."""

_REMEMBERED = 64
"""Drawings kept: one event is drawn once for thousands of chats of one time zone."""


class TelegramPoster:
    """Posts with `bot`, in the order and at the pace of `limiter`. Nothing raises but cancellation."""

    retries_safely = False
    at_once = AT_ONCE

    def __init__(self, bot: ExtBot[Lane], limiter: RateLimiter, clock: Clock) -> None:
        self._bot = bot
        self._limiter = limiter
        self._clock = clock
        # The card is kept beside its drawing, so that its identity is nobody else's.
        self._drawings: OrderedDict[tuple[int, datetime], tuple[Card, Drawn]] = OrderedDict()
        self._flooded: set[int] = set()

    async def turn(self, place: Place) -> None:
        """Wait until one more post may leave for that chat; answers to people never wait here."""
        await self._limiter.turn(place.chat_id)

    async def post(self, place: Place, post: Post) -> Receipt:
        """Send a post; at the new id of a group that has become a supergroup."""
        try:
            drawn = self._draw(post)
        except Exception as error:
            log.exception("post_not_drawn key=%s", post.key)
            return Failed(f"an error of ours, {type(error).__name__}; see the log")
        return self._flood(place, await self._posted(place, drawn, silent=post.silent))

    async def _posted(self, place: Place, drawn: Drawn, *, silent: bool) -> Receipt:
        try:
            return await self._with_picture_or_without(
                drawn, lambda each: self._send(place, each, silent=silent)
            )
        except ChatMigrated as error:
            moved = Place("telegram", error.new_chat_id, place.topic_id, owner_id=error.new_chat_id)
        try:
            came = await self._with_picture_or_without(
                drawn, lambda each: self._send(moved, each, silent=silent)
            )
        except ChatMigrated:
            return Refused("the group goes on moving")
        return replace(came, moved_to=moved) if isinstance(came, Sent) else came

    async def edit(self, place: Place, message_id: int, post: Post) -> Receipt:
        """Make a message show another post."""
        drawn = self._draw(post)
        try:
            came = await self._with_picture_or_without(
                drawn, lambda each: self._change(place, message_id, each), edits=message_id
            )
            return MessageGone(came.reason) if isinstance(came, Refused) else came
        except ChatMigrated as error:
            # The supergroup has other messages than the group had.
            return receipt_of_edit(error, message_id)

    async def find(self, place: Place, key: str, since: datetime) -> int | Unreadable | Later | None:
        """Tell that bots cannot read a chat's history."""
        del place, key, since
        return Unreadable()

    async def publish(self, place: Place, message_id: int) -> Receipt:
        """Do nothing: whoever follows a channel on Telegram reads it there."""
        del place
        return Sent(message_id)

    async def open_thread(self, place: Place, message_id: int, name: str) -> Receipt:
        """Do nothing: Telegram opens comments by itself, where a channel has them."""
        del place, name
        return Sent(message_id)

    async def is_known(self) -> bool | None:
        """Ask Telegram who we are."""
        try:
            await self._bot.get_me()
        except InvalidToken:
            return False
        except TelegramError:
            return None
        return True

    def _flood(self, place: Place, came: Receipt) -> Receipt:
        """See from whom Telegram wants less: told so in several chats, it means all of them.

        The answer itself does not say whether it is about one chat or about the bot.
        """
        match came:
            case Sent():
                self._flooded.clear()
            case Later(counts=False):
                self._flooded.add(place.chat_id)
                if len(self._flooded) >= FLOODED_CHATS:
                    return replace(came, scope=Scope.PLATFORM)
        return came

    def _draw(self, post: Post) -> Drawn:
        now = self._clock()
        known = (id(post.card), now.replace(second=0, microsecond=0))
        if (kept := self._drawings.get(known)) is not None:
            return kept[1]
        drawn = draw(_linked(post.card, self._bot.username), now=now)
        drawn = replace(drawn, photo=b"")
        self._drawings[known] = post.card, drawn
        if len(self._drawings) > _REMEMBERED:
            self._drawings.popitem(last=False)
        return drawn

    async def _with_picture_or_without(
        self, drawn: Drawn, request: Callable[[Drawn], Awaitable[int]], edits: int = 0
    ) -> Receipt:
        """Make a request, once more without its picture when it is refused; raises `ChatMigrated`."""

        async def tried(each: Drawn) -> Receipt:
            try:
                return Sent(await request(each))
            except ChatMigrated:
                raise
            except TelegramError as error:
                return receipt_of_edit(error, edits) if edits else receipt(error)

        plainer = None if drawn.preview is NO_PREVIEW else drawn.without_picture()
        return await or_plainer(drawn, plainer, tried)

    async def _send(self, place: Place, drawn: Drawn, *, silent: bool) -> int:
        message = await self._bot.send_message(
            place.chat_id,
            drawn.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=place.topic_id or None,
            disable_notification=silent or None,
            reply_markup=drawn.keyboard,
            link_preview_options=drawn.preview,
            rate_limit_args=Lane.BROADCAST,
        )
        return message.message_id

    async def _change(self, place: Place, message_id: int, drawn: Drawn) -> int:
        await self._bot.edit_message_text(
            drawn.html,
            chat_id=place.chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=drawn.keyboard,
            link_preview_options=drawn.preview,
            rate_limit_args=Lane.BROADCAST,
        )
        return message_id


def _linked(card: Card, bot: str) -> Card:
    """Return the card with buttons that lead into the private chat: a post is for everybody to read."""

    def linked(button: Button) -> Button:
        if not button.action:
            return button
        return replace(button, action="", url=DEEP_LINK.format(bot=bot, action=button.action))

    return replace(card, buttons=tuple(tuple(map(linked, row)) for row in card.buttons))
