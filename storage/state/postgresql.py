"""Connections to PostgreSQL that a silent server cannot hold for ever.

Nothing here keeps anything in a session: prepared statements are off, and no setting outlives its transaction
unless its loss does no harm. So a pooler may hand each transaction to another connection of its own.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any, TypeVar

from psycopg import AsyncConnection, OperationalError, waiting
from psycopg.abc import PQGen
from sqlalchemy import URL, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from storage.state.pool import ClosingPool

CONNECT_SECONDS = 5
"""Longest time to connect to one address."""

ALIVE_SECONDS = 1.0
"""For how long a connection that has answered is taken to be there still."""

T = TypeVar("T")

OPTIONS: dict[str, Any] = {
    "connect_timeout": CONNECT_SECONDS,
    "application_name": "launchlog",
    # A machine that is cut off is noticed after about ten seconds, rather than by the kernel after two hours.
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
    # https://www.pgbouncer.org/features.html: a prepared statement belongs to one connection of the server.
    "prepare_threshold": None,
}
"""https://www.postgresql.org/docs/current/libpq-connect.html; what the address says wins."""


class PatientConnection(AsyncConnection[Any]):
    """A connection that is closed when a statement takes longer than `patience` seconds, or is cut off.

    The server's own limit says nothing where the server is silent, and the driver would wait ten seconds for
    the server to confirm that it has given up what was cut off.
    """

    patience: float | None = CONNECT_SECONDS
    answered_at = 0.0

    async def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:  # noqa: ASYNC109, ARG002
        """Wait for the server."""
        try:
            async with asyncio.timeout(self.patience):
                answer = await waiting.wait_async(gen, self.pgconn.socket, interval=interval)
        except TimeoutError as error:
            self.pgconn.finish()
            message = "the server does not answer"
            raise OperationalError(message) from error
        except asyncio.CancelledError:
            self.pgconn.finish()
            raise
        self.answered_at = time.monotonic()
        return answer


def engine(url: URL, seconds: float) -> AsyncEngine:
    """Return an engine for a PostgreSQL address, whose statements may take so many seconds."""
    told = {name: value for name, value in OPTIONS.items() if name not in url.query}
    connect = {"async_creator_fn": PatientConnection.connect, **told}
    made = create_async_engine(url, poolclass=ClosingPool, pool_pre_ping=True, connect_args=connect)
    dialect = made.sync_engine.dialect
    ping = dialect.do_ping

    def ping_if_need_be(connection: Any) -> bool:
        # Each costs a round trip, which is a third of what a group of marks takes.
        if time.monotonic() - connection.driver_connection.answered_at < ALIVE_SECONDS:
            return True
        return ping(connection)

    dialect.do_ping = ping_if_need_be  # type: ignore[assignment, method-assign]

    @event.listens_for(made.sync_engine, "connect")
    def _limited(connection: Any, _record: object) -> None:
        # A pooler may lose what the server is told, and then we alone end what takes too long.
        cursor = connection.cursor()
        cursor.execute(f"SET {limit(seconds)}")
        cursor.close()
        connection.commit()
        connection.driver_connection.patience = seconds

    return made


def limit(seconds: float | None) -> str:
    """Return the setting that has the server end a statement after so many seconds; None is no limit.

    The server is to be the first to give up: then the connection stays of use.
    """
    return f"statement_timeout = {0 if seconds is None else max(1, int(seconds * 950))}"
