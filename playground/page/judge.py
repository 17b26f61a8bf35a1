"""Holds what passed over the wire against the contracts, without holding up the wire."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

import msgspec

from playground.wire import Exchange, Platform, Referee

log = logging.getLogger("launchlog.playground")

Told = Callable[[int, list[str]], None]
"""Takes the number of an exchange and its deviations."""


class Judge:
    """Checks exchanges one after the other in a thread, and logs and tells what deviates.

    `close` waits until everything that was handed in has been judged.
    """

    def __init__(self, referees: Mapping[Platform, Referee]) -> None:
        self._referees = referees
        self._cases: asyncio.Queue[tuple[int, Exchange, bytes] | None] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is anything to judge by."""
        return bool(self._referees)

    def covers(self, exchange: Exchange) -> bool:
        """Tell whether a contract speaks of the exchange."""
        referee = self._referees.get(exchange.platform)
        return referee is not None and referee.covers(exchange)

    def start(self, told: Told) -> None:
        """Start; `told` is called on the event loop for every exchange that was submitted."""
        self._task = asyncio.create_task(self._work(told))

    async def close(self) -> None:
        """Finish what was handed in; closing twice does nothing."""
        task, self._task = self._task, None
        if task is not None:
            self._cases.put_nowait(None)
            await task

    def take(self, number: int, exchange: Exchange, bodies: bytes) -> None:
        """Take a case; `bodies` is the JSON of its request and reply as they were at that moment."""
        self._cases.put_nowait((number, exchange, bodies))

    async def _work(self, told: Told) -> None:
        while (case := await self._cases.get()) is not None:
            number, exchange, bodies = case
            problems = await asyncio.to_thread(self._judge, exchange, bodies)
            for problem in problems:
                log.warning(
                    "contract_broken platform=%s path=%s %s", exchange.platform, exchange.path, problem
                )
            told(number, problems)

    def _judge(self, exchange: Exchange, bodies: bytes) -> list[str]:
        request, reply = msgspec.json.decode(bodies)
        try:
            return self._referees[exchange.platform].check(replace(exchange, request=request, reply=reply))
        except Exception as error:  # noqa: BLE001 - what a referee cannot read must not end the judging
            return [f"the check itself failed: {error!r}"]
