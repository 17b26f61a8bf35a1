"""answerCallbackQuery and answerInlineQuery."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from ..errors import ApiError, bad_request
from ..inline_results import check_button, check_paging, read_results
from ..keyboards import check_inline_mode
from ..parameters import Upload
from ..queries import CallbackAnswer, InlineAnswer
from ..requests import AnswerCallbackQuery, AnswerInlineQuery
from ..world import CALLBACK_LIFETIME, World

MOST_ANSWER = 200
"""Characters of a callback answer: https://core.telegram.org/bots/api#answercallbackquery."""

INLINE_LIFETIME = timedelta(seconds=60)


def answer_callback_query(world: World, request: AnswerCallbackQuery, _: dict[str, Upload]) -> bool:
    """End the waiting after a press; a query can be answered once, and only for a while."""
    query = world.callbacks.get(request.callback_query_id)
    if query is None or query.answer is not None or world.clock() - query.pressed_at > CALLBACK_LIFETIME:
        raise _too_old()
    if len(request.text) > MOST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG", note=f"callback answer of {len(request.text)} characters")
    if request.url and not request.url.startswith(f"https://t.me/{world.bot.username}?start="):
        raise bad_request("URL_INVALID", note="only the bot's own deep links may be opened")
    query.answer = CallbackAnswer(request.text, request.show_alert, request.url)
    world.feed.publish(
        "callback_answered",
        query.message.chat.id,
        user_id=query.user.id,
        text=request.text,
        show_alert=request.show_alert,
        url=request.url,
    )
    return True


def answer_inline_query(world: World, request: AnswerInlineQuery, _: dict[str, Upload]) -> bool:
    """Hand over the results of an inline query."""
    query = world.inline_queries.get(request.inline_query_id)
    if query is None or query.answer is not None or world.clock() - query.asked_at > INLINE_LIFETIME:
        raise _too_old()
    results = read_results(request.results or [])
    check_paging(request.next_offset)
    check_button(request.button)
    for result in results:
        check_inline_mode(result.markup, switched_on=world.inline_mode)
    button = None if request.button is None else msgspec.to_builtins(request.button)
    query.answer = InlineAnswer(request.results or [], button, request.next_offset, results)
    world.feed.wake()
    return True


def _too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
