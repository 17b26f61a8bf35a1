"""Every refusal, in Telegram's words."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from playground.telegram.server import TelegramServer

from .conftest import Call, Clock, Ledger


def keyboard(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


TOO_LONG = "x" * 4097
UNALLOWED = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
SENDS: list[tuple[dict[str, Any], str]] = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "text must be non-empty"),
    ({"text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
    ({"text": TOO_LONG}, "message is too long"),
    ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ({"text": "<b>x", "parse_mode": "HTML"},
     'can\'t parse entities: Can\'t find end tag corresponding to start tag "b"'),
    ({"text": '<tg-time unix="2147483647">far away</tg-time>', "parse_mode": "HTML"}, "ENTITY_DATE_INVALID"),
    ({"text": "x", "entities": [{"type": "date_time", "offset": 0, "length": 1, "unix_time": "soon"}]},
     "ENTITY_DATE_INVALID"),
    ({"text": "x", "chat_id": None}, "chat_id is empty"),
    ({"text": "x", "chat_id": 1}, "chat not found"),
    ({"text": "x", "chat_id": "@nowhere"}, "chat not found"),
    ({"text": "x", "message_thread_id": 77}, "message thread not found"),
    ({"text": "x", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
    ({"text": "x", "reply_parameters": {"quote": "x"}}, 'can\'t find field "message_id"'),
    ({"text": "x", "link_preview_options": {"url": "nonsense"}}, "WEBPAGE_URL_INVALID"),
    ({"text": "x", "link_preview_options": {"is_disabled": "yes"}},
     'field "is_disabled" must be of type Boolean'),
    ({"text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
     "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2"),
    ({"text": "x", "entities": [{"type": "blink", "offset": 0, "length": 1}]},
     "can't parse MessageEntity: Unsupported type specified"),
    ({"text": "x", "reply_markup": keyboard({"text": "b"})}, UNALLOWED),
    ({"text": "x", "reply_markup": keyboard({"text": "b", "callback_data": ""})}, "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"text": "b", "callback_data": "é" * 33})},
     "BUTTON_DATA_INVALID"),
    ({"text": "x", "reply_markup": keyboard({"callback_data": "b"})},
     'can\'t parse inline keyboard button: Can\'t find field "text"'),
    ({"text": "x", "reply_markup": keyboard({"text": 1, "callback_data": "b"})},
     'can\'t parse inline keyboard button: Field "text" must be of type String'),
    ({"text": "x", "reply_markup": keyboard({"text": "b", "url": "nonsense"})},
     "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL"),
    ({"text": "x", "reply_markup": keyboard({"text": "b", "url": "ftp://a.org"})},
     "inline keyboard button URL 'ftp://a.org' is invalid: Unsupported URL protocol"),
    ({"text": "x", "reply_markup": {"inline_keyboard": "no"}},
     'field "inline_keyboard" must be of type Array'),
    ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "c"}]] * 101}},
     "reply markup is too long"),
]  # fmt: skip

STRICTER: list[dict[str, Any]] = [
    {"text": "x", "colour": "red"},
    {"text": "x", "link_preview_options": {"big": True}},
    {"text": "x", "reply_markup": keyboard({"text": "b", "callback_data": "c", "url": "https://a.org"})},
    {"text": "x", "reply_markup": keyboard({"text": "b", "callback_data": "c", "tooltip": "t"})},
    {"text": "x", "reply_markup": keyboard(*[{"text": "b", "callback_data": "c"}] * 9)},
    {"text": "x", "reply_markup": {"keys": []}},
    {"text": "*x*", "parse_mode": "MarkdownV2"},
]


@pytest.mark.parametrize(("parameters", "words"), SENDS)
async def test_a_wrong_message_is_refused_as_telegram_does(
    server: TelegramServer, call: Call, parameters: dict[str, Any], words: str
) -> None:
    ann = server.add_user("Ann")
    answer = await call("sendMessage", **{"chat_id": ann.id, **parameters})
    assert answer.status == 400
    assert answer.body == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    assert server.private(ann).messages == {}


@pytest.mark.parametrize("parameters", STRICTER)
async def test_what_telegram_would_ignore_is_refused_and_says_so(
    server: TelegramServer, call: Call, ledger: Ledger, parameters: dict[str, Any]
) -> None:
    answer = await call("sendMessage", chat_id=server.add_user("Ann").id, **parameters)
    assert answer.status == 400
    assert ledger.exchanges[-1].note.startswith("stricter than Telegram: ")


async def test_text_is_measured_after_its_entities_are_parsed(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    text = "<b>" + "&amp;" * 4096 + "</b>"
    answer = await call("sendMessage", chat_id=ann.id, text=text, parse_mode="HTML")
    assert answer.result["text"] == "&" * 4096


async def test_a_caption_may_have_1024_characters(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    photo = "https://example.org/rocket.jpg"
    fits = await call("sendPhoto", chat_id=ann.id, photo=photo, caption="x" * 1024)
    exceeds = await call("sendPhoto", chat_id=ann.id, photo=photo, caption="x" * 1025)
    assert len(fits.result["caption"]) == 1024
    assert exceeds.description == "Bad Request: message caption is too long"


async def test_a_hundred_buttons_are_accepted(server: TelegramServer, call: Call) -> None:
    rows = [[{"text": "b", "callback_data": f"{row}:{column}"} for column in range(5)] for row in range(20)]
    answer = await call(
        "sendMessage", chat_id=server.add_user("Ann").id, text="x", reply_markup={"inline_keyboard": rows}
    )
    assert answer.result["reply_markup"]["inline_keyboard"] == rows


async def test_edits_that_cannot_be_done_are_refused(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    said = await server.say(ann, None, "hello")
    sent = (await call("sendMessage", chat_id=ann.id, text="x")).result["message_id"]

    async def edit(method: str = "editMessageText", **parameters: Any) -> str:
        return str((await call(method, **{"chat_id": ann.id, "message_id": sent, **parameters})).description)

    assert await edit(text="y", message_id=99) == "Bad Request: message to edit not found"
    assert await edit(text="y", message_id=said.message.message_id) == "Bad Request: message can't be edited"
    assert await edit(text="y", message_id=None) == "Bad Request: message identifier is not specified"
    assert await edit(text=TOO_LONG) == "Bad Request: MESSAGE_TOO_LONG"
    assert (await edit(text="x")).startswith("Bad Request: message is not modified: ")
    assert (
        await edit("editMessageCaption", caption="y")
        == "Bad Request: there is no caption in the message to edit"
    )
    assert (await edit("editMessageReplyMarkup")).startswith("Bad Request: message is not modified: ")
    assert await edit("deleteMessage", message_id=99) == "Bad Request: message to delete not found"


async def test_a_text_cannot_be_put_in_place_of_a_photo(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    photo = {"chat_id": ann.id, "photo": "https://example.org/rocket.jpg"}
    sent = (await call("sendPhoto", **photo)).result["message_id"]
    answer = await call("editMessageText", chat_id=ann.id, message_id=sent, text="y")
    assert answer.description == "Bad Request: there is no text in the message to edit"


async def test_a_deleted_message_is_gone(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    where = {"chat_id": ann.id, "message_id": 1}
    await call("sendMessage", chat_id=ann.id, text="x")
    assert (await call("deleteMessage", **where)).result is True
    assert (await call("editMessageText", text="y", **where)).description.endswith(
        "message to edit not found"
    )


async def test_a_bot_without_the_right_to_write_is_told(server: TelegramServer, call: Call) -> None:
    group = server.add_supergroup("Rockets", server.add_user("Ann"))
    channel = server.add_channel("Launches")
    for chat in (group, channel):
        server.silence_bot(chat)
    text = await call("sendMessage", chat_id=group.id, text="x")
    photo = await call("sendPhoto", chat_id=group.id, photo="https://example.org/r.jpg")
    post = await call("sendMessage", chat_id=channel.id, text="x")
    assert text.description == "Bad Request: not enough rights to send text messages to the chat"
    assert photo.description == "Bad Request: not enough rights to send photos to the chat"
    assert post.description == "Bad Request: need administrator rights in the channel chat"


async def test_a_closed_topic_takes_no_messages_from_a_plain_member(
    server: TelegramServer, call: Call
) -> None:
    ann = server.add_user("Ann")
    forum = server.add_supergroup("Rockets", ann, is_forum=True)
    topic = server.add_topic(forum, "Falcon", ann)
    topic.is_closed = True
    there = {"chat_id": forum.id, "message_thread_id": topic.id, "text": "x"}
    assert (await call("sendMessage", **there)).description == "Bad Request: TOPIC_CLOSED"
    await server.add_bot(ann, forum, admin=True)
    assert (await call("sendMessage", **there)).result["is_topic_message"] is True


async def test_a_removed_bot_is_no_member(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    group = server.add_group("Rockets", ann)
    await server.remove_bot(ann, group, kicked=False)
    answer = await call("sendMessage", chat_id=group.id, text="x")
    assert (answer.status, answer.description) == (403, "Forbidden: bot is not a member of the group chat")


async def test_a_press_can_be_answered_once_and_not_for_ever(
    server: TelegramServer, call: Call, clock: Clock
) -> None:
    ann = server.add_user("Ann")
    markup = keyboard({"text": "b", "callback_data": "c"})
    await call("sendMessage", chat_id=ann.id, text="x", reply_markup=markup)
    message = server.private(ann).messages[1]
    too_old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    first, second = (server.open_press(ann, message, "c") for _ in range(2))
    assert (await call("answerCallbackQuery", callback_query_id=first.id)).result is True
    assert (await call("answerCallbackQuery", callback_query_id=first.id)).description == too_old
    assert (await call("answerCallbackQuery", callback_query_id="7")).description == too_old
    clock.advance(3_600)
    assert (await call("answerCallbackQuery", callback_query_id=second.id)).description == too_old


async def test_a_callback_answer_has_at_most_200_characters(server: TelegramServer, call: Call) -> None:
    ann = server.add_user("Ann")
    await call("sendMessage", chat_id=ann.id, text="x")
    query = server.open_press(ann, server.private(ann).messages[1], "c", forged=True)
    long = await call("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    foreign = await call("answerCallbackQuery", callback_query_id=query.id, url="https://example.org")
    fits = await call("answerCallbackQuery", callback_query_id=query.id, text="x" * 200, show_alert=True)
    assert long.description == "Bad Request: MESSAGE_TOO_LONG"
    assert foreign.description == "Bad Request: URL_INVALID"
    assert fits.result is True
    assert query.answer is not None
    assert query.answer.show_alert is True


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(call: Call) -> None:
    wrong = await call("getMe", token="110201543:another-token")
    malformed = await call("getMe", token="nonsense")
    assert (wrong.status, wrong.body) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    assert (malformed.status, malformed.description) == (404, "Not Found")


async def test_an_unknown_method_is_not_found_and_noted(call: Call, ledger: Ledger) -> None:
    answer = await call("sendSmell", chat_id=1)
    assert (answer.status, answer.body["ok"]) == (404, False)
    assert ledger.exchanges[-1].note == "Not Found: method not found"


@pytest.mark.parametrize("how", ["query", "form", "json", "multipart"])
async def test_parameters_may_come_in_any_form(server: TelegramServer, how: str) -> None:
    ann = server.add_user("Ann")
    markup = '{"inline_keyboard": [[{"text": "b", "callback_data": "c"}]]}'
    fields = {"chat_id": str(ann.id), "text": "x", "disable_notification": "true", "reply_markup": markup}
    address = f"{server.base_url}{server.token}/sendmessage"
    async with aiohttp.ClientSession() as session:
        if how == "query":
            response = await session.get(address, params=fields)
        elif how == "json":
            response = await session.post(address, json={**fields, "reply_markup": None, "chat_id": ann.id})
        elif how == "form":
            response = await session.post(address, data=fields)
        else:
            form = aiohttp.FormData(fields, default_to_multipart=True)
            response = await session.post(address, data=form)
        assert (await response.json())["result"]["text"] == "x"
