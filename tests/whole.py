"""What the playground knows: the bundled history with the sample on top, as a catalogue and to be counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from adapters.launch_library.pages import decode_page
from playground.launch_library.entries import drafts
from playground.launch_library.history import read_history
from playground.launch_library.records import PUBLIC_ADDRESS
from storage.catalogue import Catalogue
from storage.history import BUNDLED_HISTORY
from tests.commands.conftest import NOW
from tests.history import fill
from tests.launches import nothing_missing
from tests.raw_history import raw_history
from tests.run_files import copied_once, in_a_thread

Json = dict[str, Any]


def put_whole(path: Path) -> Path:
    """Put a catalogue of all that in that file, which may then be written to; nothing is missing in it."""
    return copied_once("whole.db", lambda made: in_a_thread(_fill(made)), path)


async def _fill(path: Path) -> None:
    page = decode_page(msgspec.json.encode(sample()), "2.3.0", NOW)
    assert not page.rejects
    copied_once("history.db", fill, path)
    async with Catalogue.open(path, lambda: NOW) as catalogue:
        await catalogue.store(page.records, marks=nothing_missing(NOW))


@cache
def sample() -> list[Json]:
    """Return the sample's records, as the playground joins them with the history: under its ids.

    The history has no sentences, so whatever has some is of the sample.
    """
    told = drafts(read_history(BUNDLED_HISTORY.content()), PUBLIC_ADDRESS)
    return [draft.record() for draft in told if draft._launch.mission and draft._launch.mission.description]


@cache
def whole_records() -> list[Json]:
    """Return a record of each launch, the latest first: of the sample where it has the launch."""
    told = {record["id"]: record for record in (*raw_history(), *sample())}
    previous = [record for record in told.values() if record["net"] <= f"{NOW:%Y-%m-%dT%H:%M:%SZ}"]
    return sorted(previous, key=lambda record: str(record["net"]), reverse=True)


def count_of(is_meant: Callable[[Json], bool]) -> int:
    """Return how many launches are meant."""
    return sum(map(is_meant, whole_records()))


def by_spacex(record: Json) -> bool:
    """Tell whether SpaceX launched it."""
    return bool(record["launch_service_provider"]["name"] == "SpaceX")


def on_falcon_heavy(record: Json) -> bool:
    """Tell whether the rocket is Falcon Heavy."""
    return bool(record["rocket"]["configuration"]["full_name"] == "Falcon Heavy")


def ended_as(status: int) -> Callable[[Json], bool]:
    """Return whether a launch of SpaceX has that status: 3 is success, 4 failure, 7 partial failure."""
    return lambda record: by_spacex(record) and record["status"]["id"] == status


def of_type(name: str) -> Callable[[Json], bool]:
    """Return whether a mission is of that type."""
    return lambda record: (record["mission"] or {}).get("type") == name
