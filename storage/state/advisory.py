"""A lock that the database itself holds for us, for as long as our connection lives."""

from __future__ import annotations

from hashlib import blake2b

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.state.database import Database


class AdvisoryLock:
    """A lock by name that one process in the world can have; PostgreSQL alone knows such locks.

    https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._key = int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), signed=True)
        self._connection: AsyncConnection | None = None

    async def take(self) -> bool:
        """Take the lock unless somebody else has it; return whether it is ours. Raises StoreError."""
        if self._connection is None:
            connection = await self._database.connect()
            taken = await connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key})
            if not taken:
                await connection.close()
                return False
            # The lock lives as long as the connection, not as long as the transaction.
            await connection.commit()
            self._connection = connection
        return True

    async def release(self) -> None:
        """Give the lock back, if it is ours."""
        if self._connection is not None:
            await self._connection.invalidate()
            await self._connection.close()
            self._connection = None
