"""A client whose Launch Library answers from a script."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from adapters.launch_library.client import LaunchLibrary
from tests.launch_library import shapes
from tests.launch_library.ledgers import HandClock, MemoryLedger

TOKEN = "s3cret-k3y"
Answer = httpx.Response | Exception


class Stage:
    """A client whose requests are answered from a script; the last answer is repeated."""

    def __init__(self, *answers: Answer | Callable[[httpx.Request], Answer], **options: str) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.slept: list[float] = []
        self.clock = HandClock()
        self.ledger = MemoryLedger(self.clock)
        http = httpx.AsyncClient(transport=httpx.MockTransport(self.answer))
        self.client = LaunchLibrary(
            "https://ll.example",
            ledger=self.ledger,
            clock=self.clock,
            http=http,
            sleep=self.sleep,
            jitter=lambda ceiling: ceiling,
            **options,
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not isinstance(answer, httpx.Response | Exception):
            answer = answer(request)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    @property
    def limits(self) -> list[str]:
        return [request.url.params["limit"] for request in self.requests]


def page(*records: object) -> httpx.Response:
    return httpx.Response(200, content=shapes.envelope(*(records or (shapes.detailed_2_3_0(),))))
