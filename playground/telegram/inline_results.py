"""Results of inline queries: what Telegram refuses in them, and the message that each becomes when chosen.

https://core.telegram.org/bots/api#inline-mode. Of the twenty types only articles are served here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from .content import message_text, preview
from .errors import bad_request, stricter
from .inputs import InlineQueryResultArticle, InlineQueryResultsButton
from .keyboards import inline_only
from .links import link_problem
from .parameters import convert
from .text import Entity

MOST_RESULTS = 50
"""Results of one answer: https://core.telegram.org/bots/api#answerinlinequery."""

MOST_OFFSET_BYTES = 64
"""Of the next offset, from the same place."""

MOST_RESULT_ID = 64
"""Bytes: https://core.telegram.org/bots/api#inlinequeryresultarticle."""

START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""https://core.telegram.org/bots/api#inlinequeryresultsbutton"""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """A result: how it is offered, and the content of its message."""

    id: str
    title: str
    description: str
    thumbnail_url: str
    text: str
    entities: list[Entity]
    markup: dict[str, Any] | None
    link_preview: dict[str, Any] | None


def read_results(results: list[dict[str, Any]]) -> list[InlineResult]:
    """Check the results of one answer; raise `ApiError` 400 for the first that is not right."""
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if any(not 1 <= len(identity.encode()) <= MOST_RESULT_ID for identity in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    return [_read(result) for result in results]


def check_paging(next_offset: str) -> None:
    """Refuse an offset that is too long to come back."""
    if len(next_offset.encode()) > MOST_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")


def check_button(button: InlineQueryResultsButton | None) -> None:
    """Refuse a button above the results that says nothing or leads nowhere."""
    if button is None:
        return
    if not button.text.strip():
        raise bad_request("text of the button is empty")
    if (button.web_app is None) == (button.start_parameter is None):
        raise stricter("the button above the results leads to exactly one of web_app, start_parameter")
    if button.start_parameter is not None and not START_PARAMETER.fullmatch(button.start_parameter):
        raise bad_request("START_PARAM_INVALID")


def _read(result: dict[str, Any]) -> InlineResult:
    if result.get("type") != "article":
        raise stricter(
            f"an inline query result of type {result.get('type')!r}, only articles are served here"
        )
    article = convert(result, InlineQueryResultArticle)
    if not article.title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    thumbnail = article.thumbnail_url or ""
    if thumbnail and (link_problem(thumbnail) or not thumbnail.startswith(("http://", "https://"))):
        raise bad_request("WEBDOCUMENT_URL_INVALID")
    content = article.input_message_content
    text, entities = message_text(
        content.message_text, content.parse_mode, content.entities, too_long="MESSAGE_TOO_LONG"
    )
    return InlineResult(
        article.id,
        article.title,
        article.description or "",
        thumbnail,
        text,
        entities,
        inline_only(article.reply_markup),
        preview(content.link_preview_options),
    )
