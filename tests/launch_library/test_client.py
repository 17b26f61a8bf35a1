"""What the client asks of Launch Library, and what it makes of good answers."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import httpx
import pytest

from adapters.launch_library.budget import Purpose
from adapters.launch_library.client import LaunchLibrary
from adapters.launch_library.throttle import Throttle
from storage.errors import BudgetError, RecordError, UpstreamError, UpstreamGoneError
from storage.models import Mode
from tests.launch_library import shapes
from tests.launch_library.ledgers import HandClock, MemoryLedger
from tests.launch_library.stage import TOKEN, Stage, page

FRESH = Purpose.FRESH


@pytest.mark.parametrize(
    ("version", "path"),
    [
        ("2.0.0", "/2.0.0/launch/previous/"),
        ("2.2.0", "/2.2.0/launch/previous/"),
        ("2.3.0", "/2.3.0/launches/previous/"),
    ],
)
async def test_each_version_is_asked_at_its_own_path(version: str, path: str) -> None:
    stage = Stage(page(), version=version)
    found = await stage.client.previous(limit=100, offset=200, purpose=FRESH)
    assert stage.requests[0].url.path == path
    assert dict(stage.requests[0].url.params) == {
        "limit": "100",
        "offset": "200",
        "ordering": "-net",
        "mode": "detailed",
    }
    assert found.records[0].version == version
    assert found.records[0].received_at == stage.clock()


@pytest.mark.parametrize(
    ("version", "folder"), [("2.0.0", "launch"), ("2.2.0", "launch"), ("2.3.0", "launches")]
)
async def test_launches_to_come_are_asked_for_briefly_and_the_next_first(version: str, folder: str) -> None:
    stage = Stage(page(), version=version)
    await stage.client.upcoming(limit=20, net_gte=datetime(2025, 2, 1, 12, tzinfo=UTC), purpose=FRESH)
    assert stage.requests[0].url.path == f"/{version}/{folder}/upcoming/"
    assert dict(stage.requests[0].url.params) == {
        "limit": "20",
        "ordering": "net",
        "mode": "list",
        "net__gte": "2025-02-01T12:00:00Z",
    }


async def test_times_are_sent_as_utc() -> None:
    stage = Stage(page())
    await stage.client.previous(
        ordering="last_updated",
        updated_since=datetime(2025, 2, 1, 12, tzinfo=UTC),
        net_gte=datetime(2025, 1, 1, tzinfo=UTC),
        net_lte=datetime(2025, 3, 1, tzinfo=UTC),
        mode="list",
        purpose=FRESH,
    )
    params = stage.requests[0].url.params
    assert params["last_updated__gte"] == "2025-02-01T12:00:00Z"
    assert params["net__gte"] == "2025-01-01T00:00:00Z"
    assert params["net__lte"] == "2025-03-01T00:00:00Z"
    assert (params["ordering"], params["mode"]) == ("last_updated", "list")


async def test_version_2_0_0_is_not_asked_for_what_it_would_ignore() -> None:
    stage = Stage(page(), version="2.0.0")
    assert not stage.client.tells_updates
    with pytest.raises(ValueError, match="updated"):
        await stage.client.previous(updated_since=shapes.NOW, purpose=FRESH)
    assert stage.requests == []


async def test_it_names_itself_and_shows_the_key_to_launch_library_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    stage = Stage(httpx.Response(500), page(), token=TOKEN)
    await stage.client.previous(purpose=FRESH)
    assert stage.requests[0].headers["User-Agent"] == "Launchlog/0.1.0"
    assert stage.requests[0].headers["Authorization"] == f"Token {TOKEN}"
    assert "launch_library_retry" in caplog.text
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(vars(stage.client))


async def test_without_a_key_no_authorization_is_sent() -> None:
    stage = Stage(page())
    await stage.client.previous(purpose=FRESH)
    assert "Authorization" not in stage.requests[0].headers


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "sch\u00f6n"])
async def test_an_impossible_key_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(ValueError, match="key") as caught:
        Stage(page(), token=token)
    assert token not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["ll.example", "ftp://ll.example", "https://u:hidden@ll.example", "http://ll.example:port", ""]
)
async def test_an_unusable_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address") as caught:
        LaunchLibrary(address, ledger=MemoryLedger(HandClock()))
    assert "hidden" not in str(caught.value)


async def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ValueError, match=r"2\.3\.0"):
        LaunchLibrary(version="1.4", ledger=MemoryLedger(HandClock()))


async def test_every_request_is_taken_from_the_budget() -> None:
    stage = Stage(page())
    for _ in range(9):
        await stage.client.previous(purpose=Purpose.BACKFILL)
    with pytest.raises(BudgetError):
        await stage.client.previous(purpose=Purpose.BACKFILL)
    assert len(stage.requests) == len(stage.ledger.taken) == 9


async def test_one_launch_is_asked_for_by_its_id() -> None:
    stage = Stage(httpx.Response(200, json=shapes.detailed_2_3_0()))
    record = await stage.client.launch(shapes.LAUNCH_ID.upper(), Purpose.DETAILS)
    assert stage.requests[0].url.path == f"/2.3.0/launches/{shapes.LAUNCH_ID}/"
    assert stage.ledger.taken == [(shapes.NOW, "details")]
    assert (record.launch.id, record.mode) == (shapes.LAUNCH_ID, Mode.DETAILED)


@pytest.mark.parametrize("launch_id", ["", "../config", "previous", "1"])
async def test_what_is_no_uuid_is_not_asked_for(launch_id: str) -> None:
    stage = Stage(page())
    with pytest.raises(UpstreamGoneError):
        await stage.client.launch(launch_id, FRESH)
    assert stage.requests == []


async def test_a_launch_that_cannot_be_decoded_is_named() -> None:
    stage = Stage(httpx.Response(200, json=shapes.detailed_2_3_0(net=None)))
    with pytest.raises(RecordError, match="net"):
        await stage.client.launch(shapes.LAUNCH_ID, FRESH)


async def test_another_launch_than_the_one_asked_for_is_not_taken() -> None:
    stage = Stage(httpx.Response(200, json=shapes.detailed_2_3_0(id=shapes.LAUNCH_ID[:-1] + "b")))
    with pytest.raises(UpstreamError, match="another launch"):
        await stage.client.launch(shapes.LAUNCH_ID, FRESH)


def throttle_answer(limit: int, used: int, next_use: int) -> httpx.Response:
    told = {"your_request_limit": limit, "limit_frequency_secs": 3600, "current_use": used}
    return httpx.Response(200, json=told | {"next_use_secs": next_use})


async def test_asking_for_the_throttle_costs_nothing() -> None:
    stage = Stage(throttle_answer(15, 4, 0))
    assert await stage.client.throttle() == Throttle(15, 3600.0, 4, 0.0)
    assert stage.requests[0].url.path == "/2.3.0/api-throttle/"
    assert stage.ledger.taken == []


async def test_a_keys_limit_is_learned() -> None:
    stage = Stage(throttle_answer(210, 0, 0), token=TOKEN)
    await stage.client.throttle()
    assert stage.client.budget.limit == 210


async def test_without_a_key_the_limit_may_shrink_but_not_grow() -> None:
    stage = Stage(throttle_answer(500, 0, 0), throttle_answer(5, 0, 0))
    await stage.client.throttle()
    assert stage.client.budget.limit == 15
    await stage.client.throttle()
    assert stage.client.budget.limit == 5


async def test_requests_that_others_at_this_address_spent_are_waited_for() -> None:
    stage = Stage(throttle_answer(15, 15, 400))
    await stage.client.throttle()
    with pytest.raises(BudgetError) as caught:
        await stage.client.previous(purpose=FRESH)
    assert caught.value.retry_after == 400


async def test_the_client_closes_only_the_connections_it_opened() -> None:
    stage = Stage(page())
    async with stage.client as client:
        await client.previous(purpose=FRESH)
    assert (await stage.client.previous(purpose=FRESH)).size == 1
    async with LaunchLibrary(ledger=stage.ledger) as own:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        await own.previous(purpose=FRESH)
