"""Sends drawn cards, edits messages, and copes with every way in which Telegram turns that down."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from telegram import Bot, Message, ReplyParameters
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, ChatMigrated, TelegramError

from adapters.telegram.refusals import Refusal, may_have_arrived, never_left, refusal
from adapters.telegram.render import Drawn

log = logging.getLogger("launchlog.telegram")

D = TypeVar("D")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: a chat, a forum topic of it, and the message that is answered."""

    chat_id: int
    thread_id: int | None = None
    reply_to: int | None = None

    @classmethod
    def beside(cls, message: Message) -> Place:
        """Return where to answer `message`: in its topic, as a reply where several people write."""
        return cls(
            message.chat.id,
            message.message_thread_id if message.is_topic_message else None,
            message.message_id if message.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP} else None,
        )

    @classmethod
    def instead_of(cls, message: Message) -> Place:
        """Return where to put what replaces our `message`: it answers the same message as that did."""
        asked = message.reply_to_message
        return replace(cls.beside(message), reply_to=asked.message_id if asked else None)

    @property
    def reply_parameters(self) -> ReplyParameters | None:
        """The reference to the answered message, which may be gone by now."""
        if self.reply_to is None:
            return None
        return ReplyParameters(self.reply_to, allow_sending_without_reply=True)


class Sender:
    """Sends and edits for people who wait: a refusal is logged in one line and never raised."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, drawn: Drawn, place: Place) -> None:
        """Send a card, and its photo after it as a message of its own."""
        try:
            place = await self._send_text(drawn, place)
            if drawn.photo:
                await self._send_photo(drawn, place)
        except TelegramError as error:
            log_refusal("send", place.chat_id, error)

    async def send_picture(self, drawn: Drawn, place: Place) -> None:
        """Send a card's photo without its text; a card without one sends nothing."""
        try:
            if drawn.photo:
                await self._send_photo(drawn, place)
        except TelegramError as error:
            log_refusal("send", place.chat_id, error)

    async def edit(self, drawn: Drawn, chat_id: int, message_id: int, fallback: Place) -> None:
        """Make a message show another card; where it cannot be edited any more, send the card."""
        try:
            await again_if(may_have_arrived, lambda: self._edit_text(drawn, chat_id, message_id))
            if drawn.photo:
                await self._send_photo(drawn, fallback)
        except TelegramError as error:
            match refusal(error):
                case Refusal.NOT_MODIFIED:
                    pass
                case Refusal.GONE:
                    await self.send(drawn, fallback)
                case _:
                    log_refusal("edit", chat_id, error)

    async def answer(self, query_id: str, text: str = "", *, alert: bool = False, url: str = "") -> None:
        """Answer a press, with a toast or an alert (at most 200 characters) where there is a text.

        `url` is a deep link to open, if one is given.
        """
        try:
            await again_if(
                may_have_arrived,
                lambda: self._bot.answer_callback_query(
                    query_id, text=text or None, show_alert=alert or None, url=url or None
                ),
            )
        except TelegramError as error:
            if refusal(error) is Refusal.LATE:
                log.info("press_answered_late query=%s", query_id)
            else:
                log_refusal("press_answer", query_id, error)

    async def _send_text(self, drawn: Drawn, place: Place) -> Place:
        """Send the text, without its picture or to the group's new id if need be; return where it went."""
        try:
            await or_plainer(
                lambda each: again_if(never_left, lambda: self._post_text(each, place)),
                drawn,
                lambda why: _plainer(drawn, why),
                place.chat_id,
            )
        except ChatMigrated as error:
            # The topic and the answered message belong to the group that no longer exists.
            moved = Place(error.new_chat_id)
            await self._post_text(drawn, moved)
            return moved
        return place

    async def _post_text(self, drawn: Drawn, place: Place) -> Message:
        return await self._bot.send_message(
            place.chat_id,
            drawn.html,
            parse_mode=ParseMode.HTML,
            message_thread_id=place.thread_id,
            reply_parameters=place.reply_parameters,
            reply_markup=drawn.keyboard,
            link_preview_options=drawn.preview,
        )

    async def _edit_text(self, drawn: Drawn, chat_id: int, message_id: int) -> None:
        """Edit the text, once more without its picture when it is the picture that is refused."""
        await or_plainer(
            lambda each: self._post_edit(each, chat_id, message_id),
            drawn,
            lambda why: _plainer(drawn, why),
            chat_id,
        )

    async def _post_edit(self, drawn: Drawn, chat_id: int, message_id: int) -> None:
        await self._bot.edit_message_text(
            drawn.html,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=drawn.keyboard,
            link_preview_options=drawn.preview,
        )

    async def _send_photo(self, drawn: Drawn, place: Place) -> None:
        """Send the photo; the text has been sent, so a refusal costs the picture alone."""
        try:
            await again_if(
                never_left,
                lambda: self._bot.send_photo(
                    place.chat_id, drawn.photo, drawn.caption or None, message_thread_id=place.thread_id
                ),
            )
        except BadRequest as error:
            log.warning("picture_refused chat=%s reason=%r", place.chat_id, error.message)


async def again_if(worthwhile: Callable[[TelegramError], bool], request: Callable[[], Awaitable[T]]) -> T:
    """Make a request, and once more after an error of which `worthwhile` says that it helps."""
    try:
        return await request()
    except TelegramError as error:
        if not worthwhile(error):
            raise
    return await request()


async def or_plainer(
    request: Callable[[D], Awaitable[T]], whole: D, plainer: Callable[[Refusal], D | None], to: int | str
) -> T:
    """Make a request, and once more with something plainer where it may be the picture that is refused.

    A 400 that nobody knows is worth a try as well. Raises what Telegram refuses the last one with.
    """
    try:
        return await request(whole)
    except BadRequest as error:
        why = refusal(error)
        bare = plainer(why) if why in {Refusal.PICTURE, Refusal.OTHER} else None
        if bare is None:
            raise
        log.warning("picture_refused to=%s reason=%r", to, error.message)
    return await request(bare)


def _plainer(drawn: Drawn, why: Refusal) -> Drawn | None:
    """Return a card without whatever depends on the world outside, None where it has nothing of that.

    That is the preview, and the buttons that no longer work once inline mode was switched off.
    """
    plainer = drawn.without_picture()
    if why is Refusal.OTHER:
        plainer = plainer.without_sharing()
    return None if (plainer.preview, plainer.keyboard) == (drawn.preview, drawn.keyboard) else plainer


def log_refusal(request: str, where: int | str, error: TelegramError) -> None:
    """Log in one line that Telegram did not do what was asked for."""
    log.warning(
        "request_refused request=%s to=%s reason=%s error=%s",
        request, where, refusal(error).value, error,
    )  # fmt: skip
