"""Decodes anew what Launch Library told: what another version of the catalogue kept, or older decoders read.

Both are one thing: the texts of records, taken piece by piece, the latest launches first, each piece and
the note of where it ends (`read_anew`) in one transaction. So a kill at any point loses at most the piece
under way, which may be taken twice. `decoders` notes by which decoders everything was read. Launch Library
is not asked.

A catalogue of another version gives its own notes last: until then nobody has heard of Launch Library in the
new one, so that nothing is compared and nothing told, and the sync waits.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from adapters.launch_library.records import REVISION, SHAPES, decode_record
from bot.sync.progress import Marks
from storage.catalogue import Catalogue
from storage.catalogue.raw_records import START, Position, RawRecord, RawRecords
from storage.errors import RecordError, StoreError
from storage.models import Record, Reject

log = logging.getLogger("launchlog.sync")

DECODERS, PLACE = "decoders", "read_anew"
"""Names of the two notes."""

_OF_ITS_FILE = frozenset({"schema", "history", "history_gaps", "history_file", DECODERS, PLACE})
"""Notes that tell of the file in which they stand."""


@dataclass(slots=True)
class _Decoded:
    """The records of a piece as they are read today, and those that cannot be read."""

    records: list[Record] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def take(self, told: RawRecord) -> None:
        """Decode one record."""
        try:
            if told.version not in SHAPES:
                raise RecordError(f"of version {told.version}")
            record = decode_record(told.raw, told.version, told.received_at)
        except RecordError as error:
            self.rejects.append(Reject(str(error), told.raw, told.version, told.received_at))
            return
        self.records.append(record)
        if told.confirmed_at != told.received_at:
            # The text is as old as it is, and was told again since.
            self.records.append(msgspec.structs.replace(record, received_at=told.confirmed_at))


async def read_anew(catalogue: Catalogue) -> bool:
    """Go on until all records are read as today's decoders read them; return whether they are.

    What stands in the way is logged and left to the next call.
    """
    try:
        marks = Marks(await catalogue.marks())
        if catalogue.is_whole and marks.number(DECODERS) == REVISION:
            return True
        async with catalogue.raw_records() as source:
            taken = await _take_all(catalogue, source, _place(marks))
            if catalogue.is_whole:
                await catalogue.store((), marks=_done({}))
            else:
                await _succeed(catalogue, source)
        if not catalogue.is_whole:
            await catalogue.drop_former()
    except StoreError as error:
        log.warning("records_not_read_anew reason=%s", error)
        return False
    if taken:
        log.info("records_read_anew records=%s decoders=%s", taken, REVISION)
    return True


async def _take_all(catalogue: Catalogue, source: RawRecords, position: Position) -> int:
    """Read the records after a position; return how many there were."""
    taken = 0
    while piece := await source.after(position):
        position = piece.end
        decoded = await asyncio.to_thread(_decode, piece.records)
        for reject in decoded.rejects:
            log.warning("record_rejected reason=%s", reject.reason)
        place = {PLACE: f"{REVISION} {position.net} {position.number}"}
        await catalogue.store(decoded.records, decoded.rejects, place, more_follow=True)
        taken += len(piece.records)
    return taken


async def _succeed(catalogue: Catalogue, source: RawRecords) -> None:
    """Take over the notes of the catalogue of before, and what it had removed."""
    before, now = await source.marks(), await catalogue.marks()
    if before.get("history_file") == now.get("history_file"):
        # What is bundled and was not there had been removed: Launch Library has it no more.
        await catalogue.remove(sorted(await catalogue.bundled() - await source.ids()))
    kept = {name: value for name, value in before.items() if name not in _OF_ITS_FILE}
    await catalogue.store((), await source.rejects(), _done(kept))


def _decode(piece: Iterable[RawRecord]) -> _Decoded:
    decoded = _Decoded()
    for told in piece:
        decoded.take(told)
    return decoded


def _place(marks: Marks) -> Position:
    """Return up to where these decoders came; the beginning where that is not known."""
    words = marks.values.get(PLACE, "").split()
    if len(words) != 3 or words[0] != str(REVISION):
        return START
    try:
        return Position(int(words[1]), int(words[2]))
    except ValueError:
        return START


def _done(marks: Mapping[str, str]) -> dict[str, str]:
    return {**marks, DECODERS: str(REVISION), PLACE: ""}
