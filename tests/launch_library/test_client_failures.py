"""What the client does when Launch Library is slow, busy, away or not itself."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from adapters.launch_library import transport
from adapters.launch_library.budget import Purpose
from adapters.launch_library.client import LaunchLibrary
from storage.errors import BudgetError, UpstreamError, UpstreamGoneError
from tests.launch_library import shapes
from tests.launch_library.ledgers import HandClock, MemoryLedger
from tests.launch_library.stage import TOKEN, Answer, Stage, page

FRESH = Purpose.FRESH


async def test_every_retry_is_taken_from_the_budget_too() -> None:
    stage = Stage(httpx.Response(502))
    with pytest.raises(UpstreamError, match=r"answers 502 \(4 tries\)"):
        await stage.client.previous(purpose=FRESH)
    assert len(stage.requests) == len(stage.ledger.taken) == 4
    assert stage.slept == [2, 4, 8]


async def test_retries_end_when_the_budget_does() -> None:
    stage = Stage(httpx.Response(500))
    stage.client.budget.learn(2, 3600)
    with pytest.raises(BudgetError):
        await stage.client.previous(purpose=FRESH)
    assert len(stage.requests) == 2


@pytest.mark.parametrize(
    "failure",
    [
        httpx.Response(500),
        httpx.Response(503),
        httpx.ConnectError("refused"),
        httpx.ConnectTimeout("slow"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("half a body"),
    ],
)
async def test_a_passing_failure_is_tried_again(failure: Answer) -> None:
    stage = Stage(failure, failure, failure, page())
    assert (await stage.client.previous(purpose=FRESH)).size == 1
    assert stage.limits == ["100"] * 4


async def test_the_reason_of_a_failed_connection_quotes_no_header() -> None:
    stage = Stage(httpx.LocalProtocolError(f"Illegal header value b'Token {TOKEN}'"), token=TOKEN)
    with pytest.raises(UpstreamError, match="connection failed") as caught:
        await stage.client.previous(purpose=FRESH)
    assert TOKEN not in str(caught.value)


@pytest.mark.parametrize("slow", [httpx.ReadTimeout("slow"), httpx.Response(504), httpx.Response(524)])
async def test_a_page_that_times_out_is_asked_again_at_half_the_size(slow: Answer) -> None:
    stage = Stage(slow, slow, slow, page())
    await stage.client.previous(purpose=FRESH)
    assert stage.limits == ["100", "50", "25", "12"]
    assert {request.url.params["mode"] for request in stage.requests} == {"detailed"}


async def test_the_smaller_page_is_remembered_for_an_hour() -> None:
    stage = Stage(httpx.ReadTimeout("slow"), page())
    await stage.client.previous(purpose=FRESH)
    await stage.client.previous(purpose=FRESH)
    await stage.client.previous(limit=20, purpose=FRESH)
    stage.clock.turn(3600)
    await stage.client.previous(purpose=FRESH)
    assert stage.limits == ["100", "50", "50", "20", "100"]


async def test_a_page_is_never_made_smaller_than_ten() -> None:
    stage = Stage(httpx.ReadTimeout("slow"))
    with pytest.raises(UpstreamError, match="too long"):
        await stage.client.previous(limit=30, purpose=FRESH)
    assert stage.limits == ["30", "15", "10", "10"]


async def test_a_server_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "WHOLE_SECONDS", 0.0)

    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    clock = HandClock()
    async with httpx.AsyncClient(transport=httpx.MockTransport(never)) as http:
        client = LaunchLibrary(
            ledger=MemoryLedger(clock), clock=clock, http=http, sleep=lambda _: asyncio.sleep(0)
        )
        with pytest.raises(UpstreamError, match="took too long"):
            await client.previous(purpose=FRESH)


async def test_a_429_stops_all_requests_for_as_long_as_told() -> None:
    body = {"detail": "Request was throttled. Expected available in 1742 seconds."}
    stage = Stage(httpx.Response(429, json=body), page())
    with pytest.raises(BudgetError) as caught:
        await stage.client.previous(purpose=FRESH)
    assert caught.value.retry_after == 1742
    stage.clock.turn(1741)
    with pytest.raises(BudgetError):
        await stage.client.launch(shapes.LAUNCH_ID, FRESH)
    assert len(stage.requests) == 1
    stage.clock.turn(1)
    await stage.client.launch(shapes.LAUNCH_ID, FRESH)


async def test_a_429_with_retry_after_is_honoured() -> None:
    stage = Stage(httpx.Response(429, headers={"Retry-After": "30"}, text="<html>busy</html>"))
    with pytest.raises(BudgetError) as caught:
        await stage.client.previous(purpose=FRESH)
    assert caught.value.retry_after == 30


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (httpx.Response(200, html="<html>Maintenance</html>"), "HTML"),
        (httpx.Response(200, content=shapes.envelope(shapes.detailed_2_3_0())[:-40]), "cut short"),
        (httpx.Response(200, json={"hello": "world"}), "neither launches nor a launch"),
        (httpx.Response(200, content=b""), "empty"),
        (httpx.Response(204), "answers 204"),
        (httpx.Response(304), "answers 304"),
        (httpx.Response(400, json={"detail": "status: a number is required"}), "answers 400: .*a number"),
        (httpx.Response(401, json={"detail": "Invalid token."}), "check the key"),
        (httpx.Response(404, json={"detail": "Not found."}), "check the address"),
    ],
)
async def test_a_wrong_answer_is_named_and_not_asked_again(answer: httpx.Response, reason: str) -> None:
    stage = Stage(answer)
    with pytest.raises(UpstreamError, match=reason) as caught:
        await stage.client.previous(purpose=FRESH)
    assert not isinstance(caught.value, UpstreamGoneError | BudgetError)
    assert len(stage.requests) == 1


async def test_an_endless_answer_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SIZE_LIMIT", 1000)
    stage = Stage(httpx.Response(200, content=b" " * 1001))
    with pytest.raises(UpstreamError, match="larger than 1000 bytes"):
        await stage.client.previous(purpose=FRESH)


async def test_a_redirect_on_the_same_host_is_followed_and_counted() -> None:
    moved = httpx.Response(301, headers={"Location": "/2.3.0/launches/previous/?limit=100&page=new"})
    stage = Stage(moved, page(), token=TOKEN)
    assert (await stage.client.previous(purpose=FRESH)).size == 1
    assert stage.requests[1].headers["Authorization"] == f"Token {TOKEN}"
    assert len(stage.ledger.taken) == 2


@pytest.mark.parametrize("target", ["https://evil.example/", "http://ll.example/", "//evil.example/"])
async def test_a_redirect_elsewhere_is_not_followed(target: str) -> None:
    stage = Stage(httpx.Response(302, headers={"Location": target}), token=TOKEN)
    with pytest.raises(UpstreamError, match="not followed"):
        await stage.client.previous(purpose=FRESH)
    assert len(stage.requests) == 1


async def test_redirects_in_a_circle_end() -> None:
    stage = Stage(httpx.Response(302, headers={"Location": "/2.3.0/launches/previous/"}))
    with pytest.raises(UpstreamError, match="more than 3 times"):
        await stage.client.previous(purpose=FRESH)


async def test_a_launch_that_launch_library_dropped_is_gone() -> None:
    stage = Stage(httpx.Response(404, json={"detail": "No Launch matches the given query."}))
    with pytest.raises(UpstreamGoneError):
        await stage.client.launch(shapes.LAUNCH_ID, FRESH)


async def test_a_web_servers_own_404_does_not_make_a_launch_gone() -> None:
    stage = Stage(httpx.Response(404, html="<html>nginx</html>"))
    with pytest.raises(UpstreamError) as caught:
        await stage.client.launch(shapes.LAUNCH_ID, FRESH)
    assert not isinstance(caught.value, UpstreamGoneError)
