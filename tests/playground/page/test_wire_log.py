"""The log of the wire as the page's server keeps it: bounded, judged beside the servers, told as it grows."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import pytest_asyncio

from playground.page.judge import Judge
from playground.page.wire_log import LARGEST_BODY, MOST_ENTRIES, WireLog
from playground.playground import Playground
from playground.wire import Exchange, Platform
from tests.patience import PATIENCE

from .telegram_bot import App

AT = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
NOTHING_NEW = {"ok": True, "result": []}


def exchange(
    path: str = "/x", *, platform: Platform = "discord", request: Any = None, reply: Any = None
) -> Exchange:
    return Exchange(platform, "POST", path, request, 200, reply, AT)


class Strict:
    """A referee that objects to a path, and can be made to wait."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.seen: list[Exchange] = []

    def covers(self, exchange: Exchange) -> bool:
        return exchange.method != "GATEWAY"

    def check(self, exchange: Exchange) -> list[str]:
        assert self.may_go_on.wait(5)
        self.seen.append(exchange)
        if exchange.path == "/puzzling":
            raise KeyError("type")
        return ["the colour is wrong", "the size too"] if exchange.path == "/wrong" else []


@pytest.fixture
def referee() -> Strict:
    return Strict()


@pytest_asyncio.fixture(loop_scope="session")
async def log(referee: Strict) -> AsyncIterator[WireLog]:
    async with WireLog(Judge({"discord": referee})) as opened:
        yield opened


async def verdicts(log: WireLog, referee: Strict, *exchanges: Exchange) -> list[tuple[str, list[str]]]:
    for each in exchanges:
        log.observe(each)
    referee.may_go_on.set()
    await log.__aexit__(None, None, None)
    return [(told["verdict"], list(told["problems"])) for told in log.snapshot()["exchanges"]]


async def test_each_exchange_gets_the_verdict_of_its_contract(log: WireLog, referee: Strict) -> None:
    frame = Exchange("discord", "GATEWAY", "send READY", None, 0, {}, AT)
    other = exchange(platform="telegram")
    assert await verdicts(log, referee, exchange(), exchange("/wrong"), frame, other) == [
        ("kept", []),
        ("broken", ["the colour is wrong", "the size too"]),
        ("uncovered", []),
        ("uncovered", []),
    ]


async def test_without_contracts_nothing_is_said_to_be_kept() -> None:
    async with WireLog(Judge({})) as log:
        log.observe(exchange())
        assert log.snapshot()["checks"] is False
        assert [told["verdict"] for told in log.snapshot()["exchanges"]] == ["unchecked"]


async def test_deviations_are_logged(log: WireLog, referee: Strict, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "launchlog.playground"):
        await verdicts(log, referee, exchange("/wrong"))
    assert "contract_broken platform=discord path=/wrong the colour is wrong" in caplog.messages


async def test_a_server_does_not_wait_for_the_verdict(log: WireLog, referee: Strict) -> None:
    referee.may_go_on.clear()
    changes = log.changes()
    first = asyncio.create_task(changes.__anext__())
    await asyncio.sleep(0)
    log.observe(exchange())
    assert (await first)["exchange"]["verdict"] == "waiting"
    referee.may_go_on.set()
    async with asyncio.timeout(PATIENCE):
        assert (await anext(changes))["exchange"]["verdict"] == "kept"
    await changes.aclose()


async def test_what_is_judged_is_what_was_sent_even_if_it_changes_later(
    log: WireLog, referee: Strict
) -> None:
    body = {"content": "first"}
    referee.may_go_on.clear()
    log.observe(exchange(request=body))
    body["content"] = "changed"
    await verdicts(log, referee)
    assert referee.seen[0].request == {"content": "first"}


async def test_what_puzzles_a_referee_does_not_end_the_judging(log: WireLog, referee: Strict) -> None:
    told = await verdicts(log, referee, exchange("/puzzling"), exchange())
    assert told == [("broken", ["the check itself failed: KeyError('type')"]), ("kept", [])]


async def test_only_the_newest_are_kept(log: WireLog) -> None:
    for number in range(MOST_ENTRIES + 5):
        log.observe(exchange(f"/{number}"))
    paths = [told["path"] for told in log.snapshot()["exchanges"]]
    assert (len(paths), paths[0], paths[-1]) == (MOST_ENTRIES, "/5", f"/{MOST_ENTRIES + 4}")


async def test_polls_that_bring_nothing_share_a_line(log: WireLog) -> None:
    idle = exchange("/botTOKEN/getUpdates", platform="telegram", reply=NOTHING_NEW)
    news = exchange("/botTOKEN/getUpdates", platform="telegram", reply={"ok": True, "result": [{}]})
    for each in (idle, exchange(), idle, idle, news, idle):
        log.observe(each)
    told = [(line["path"], line["times"]) for line in log.snapshot()["exchanges"]]
    poll = "/botTOKEN/getUpdates"
    assert told == [("/x", 1), (poll, 3), (poll, 1), (poll, 1)]


async def bodies(client: httpx.AsyncClient, number: int) -> Any:
    return (await client.get(f"/wire/{number}")).json()


async def test_the_bots_requests_and_replies_are_shown_without_its_token(
    playground: Playground, telegram_app: App
) -> None:
    async with httpx.AsyncClient(base_url=playground.address) as client:
        async with client.stream("GET", "/events") as response:
            first = await _first(response)
        told = {line["path"]: line for line in first["wire"]["exchanges"]}
        line = told["/botTOKEN/setMyCommands"]
        assert (line["method"], line["status"], line["platform"]) == ("POST", 200, "telegram")
        shown = await bodies(client, line["number"])
    assert shown["request"]["commands"][0] == {"command": "show", "description": "Shows everything"}
    assert shown["reply"] == {"ok": True, "result": True}
    assert playground.telegram.token not in json.dumps([told, shown])


async def _first(events: httpx.Response) -> Any:
    async with asyncio.timeout(PATIENCE):
        async for line in events.aiter_lines():
            if line.startswith("data: "):
                return json.loads(line.removeprefix("data: "))
    raise AssertionError("the stream ended")


async def test_a_body_too_large_is_told_by_its_size(playground: Playground) -> None:
    async with httpx.AsyncClient(base_url=playground.address) as client:
        await client.get(
            f"{playground.launch_library.address}/2.3.0/launches/previous/?mode=detailed&limit=100"
        )
        shown = await bodies(client, 1)
        assert (await bodies(client, 4711)) == {"refused": "This exchange is no longer kept."}
    assert shown["request"]["limit"] == "100"
    assert len(json.dumps(shown["reply"])) <= LARGEST_BODY
    assert "too much to be kept" in shown["reply"]
