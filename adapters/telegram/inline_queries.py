"""Inline queries: launches offered while somebody types "@bot words" in any chat, and sent when chosen."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Any

from telegram import (
    Bot,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from adapters.telegram import limits
from adapters.telegram.people import asker_of
from adapters.telegram.refusals import Refusal, may_have_arrived, refusal
from adapters.telegram.render import Drawn, draw
from adapters.telegram.sending import again_if, log_refusal, or_plainer
from adapters.telegram.text import cut
from commands.cards.safe_text import ELLIPSIS, on_one_line, web_address
from commands.dispatcher import Dispatcher
from commands.sharing.inline_results import Offer, Offered
from storage.clock import Clock

log = logging.getLogger("launchlog.telegram")

CACHE_SECONDS = 60
"""How long Telegram itself may repeat an answer to whoever got it: outcomes and "2 hours ago" change."""


class InlineQueries:
    """Answers inline queries with launches, each a card to be sent into the chat where it was typed.

    Answers are for the asker only, whose language they are in. A refusal is logged and never raised.
    """

    def __init__(self, dispatcher: Dispatcher, bot: Bot, clock: Clock) -> None:
        self._dispatcher = dispatcher
        self._bot = bot
        self._clock = clock

    async def handle(self, update: Update, _context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Answer one query."""
        query = update.inline_query
        if query is None:
            return
        page = await self._dispatcher.offer(query.query, query.offset, asker_of(update))
        try:
            await self._answer(query.id, page)
        except TelegramError as error:
            if refusal(error) is Refusal.LATE:
                log.info("inline_answered_late query=%s", query.id)
            else:
                log_refusal("inline_answer", query.id, error)

    async def _answer(self, query_id: str, page: Offered) -> None:
        """Send the answer, once more without any picture when it may be one of them that is refused."""
        now = self._clock()

        async def send(pictures: bool) -> None:
            await self._send(query_id, page, await asyncio.to_thread(_articles, page, now, pictures=pictures))

        await or_plainer(send, whole=True, plainer=lambda _why: False, to=query_id)

    async def _send(self, query_id: str, page: Offered, articles: list[InlineQueryResultArticle]) -> None:
        await again_if(
            may_have_arrived,
            lambda: self._bot.answer_inline_query(
                query_id,
                articles,
                cache_time=CACHE_SECONDS if page.lasting else 0,
                is_personal=True,
                next_offset=page.next_offset,
                button=_button(page),
            ),
        )


def _button(page: Offered) -> InlineQueryResultsButton | None:
    """Return what stands above the launches, such as why there are none; it leads to the bot."""
    if not page.notice:
        return None
    words = cut(on_one_line(page.notice), limits.INLINE_BUTTON)
    return InlineQueryResultsButton(words, start_parameter=page.action)


def _articles(page: Offered, now: datetime, *, pictures: bool = True) -> list[InlineQueryResultArticle]:
    """Draw all offers: some milliseconds of work, so not for the event loop."""
    return [_article(offer, now, pictures=pictures) for offer in page.offers]


def _article(offer: Offer, now: datetime, *, pictures: bool) -> InlineQueryResultArticle:
    drawn = draw(offer.card, now=now)
    drawn = drawn if pictures else drawn.without_picture()
    return InlineQueryResultArticle(
        offer.launch_id,
        cut(on_one_line(offer.title), limits.INLINE_TITLE) or ELLIPSIS,
        _content(drawn),
        reply_markup=drawn.keyboard,
        description=cut(on_one_line(offer.line), limits.INLINE_TITLE),
        thumbnail_url=(web_address(offer.thumbnail) if pictures else "") or None,
    )


def _content(drawn: Drawn) -> InputTextMessageContent:
    return InputTextMessageContent(drawn.html, parse_mode=ParseMode.HTML, link_preview_options=drawn.preview)
