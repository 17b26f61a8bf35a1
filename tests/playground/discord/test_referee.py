"""The referee sees what differs from the contract."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from playground.discord.referee import Referee
from playground.wire import Exchange

POST = "/channels/1/messages"


@pytest.fixture
def judge(referee: Referee | None) -> Referee:
    if referee is None:
        pytest.skip("LAUNCHLOG_CONTRACTS is not set")
    return referee


def exchange(
    method: str = "POST", path: str = POST, request: Any = None, status: int = 400, reply: Any = None
) -> Exchange:
    return Exchange("discord", method, path, request, status, reply, datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("request_body", "said"),
    [
        ({"contents": "x"}, "contents"),
        ({"content": "x" * 4001}, "too long"),
        ({"flags": 1 << 15, "components": [{"type": 10, "contnet": "x"}]}, "contnet"),
        ({"flags": 1 << 15, "components": [{"type": 99}]}, "99"),
        ({"components": [{"type": 1, "components": [{"type": 2, "style": 9}]}]}, "style"),
        ({"embeds": [{"titel": "x"}]}, "titel"),
        (None, "missing"),
    ],
)
def test_faults_in_requests_are_named(judge: Referee, request_body: Any, said: str) -> None:
    assert said in "\n".join(judge.check(exchange(request=request_body, status=500)))


def test_what_clients_are_known_to_add_passes(judge: Referee) -> None:
    body = {"embeds": [{"title": "x", "flags": 0}], "attachments": [{"id": 0, "filename": "a"}]}
    assert judge.check(exchange(request=body, status=500)) == []


def test_a_request_may_be_wrong_where_only_the_reply_is_asked_about(judge: Referee) -> None:
    refused = exchange(request={"contents": "x"}, status=400, reply={"code": 50006, "message": "Empty"})
    assert judge.check_reply(refused) == []
    assert len(judge.check(refused)) == 1


@pytest.mark.parametrize(
    ("status", "reply", "said"),
    [
        (404, {"message": "Unknown Channel"}, "'code' is a required property"),
        (404, {"code": 10003, "message": "Unknown Channel", "colour": "red"}, "colour"),
        (400, {"code": 1, "message": "x", "errors": {"content": {"_errors": [{"code": 5}]}}}, "message"),
        (429, {"code": 0, "message": "You are being rate limited."}, "retry_after"),
    ],
)
def test_refusals_are_checked(judge: Referee, status: int, reply: dict[str, Any], said: str) -> None:
    assert said in "\n".join(judge.check_reply(exchange(status=status, reply=reply)))


def test_queries_are_checked(judge: Referee) -> None:
    assert judge.check(exchange("GET", f"{POST}?limit=100", status=500)) == []
    assert "maximum" in judge.check(exchange("GET", f"{POST}?limit=101", status=500))[0]
    assert "unknown parameter" in judge.check(exchange("GET", f"{POST}?page=1", status=500))[0]


def test_replies_are_checked(judge: Referee) -> None:
    problems = judge.check(exchange("GET", "/gateway", status=200, reply={"url": 5, "shard": 1}))
    assert len(problems) == 2
    assert "status 201" in judge.check(exchange("GET", "/gateway", status=201, reply={}))[0]


def test_unknown_operations_are_named(judge: Referee) -> None:
    assert "not in the description" in judge.check(exchange("GET", "/nowhere"))[0]


def test_a_missing_description_fails(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Referee(tmp_path)
