"""Discord's interactions: through the library's parsing and our handlers, with a Discord that takes all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import aiohttp
from discord import ClientUser

from adapters.discord.client import Client
from adapters.discord.responses import Answers
from commands.cards.card import Card
from commands.definitions.command import Arguments, Command, Kind, Person
from commands.definitions.commands import COMMANDS
from playground.discord.rules.messages import check_message
from tests.discord.cast import FakeDispatcher
from tests.fuzz import damage
from tests.fuzz.discord_events import BOT, CHANNEL, GUILD, ME, MESSAGE, PLACES, ROLE
from tests.fuzz.reader import Opening, Reader
from tests.fuzz.seeds import ACTIONS, DATES, PHRASES, ZONES
from tests.fuzz.watch import watching

_TYPES = {Kind.NUMBER: 4, Kind.ROLE: 8}


class _Response:
    """An answer of Discord."""

    def __init__(self, status: int, body: Any) -> None:
        self.status, self.reason = status, ""
        self.headers = {"content-type": "application/json", "Content-Type": "application/json"}
        self._body = body

    async def text(self, encoding: str = "utf-8") -> str:
        """Return the body."""
        return json.dumps(self._body)

    async def __aenter__(self) -> _Response:
        return self

    async def __aexit__(self, *_exception: object) -> None:
        pass


class _Takes:
    """A Discord that takes every request, held against Discord's limits."""

    def __init__(self) -> None:
        self.broken: list[Exception] = []

    def request(self, method: str, url: str, **given: Any) -> _Response:
        """Answer a request."""
        try:
            _check(url, _body(given.get("data")))
        except Exception as error:  # noqa: BLE001  # raised where the input is judged, not inside the library
            self.broken.append(error)
        if "/callback" in url:
            resource = {"type": 4, "message": MESSAGE}
            return _Response(200, {"interaction": {"id": "1", "type": 2}, "resource": resource})
        return _Response(200, MESSAGE)


def _body(data: Any) -> dict[str, Any]:
    if isinstance(data, aiohttp.FormData):
        data = next(field[2] for field in data._fields if field[0]["name"] == "payload_json")
    return json.loads(data) if isinstance(data, str) else {}


def _check(url: str, body: dict[str, Any]) -> None:
    """Hold a request against Discord's limits."""
    kind, data = body.get("type"), body.get("data") or {}
    if kind in (4, 7):
        check_message(data, "answer", [each["filename"] for each in data.get("attachments", ())])
    elif kind == 8:
        assert len(data["choices"]) <= 25
        assert all(0 < len(each["name"]) <= 100 for each in data["choices"])
    elif kind == 9:
        assert len(data["custom_id"]) <= 100
        assert 0 < len(data["title"]) <= 45
    elif "/callback" not in url and body:
        check_message(body, "answer edit", [each["filename"] for each in body.get("attachments", ())])


def _right(random: Random) -> dict[str, Any]:
    """Return an interaction as Discord sends it, with any text that a person can put into it."""
    event = {
        "version": 1,
        "id": "100000000000000400",
        "application_id": BOT,
        "token": "t",
        "channel_id": CHANNEL,
        "app_permissions": "2147483647",
        "locale": random.choice(("de", "en-US", "zh-CN", "hu", "xx")),
        "entitlements": [],
        "attachment_size_limit": 10_485_760,
        **random.choice(PLACES),
    }
    kind = random.choice((2, 3, 3, 4, 5))
    event |= {"type": kind, "data": _DATA[kind](random)}
    if kind in (3, 5):
        event["message"] = MESSAGE
    return event


def _option(random: Random, parameter: Any) -> dict[str, Any]:
    kind = _TYPES.get(parameter.kind, 3)
    seeds = tuple(value for value, _label in parameter.choices) or random.choice((PHRASES, DATES, ZONES))
    value: Any = damage.text(random, seeds) if random.random() < 0.7 else random.choice(seeds)
    if kind == 4:
        value = random.choice((1, 3, 2**53, -1))
    if kind == 8:
        value = GUILD
    return {"name": parameter.name, "type": kind, "value": value}


def _slash(random: Random) -> dict[str, Any]:
    command = random.choice(COMMANDS)
    return _with_options(random, command)


def _with_options(random: Random, command: Command) -> dict[str, Any]:
    chosen = [each for each in command.parameters if each.required or random.random() < 0.4]
    data = {"id": "9", "name": command.name, "type": 1, "options": [_option(random, each) for each in chosen]}
    if any(each.kind is Kind.ROLE for each in chosen):
        data["resolved"] = {"roles": {GUILD: ROLE}}
    return data


def _begun(random: Random) -> dict[str, Any]:
    command = random.choice([each for each in COMMANDS if any(one.source for one in each.parameters)])
    data = _with_options(random, command)
    parameter = random.choice([each for each in command.parameters if each.source])
    data["options"] = [each for each in data["options"] if each["name"] != parameter.name]
    data["options"].append(_option(random, parameter) | {"focused": True})
    return data


def _component(random: Random) -> dict[str, Any]:
    action = damage.text(random, ACTIONS)[:100]
    if random.random() < 0.5:
        return {"component_type": 2, "id": 3, "custom_id": action or "x"}
    return {"component_type": 3, "id": 5, "custom_id": "order", "values": [action or "x"]}


def _modal(random: Random) -> dict[str, Any]:
    lines = [
        {
            "type": 18,
            "id": 1,
            "component": {
                "type": 4,
                "id": 2,
                "custom_id": name,
                "value": damage.text(random, (*DATES, *PHRASES))[:100],
            },
        }
        for name in ("search", "since", "until")
    ]
    return {"custom_id": random.choice(ACTIONS), "components": lines}


_DATA = {2: _slash, 3: _component, 4: _begun, 5: _modal}


def _interaction(random: Random) -> list[Any]:
    """Give whether the types are right, and an interaction."""
    event = damage.copied(_right(random))
    if random.random() < 0.6:
        return [True, event]
    return [False, damage.json_value(random, event)]


class _Fills(FakeDispatcher):
    """Takes filled forms too."""

    async def fill(self, action: str, values: Arguments, person: Person) -> Card:
        """Answer a form."""
        return await self._answer_to(action)


@asynccontextmanager
async def _opened() -> AsyncIterator[Reader]:
    takes = _Takes()
    client = Client(_Fills(COMMANDS), Answers())
    await client._async_setup_hook()
    client._connection.application_id = int(BOT)
    client._connection.user = ClientUser(state=client._connection, data=ME)  # type: ignore[arg-type]
    vars(client.http)["_HTTPClient__session"] = takes
    failed: list[BaseException] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _loop, context: failed.append(context.get("exception") or AssertionError(context["message"]))
    )

    async def read(value: list[Any]) -> None:
        watch.errors.clear()
        right, event = value
        before = asyncio.all_tasks()
        client._connection.parsers["INTERACTION_CREATE"](event)
        while tasks := asyncio.all_tasks() - before:
            done, _pending = await asyncio.wait(tasks)
            failed.extend(error for task in done if (error := task.exception()))
        # What is no interaction at all may be given up; it must not end the connection.
        troubles = [*takes.broken, *(failed if right else ())]
        takes.broken.clear()
        failed.clear()
        if right:
            watch.check()
        if troubles:
            raise troubles[0]

    try:
        with watching("launchlog", "discord") as watch:
            yield Reader(_interaction, read, may_shrink=False)
    finally:
        asyncio.get_running_loop().set_exception_handler(None)


OPENINGS: dict[str, Opening] = {"interactions of Discord": _opened}
