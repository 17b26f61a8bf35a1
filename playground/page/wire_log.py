"""The log of the wire: the newest exchanges of the bot with the stand-ins, and what contracts say of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import msgspec
from aiohttp import web

from playground.page.judge import Judge
from playground.wire import Exchange

MOST_ENTRIES: Final = 200
"""How many exchanges are kept."""

LARGEST_BODY: Final = 256 * 1024
"""Bytes of JSON: larger bodies are told by their size only."""

Verdict = Literal["waiting", "kept", "broken", "unchecked", "uncovered"]
"""`unchecked`: no contracts are at hand; `uncovered`: they say nothing of such an exchange."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log; `times` is more than 1 where polls that brought nothing share a line.

    `exchange` is without its bodies, `request` and `reply` are they as JSON.
    """

    number: int
    exchange: Exchange
    request: bytes
    reply: bytes
    verdict: Verdict
    problems: tuple[str, ...] = ()
    times: int = 1

    @property
    def is_idle_poll(self) -> bool:
        """Whether this is a poll of Telegram that brought no update."""
        return self.exchange.path.endswith("/getUpdates") and self.reply == b'{"ok":true,"result":[]}'

    def told(self) -> dict[str, Any]:
        """The line as JSON for the page."""
        return {
            "number": self.number,
            "platform": self.exchange.platform,
            "method": self.exchange.method,
            "path": self.exchange.path,
            "status": self.exchange.status,
            "at": self.exchange.at.isoformat(),
            "note": self.exchange.note,
            "verdict": self.verdict,
            "problems": self.problems,
            "times": self.times,
        }


class WireLog:
    """Keeps what `observe` is told, and tells the page; used as `async with WireLog(judge) as log`.

    Observing only copies the bodies: judging comes later, beside the servers (see `Judge`).
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._entries: dict[int, Entry] = {}
        self._last = 0
        self._listeners: set[asyncio.Queue[dict[str, Any] | None]] = set()

    def observe(self, exchange: Exchange) -> None:
        """Take an exchange; an `Observer`."""
        self._last += 1
        entry = _entry(self._last, exchange, self._first_verdict(exchange))
        if entry.verdict == "waiting":
            bodies = msgspec.json.encode([exchange.request, exchange.reply])
            self._judge.take(entry.number, entry.exchange, bodies)
        before = self._idle_poll_before(entry)
        if before is not None:
            entry = replace(entry, times=before.times + 1)
            del self._entries[before.number]
        self._entries[entry.number] = entry
        while len(self._entries) > MOST_ENTRIES:
            del self._entries[next(iter(self._entries))]
        replaced = before.number if before else None
        self._tell({"kind": "exchange", "exchange": entry.told(), "replaces": replaced})

    def snapshot(self) -> dict[str, Any]:
        """Everything as it stands, oldest first."""
        return {
            "checks": self._judge.is_open,
            "most": MOST_ENTRIES,
            "exchanges": [entry.told() for entry in self._entries.values()],
        }

    async def changes(self) -> AsyncGenerator[dict[str, Any], None]:
        """What happens from now on, until the log is closed."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            while (change := await queue.get()) is not None:
                yield change
        finally:
            self._listeners.discard(queue)

    def routes(self) -> list[web.RouteDef]:
        """What the page asks: the bodies of one exchange."""
        return [web.get("/wire/{number:[0-9]+}", self._bodies)]

    async def __aenter__(self) -> WireLog:
        self._judge.start(self._judged)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._judge.close()
        self._tell(None)

    def _first_verdict(self, exchange: Exchange) -> Verdict:
        if self._judge.covers(exchange):
            return "waiting"
        return "uncovered" if self._judge.is_open else "unchecked"

    def _idle_poll_before(self, entry: Entry) -> Entry | None:
        """The newest exchange with the same platform, if it and this one are idle polls."""
        if not entry.is_idle_poll:
            return None
        alike = (each for each in reversed(self._entries.values()) if each.exchange.platform == "telegram")
        newest = next(alike, None)
        return newest if newest is not None and newest.is_idle_poll else None

    def _judged(self, number: int, problems: list[str]) -> None:
        entry = self._entries.get(number)
        if entry is None:
            return
        judged = replace(entry, verdict="broken" if problems else "kept", problems=tuple(problems))
        self._entries[number] = judged
        self._tell({"kind": "verdict", "exchange": judged.told()})

    def _tell(self, change: dict[str, Any] | None) -> None:
        for queue in self._listeners:
            queue.put_nowait(change)

    async def _bodies(self, request: web.Request) -> web.Response:
        entry = self._entries.get(int(request.match_info["number"]))
        if entry is None:
            return web.json_response({"refused": "This exchange is no longer kept."})
        bodies = {"request": msgspec.Raw(entry.request), "reply": msgspec.Raw(entry.reply)}
        return web.Response(body=msgspec.json.encode(bodies), content_type="application/json")


def _entry(number: int, exchange: Exchange, verdict: Verdict) -> Entry:
    request, reply = _body(exchange.request), _body(exchange.reply)
    return Entry(number, replace(exchange, request=None, reply=None), request, reply, verdict)


def _body(value: Any) -> bytes:
    body = msgspec.json.encode(value)
    if len(body) <= LARGEST_BODY:
        return body
    return msgspec.json.encode(f"{len(body):,} bytes of JSON, too much to be kept here")
