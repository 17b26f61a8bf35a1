"""The stand-in answers, throttles and fails over the wire as Launch Library 2 does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from playground.launch_library.archive import UnknownLaunchError
from playground.launch_library.records import records
from playground.launch_library.server import LaunchLibraryServer
from playground.wire import Exchange
from tests.patience import PATIENCE

PREVIOUS = {
    "2.3.0": "/2.3.0/launches/previous/",
    "2.2.0": "/2.2.0/launch/previous/",
    "2.0.0": "/2.0.0/launch/previous/",
}
NEWEST = PREVIOUS["2.3.0"]
STARLINK = "Falcon 9 Block 5 | Starlink Group 10-62"


class Clock:
    """A present that only moves when told."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 22, 18, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **parts: float) -> None:
        self.now += timedelta(**parts)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def exchanges() -> list[Exchange]:
    return []


@pytest.fixture
async def server(clock: Clock, exchanges: list[Exchange]) -> AsyncIterator[LaunchLibraryServer]:
    served = LaunchLibraryServer(
        records(), clock=clock, observer=exchanges.append, limit_per_hour=15, tokens=["a-key"]
    )
    async with served:
        yield served


@pytest.fixture
async def client(server: LaunchLibraryServer) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"User-Agent": "launchlog-test", "Authorization": "Token a-key"}
    async with httpx.AsyncClient(base_url=server.address, headers=headers) as opened:
        yield opened


@pytest.fixture
async def anonymous(server: LaunchLibraryServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.address) as opened:
        yield opened


async def page(client: httpx.AsyncClient, path: str = NEWEST, **parameters: str | int) -> dict[str, Any]:
    answer = await client.get(path, params=parameters)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    body: dict[str, Any] = answer.json()
    return body


def names(body: dict[str, Any]) -> list[str]:
    return [record["name"] for record in body["results"]]


@pytest.mark.parametrize("version", PREVIOUS)
async def test_the_newest_ten_come_first(client: httpx.AsyncClient, version: str) -> None:
    body = await page(client, PREVIOUS[version])
    assert body["count"] == len(records())
    assert len(body["results"]) == 10
    times = [record["net"] for record in body["results"]]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("version", PREVIOUS)
async def test_a_single_launch_is_found_by_its_id(client: httpx.AsyncClient, version: str) -> None:
    url = (await page(client, PREVIOUS[version], limit=1))["results"][0]["url"]
    path = httpx.URL(url).path
    answer = await client.get(path)
    assert answer.status_code == 200
    assert answer.json()["id"] in path


async def test_an_unknown_launch_is_not_found(client: httpx.AsyncClient) -> None:
    answer = await client.get("/2.3.0/launches/00000000-0000-0000-0000-000000000000/")
    assert (answer.status_code, answer.json()) == (404, {"detail": "Not found."})


async def test_links_lead_through_every_launch_once_and_back(client: httpx.AsyncClient) -> None:
    seen: list[str] = []
    body = await page(client, limit=40, mode="list", ordering="net")
    while True:
        seen += [record["id"] for record in body["results"]]
        if body["next"] is None:
            break
        body = (await client.get(body["next"])).json()
    assert len(seen) == len(set(seen)) == body["count"]
    while body["previous"] is not None:
        first = body["previous"]
        body = (await client.get(first)).json()
    assert [record["id"] for record in body["results"]] == seen[:40]
    assert httpx.URL(first).query == b"limit=40&mode=list&ordering=net"


@pytest.mark.parametrize(
    ("limit", "expected"), [("3", 3), ("1000", 100), ("0", 10), ("-4", 10), ("many", 10), ("", 10)]
)
async def test_unusable_limits_fall_back(client: httpx.AsyncClient, limit: str, expected: int) -> None:
    assert len((await page(client, limit=limit, mode="list"))["results"]) == expected


async def test_an_offset_past_the_end_gives_an_empty_page(client: httpx.AsyncClient) -> None:
    body = await page(client, offset=100_000)
    assert (body["results"], body["next"]) == ([], None)


async def test_launches_of_the_future_are_not_previous(client: httpx.AsyncClient, clock: Clock) -> None:
    clock.now = datetime(1960, 1, 1, tzinfo=UTC)
    assert (await page(client, ordering="net"))["count"] == 5


async def test_times_filter_to_the_second(client: httpx.AsyncClient) -> None:
    sputnik = "1957-10-04T19:28:34Z"
    assert (await page(client, net__lte=sputnik))["count"] == 1
    assert (await page(client, net__lt=sputnik))["count"] == 0
    assert names(await page(client, net__gte="2026-03-22T15:00:00Z", mode="list")) == [
        "Smart Dragon 3 | 10 x CentiSpace-1"
    ]
    assert (await page(client, net__gt="2026-03-22T15:49:00Z"))["count"] == 0


async def test_an_unusable_time_is_refused_and_names_the_parameter(client: httpx.AsyncClient) -> None:
    answer = await client.get(NEWEST, params={"net__gte": "yesterday"})
    assert answer.status_code == 400
    assert list(answer.json()) == ["net__gte"]


async def test_several_ids_can_be_asked_for(client: httpx.AsyncClient) -> None:
    wanted = ["cb26e9e5-0d72-44e8-b1e3-5ec5e3b44e9d", "f38f0321-080b-4313-843b-2b8c140b0669"]
    body = await page(client, id=",".join(wanted))
    assert {record["id"] for record in body["results"]} == set(wanted)
    assert (await client.get(NEWEST, params={"id": "17"})).status_code == 400


async def test_every_search_term_must_occur(client: httpx.AsyncClient) -> None:
    assert names(await page(client, search="nasa, apollo 17", mode="list")) == ["Saturn V | Apollo 17"]
    assert (await page(client, search="apollo .*"))["count"] == 0


async def test_ordering_by_name_ignores_punctuation_and_case(client: httpx.AsyncClient) -> None:
    body = await page(client, search="soyuz 2.1a", ordering="-name", mode="list")
    assert names(body)[:3] == [
        "Soyuz 2.1a | Soyuz MS-26",
        "Soyuz 2.1a | Progress MS-33 (94P)",
        "Soyuz 2.1a | Progress MS-30 (91P)",
    ]
    assert "Fregat-M" in names(body)[-1]


async def test_an_unknown_ordering_or_parameter_is_ignored(client: httpx.AsyncClient) -> None:
    assert await page(client, limit=3, colour="red", ordering="shoe size") != {}
    assert names(await page(client, limit=3, ordering="size", mode="list")) == names(
        await page(client, limit=3, mode="list")
    )


async def test_a_concluded_launch_is_the_last_updated_one(
    client: httpx.AsyncClient, server: LaunchLibraryServer, clock: Clock
) -> None:
    found = await page(client, search="10-62", mode="list")
    launch_id, before = found["results"][0]["id"], found["results"][0]["last_updated"]
    clock.advance(hours=1)
    server.archive.conclude(launch_id, "partial failure", "One of 29 stayed behind.")
    changed = await page(client, last_updated__gte="2026-03-22T18:00:01Z", ordering="-last_updated")
    assert names(changed) == [STARLINK]
    record = changed["results"][0]
    assert (record["status"]["id"], record["failreason"]) == (7, "One of 29 stayed behind.")
    assert (before, record["last_updated"]) == ("2026-03-22T15:06:00Z", "2026-03-22T19:00:00Z")


async def test_records_can_be_added_replaced_and_removed(
    client: httpx.AsyncClient, server: LaunchLibraryServer
) -> None:
    record = server.archive.record("cb26e9e5-0d72-44e8-b1e3-5ec5e3b44e9d")
    late = {**record, "id": "11111111-1111-4111-8111-111111111111", "name": "Entered late"}
    server.archive.put(late)
    assert (await page(client, search="entered late"))["count"] == 1
    server.archive.put({**late, "name": "Entered late | Renamed"})
    assert names(await page(client, search="entered late")) == ["Entered late | Renamed"]
    server.archive.remove(late["id"])
    assert (await client.get(f"/2.3.0/launches/{late['id']}/")).status_code == 404
    with pytest.raises(UnknownLaunchError):
        server.archive.remove(late["id"])


async def test_the_sixteenth_call_of_an_hour_is_refused_until_the_hour_is_over(
    anonymous: httpx.AsyncClient, clock: Clock
) -> None:
    for _ in range(15):
        assert (await anonymous.get(NEWEST, params={"limit": 1})).status_code == 200
        clock.advance(minutes=1)
    refused = await anonymous.get(NEWEST)
    assert refused.status_code == 429
    assert refused.json() == {"detail": "Request was throttled. Expected available in 2700 seconds."}
    assert refused.headers["Retry-After"] == "2700"
    clock.advance(seconds=2700)
    assert (await anonymous.get(NEWEST, params={"limit": 1})).status_code == 200
    assert (await anonymous.get(NEWEST, params={"limit": 1})).status_code == 429


async def test_the_throttle_can_be_asked_for_free(anonymous: httpx.AsyncClient) -> None:
    await anonymous.get(NEWEST, params={"limit": 1})
    for _ in range(20):
        answer = await anonymous.get("/2.3.0/api-throttle/")
    assert answer.json() == {
        "your_request_limit": 15,
        "limit_frequency_secs": 3600,
        "current_use": 1,
        "next_use_secs": 0,
        "ident": "127.0.0.1",
    }
    assert (await anonymous.get("/2.0.0/api-throttle/")).json()[0]["current_use"] == 1


async def test_a_known_key_is_not_throttled_and_an_unknown_one_is_refused(
    client: httpx.AsyncClient, anonymous: httpx.AsyncClient
) -> None:
    for _ in range(20):
        assert (await client.get(NEWEST, params={"limit": 1})).status_code == 200
    refused = await anonymous.get(NEWEST, headers={"Authorization": "Token guessed"})
    assert (refused.status_code, refused.json()) == (401, {"detail": "Invalid token."})


async def test_a_call_without_user_agent_is_refused(server: LaunchLibraryServer) -> None:
    async with httpx.AsyncClient(base_url=server.address) as bare:
        del bare.headers["User-Agent"]
        assert (await bare.get(NEWEST)).status_code == 403


async def test_no_limit_means_no_throttle() -> None:
    async with (
        LaunchLibraryServer(records()[:1], limit_per_hour=None) as free,
        httpx.AsyncClient(base_url=free.address) as client,
    ):
        statuses = {(await client.get(NEWEST)).status_code for _ in range(30)}
        assert statuses == {200}


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_a_server_error_hits_as_many_calls_as_asked_for(
    client: httpx.AsyncClient, server: LaunchLibraryServer, status: int
) -> None:
    server.faults.add("status", status=status, times=2)
    answers = [(await client.get(NEWEST)).status_code for _ in range(3)]
    assert answers == [status, status, 200]


async def test_html_comes_instead_of_json(client: httpx.AsyncClient, server: LaunchLibraryServer) -> None:
    server.faults.add("html", status=200)
    answer = await client.get(NEWEST)
    assert answer.headers["content-type"].startswith("text/html")
    assert "<html>" in answer.text


async def test_half_a_page_is_whole_http_and_broken_json(
    client: httpx.AsyncClient, server: LaunchLibraryServer
) -> None:
    server.faults.add("half_page")
    answer = await client.get(NEWEST)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        answer.json()


async def test_a_connection_can_end_in_the_middle_or_before_the_answer(
    client: httpx.AsyncClient, server: LaunchLibraryServer
) -> None:
    for kind in ("cut_off", "reset"):
        server.faults.add(kind)
        with pytest.raises(httpx.TransportError):
            await client.get(NEWEST)
    assert (await client.get(NEWEST)).status_code == 200


async def test_wrong_types_spoil_the_first_record_and_leave_the_others(
    client: httpx.AsyncClient, server: LaunchLibraryServer
) -> None:
    proper = await page(client, limit=3)
    server.faults.add("wrong_types")
    spoilt = await page(client, limit=3)
    assert (spoilt["results"][0]["net"], spoilt["results"][0]["name"]) == (17, None)
    assert spoilt["results"][1:] == proper["results"][1:]


async def test_a_hanging_call_is_served_when_the_event_is_set(
    client: httpx.AsyncClient, server: LaunchLibraryServer
) -> None:
    released = asyncio.Event()
    fault = server.faults.add("hang", until=released)
    call = asyncio.create_task(client.get(NEWEST, params={"limit": 1}))
    await fault.met.wait()
    assert (await client.get(NEWEST, params={"limit": 1})).status_code == 200
    assert not call.done()
    released.set()
    async with asyncio.timeout(PATIENCE):
        assert (await call).status_code == 200


async def test_every_call_is_reported_with_its_answer(
    client: httpx.AsyncClient, server: LaunchLibraryServer, exchanges: list[Exchange]
) -> None:
    await client.get(NEWEST, params={"limit": 1})
    server.faults.add("status", status=503)
    await client.get(NEWEST)
    first, second = exchanges
    assert (first.method, first.path, first.request, first.status) == ("GET", NEWEST, {"limit": "1"}, 200)
    assert first.reply["count"] == len(server.archive)
    assert (second.status, second.note) == (503, "fault: status")


async def test_pictures_are_served(anonymous: httpx.AsyncClient) -> None:
    drawn = await anonymous.get("/pictures/saturn.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert (await anonymous.get("/pictures/none.svg")).status_code == 404


async def test_a_taken_port_is_an_error_of_the_system(server: LaunchLibraryServer) -> None:
    second = LaunchLibraryServer([])
    with pytest.raises(OSError, match="address already in use"):
        await second.start(port=int(server.address.rpartition(":")[2]))


async def test_upcoming_keeps_a_launch_for_a_day_and_lists_the_next_first(
    server: LaunchLibraryServer, client: httpx.AsyncClient, clock: Clock
) -> None:
    like = records()[-1]
    hours = {25: "yesterday", 23: "today", -2: "soon", -1: "next"}
    for ago, name in hours.items():
        net = (clock.now - timedelta(hours=ago)).strftime("%Y-%m-%dT%H:%M:%SZ")
        server.archive.put(
            {**like, "id": f"00000000-0000-4000-8000-0000000000{50 - ago}", "name": name, "net": net}
        )
    answer = (await client.get("/2.3.0/launches/upcoming/")).json()
    listed = [record["name"] for record in answer["results"] if record["name"] in hours.values()]
    assert listed == ["today", "next", "soon"]


@pytest.mark.parametrize(("kind", "left"), [("empty", 0), ("short", 5)])
async def test_a_list_may_end_too_early(
    server: LaunchLibraryServer, client: httpx.AsyncClient, kind: Any, left: int
) -> None:
    server.faults.add(kind)
    answer = (await client.get(NEWEST)).json()
    assert (len(answer["results"]), answer["count"], answer["next"]) == (left, left, None)
    assert len((await client.get(NEWEST)).json()["results"]) == 10
