"""The state as a whole: opened once, by the composition root."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

from storage.clock import Clock
from storage.state import backup
from storage.state.advisory import AdvisoryLock
from storage.state.background_writes import PATIENCE, DeferredWrites
from storage.state.chat_settings import Chats
from storage.state.database import BUSY_TIMEOUT, Database
from storage.state.detail_requests import WantedDetails
from storage.state.follow_ups import FollowUps
from storage.state.outbox import Outbox
from storage.state.request_ledger import Ledger
from storage.state.results import Results
from storage.state.saved_queries import SavedQueries
from storage.state.schema import publications, threads
from storage.state.subscriptions import Subscriptions
from storage.state.troubles import Troubles


class State:
    """What outlives a restart and cannot be had from Launch Library again.

    `saved_queries`, `ledger`, `wanted`, `chats`, `subscriptions`, `outbox`, `results`, `publications`,
    `threads` and `troubles` are its parts; `name` is the file or address for messages.
    Usable as `async with`, which closes it.
    """

    def __init__(self, database: Database, clock: Clock, patience: float = PATIENCE) -> None:
        self._database = database
        self._deferred = DeferredWrites(database, patience)
        self.name = database.name
        self.saved_queries = SavedQueries(database, clock, self._deferred)
        self.ledger = Ledger(database, clock)
        self.wanted = WantedDetails(database, clock, self._deferred)
        self.chats = Chats(database, clock, shared=not database.is_sqlite)
        self.subscriptions = Subscriptions(database, clock, self.chats)
        self.outbox = Outbox(database, clock)
        self.results = Results(database)
        self.publications = FollowUps(database, clock, publications)
        self.threads = FollowUps(database, clock, threads)
        self.troubles = Troubles(database, clock)

    @classmethod
    async def open(
        cls, url: str, clock: Clock, *, busy_timeout: float = BUSY_TIMEOUT, patience: float = PATIENCE
    ) -> State:
        """Open the state at an SQLAlchemy address and bring its tables up to date.

        `busy_timeout` is the seconds a write waits for another program's lock, `patience` the seconds an
        answer waits for such a write. Raises StoreError, or DamagedStoreError when trying again cannot
        help; the text is one line for the operator. No file is ever deleted or set aside.
        """
        return cls(await Database.open(url, busy_timeout), clock, patience)

    def lock(self, name: str) -> AdvisoryLock | None:
        """Return a lock that processes on several machines share, None where the state is a file on one."""
        return None if self._database.is_sqlite else AdvisoryLock(self._database, name)

    async def close(self) -> None:
        """Finish what is being written and close every connection."""
        await self._deferred.close()
        await self._database.close()

    async def backup(self, path: Path) -> None:
        """Copy an SQLite state to a new file while the bot runs; raises StoreError.

        To restore, stop the bot, replace the state file with the copy and delete the files beside
        it that end in "-wal" and "-shm".
        """
        await backup.copy_to(self._database, path)

    async def __aenter__(self) -> State:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
