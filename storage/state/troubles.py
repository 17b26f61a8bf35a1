"""Parts of the running bot that do not run, for whoever looks from another process."""

from __future__ import annotations

from sqlalchemy import delete, insert, select

from storage.clock import Clock
from storage.state.database import Database
from storage.state.schema import troubles


class Troubles:
    """The troubles of the bot that runs, by the part's name. Everything raises StoreError."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def note(self, name: str, reason: str) -> None:
        """Note that a part does not run."""
        async with self._database.write() as connection:
            await connection.execute(delete(troubles).where(troubles.c.name == name))
            values = {"name": name, "reason": reason, "since": self._clock()}
            await connection.execute(insert(troubles).values(values))

    async def clear(self, name: str = "") -> None:
        """Note that a part runs, or every one without a name."""
        gone = delete(troubles)
        async with self._database.write() as connection:
            await connection.execute(gone.where(troubles.c.name == name) if name else gone)

    async def all(self) -> dict[str, str]:
        """Return why which part does not run."""
        async with self._database.read() as connection:
            found = (await connection.execute(select(troubles).order_by(troubles.c.name))).all()
        return {row.name: row.reason for row in found}
