"""What Telegram says and the library cannot read: it costs that update alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from telegram import Update

from adapters.telegram.polling import readable

CHAT = {"id": 7, "type": "private", "first_name": "Ada"}
OLD_POLL = {
    "id": "1",
    "question": "?",
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}
"""As a server of one's own sends it that is older than the library."""


def message(number: int, **content: Any) -> dict[str, Any]:
    return {"update_id": number, "message": {"message_id": number, "date": 1, "chat": CHAT, **content}}


def answer(*updates: object) -> bytes:
    return json.dumps({"ok": True, "result": updates}).encode()


def read(body: bytes) -> list[tuple[int, str | None]]:
    """Return the ids and texts of updates as the library reads them."""
    updates = Update.de_list(json.loads(body)["result"], None)
    return [(each.update_id, each.message.text if each.message else None) for each in updates]


@pytest.mark.parametrize(
    "spoilt",
    [
        message(2, poll=OLD_POLL),
        message(2, date="soon"),
        {"update_id": 2, "message": {"message_id": 2, "date": 1, "chat": {"id": [7], "type": "private"}}},
        message(2, **{"from": {"id": {}, "is_bot": False, "first_name": "Ada"}}),
        {"update_id": 2, "message": "hello"},
        {"update_id": 2, "callback_query": {"id": "1"}},
    ],
)
def test_one_update_that_cannot_be_read_counts_as_received_and_its_neighbours_are_read(
    spoilt: object, caplog: pytest.LogCaptureFixture
) -> None:
    body = readable(answer(message(1, text="before"), spoilt, message(3, text="after")))
    assert read(body) == [(1, "before"), (2, None), (3, "after")]
    assert "update_unreadable update=2" in caplog.text


def test_what_has_no_id_is_left_out() -> None:
    assert read(readable(answer(None, {}, [], message(3, text="after")))) == [(3, "after")]


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"{}", b"[]", b'{"ok":false}', answer(), answer(message(1, text="x")), b'{"result":5}'],
)
def test_any_other_answer_stays_as_it_is(body: bytes) -> None:
    assert readable(body) == body
