"""How records get into the catalogue: compared with what is there, merged, and written in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiosqlite
import msgspec

from storage.catalogue.placeholders import write_untimed
from storage.catalogue.unknown import write_untold
from storage.catalogue.words import searchable
from storage.catalogue.writing.lookup_tables import Dimensions
from storage.catalogue.writing.merging import merge
from storage.instants import to_micros
from storage.models import Launch, Mode, Record, Reject
from storage.text import order_key

encode_body = msgspec.msgpack.Encoder().encode
decode_body = msgspec.msgpack.Decoder(Launch).decode

VERBATIM_VERSION = "2.0.0"
"""Records in this shape can be given back to the letter."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What came of a batch: counts of launches that were new, changed, unchanged, and of rejects."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0

    def __add__(self, other: Stored) -> Stored:
        return Stored(
            self.new + other.new,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.rejected + other.rejected,
        )


@dataclass(slots=True)
class _Known:
    """A launch as the catalogue has it; `age` is the instant, in microseconds, it was true at."""

    number: int
    age: int
    version: str
    mode: int
    verbatim: bool
    launch: Launch


@dataclass(slots=True)
class Batch:
    """Works out what a batch of records changes; no database in it.

    `confirmed` launches are told as they were known, but by a newer record or one of another shape.
    """

    known: dict[str, _Known]
    next_number: int
    dimensions: Dimensions
    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    raws: list[tuple[Any, ...]] = field(default_factory=list)

    def take(self, record: Record) -> None:
        """Compare one record with what is known, and note the difference."""
        launch = record.launch
        age = _age(record)
        before = self.known.get(launch.id)
        verbatim = record.version == VERBATIM_VERSION and record.mode >= Mode.NORMAL
        after = _Known(0, age, record.version, record.mode, verbatim, launch)
        if before is None:
            after.number = self.next_number
            self.next_number += 1
            self.new.add(launch.id)
        else:
            after = _combine(before, after)
            if after.launch != before.launch:
                self.changed.add(launch.id)
            elif after != before:
                self.confirmed.add(launch.id)
        self.known[launch.id] = after
        self.dimensions.learn(after.launch)
        received = to_micros(record.received_at)
        self.raws.append((after.number, record.version, int(record.mode), record.raw, received))


def _age(record: Record) -> int:
    return to_micros(record.launch.last_updated or record.received_at)


def _combine(before: _Known, new: _Known) -> _Known:
    """Merge two records of one launch: the newer wins, the poorer takes nothing away."""
    newer = new.age >= before.age
    if newer and new.mode >= before.mode and new.version >= before.version:
        new.number = before.number
        return new
    if newer:
        launch = merge(before.launch, new.launch, Mode(new.mode))
    else:
        launch = merge(new.launch, before.launch, Mode(before.mode))
    richest = max(before, new, key=lambda known: (known.mode, known.version))
    age = max(before.age, new.age)
    verbatim = before.verbatim and launch == before.launch
    return _Known(before.number, age, richest.version, richest.mode, verbatim, launch)


async def read_known(connection: aiosqlite.Connection, ids: Iterable[str]) -> dict[str, _Known]:
    """Return what the catalogue has of those launches."""
    rows = await connection.execute_fetchall(
        "SELECT l.id, l.number, l.age, l.version, l.mode, l.verbatim, b.body FROM json_each(?) j"
        " CROSS JOIN launches l ON l.id = j.value CROSS JOIN bodies b USING (number)",
        (msgspec.json.encode(list(ids)).decode(),),
    )
    return {r[0]: _Known(r[1], r[2], r[3], r[4], bool(r[5]), decode_body(r[6])) for r in rows}


async def write_batch(connection: aiosqlite.Connection, batch: Batch) -> None:
    """Write what the batch changes, inside the caller's transaction."""
    await batch.dimensions.write(connection)
    touched = [batch.known[i] for i in (batch.new | batch.changed)]
    await write_launches(connection, touched, batch.dimensions)
    confirmed = [batch.known[i] for i in batch.confirmed - batch.new - batch.changed]
    await connection.executemany(
        "UPDATE launches SET version = ?, mode = ?, verbatim = ?, age = ? WHERE number = ?",
        [(k.version, k.mode, k.verbatim, k.age, k.number) for k in confirmed],
    )
    # Of several records of one kind the latest is kept; the same text again changes nothing.
    await connection.executemany(
        "INSERT INTO raw_records VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
        " SET raw = excluded.raw, received_at = excluded.received_at"
        " WHERE raw IS NOT excluded.raw AND excluded.received_at >= received_at",
        batch.raws,
    )


async def write_launches(
    connection: aiosqlite.Connection, touched: Sequence[_Known], dimensions: Dimensions
) -> None:
    """Write those launches to every table that holds a part of them."""
    numbers = [(known.number,) for known in touched]
    for table in ("launch_programs", "launch_boosters"):
        await connection.executemany(f"DELETE FROM {table} WHERE number = ?", numbers)
    marks = ", ".join("?" * 21)
    await connection.executemany(
        f"INSERT OR REPLACE INTO launches VALUES ({marks})", [_launch_row(k) for k in touched]
    )
    await connection.executemany(
        "INSERT OR REPLACE INTO bodies VALUES (?, ?)", [(k.number, encode_body(k.launch)) for k in touched]
    )
    words = [(known.number, words_of(known.launch, dimensions)) for known in touched]
    await connection.executemany("INSERT OR REPLACE INTO launch_words (rowid, words) VALUES (?, ?)", words)
    programs = {(p.id, k.number) for k in touched for p in k.launch.programs or ()}
    await connection.executemany("INSERT INTO launch_programs VALUES (?, ?)", sorted(programs))
    boosters = {(b.serial_number, k.number) for k in touched for b in k.launch.boosters or ()}
    await connection.executemany("INSERT INTO launch_boosters VALUES (?, ?)", sorted(boosters))
    numbered = [(known.number, known.launch) for known in touched]
    await write_untimed(connection, numbered)
    await write_untold(connection, numbered)


def _launch_row(known: _Known) -> tuple[Any, ...]:
    launch = known.launch
    pad, mission = launch.pad, launch.mission
    return (
        known.number, launch.id, launch.name, order_key(launch.name), launch.slug,
        to_micros(launch.net), launch.status.id,
        to_micros(launch.window_start), to_micros(launch.window_end), to_micros(launch.last_updated),
        launch.provider.id if launch.provider else None,
        launch.rocket.id if launch.rocket else None,
        pad.id if pad else None,
        pad.location.id if pad and pad.location else None,
        mission.orbit.id if mission and mission.orbit else None,
        mission.type if mission else None,
        launch.is_crewed,
        known.version, known.mode, known.verbatim, known.age,
    )  # fmt: skip


def words_of(launch: Launch, dimensions: Dimensions) -> str:
    """Return the folded text in which a search looks, one name a line so that no term spans two."""
    rocket, mission, pad = launch.rocket, launch.mission, launch.pad
    names = [
        launch.name,
        rocket.name if rocket else None,
        *(dimensions.provider_names(launch.provider) if launch.provider else ()),
        mission.name if mission else None,
        pad.name if pad else None,
        pad.location.name if pad and pad.location else None,
        *(craft.name for craft in launch.spacecraft or ()),
    ]
    return "\n".join(searchable(name) for name in names if name)


def reject_row(reject: Reject) -> tuple[Any, ...]:
    """Return the row that keeps a record which could not be decoded; the same text is kept once."""
    digest = hashlib.blake2b(reject.raw, digest_size=16).digest()
    return (digest, reject.reason, reject.raw, reject.version, to_micros(reject.received_at))
