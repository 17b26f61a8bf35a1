"""Launches, records and catalogues made up for tests; what a test is about stands in the test."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from storage.catalogue import Catalogue
from storage.catalogue.coverage import EVER, Stretch, noted
from storage.models import (
    Agency,
    Launch,
    Location,
    Mission,
    Mode,
    Orbit,
    Pad,
    Record,
    Rocket,
    Status,
    StatusId,
)

NOW = datetime(2024, 10, 1, 12, tzinfo=UTC)
"""When the tests take place, unless they say otherwise."""

SPACEX = Agency(121, "SpaceX", "SpX")
ULA = Agency(124, "United Launch Alliance", "ULA")
ROSCOSMOS = Agency(63, "Russian Federal Space Agency (ROSCOSMOS)", "RFSA")
ARIANE = Agency(115, "Arianespace", "ASA")

FALCON_9 = Rocket(164, "Falcon 9", "Falcon 9 Block 5", "Falcon")
FALCON_HEAVY = Rocket(161, "Falcon Heavy", "Falcon Heavy", "Falcon")
ATLAS_V = Rocket(37, "Atlas V", "Atlas V N22", "Atlas")
SOYUZ = Rocket(24, "Soyuz 2.1a", "Soyuz 2.1a", "Soyuz")
ARIANE_5 = Rocket(9, "Ariane 5", "Ariane 5 ECA", "Ariane")

KENNEDY = Pad(87, "Launch Complex 39A", Location(27, "Kennedy Space Center, FL, USA", "USA"))
CANAVERAL = Pad(80, "Space Launch Complex 40", Location(12, "Cape Canaveral SFS, FL, USA", "USA"))
BAIKONUR = Pad(20, "31/6", Location(15, "Baikonur Cosmodrome, Republic of Kazakhstan", "KAZ"))
KOUROU = Pad(77, "Ariane Launch Area 3", Location(13, "Guiana Space Centre, French Guiana", "GUF"))

LEO = Orbit(8, "Low Earth Orbit", "LEO")
GTO = Orbit(2, "Geostationary Transfer Orbit", "GTO")
SUBORBITAL = Orbit(15, "Suborbital", "Sub")

_STATUS_NAMES = {
    StatusId.GO: "Go",
    StatusId.SUCCESS: "Success",
    StatusId.FAILURE: "Failure",
    StatusId.IN_FLIGHT: "In Flight",
    StatusId.PARTIAL_FAILURE: "Partial Failure",
}


def launch_id(number: int) -> str:
    """Return the id of that launch; ids come in another order than numbers."""
    return str(uuid.UUID(int=(number * 0x9E3779B97F4A7C15F39CC0605CEDC835) % 2**128, version=4))


def status(status_id: int) -> Status:
    known = {int(s): name for s, name in _STATUS_NAMES.items()}
    return Status(status_id, known.get(status_id, f"Status {status_id}"))


def launch(number: int = 1, status_id: int = StatusId.SUCCESS, **changes: Any) -> Launch:
    """Return launch `number`: a Falcon 9, `number` days before `NOW`, with those fields changed."""
    fields: dict[str, Any] = {
        "id": launch_id(number),
        "name": f"Falcon 9 Block 5 | Starlink Group {number}",
        "status": status(status_id),
        "net": NOW - timedelta(days=number),
        "slug": f"falcon-9-block-5-starlink-group-{number}",
        "provider": SPACEX,
        "rocket": FALCON_9,
        "mission": Mission(f"Starlink Group {number}", number, "Sixty satellites.", "Communications", LEO),
        "pad": CANAVERAL,
        "programs": (),
        "is_crewed": False,
        "boosters": (),
        "spacecraft": (),
    }
    return Launch(**fields | changes)


def record(
    told: Launch, *, version: str = "2.3.0", mode: Mode = Mode.DETAILED, received_at: datetime = NOW
) -> Record:
    """Return the record in which Launch Library told that launch."""
    return Record(told, version, mode, msgspec.json.encode(told), received_at)


def records(*launches: Launch) -> list[Record]:
    return [record(told) for told in launches]


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def nothing_missing(now: datetime) -> dict[str, str]:
    """Return the note of a catalogue that Launch Library's whole list was read into just now."""
    return {"confirmed": noted([Stretch(EVER, now)])}


@asynccontextmanager
async def catalogue_of(path: Path, stored: Sequence[Record]) -> AsyncIterator[Catalogue]:
    """Open a new catalogue in that file with those records in it; it is `NOW` there."""
    async with Catalogue.open(path, HandClock()) as catalogue:
        await catalogue.store(stored, marks=nothing_missing(NOW))
        yield catalogue
