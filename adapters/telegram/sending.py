"""Sends drawn cards, edits messages, and copes with every way in which Telegram turns that down."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import TypedDict, TypeVar

from telegram import Bot, InlineKeyboardMarkup, InputMediaPhoto, Message, ReplyParameters
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


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours that shows a card; of one long ago, nobody tells whether it `has_photo`."""

    chat_id: int
    message_id: int
    has_photo: bool = False


class _Common(TypedDict):
    """What messages with and without a photo are sent with alike."""

    parse_mode: ParseMode
    message_thread_id: int | None
    reply_parameters: ReplyParameters | None
    reply_markup: InlineKeyboardMarkup | None
    disable_notification: bool | None


class Sender:
    """Sends and edits for people who wait: a refusal is logged in one line and never raised."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, drawn: Drawn, place: Place) -> None:
        """Send a card as one message, its chart with it."""
        try:
            await self._send(drawn, place)
        except TelegramError as error:
            log_refusal("send", place.chat_id, error)

    async def edit(self, drawn: Drawn, shown: Shown, fallback: Place) -> None:
        """Make a message show another card, or put a new one in its place where it cannot be made to."""
        try:
            if shown.has_photo and not drawn.photo:
                await self._replace(drawn, shown, fallback)
            else:
                await self._edit(drawn, shown)
        except TelegramError as error:
            match refusal(error):
                case Refusal.NOT_MODIFIED:
                    pass
                case Refusal.GONE:
                    await self.send(drawn, fallback)
                case Refusal.NO_TEXT:
                    await self.edit(drawn, replace(shown, has_photo=True), fallback)
                case _:
                    log_refusal("edit", shown.chat_id, error)

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

    async def _send(self, drawn: Drawn, place: Place, *, silent: bool = False) -> None:
        """Send a card, without its picture or to the group's new id if need be."""
        try:
            await or_plainer(
                lambda each: again_if(never_left, lambda: self._post(each, place, silent=silent)),
                drawn,
                lambda why: _plainer(drawn, why),
                place.chat_id,
            )
        except ChatMigrated as error:
            # The topic and the answered message belong to the group that no longer exists.
            await self._post(drawn, Place(error.new_chat_id), silent=silent)

    async def _post(self, drawn: Drawn, place: Place, *, silent: bool) -> Message:
        common: _Common = {
            "parse_mode": ParseMode.HTML,
            "message_thread_id": place.thread_id,
            "reply_parameters": place.reply_parameters,
            "reply_markup": drawn.keyboard,
            "disable_notification": silent or None,
        }
        if drawn.photo:
            return await self._bot.send_photo(place.chat_id, drawn.photo, drawn.html, **common)
        return await self._bot.send_message(
            place.chat_id, drawn.html, link_preview_options=drawn.preview, **common
        )

    async def _edit(self, drawn: Drawn, shown: Shown) -> None:
        """Edit a message, once more without the picture when it is the picture that is refused."""
        await or_plainer(
            lambda each: again_if(may_have_arrived, lambda: self._post_edit(each, shown)),
            drawn,
            lambda why: _plainer(drawn, why),
            shown.chat_id,
        )

    async def _post_edit(self, drawn: Drawn, shown: Shown) -> None:
        if drawn.photo:
            media = InputMediaPhoto(drawn.photo, drawn.html, parse_mode=ParseMode.HTML)
            await self._bot.edit_message_media(
                media, shown.chat_id, shown.message_id, reply_markup=drawn.keyboard
            )
            return
        await self._bot.edit_message_text(
            drawn.html,
            chat_id=shown.chat_id,
            message_id=shown.message_id,
            parse_mode=ParseMode.HTML,
            reply_markup=drawn.keyboard,
            link_preview_options=drawn.preview,
        )

    async def _replace(self, drawn: Drawn, shown: Shown, place: Place) -> None:
        """Send a card and take away the message with a chart that showed another: it cannot become a text.

        One that is too old to be taken away stays, with a chart that is true of what it says.
        """
        await self._send(drawn, place, silent=True)
        try:
            await self._bot.delete_message(shown.chat_id, shown.message_id)
        except TelegramError as error:
            log.info("message_stays chat=%s reason=%r", shown.chat_id, str(error))


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

    That is the picture, and the buttons that no longer work once inline mode was switched off.
    """
    plainer = drawn.without_picture()
    if why is Refusal.OTHER:
        plainer = plainer.without_sharing()
    return None if plainer == drawn else plainer


def log_refusal(request: str, where: int | str, error: TelegramError) -> None:
    """Log in one line that Telegram did not do what was asked for."""
    log.warning(
        "request_refused request=%s to=%s reason=%s error=%s",
        request, where, refusal(error).value, error,
    )  # fmt: skip
