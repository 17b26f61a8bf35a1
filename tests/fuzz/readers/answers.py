"""Launch Library's client before any answer: any status, any header, any body, and a broken connection."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import httpx

from adapters.launch_library.budget import Purpose
from adapters.launch_library.client import LaunchLibrary
from storage.errors import RecordError, UpstreamError
from tests.fuzz import damage
from tests.fuzz.reader import Opening, Reader, is_said
from tests.fuzz.seeds import told
from tests.launch_library.ledgers import HandClock, MemoryLedger
from tests.launch_library.shapes import LAUNCH_ID

_HEADERS = (
    "Retry-After",
    "Content-Type",
    "Content-Encoding",
    "Content-Length",
    "Location",
    "X-Throttle-Wait",
)
_HEADER_VALUES = (
    "3",
    "gzip",
    "Wed, 21 Oct 2026 07:28:00 GMT",
    "identity",
    "/x",
    "br",
    "application/json",
    "99999999999",
)


def _answers(random: Random) -> list[Any]:
    """Give a few answers, each a status, headers and a body; the status 0 is a broken connection."""
    found: list[Any] = []
    for _ in range(random.randint(1, 4)):
        status = random.choice((200, 200, 200, 0, 204, 301, 400, 401, 403, 404, 429, 429, 500, 502, 503, 599))
        headers = {}
        while random.random() < 0.4:
            value = (
                damage.text(random, _HEADER_VALUES)
                if random.random() < 0.5
                else random.choice(_HEADER_VALUES)
            )
            headers[random.choice(_HEADERS)] = "".join(each for each in value if " " <= each <= "ÿ")
        _version, _mode, text = random.choice(told())
        body = damage.encoded(
            random.choice(({"results": [json.loads(text)], "next": "x"}, json.loads(text), {"detail": "no"}))
        )
        found.append([status, headers, damage.data(random, body) if random.random() < 0.6 else body])
    return found


def _response(status: int, headers: dict[str, str], body: bytes) -> httpx.Response | Exception:
    if status == 0:
        return httpx.ReadError("broken")
    given = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return httpx.Response(status, headers=given, stream=httpx.ByteStream(body))


@asynccontextmanager
async def _opened() -> AsyncIterator[Reader]:
    async def read(value: list[Any]) -> None:
        clock, slept = HandClock(), list[float]()
        waiting = iter(range(10**6))

        def answer(_request: httpx.Request) -> httpx.Response:
            found = _response(*value[next(waiting) % len(value)])
            if isinstance(found, Exception):
                raise found
            return found

        async def sleep(seconds: float) -> None:
            slept.append(seconds)

        transport = httpx.MockTransport(answer)
        async with httpx.AsyncClient(transport=transport, trust_env=False) as http:
            client = LaunchLibrary(
                "https://ll.example", ledger=MemoryLedger(clock), clock=clock, http=http, sleep=sleep,
                jitter=lambda ceiling: ceiling,
            )  # fmt: skip
            for ask in (
                lambda: client.previous(purpose=Purpose.FRESH),
                lambda: client.launch(LAUNCH_ID, Purpose.FRESH),
                client.throttle,
            ):
                try:
                    await ask()
                except (UpstreamError, RecordError) as error:
                    is_said(error)
                clock.turn(2 * 86_400)
        assert all(0 <= seconds <= 86_400 for seconds in slept)

    yield Reader(_answers, read)


OPENINGS: dict[str, Opening] = {"answers on the wire": _opened}
