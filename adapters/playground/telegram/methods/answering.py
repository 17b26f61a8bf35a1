"""answerCallbackQuery and answerInlineQuery."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from ..errors import ApiError, bad_request, stricter
from ..parameters import Upload
from ..queries import CallbackAnswer, InlineAnswer
from ..requests import AnswerCallbackQuery, AnswerInlineQuery
from ..world import CALLBACK_LIFETIME, World

MOST_ANSWER = 200
"""Characters of a callback answer: https://core.telegram.org/bots/api#answercallbackquery."""

MOST_RESULTS = 50
"""Results of an inline query: https://core.telegram.org/bots/api#answerinlinequery."""

MOST_RESULT_ID = 64
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
    results = request.results or []
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if any(not 1 <= len(identity.encode()) <= MOST_RESULT_ID for identity in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if any("type" not in result for result in results):
        raise stricter("an inline query result has no type")
    button = None if request.button is None else msgspec.to_builtins(request.button)
    query.answer = InlineAnswer(results, button, request.next_offset)
    world.feed.wake()
    return True


def _too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
