"""The referee finds what is wrong, in requests and in replies, and nothing where all is well."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from playground.telegram.methods.table import METHODS
from playground.telegram.referee import Referee
from playground.wire import Exchange

MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}


@pytest.fixture
def judge(referee: Referee | None) -> Referee:
    if referee is None:
        pytest.skip("LAUNCHLOG_CONTRACTS is not set")
    return referee


def exchange(method: str, request: dict[str, Any], result: Any = True, **changes: Any) -> Exchange:
    fields = {"status": 200, "reply": {"ok": True, "result": result}, **changes}
    return Exchange(
        "telegram", "POST", f"/botTOKEN/{method}", request, at=datetime(2024, 1, 1, tzinfo=UTC), **fields
    )


ARTICLE = {"type": "article", "id": "1", "title": "x", "input_message_content": {"message_text": "x"}}


def offered(article: dict[str, Any], **more: Any) -> Exchange:
    return exchange("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE | article], **more})


RIGHT = [
    offered({"thumbnail_url": "https://example.org/x", "description": "x"}, next_offset="20"),
    offered({"reply_markup": {"inline_keyboard": [[{"text": "x", "switch_inline_query": ""}]]}}),
    exchange(
        "answerInlineQuery",
        {"inline_query_id": "1", "results": [], "button": {"text": "x", "start_parameter": "cx-help"}},
    ),
    exchange("getMe", {}, {"id": 1, "is_bot": True, "first_name": "x"}),
    exchange("sendMessage", {"chat_id": 1, "text": "x"}, MESSAGE),
    exchange("sendmessage", {"chat_id": "@x", "text": "x", "link_preview_options": '{"url": "x"}'}, MESSAGE),
    exchange(
        "sendMessage", {"chat_id": 1, "text": "<b>" + "&amp;" * 4096 + "</b>", "parse_mode": "HTML"}, MESSAGE
    ),
    exchange("sendPhoto", {"chat_id": 1, "photo": "attach://photo"}, MESSAGE),
    exchange("setMyCommands", {"commands": [], "scope": {"type": "default"}}),
    exchange("getMe", {}, reply={"ok": False, "error_code": 401, "description": "x"}, status=401),
    exchange("sendMessage", {"chat_id": 1, "text": "x"}, status=502, reply=None),
]

WRONG = [
    (offered({"smell": 1}), "smell: no such field"),
    (offered({"type": "essay"}), "essay"),
    (offered({"title": None}), "title: None is no String"),
    (offered({"id": "x" * 65}), "id: 65 bytes"),
    (offered({"thumbnail_url": "tg://x"}), "thumbnail_url: 'tg://x'"),
    (offered({"input_message_content": {"message_text": "x" * 4097}}), "message_text: longer than 4096"),
    (offered({"input_message_content": {"message_text": " "}}), "message_text: empty"),
    (offered({"reply_markup": {"inline_keyboard": [[{"text": "x"}]]}}), "0 actions instead of one"),
    (offered({}, next_offset="x" * 65), "next_offset: longer than 64 bytes"),
    (offered({}, button={"text": "x", "start_parameter": "a b"}), "start_parameter 'a b'"),
    (exchange("answerInlineQuery", {"inline_query_id": "1", "results": [ARTICLE] * 51}), "more than 50"),
    (exchange("sendSmell", {}), "no such method"),
    (exchange("sendMessage", {"chat_id": 1}, MESSAGE), "sendMessage.text: required, but missing"),
    (exchange("sendMessage", {"chat_id": 1, "text": "x", "colour": 1}, MESSAGE), "colour: no such field"),
    (exchange("sendMessage", {"chat_id": True, "text": "x"}, MESSAGE), "chat_id: True is no"),
    (exchange("getUpdates", {"timeout": "soon"}, []), "timeout: 'soon' is no Integer"),
    (exchange("sendMessage", {"chat_id": 1, "text": "x" * 4097}, MESSAGE), "longer than 4096"),
    (exchange("sendMessage", {"chat_id": 1, "text": "x", "parse_mode": "html5"}, MESSAGE), "parse_mode"),
    (exchange("sendPhoto", {"chat_id": 1, "photo": "x", "caption": "x" * 1025}, MESSAGE), "longer than 1024"),
    (exchange("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}), "longer than 200"),
    (exchange("setMyCommands", {"commands": [{"command": "A", "description": "x"}]}), "no command name"),
    (exchange("setMyCommands", {"commands": [{"command": "a", "description": ""}]}), "empty or too long"),
    (exchange("setMyCommands", {"commands": [], "scope": {"type": "chat"}}), "chat_id: required"),
    (exchange("setMyCommands", {"commands": [], "scope": {"type": "world"}}), "world"),
    (exchange("getMe", {}, {"id": 1}), "getMe → reply.is_bot: required, but missing"),
    (exchange("getUpdates", {}, [{"update_id": 1, "message": {**MESSAGE, "smell": 1}}]),
     "message.smell: no such field"),
    (exchange("sendMessage", {"chat_id": 1, "text": "x"}, {**MESSAGE, "entities": [
        {"type": "bold", "offset": 0, "length": 2}]}), "reaches beyond the text"),
    (exchange("getMe", {}, reply={"ok": False}, status=400), "missing fields"),
]  # fmt: skip


@pytest.mark.parametrize("right", RIGHT)
def test_a_right_exchange_is_let_pass(judge: Referee, right: Exchange) -> None:
    assert judge.check(right) == []


@pytest.mark.parametrize(("wrong", "words"), WRONG)
def test_a_wrong_exchange_is_named(judge: Referee, wrong: Exchange, words: str) -> None:
    assert any(words in problem for problem in judge.check(wrong))


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "b", "callback_data": "x" * 65}, "65 bytes"),
        ({"text": "b", "callback_data": "x", "url": "https://a.org"}, "2 actions"),
        ({"text": "b"}, "0 actions"),
        ({"text": "b", "url": "javascript:x"}, "leads to"),
        ({"text": "b", "callback_data": "x", "colour": "x"}, "colour: no such field"),
    ],
)
def test_a_wrong_button_is_named(judge: Referee, button: dict[str, str], words: str) -> None:
    request = {"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}}
    assert any(words in problem for problem in judge.check(exchange("sendMessage", request, MESSAGE)))


def test_every_method_served_is_declared_with_every_parameter(judge: Referee) -> None:
    for method in METHODS.values():
        declared = judge.contract.method(method.name)
        assert declared is not None, method.name
        known = {field["name"] for field in declared.get("fields", [])}
        assert set(method.parameters.__struct_fields__) <= known, method.name


def test_other_platforms_are_none_of_its_business(judge: Referee) -> None:
    foreign = Exchange("discord", "POST", "/channels/1", {}, 200, {}, datetime(2024, 1, 1, tzinfo=UTC))
    assert judge.check(foreign) == []
