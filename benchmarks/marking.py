"""Marking: how many deliveries a second the state keeps up with, on both databases and at three distances.

`python -m benchmarks.marking [DELIVERIES]` runs it alone. It claims, begins and marks as sent, as a sender
does whose platform answers at once. The PostgreSQL is a server of its own; what lies between is a delay.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url, text

from benchmarks.report import heading, missed, row, within
from storage.clock import system_clock
from storage.state.models import Delivery, EventKind, NewEvent, Place, Wishes
from storage.state.outbox import Subscribers
from storage.state.schema import subscriptions
from storage.state.state import State
from tests.postgres import is_installed, server
from tests.tcp_proxy import stretch

DELIVERIES = 2_000

IN_FLIGHT = (20, 200)
"""Deliveries worked on at once: as a sender does, and as one may."""

ROUND_TRIPS = (0.0, 2.6, 7.0)
"""Milliseconds to the server and back: the same machine, the same region, the next one."""

WANTED = {("sqlite", 200): 2_500.0, (7.0, 20): 150.0}
"""Least deliveries a second: what the platforms take is 70."""

CLAIMED = 100


async def run(folder: Path, number: int = DELIVERIES) -> None:
    """Print the figures."""
    heading(f"Deliveries a second that are claimed, begun and marked, of {number:,}")
    row("", [f"{many} in flight" for many in IN_FLIGHT])
    rates = [await _rate(f"sqlite+aiosqlite:///{folder / 'marking.db'}", number, many) for many in IN_FLIGHT]
    _tell("SQLite", rates, "sqlite")
    if not is_installed():
        return
    with server(durable=True) as running:
        for trip in ROUND_TRIPS:
            async with stretch(running.port, trip / 2_000) as way:
                url = make_url(running.address)
                address = (url.set(port=way.port) if trip else url).render_as_string(hide_password=False)
                rates = [await _rate(address, number, many) for many in IN_FLIGHT]
            _tell(f"PostgreSQL, {trip} ms there and back", rates, trip)


def _tell(name: str, rates: list[float], key: str | float) -> None:
    verdicts = [
        within(wanted / rate, 1.0, f"marking, {name}, {many} in flight")
        for many, rate in zip(IN_FLIGHT, rates, strict=True)
        if (wanted := WANTED.get((key, many)))
    ]
    row(name, [f"{rate:,.0f}" for rate in rates], " ".join(verdicts))


async def _rate(address: str, number: int, in_flight: int) -> float:
    async with await State.open(address, system_clock) as state:
        await _owe(state, number)
        begun = time.perf_counter()
        places = asyncio.Semaphore(in_flight)
        under_way: set[asyncio.Task[None]] = set()

        async def deliver(delivery: Delivery) -> None:
            assert await state.outbox.begin(delivery, 1)
            await state.outbox.sent(delivery.id, delivery.id)
            places.release()

        while claimed := await state.outbox.claim("telegram", "epoch", CLAIMED):
            for delivery in claimed:
                await places.acquire()
                task = asyncio.create_task(deliver(delivery))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)
        return number / (time.perf_counter() - begun)


async def _owe(state: State, number: int) -> None:
    """Owe a result to that many chats, each subscribed once."""
    if not await state.subscriptions.queries():
        await state.subscriptions.add(Place("telegram", 1, owner_id=1), Wishes(query=""))
        await _subscribe_others(state, number)
    now = system_clock()
    event = NewEvent(
        kind=EventKind.RESULT, key=f"marking {now}", created_at=now, expires_at=now + timedelta(days=1)
    )
    everybody = Subscribers(tuple(await state.subscriptions.queries()), None, None, failed=False)
    assert await state.outbox.announce(event, everybody) == number


async def _subscribe_others(state: State, number: int) -> None:
    """Have as many chats subscribed as the first is, without a round trip for each."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {number})"
    wishes = ", ".join(
        column.name for column in subscriptions.columns if column.name not in {"id", "place_id"}
    )
    async with state._database.write() as connection:
        await connection.execute(
            text(
                f"{numbers} INSERT INTO places (platform, chat_id, topic_id, owner_id) "
                "SELECT 'telegram', i, 0, i FROM n"
            )
        )
        await connection.execute(
            text(
                f"INSERT INTO subscriptions (place_id, {wishes}) SELECT others.id, {wishes} "
                "FROM places AS others, subscriptions WHERE others.chat_id > 1"
            )
        )


async def _main(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        await run(Path(folder), number)
    print(f"\nMissed: {', '.join(missed()) or 'nothing'}.")


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]) if len(sys.argv) > 1 else DELIVERIES))
