"""Texts of queries too long for a button, under a short hash that fits."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from itertools import count

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import Clock
from storage.errors import StoreError
from storage.state.background_writes import DeferredWrites
from storage.state.database import Database
from storage.state.schema import saved_queries
from storage.state.sweeps import in_pieces
from storage.state.upsert import insert_unless_there

HASH_LENGTH = 12
"""Characters of a hash: 72 bits, in the alphabet that Telegram's deep links allow.
https://core.telegram.org/bots/features#deep-linking"""

KEPT = timedelta(days=400)
"""How long a query is kept after its last use."""

TOUCH_EVERY = timedelta(days=1)
"""How often a use is noted at most."""

RECENT = 1_000
"""How many queries are held in memory besides."""

_HASH = re.compile(rf"[A-Za-z0-9_-]{{{HASH_LENGTH}}}", re.ASCII)


def hash_of(text: str, attempt: int = 0) -> str:
    """Return the hash of a text; further attempts give others, for a text whose hash is taken."""
    digest = blake2b(text.encode("utf-8", "surrogatepass"), salt=attempt.to_bytes(blake2b.SALT_SIZE, "big"))
    return urlsafe_b64encode(digest.digest()).decode("ascii")[:HASH_LENGTH]


@dataclass(frozen=True, slots=True)
class _Saved:
    text: str
    used_at: datetime


class SavedQueries:
    """Query texts by hash.

    A hash belongs to the first text saved under it. Another text that would have the same gets the
    next attempt's, so no button ever opens another query than its own. Where the clash could not be seen,
    because the database could not be read, the later text is forgotten as soon as it can be: its button
    stops working instead.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        deferred: DeferredWrites,
        *,
        hash_of: Callable[[str, int], str] = hash_of,
    ) -> None:
        self._database = database
        self._clock = clock
        self._deferred = deferred
        self._hash_of = hash_of
        self._recent: OrderedDict[str, _Saved] = OrderedDict()

    async def save(self, text: str) -> str:
        """Return the hash under which `load` gives the text back; saving twice gives the same.

        Never raises: when the database fails, the text is held in memory and written later.
        """
        for attempt in count():
            key = self._hash_of(text, attempt)
            stored = None if key in self._recent else await self._stored_or_none(key)
            # Looked up after the wait: somebody else may have saved meanwhile.
            saved = self._recent.get(key) or stored
            if saved is None:
                self._remember(key, _Saved(text, self._clock()))
                self._write(key, text)
                await self._deferred.settle()
                break
            if saved.text == text:
                self._use(key, saved)
                break
        return key

    async def load(self, key: str) -> str | None:
        """Return the text of a hash, or None when there is none; raises StoreError."""
        if not _HASH.fullmatch(key):
            return None
        saved = self._recent.get(key) or await self._stored(key)
        if saved is None:
            return None
        self._use(key, saved)
        return saved.text

    async def prune(self) -> int:
        """Delete what was not used for 400 days and return how many, in pieces; raises StoreError."""
        unused = saved_queries.c.used_at < self._clock() - KEPT
        return await in_pieces(self._database, saved_queries.c.hash, unused, delete(saved_queries))

    async def _stored(self, key: str) -> _Saved | None:
        async with self._database.read() as connection:
            found = await connection.execute(
                select(saved_queries.c.text, saved_queries.c.used_at).where(saved_queries.c.hash == key)
            )
            row = found.one_or_none()
        return _Saved(row.text, row.used_at) if row else None

    async def _stored_or_none(self, key: str) -> _Saved | None:
        try:
            return await self._stored(key)
        except StoreError as error:
            self._deferred.tell(error)
            return None

    def _use(self, key: str, saved: _Saved) -> None:
        now = self._clock()
        if now - saved.used_at < TOUCH_EVERY:
            self._remember(key, saved)
        else:
            self._remember(key, _Saved(saved.text, now))
            self._write(key, saved.text)

    def _remember(self, key: str, saved: _Saved) -> None:
        self._recent[key] = saved
        self._recent.move_to_end(key)
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)

    def _write(self, key: str, text: str) -> None:
        async def write(connection: AsyncConnection) -> None:
            now = self._clock()
            await insert_unless_there(connection, saved_queries, hash=key, text=text, used_at=now)
            row = saved_queries.c.hash == key
            if await connection.scalar(select(saved_queries.c.text).where(row)) == text:
                await connection.execute(update(saved_queries).where(row).values(used_at=now))
            elif (held := self._recent.get(key)) and held.text == text:
                del self._recent[key]

        if _storable(text):
            self._deferred.put(("saved query", key, text), write)


def _storable(text: str) -> bool:
    """Tell whether every database takes the text: lone surrogates have no UTF-8, PostgreSQL no NUL."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
