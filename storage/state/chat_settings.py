"""Settings of a chat or server as a whole."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.clock import Clock, system_clock
from storage.errors import StoreError
from storage.state.database import Database
from storage.state.models import Place, Platform
from storage.state.places import place_id
from storage.state.schema import chats
from storage.state.upsert import insert_unless_there

RECENT = 10_000
"""Chats whose settings are held in memory besides."""

FRESH = timedelta(minutes=1)
"""How long they are believed where another process may change them."""


@dataclass(frozen=True, slots=True)
class _Settings:
    zone: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    settings: _Settings
    since: datetime


class Chats:
    """Time zone and language of chats and servers. Everything raises StoreError.

    Where the database is `shared`, what another process sets is seen within a minute; while it cannot be
    read, what was read last holds.
    """

    def __init__(self, database: Database, clock: Clock = system_clock, *, shared: bool = False) -> None:
        self._database = database
        self._clock = clock
        self._shared = shared
        self._recent: OrderedDict[tuple[Platform, int], _Held] = OrderedDict()
        # Counts up, so that a read can tell that something was forgotten while it went on.
        self._forgotten = 0

    async def zone(self, platform: Platform, owner_id: int) -> str:
        """Return the name of the time zone, "" when none was chosen."""
        return (await self._settings(platform, owner_id)).zone

    async def language(self, platform: Platform, owner_id: int) -> str:
        """Return the code of the language, "" when none was chosen."""
        return (await self._settings(platform, owner_id)).language

    async def set_zone(
        self, platform: Platform, owner_id: int, zone: str, there: Place | None = None
    ) -> None:
        """Keep a time zone; `there` is where in a server it was set, by which it is known to be one."""
        await self._set(platform, owner_id, there, zone=zone)

    async def set_language(
        self, platform: Platform, owner_id: int, language: str, there: Place | None = None
    ) -> None:
        """Keep a language; `there` as in `set_zone`."""
        await self._set(platform, owner_id, there, language=language)

    def forget(self, platform: Platform, owner_id: int) -> None:
        """Drop the cached settings of a chat, including reads in progress."""
        self._recent.pop((platform, owner_id), None)
        self._forgotten += 1

    async def prune(self, left_before: datetime) -> None:
        """Delete the settings of chats and servers that the bot was not in since before that instant."""
        gone = chats.c.left_at < left_before
        async with self._database.write() as connection:
            left = await connection.execute(
                delete(chats).where(gone).returning(chats.c.platform, chats.c.owner_id)
            )
            forgotten = left.all()
        for row in forgotten:
            self.forget(row.platform, row.owner_id)

    async def _settings(self, platform: Platform, owner_id: int) -> _Settings:
        held = self._recent.get((platform, owner_id))
        if held is not None and self._is_fresh(held):
            return held.settings
        try:
            return await self._asked(platform, owner_id, held)
        except StoreError:
            if held is None:
                raise
            return held.settings

    async def _asked(self, platform: Platform, owner_id: int, before: _Held | None) -> _Settings:
        while True:
            forgotten = self._forgotten
            async with self._database.read() as connection:
                found = await _read(connection, platform, owner_id)
            # What was set meanwhile is newer than what was read.
            held = self._recent.get((platform, owner_id))
            if held is not None and held is not before:
                return held.settings
            if forgotten == self._forgotten:
                self._remember(platform, owner_id, found)
                return found

    def _is_fresh(self, held: _Held) -> bool:
        # A clock that was set back makes nothing last.
        return not self._shared or timedelta() <= self._clock() - held.since < FRESH

    async def _set(self, platform: Platform, owner_id: int, there: Place | None, **changed: str) -> None:
        async with self._database.write() as connection:
            if there is not None and there.owner_id != there.chat_id:
                # Who leaves a server while we are away is noticed by its places alone.
                await place_id(connection, there)
            await _change(connection, platform, owner_id, changed)
            settings = await _read(connection, platform, owner_id)
        self._remember(platform, owner_id, settings)

    def _remember(self, platform: Platform, owner_id: int, settings: _Settings) -> None:
        self._recent[platform, owner_id] = _Held(settings, self._clock())
        self._recent.move_to_end((platform, owner_id))
        if len(self._recent) > RECENT:
            self._recent.popitem(last=False)


async def move(connection: AsyncConnection, platform: Platform, owner_id: int, to_owner_id: int) -> None:
    """Let the settings of a chat belong to its new id, which keeps those that it has already."""
    old = await _read(connection, platform, owner_id)
    new = await _read(connection, platform, to_owner_id)
    if old != _Settings():
        merged = {"zone": new.zone or old.zone, "language": new.language or old.language}
        await _change(connection, platform, to_owner_id, merged)
    await connection.execute(delete(chats).where(_of(platform, owner_id)))


async def _change(
    connection: AsyncConnection, platform: Platform, owner_id: int, changed: dict[str, str]
) -> None:
    await insert_unless_there(connection, chats, platform=platform, owner_id=owner_id, zone="", language="")
    # Whoever sets something there is where we are.
    await connection.execute(update(chats).where(_of(platform, owner_id)).values(**changed, left_at=None))


async def _read(connection: AsyncConnection, platform: Platform, owner_id: int) -> _Settings:
    found = await connection.execute(select(chats.c.zone, chats.c.language).where(_of(platform, owner_id)))
    row = found.one_or_none()
    return _Settings(row.zone, row.language) if row else _Settings()


def _of(platform: Platform, owner_id: int) -> ColumnElement[bool]:
    return and_(chats.c.platform == platform, chats.c.owner_id == owner_id)
