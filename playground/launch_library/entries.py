"""What an archive holds: launches, some as records, others written out as records only when somebody asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, overload

from playground.launch_library.catalogue import Catalogue, Launch, load_tables
from playground.launch_library.history import History
from playground.launch_library.joining import join
from playground.launch_library.places import Record
from playground.launch_library.records import record, updated


class Entry(Protocol):
    """One launch: what it is found and ordered by, and its record."""

    id: str
    name: str
    net: datetime
    last_updated: datetime

    def searched(self) -> Sequence[str | None]:
        """Return the texts that a search looks through."""

    def record(self) -> Record:
        """Return the record in 2.3.0 detailed shape."""


class Written:
    """A launch that was given as a record. Raises `ValueError` for one whose times cannot be read."""

    __slots__ = ("_record", "id", "last_updated", "name", "net")

    def __init__(self, record: Record) -> None:
        self._record = record
        self.id = str(record["id"])
        self.name = str(record["name"])
        self.net = datetime.fromisoformat(record["net"])
        self.last_updated = datetime.fromisoformat(record["last_updated"])

    def searched(self) -> Sequence[str | None]:
        """Return the texts that a search looks through."""
        provider, pad = self._record["launch_service_provider"], self._record["pad"]
        mission = self._record["mission"] or {"name": ""}
        return (
            self.name,
            self._record["rocket"]["configuration"]["name"],
            provider["name"],
            provider["abbrev"],
            mission["name"],
            pad["name"],
            pad["location"]["name"],
        )

    def record(self) -> Record:
        """Return the record in 2.3.0 detailed shape."""
        return self._record


class Draft:
    """A launch of a catalogue. Its record is made anew each time: thousands would fill the memory."""

    __slots__ = ("_base", "_catalogue", "_launch", "id", "last_updated", "name", "net")

    def __init__(self, catalogue: Catalogue, launch: Launch, base: str) -> None:
        self._catalogue, self._launch, self._base = catalogue, launch, base
        self.id, self.name, self.net = launch.id, launch.name, launch.net
        self.last_updated = updated(launch)

    def searched(self) -> Sequence[str | None]:
        """Return the texts that a search looks through."""
        launch, catalogue = self._launch, self._catalogue
        provider = catalogue.agencies.row(launch.provider, launch.name)
        pad = catalogue.pads.row(launch.pad, launch.name)
        return (
            launch.name,
            catalogue.configurations.row(launch.configuration, launch.name).name,
            provider.name,
            provider.abbrev,
            launch.mission.name if launch.mission else None,
            pad.name,
            catalogue.locations.row(pad.location, pad.name).name,
        )

    def record(self) -> Record:
        """Return the record in 2.3.0 detailed shape."""
        return record(self._catalogue, self._launch, self._base)


class Listed(Sequence[Record]):
    """The records of some entries, each made when it is looked at."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries

    def __len__(self) -> int:
        return len(self._entries)

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        if isinstance(place, slice):
            return [entry.record() for entry in self._entries[place]]
        return self._entries[place].record()


def drafts(history: History, base: str) -> list[Draft]:
    """Return every launch of the history with the detailed sample on top; `base` as in `records.records`.

    Takes some tenths of a second. Raises `msgspec.ValidationError` when the sample is not in order.
    """
    catalogue = Catalogue(join(load_tables(), history.tables))
    return [Draft(catalogue, launch, base) for launch in catalogue.launches]
