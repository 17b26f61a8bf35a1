"""A history out of Launch Library's records: of every launch the latest word on every fact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

import msgspec

from storage.catalogue.writing.merging import merge
from storage.errors import StoreError
from storage.history.file import decode_history, encode_history
from storage.history.gaps import find_gaps
from storage.history.history import History
from storage.history.tables import Tables
from storage.models import HISTORY_VERSION, Launch, Record, StatusId

_NOT_FLOWN = frozenset({StatusId.GO, StatusId.TBD, StatusId.HOLD, StatusId.TBC})
"""Statuses before lift-off. Others, and those yet to come, are of launches that have flown."""

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Built:
    """A history with its file, and what was left out: how many launches for which reason."""

    history: History
    file: bytes
    left_out: Counter[str]


def build_history(records: Iterable[Record], made_on: date | None = None) -> Built:
    """Return the history that those records tell, whatever order they come in.

    Of two records of a launch, one with a date of its own outranks one without, and the later outranks the
    earlier; what a record does not tell is kept from the others. Without `made_on` the history is as of the
    latest date in its records. Raises `StoreError` when no launch of them has flown.
    """
    ranked = sorted(map(_without_hollow_lists, records), key=_rank)
    tables = Tables()
    for record in sorted(ranked, key=_time_order):
        tables.learn(record.launch)
    by_id = sorted(ranked, key=lambda record: record.launch.id)
    merged = [_merged(list(group)) for _, group in groupby(by_id, key=lambda record: record.launch.id)]
    left_out: Counter[str] = Counter()
    flown = _flown(merged, left_out)
    if not flown:
        raise StoreError("No launch in these records has flown.")
    launches = tuple(sorted(flown, key=lambda launch: (launch.net, launch.id)))
    made_on = made_on or max(launch.last_updated or launch.net for launch in launches).date()
    history = History(launches, made_on, find_gaps((launch.net for launch in launches), made_on))
    file = encode_history(history, tables)
    return Built(decode_history(file), file, left_out)


def _without_hollow_lists(record: Record) -> Record:
    """Take an empty list of programmes for "not known" in a record without a date.

    Such records, of version 2.0.0, were handed down without the programmes that Launch Library had for them.
    """
    launch = record.launch
    if launch.programs or launch.last_updated is not None:
        return record
    return msgspec.structs.replace(record, launch=msgspec.structs.replace(launch, programs=None))


def _rank(record: Record) -> tuple[bool, datetime, bool, int, str, bytes]:
    """Return how much a record's word counts among those of its launch; equal only for equal records."""
    launch = record.launch
    return (
        record.version != HISTORY_VERSION,
        launch.last_updated or _NEVER,
        launch.status.id not in _NOT_FLOWN,
        int(record.mode),
        record.version,
        msgspec.msgpack.encode(launch),
    )


def _time_order(record: Record) -> tuple[bool, datetime, datetime, str]:
    """Return by what the records of different launches are ordered that tell of the same thing."""
    launch = record.launch
    return record.version != HISTORY_VERSION, launch.last_updated or _NEVER, launch.net, launch.id


def _merged(ranked: Sequence[Record]) -> Launch:
    """Return what the records of one launch tell, the one that counts least first."""
    launch = ranked[0].launch
    for record in ranked[1:]:
        launch = merge(launch, record.launch, record.mode)
    return launch


def _flown(merged: Iterable[Launch], left_out: Counter[str]) -> list[Launch]:
    """Return the launches that have flown, each once, and count the others."""
    kept: dict[tuple[datetime, int | None, int | None], Launch] = {}
    nameless: list[Launch] = []
    for launch in merged:
        if launch.status.id in _NOT_FLOWN:
            left_out["not flown, as far as their records tell"] += 1
            continue
        lift_off = launch.net.replace(second=0, microsecond=0)
        if launch.pad is None or launch.rocket is None:
            nameless.append(launch)
            continue
        same = (lift_off, launch.pad.id, launch.rocket.id)
        if same in kept:
            left_out["the same lift-off under another id"] += 1
        if same not in kept or (launch.last_updated or _NEVER) > (kept[same].last_updated or _NEVER):
            kept[same] = launch
    return [*kept.values(), *nameless]
