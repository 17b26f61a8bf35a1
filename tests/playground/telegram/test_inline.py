"""Inline mode of the stand-in: what is refused in results, choosing one, and buttons under what was sent."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import CallbackQueryHandler, ContextTypes, InlineQueryHandler, MessageHandler, filters

from playground.telegram.server import TelegramServer

from .conftest import Call, Connect

Context = ContextTypes.DEFAULT_TYPE
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data="x")]])
CONTENT: dict[str, Any] = {"message_text": "x"}
RIGHT: dict[str, Any] = {"type": "article", "id": "1", "title": "x", "input_message_content": CONTENT}


async def suggest(update: Update, _: Context) -> None:
    assert update.inline_query is not None
    content = InputTextMessageContent("<b>Falcon</b> 9", parse_mode="HTML")
    plain = InlineQueryResultArticle("plain", "Falcon 9", content)
    pressable = InlineQueryResultArticle("pressable", "Falcon 9", content, reply_markup=BUTTON)
    await update.inline_query.answer([plain, pressable])


async def open_query(server: TelegramServer, call: Call) -> str:
    """Type something, and give the query's id as the bot gets it."""
    with pytest.raises(TimeoutError):
        await server.inline(server.add_user("Ann"), "falcon", seconds=0)
    updates = (await call("getUpdates")).result
    return str(updates[-1]["inline_query"]["id"])


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"results": [RIGHT] * 2}, "RESULT_ID_DUPLICATE"),
    ({"results": [{**RIGHT, "id": "x" * 65}]}, "RESULT_ID_INVALID"),
    ({"results": [{**RIGHT, "id": str(n)} for n in range(51)]}, "RESULTS_TOO_MUCH"),
    ({"results": [{**RIGHT, "title": " "}]}, "ARTICLE_TITLE_EMPTY"),
    ({"results": [{**RIGHT, "type": "photo"}]}, "only articles are served here"),
    ({"results": [{**RIGHT, "smell": 1}]}, "unknown field 'smell'"),
    ({"results": [{**RIGHT, "thumbnail_url": "ftp://example.org/x"}]}, "WEBDOCUMENT_URL_INVALID"),
    ({"results": [{**RIGHT, "thumbnail_url": "tg://user?id=1"}]}, "WEBDOCUMENT_URL_INVALID"),
    ({"results": [{**RIGHT, "input_message_content": {"message_text": ""}}]}, "message text is empty"),
    ({"results": [{**RIGHT, "input_message_content": {"message_text": "x" * 4097}}]}, "MESSAGE_TOO_LONG"),
    ({"results": [{**RIGHT, "reply_markup": {"keyboard": [["x"]]}}]}, "inline keyboard expected"),
    ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
    ({"results": [], "button": {"text": "Help", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
    ({"results": [], "button": {"text": "Help"}}, "exactly one of web_app, start_parameter"),
]


@pytest.mark.parametrize(("wrong", "problem"), REFUSED)
async def test_what_telegram_does_not_take_is_refused(
    server: TelegramServer, call: Call, wrong: dict[str, Any], problem: str
) -> None:
    query = await open_query(server, call)
    answer = await call("answerInlineQuery", inline_query_id=query, **wrong)
    assert answer.status == 400
    assert problem in answer.description
    assert (await call("answerInlineQuery", inline_query_id=query, results=[RIGHT])).result is True


async def test_a_chosen_result_is_a_message_of_the_person_via_the_bot(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    away = server.add_supergroup("Elsewhere", ann, with_bot=False)
    channel = server.add_channel("News", ann)
    with server.subscribe() as changes:
        async with connect(InlineQueryHandler(suggest)):
            answer = await server.inline(ann, "falcon")
            said = await server.choose(ann, answer, "plain", away)
            posted = await server.choose(ann, answer, "plain", channel)
        event = await changes.next("message_created")
    body = event.data["body"]
    assert (body["text"], body["from"]["id"]) == ("Falcon 9", ann.id)
    assert body["via_bot"]["username"] == "playground_bot"
    assert body["entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    assert said.update_id is None
    assert posted.message.sender_chat is channel
    with pytest.raises(LookupError):
        await server.choose(ann, answer, "gone")


async def test_the_bot_is_told_of_what_was_sent_via_it_where_it_is(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")
    seen: list[str] = []

    async def note(update: Update, _: Context) -> None:
        assert update.message is not None
        assert update.message.via_bot is not None
        seen.append(update.message.via_bot.username or "")
        await update.message.reply_text("seen")

    async with connect(InlineQueryHandler(suggest), MessageHandler(filters.VIA_BOT, note)):
        answer = await server.inline(ann, "falcon")
        await (await server.choose(ann, answer, "plain", server.add_supergroup("Club", ann))).reply()
        await (await server.choose(ann, answer, "plain")).reply()
    assert seen == ["playground_bot"] * 2


async def test_a_press_under_it_names_it_by_its_inline_id_by_which_it_can_be_edited(
    server: TelegramServer, connect: Connect
) -> None:
    ann = server.add_user("Ann")

    async def pressed(update: Update, _: Context) -> None:
        query = update.callback_query
        assert query is not None
        assert query.message is None
        await query.edit_message_text("Edited", reply_markup=BUTTON)
        await query.answer("done")

    async with connect(InlineQueryHandler(suggest), CallbackQueryHandler(pressed)):
        away = server.add_supergroup("Elsewhere", ann, with_bot=False)
        message = (await server.choose(ann, await server.inline(ann, "f"), "pressable", away)).message
        assert (await server.press(ann, message, "x")).text == "done"
    assert message.text == "Edited"


async def test_an_inline_message_that_is_gone_or_never_was_cannot_be_edited(
    server: TelegramServer, connect: Connect, call: Call
) -> None:
    ann = server.add_user("Ann")
    async with connect(InlineQueryHandler(suggest)):
        message = (await server.choose(ann, await server.inline(ann, "f"), "pressable")).message
    await server.delete(message)
    for identity in (message.inline_message_id, "nonsense"):
        answer = await call("editMessageText", inline_message_id=identity, text="Edited")
        assert answer.description == "Bad Request: MESSAGE_ID_INVALID"


async def test_without_inline_mode_nothing_can_be_asked_and_no_button_leads_there(
    server: TelegramServer, call: Call
) -> None:
    ann = server.add_user("Ann")
    switch = {"inline_keyboard": [[{"text": "Share", "switch_inline_query": ""}]]}
    assert (await call("getMe")).result["supports_inline_queries"] is True
    sent = (await call("sendMessage", chat_id=ann.id, text="x", reply_markup=switch)).result
    server.world.inline_mode = False
    assert (await call("getMe")).result["supports_inline_queries"] is False
    with pytest.raises(PermissionError):
        await server.inline(ann, "falcon")
    again = await call("sendMessage", chat_id=ann.id, text="x", reply_markup=switch)
    changed = {"chat_id": ann.id, "message_id": sent["message_id"], "text": "y", "reply_markup": switch}
    for answer in (again, await call("editMessageText", **changed)):
        assert answer.description == "Bad Request: BUTTON_TYPE_INVALID"
