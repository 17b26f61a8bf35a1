"""What came of a request for a post, answer by answer."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest

from adapters.discord.send_results import (
    EDGE_SECONDS,
    INTERNAL_SECONDS,
    NO_WAIT_SECONDS,
    receipt,
    receipt_of_edit,
)
from adapters.discord.trail import Trail
from commands.subscriptions.poster import Ambiguous, Closed, Halted, Later, MessageGone, Refused, Scope
from storage.state.models import Pause


def answer(status: int, code: int = 0, wait: str = "") -> discord.HTTPException:
    """Return what the library raises for an answer."""
    headers = {"Retry-After": wait} if wait else {}
    said = "Refused"
    response = cast("Any", SimpleNamespace(status=status, reason=said, headers=headers))
    return discord.HTTPException(response, {"code": code, "message": said})


@pytest.mark.parametrize(
    ("code", "pause"),
    [
        (10003, Pause.GONE), (10004, Pause.GONE), (50001, Pause.FORBIDDEN), (50013, Pause.FORBIDDEN),
        (50007, Pause.BLOCKED), (50278, Pause.BLOCKED), (50083, Pause.TOPIC_CLOSED),
        (160005, Pause.TOPIC_CLOSED), (50009, Pause.FORBIDDEN), (50024, Pause.FORBIDDEN),
        (20009, Pause.FORBIDDEN), (200000, Pause.FORBIDDEN), (200001, Pause.FORBIDDEN),
        (240000, Pause.FORBIDDEN),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_place_that_takes_nothing_is_closed_for_its_reason(status: int, code: int, pause: Pause) -> None:
    came = receipt(answer(status, code), Trail())
    assert isinstance(came, Closed)
    assert came.pause is pause
    assert isinstance(receipt_of_edit(answer(status, code), Trail()), MessageGone), "an edit proves nothing"


def test_whatever_else_is_forbidden_is_so_in_this_place() -> None:
    assert isinstance(receipt(answer(403, 59999), Trail()), Closed)


@pytest.mark.parametrize("code", [50035, 59999])
def test_a_post_that_is_not_taken_is_refused(code: int) -> None:
    assert isinstance(receipt(answer(400, code), Trail()), Refused)


@pytest.mark.parametrize("code", [10008, 50005])
def test_a_message_that_cannot_be_edited_is_followed_up(code: int) -> None:
    assert isinstance(receipt_of_edit(answer(404, code), Trail()), MessageGone)


def test_a_token_that_is_refused_halts() -> None:
    assert isinstance(receipt(answer(401), Trail()), Halted)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_after_an_error_of_discords_nobody_knows(status: int) -> None:
    assert isinstance(receipt(answer(status), Trail()), Ambiguous)


@pytest.mark.parametrize(
    ("error", "seconds", "scope", "counts"),
    [
        (answer(429, 20028, "7"), 7.0, Scope.PLACE, False),
        (answer(429, 20028), NO_WAIT_SECONDS, Scope.PLACE, False),
        (answer(429), EDGE_SECONDS, Scope.ADDRESS, False),
        (answer(403), EDGE_SECONDS, Scope.ADDRESS, False),
        (answer(403, 40333), INTERNAL_SECONDS, Scope.PLACE, True),
        (discord.RateLimited(9.0), 9.0, Scope.PLACE, False),
        (aiohttp.ConnectionTimeoutError(), 0.0, Scope.PLACE, True),
    ],
)
def test_what_may_be_tried_again(error: Exception, seconds: float, scope: Scope, counts: bool) -> None:
    came = receipt(error, Trail())
    assert isinstance(came, Later)
    assert (came.seconds, came.scope, came.counts, came.left) == (seconds, scope, counts, False)


def test_a_global_limit_is_the_platforms() -> None:
    came = receipt(discord.RateLimited(9.0), Trail(is_global=True))
    assert isinstance(came, Later)
    assert came.scope is Scope.PLATFORM


def test_an_earlier_request_of_the_same_call_is_not_forgotten() -> None:
    came = receipt(answer(429, 20028, "7"), Trail(left=True))
    assert isinstance(came, Later)
    assert came.left
