"""A stand-in Launch Library with a long history, and the sync that mirrors it."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.launch_library.client import LaunchLibrary
from bot.sync.sync import Sync
from playground.launch_library.records import records
from playground.launch_library.server import LaunchLibraryServer
from storage.catalogue import Catalogue
from storage.models import Mode, StatusId
from storage.query import LaunchQuery
from storage.state.state import State
from tests.launches import HandClock, launch, record
from tests.states import opened_state

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def long_history(copies: int = 3) -> list[dict[str, Any]]:
    """Return the embedded launches several times over, under ids and times of their own."""
    found = []
    for copy in range(copies):
        for told in records():
            net = datetime.fromisoformat(told["net"]) - timedelta(hours=copy)
            launch_id = str(uuid.uuid5(uuid.UUID(told["id"]), str(copy))) if copy else told["id"]
            found.append({**told, "id": launch_id, "net": net.strftime("%Y-%m-%dT%H:%M:%SZ")})
    return found


@dataclass
class Mirror:
    """The stand-in, the catalogue that follows it, and the clock they share."""

    server: LaunchLibraryServer
    catalogue: Catalogue
    state: State
    sync: Sync
    clock: HandClock

    async def ids(self) -> set[str]:
        """Ids of all previous launches in the catalogue."""
        found: set[str] = set()
        query = LaunchQuery(limit=100)
        while (page := await self.catalogue.find(query)).items:
            found |= {launch.id for launch in page.items}
            query = query.at(query.offset + 100)
        return found

    def upstream_ids(self) -> set[str]:
        """Ids of all previous launches upstream."""
        return {str(record["id"]) for record in self.server.archive.previous({})}

    async def hours(self, number: float) -> None:
        """Let that much time pass, with a round of the sync every ten minutes."""
        for _ in range(int(number * 6)):
            self.clock.now += timedelta(minutes=10)
            await self.sync.round()


async def _no_sleep(_seconds: float) -> None:
    return None


@asynccontextmanager
async def mirror(
    folder: Path, server: LaunchLibraryServer, clock: HandClock, version: str = "2.3.0"
) -> AsyncIterator[Mirror]:
    """Open stores in that folder and a sync between them and the stand-in."""
    async with (
        await opened_state(folder / "state.db", clock) as state,
        Catalogue.open(folder / "catalogue.db", clock) as catalogue,
        LaunchLibrary(server.address, version, ledger=state.ledger, clock=clock, sleep=_no_sleep) as library,
    ):
        sync = Sync(catalogue, library, state.wanted, clock)
        yield Mirror(server, catalogue, state, sync, clock)


def made_up(nets: Iterable[datetime]) -> list[dict[str, Any]]:
    """Return a launch at each of those times, all like one that there was."""
    like = records()[-1]
    return [
        {
            **like,
            "id": str(uuid.uuid5(uuid.NAMESPACE_URL, net.isoformat())),
            "name": f"{like['rocket']['configuration']['full_name']} | {net:%Y-%m-%d %H:%M}",
            "net": net.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "last_updated": net.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "status": {"id": int(StatusId.SUCCESS), "name": "Success", "abbrev": "Success"},
        }
        for net in nets
    ]


def every(interval: timedelta, start: datetime, end: datetime) -> list[datetime]:
    """Return the times from `start` up to `end` in that interval."""
    return [start + interval * n for n in range((end - start) // interval + 1)]


@asynccontextmanager
async def filled(
    folder: Path, server: LaunchLibraryServer, clock: HandClock, gaps: Collection[str], as_of: datetime
) -> AsyncIterator[Mirror]:
    """Open a mirror whose catalogue was filled from a history of that date with those months missing.

    Of what it holds, nothing but the bare facts is known.
    """
    async with mirror(folder, server, clock) as copy:
        told = [
            record(launch(id=r["id"], name=r["name"], net=datetime.fromisoformat(r["net"])), mode=Mode.LIST)
            for r in server.archive.previous({"net__lte": as_of.isoformat()})
            if r["net"][:7] not in gaps
        ]
        marks = {"history": as_of.date().isoformat(), "history_gaps": " ".join(gaps)}
        await copy.catalogue.store(told, marks=marks)
        yield copy
