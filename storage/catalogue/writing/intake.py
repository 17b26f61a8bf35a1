"""How records get into the catalogue: compared with what is there, merged, and written in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import aiosqlite
import msgspec

from storage.catalogue.boosters import is_reused, write_boosters
from storage.catalogue.people import people_of
from storage.catalogue.placeholders import write_untimed
from storage.catalogue.spacecraft_names import spacecraft_names
from storage.catalogue.texts import text_rows
from storage.catalogue.unknown import write_untold
from storage.catalogue.words import searchable
from storage.catalogue.writing.lookup_tables import Dimensions
from storage.catalogue.writing.merging import fold
from storage.catalogue.writing.tellings import Kind, Telling
from storage.instants import to_micros
from storage.models import HISTORY_VERSION, Launch, Mode, Record, Reject
from storage.text import order_key

encode_body = msgspec.msgpack.Encoder().encode
decode_body = msgspec.msgpack.Decoder(Launch).decode

VERBATIM_VERSION = "2.0.0"
"""Records in this shape can be given back to the letter."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The outcome of a batch: how many launches were new, changed, unchanged and rejected."""

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
class KnownLaunch:
    """A launch as the catalogue has it, made of what each kind of record told last."""

    number: int
    version: str
    mode: int
    verbatim: bool
    launch: Launch
    tellings: dict[Kind, Telling]

    @classmethod
    def of(cls, number: int, tellings: dict[Kind, Telling]) -> Self:
        """Make the launch of what was told; the order in which it was told does not matter."""
        if len(tellings) == 1:
            (only,) = tellings.values()
            verbatim = only.version == VERBATIM_VERSION and only.mode >= Mode.NORMAL
            return cls(number, only.version, int(only.mode), verbatim, only.launch, tellings)
        launch, recorded = fold(tellings.values())
        richest = max(tellings.values(), key=lambda telling: telling.wealth)
        # Given back to the letter is what was received, whatever the bundled history knows besides.
        verbatim = (
            richest.version == VERBATIM_VERSION and richest.mode >= Mode.NORMAL and recorded == richest.launch
        )
        return cls(number, richest.version, int(richest.mode), verbatim, launch, tellings)

    def with_telling(self, new: Telling) -> KnownLaunch:
        """Return what becomes of the launch when that is told as well: itself if it was told already."""
        before = self.tellings.get(new.kind)
        if before is not None and (before.age > new.age or before == new):
            return self
        return KnownLaunch.of(self.number, self.tellings | {new.kind: new})


@dataclass(slots=True)
class Batch:
    """Works out what a batch of records changes; no database in it.

    `confirmed` launches are told as they were known, but by a newer record or one of another shape.
    """

    known: dict[str, KnownLaunch]
    next_number: int
    dimensions: Dimensions
    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    raws: dict[tuple[int, str, int], tuple[Any, ...]] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Compare one record with what is known, and note the difference."""
        launch_id = record.launch.id
        telling = Telling.of(record)
        self.dimensions.learn(record)
        before = self.known.get(launch_id)
        if before is None:
            after = KnownLaunch.of(self.next_number, {telling.kind: telling})
            self.next_number += 1
            self.new.add(launch_id)
        else:
            after = before.with_telling(telling)
            if after is before:
                return
            told_before = before.tellings.get(telling.kind)
            self._compare(launch_id, before, after)
            if told_before is not None and told_before.digest == telling.digest:
                self.known[launch_id] = after
                return
        self.known[launch_id] = after
        if record.version != HISTORY_VERSION:
            key = (after.number, record.version, int(record.mode))
            self.raws[key] = (*key, record.raw, to_micros(record.received_at))

    def _compare(self, launch_id: str, before: KnownLaunch, after: KnownLaunch) -> None:
        if after.launch != before.launch:
            self.changed.add(launch_id)
        else:
            self.confirmed.add(launch_id)


async def read_known(connection: aiosqlite.Connection, ids: Iterable[str]) -> dict[str, KnownLaunch]:
    """Return what the catalogue has of those launches."""
    rows = await connection.execute_fetchall(
        "SELECT l.id, l.number, l.version, l.mode, l.verbatim, b.body,"
        " t.version, t.mode, t.received_at, t.digest, t.body FROM json_each(?) j"
        " CROSS JOIN launches l ON l.id = j.value CROSS JOIN bodies b USING (number)"
        " CROSS JOIN tellings t USING (number)",
        (msgspec.json.encode(sorted(set(ids))).decode(),),
    )
    known: dict[str, KnownLaunch] = {}
    for launch_id, number, version, mode, verbatim, whole, *told in rows:
        if launch_id not in known:
            known[launch_id] = KnownLaunch(number, version, mode, bool(verbatim), decode_body(whole), {})
        launch = known[launch_id].launch if told[4] is None else decode_body(told[4])
        telling = Telling(launch, told[0], Mode(told[1]), told[2], told[3])
        known[launch_id].tellings[telling.kind] = telling
    return known


async def write_batch(connection: aiosqlite.Connection, batch: Batch) -> None:
    """Write what the batch changes, inside the caller's transaction."""
    await batch.dimensions.write(connection)
    touched = [batch.known[i] for i in (batch.new | batch.changed)]
    await write_launches(connection, touched, batch.dimensions)
    confirmed = [batch.known[i] for i in batch.confirmed - batch.new - batch.changed]
    await connection.executemany(
        "UPDATE launches SET version = ?, mode = ?, verbatim = ? WHERE number = ?",
        [(k.version, k.mode, k.verbatim, k.number) for k in confirmed],
    )
    await _write_tellings(connection, confirmed)
    await connection.executemany(
        "INSERT OR REPLACE INTO raw_records VALUES (?, ?, ?, ?, ?)", list(batch.raws.values())
    )


async def _write_tellings(connection: aiosqlite.Connection, touched: Iterable[KnownLaunch]) -> None:
    rows = [
        (
            known.number, told.version, int(told.mode), told.received, told.digest,
            None if told.launch is known.launch or told.launch == known.launch else encode_body(told.launch),
        )
        for known in touched
        for told in known.tellings.values()
    ]  # fmt: skip
    await connection.executemany("INSERT OR REPLACE INTO tellings VALUES (?, ?, ?, ?, ?, ?)", rows)


async def write_launches(
    connection: aiosqlite.Connection,
    touched: Sequence[KnownLaunch],
    dimensions: Dimensions,
    *,
    all_new: bool = False,
) -> None:
    """Write those launches to every table that holds a part of them; `all_new` ones are in none yet."""
    numbers = [(known.number,) for known in touched if not all_new]
    for table in (
        "launch_programs", "launch_boosters", "launch_people", "launch_spacecraft", "launch_texts",
        "launch_attempts",
    ):  # fmt: skip
        await connection.executemany(f"DELETE FROM {table} WHERE number = ?", numbers)
    marks = ", ".join("?" * 21)
    await connection.executemany(
        f"INSERT OR REPLACE INTO launches VALUES ({marks})", [_launch_row(k) for k in touched]
    )
    await connection.executemany(
        "INSERT OR REPLACE INTO bodies VALUES (?, ?)", [(k.number, encode_body(k.launch)) for k in touched]
    )
    await _write_tellings(connection, touched)
    words = [(known.number, words_of(known.launch, dimensions)) for known in touched]
    await connection.executemany("INSERT OR REPLACE INTO launch_words (rowid, words) VALUES (?, ?)", words)
    programs = {(p.id, k.number) for k in touched for p in k.launch.programs or ()}
    await connection.executemany("INSERT INTO launch_programs VALUES (?, ?)", sorted(programs))
    people = [(person, k.number) for k in touched for person in people_of(k.launch)]
    await connection.executemany("INSERT INTO launch_people VALUES (?, ?)", people)
    crafts = [(each.name, k.number, each.is_type) for k in touched for each in spacecraft_names(k.launch)]
    await connection.executemany("INSERT INTO launch_spacecraft VALUES (?, ?, ?)", crafts)
    texts = [row for known in touched for row in text_rows(known.number, known.launch)]
    await connection.executemany("INSERT INTO launch_texts VALUES (?, ?, ?, ?)", texts)
    numbered = [(known.number, known.launch) for known in touched]
    await write_boosters(connection, numbered)
    await write_untimed(connection, numbered)
    await write_untold(connection, numbered)


def _launch_row(known: KnownLaunch) -> tuple[Any, ...]:
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
        is_reused(launch),
        known.version, known.mode, known.verbatim,
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


async def index_again(connection: aiosqlite.Connection, dimensions: Dimensions) -> None:
    """Renew the words of launches whose provider got another name or abbreviation."""
    for provider_id in dimensions.renamed_providers:
        rows = await connection.execute_fetchall(
            "SELECT l.number, b.body FROM launches l JOIN bodies b USING (number) WHERE l.provider_id = ?",
            (provider_id,),
        )
        words = [(words_of(decode_body(row[1]), dimensions), row[0]) for row in rows]
        await connection.executemany("UPDATE launch_words SET words = ? WHERE rowid = ?", words)
    dimensions.renamed_providers.clear()


def reject_row(reject: Reject) -> tuple[Any, ...]:
    """Return the row that keeps a record which could not be decoded; the same text is kept once."""
    digest = hashlib.blake2b(reject.raw, digest_size=16).digest()
    return (digest, reject.reason, reject.raw, reject.version, to_micros(reject.received_at))
