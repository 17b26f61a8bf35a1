"""The page's server: who may talk to it, what it tells and does, how it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from playground.page.files import file_response, moved
from playground.page.scene import FIRST, SECOND
from playground.playground import Playground, PortTakenError
from storage.history import BUNDLED_HISTORY
from tests.patience import PATIENCE

from .discord_bot import DemoBot, png
from .telegram_bot import App


@pytest_asyncio.fixture(loop_scope="session")
async def client(playground: Playground) -> AsyncIterator[httpx.AsyncClient]:
    headers = {"Origin": playground.address}
    async with httpx.AsyncClient(base_url=playground.address, headers=headers) as opened:
        yield opened


class Stream:
    """The page's events as they come."""

    def __init__(self, lines: AsyncIterator[str]) -> None:
        self._lines = lines

    async def next(self, source: str | None = None, kind: str | None = None) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                if not line.startswith("data: "):
                    continue
                event: dict[str, Any] = json.loads(line.removeprefix("data: "))
                if source in (None, event.get("source")) and kind in (None, event["kind"]):
                    return event
        raise AssertionError("the stream ended")


@pytest_asyncio.fixture(loop_scope="session")
async def stream(client: httpx.AsyncClient) -> AsyncIterator[Stream]:
    async with client.stream("GET", "/events") as response:
        yield Stream(response.aiter_lines())


async def snapshot(client: httpx.AsyncClient) -> dict[str, Any]:
    async with client.stream("GET", "/events") as response:
        return await Stream(response.aiter_lines()).next()


def places(state: dict[str, Any]) -> dict[str, str]:
    channels = {channel["name"]: channel["id"] for channel in state["discord"]["channels"]}
    return channels | {person["name"]: person["id"] for person in state["discord"]["people"]}


async def test_the_page_and_its_parts_are_served_and_confined(client: httpx.AsyncClient) -> None:
    page = await client.get("/")
    assert page.status_code == 200
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    script = await client.get("/static/app.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert (await client.get("/pictures/saturn.svg")).status_code == 200


@pytest.mark.parametrize(
    "path", ["/static/none.js", "/static/..%2fserver.py", "/static/server.py", "/nothing"]
)
async def test_nothing_else_is_served(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:1"])
async def test_a_foreign_host_is_turned_away(client: httpx.AsyncClient, host: str) -> None:
    for path in ("/", "/events", "/pictures/saturn.svg"):
        assert (await client.get(path, headers={"Host": host})).status_code == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", ""])
async def test_another_site_can_do_nothing(client: httpx.AsyncClient, origin: str) -> None:
    body = {"user": "1", "channel": "2", "text": "hello"}
    assert (await client.post("/discord/say", json=body, headers={"Origin": origin})).status_code == 403
    assert (await client.get("/events", headers={"Origin": origin})).status_code == 403


async def test_a_post_without_origin_is_refused(playground: Playground) -> None:
    async with httpx.AsyncClient(base_url=playground.address) as bare:
        assert (await bare.post("/discord/say", json={})).status_code == 403
        assert (await bare.get("/")).status_code == 200
        assert (await bare.get("/", headers={"Sec-Fetch-Site": "cross-site"})).status_code == 403


async def test_localhost_is_the_same_place(client: httpx.AsyncClient, playground: Playground) -> None:
    here = playground.address.removeprefix("http://127.0.0.1")
    headers = {"Host": f"localhost{here}", "Origin": f"http://localhost{here}"}
    assert (await client.get("/", headers=headers)).status_code == 200


async def test_the_page_says_in_one_line_what_is_real(playground: Playground) -> None:
    async with httpx.AsyncClient() as client:
        sample = (await client.get(playground.address)).text
        async with Playground(port=0, history=BUNDLED_HISTORY.content()) as whole:
            page = (await client.get(whole.address)).text
    assert "The launches are a sample of real ones. Results that you let happen are made up" in sample
    until = BUNDLED_HISTORY.read().made_on
    assert "simulated on this machine: no account, and nothing leaves it." in page
    assert (
        f"The history is real, up to {until.day} {until:%B %Y}. Results that you let happen are made up"
        in page
    )


async def test_a_taken_port_is_named(playground: Playground) -> None:
    port = int(playground.address.rpartition(":")[2])
    with pytest.raises(PortTakenError) as caught:
        async with Playground(port=port):
            pass
    assert caught.value.port == port


async def test_the_same_port_can_be_used_again_after_a_stop() -> None:
    async with Playground(port=0) as first:
        port = int(first.address.rpartition(":")[2])
    async with Playground(port=port) as second:
        assert second.address == first.address


async def test_an_open_page_does_not_hold_up_the_end() -> None:
    async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
        async with Playground(port=0) as playground:
            response = await client.send(
                client.build_request("GET", f"{playground.address}/events"), stream=True
            )
            assert (await Stream(response.aiter_lines()).next())["kind"] == "snapshot"
        await response.aclose()


async def test_the_snapshot_shows_two_people_and_every_kind_of_place(client: httpx.AsyncClient) -> None:
    state = await snapshot(client)
    assert [person["name"] for person in state["discord"]["people"]] == [FIRST, SECOND]
    assert [person["first_name"] for person in state["telegram"]["people"]] == [FIRST, SECOND]
    assert {channel["kind"] for channel in state["discord"]["channels"]} == {
        "channel",
        "thread",
        "news",
        "direct",
    }
    assert {chat["type"] for chat in state["telegram"]["chats"]} == {"private", "supergroup", "channel"}
    assert any(len(chat["topics"]) == 2 for chat in state["telegram"]["chats"])
    assert (state["discord"]["connected"], state["telegram"]["connected"]) == (False, False)


async def test_the_records_name_the_page_as_their_base(
    playground: Playground, client: httpx.AsyncClient
) -> None:
    answer = await client.get(
        f"{playground.launch_library.address}/2.3.0/launches/previous/?limit=1&search=apollo"
    )
    picture = answer.json()["results"][0]["image"]["image_url"]
    assert picture == f"{playground.address}/pictures/saturn.svg"


async def test_a_slash_command_and_its_answer_reach_the_stream(
    client: httpx.AsyncClient, stream: Stream, discord_bot: DemoBot
) -> None:
    where = places(await snapshot(client))
    wish = {"user": where[FIRST], "channel": where["launches"], "name": "find", "options": {"provider": "x"}}
    assert (await client.post("/discord/slash", json=wish)).json() == {}
    told = await stream.next("discord", "message")
    assert told["message"]["content"] == "found x False 10"
    assert told["message"]["interaction"]["name"] == "find"


async def test_an_uploaded_picture_is_shown_from_the_pages_own_address(
    client: httpx.AsyncClient, stream: Stream, discord_bot: DemoBot
) -> None:
    where = places(await snapshot(client))
    wish = {"user": where[FIRST], "channel": where["launches"], "name": "picture", "options": {}}
    await client.post("/discord/slash", json=wish)
    told = await stream.next("discord", "message")
    url = told["message"]["attachments"][0]["url"]
    assert url.startswith("/discord/attachments/")
    fetched = await client.get(url)
    assert (fetched.content, fetched.headers["Content-Type"]) == (png(), "image/png")


async def test_what_cannot_be_done_is_said_in_words(client: httpx.AsyncClient) -> None:
    where = places(await snapshot(client))
    wish = {"user": where[FIRST], "channel": where["launches"], "name": "nothing", "options": {}}
    refused = await client.post("/discord/slash", json=wish)
    assert (refused.status_code, refused.json()) == (200, {"refused": "/nothing is not offered here."})
    unknown = await client.post("/discord/slash", json=wish | {"channel": "17"})
    assert "no such channel" in unknown.json()["refused"]
    use = {"user": where[FIRST], "channel": where["launches"], "message": "5", "custom_id": "x"}
    assert (await client.post("/discord/use", json=use)).json() == {"refused": "This message is gone."}
    closed = {"user": where[FIRST], "modal": "5", "values": {}}
    assert (await client.post("/discord/submit", json=closed)).json() == {"refused": "This form is closed."}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"user": 1}', b'{"user":"1","channel":"1","text":"a","more":1}']
)
async def test_an_unusable_body_is_a_400(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post("/discord/say", content=body)
    assert answer.status_code == 400
    assert "unusable" in answer.json()["refused"]


async def test_a_telegram_command_and_its_answer_reach_the_stream(
    client: httpx.AsyncClient, stream: Stream, telegram_app: App
) -> None:
    robin = (await snapshot(client))["telegram"]["people"][0]["id"]
    await client.post("/telegram/write", json={"user": robin, "chat": robin, "text": "/start x"})
    texts = [(await stream.next("telegram", "message"))["message"]["text"] for _ in range(2)]
    assert texts == ["/start x", "started with ['x']"]


async def test_a_channel_post_is_signed_by_the_channel(client: httpx.AsyncClient, stream: Stream) -> None:
    state = (await snapshot(client))["telegram"]
    channel = next(chat for chat in state["chats"] if chat["type"] == "channel")
    wish = {"user": state["people"][0]["id"], "chat": channel["id"], "text": "news"}
    await client.post("/telegram/write", json=wish)
    told = await stream.next("telegram", "message")
    assert told["message"]["sender_chat"]["title"] == channel["title"]


async def test_nobody_changes_what_somebody_else_wrote(client: httpx.AsyncClient, stream: Stream) -> None:
    state = (await snapshot(client))["telegram"]
    robin, kim = (person["id"] for person in state["people"])
    group = next(chat["id"] for chat in state["chats"] if chat["type"] == "supergroup")
    await client.post("/telegram/write", json={"user": robin, "chat": group, "text": "mine"})
    number = (await stream.next("telegram", "message"))["message"]["message_id"]
    wish = {"user": kim, "chat": group, "text": "yours", "message": number}
    assert "somebody else" in (await client.post("/telegram/write", json=wish)).json()["refused"]


async def test_the_menus_of_commands_are_told(
    client: httpx.AsyncClient, discord_bot: DemoBot, telegram_app: App
) -> None:
    state = await snapshot(client)
    where, robin = places(state), state["telegram"]["people"][0]["id"]
    offered = await client.get(
        "/discord/commands", params={"user": where[SECOND], "channel": where["launches"]}
    )
    assert "show" in [command["name"] for command in offered.json()["commands"]]
    menu = await client.get("/telegram/menu", params={"user": robin, "chat": robin})
    assert menu.json()["commands"][0] == {"command": "show", "description": "Shows everything"}
    assert (await client.get("/telegram/menu", params={"user": "x", "chat": "y"})).status_code == 400


def test_only_pictures_are_shown_in_place() -> None:
    page = file_response(b"<script>", "trap.html")
    assert page.content_type == "application/octet-stream"
    assert page.headers["Content-Disposition"] == "attachment"
    assert file_response(b"<svg>", "trap.svg").content_type == "application/octet-stream"
    assert file_response(None, "none.png").status == 404


def test_addresses_are_moved_wherever_they_stand() -> None:
    body = {"a": ["http://x/1", "http://y/1"], "b": {"c": "http://x/2"}, "d": 5}
    assert moved(body, "http://x/", "/z/") == {"a": ["/z/1", "http://y/1"], "b": {"c": "/z/2"}, "d": 5}
