"""What one kind of record told of a launch, and how old that is: the one rule about age."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from storage.instants import to_micros
from storage.models import HISTORY_VERSION, Launch, Mode, Record

Kind = tuple[str, int]
"""Version and mode: a record takes the place of an older one of its kind whole."""

Age = tuple[int, int, int, bool, int, str, bytes]
"""Orders what was told of one launch, the newest last; no two that differ are equal."""

NameAge = tuple[int, int, int]
"""Orders who told a name, the newest last."""

_HISTORY, _UNDATED, _DATED = range(3)
"""The bundled history is weaker than any record, and a record without a date than any that has one."""

_encode = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True, slots=True)
class Telling:
    """A launch as one record told it; `received` is in microseconds, `digest` is that of its text."""

    launch: Launch
    version: str
    mode: Mode
    received: int
    digest: bytes

    @classmethod
    def of(cls, record: Record) -> Telling:
        """Return what a record told."""
        text = record.raw or _encode(record.launch)
        digest = hashlib.blake2b(text, digest_size=8).digest()
        return cls(record.launch, record.version, record.mode, to_micros(record.received_at), digest)

    @property
    def kind(self) -> Kind:
        """Return which other tellings this one replaces, or is replaced by."""
        return self.version, int(self.mode)

    @property
    def is_bundled(self) -> bool:
        """Whether it comes from the bundled history and not from Launch Library."""
        return self.version == HISTORY_VERSION

    @property
    def wealth(self) -> tuple[bool, int, str]:
        """Orders kinds by how much they tell, the poorest first."""
        return not self.is_bundled, int(self.mode), self.version

    @property
    def age(self) -> Age:
        """Return its place among all that was told of the launch.

        Updated is compared with updated and received with received; of two equally old ones the one received
        later is the newer. A record without a date cannot tell that an outcome was taken back since, so
        there an outcome counts before the time. The rest only makes the order complete.
        """
        ended = self.launch.status.outcome is not None
        standing = _standing(self.version, self.launch)
        second = ended if standing == _UNDATED else _updated(self.launch)
        return standing, second, self.received, ended, int(self.mode), self.version, self.digest


def name_age(record: Record) -> NameAge:
    """Return how old the names are that a record tells, compared with those in records of other launches."""
    launch = record.launch
    return _standing(record.version, launch), _updated(launch), to_micros(record.received_at)


def _standing(version: str, launch: Launch) -> int:
    if version == HISTORY_VERSION:
        return _HISTORY
    return _UNDATED if launch.last_updated is None else _DATED


def _updated(launch: Launch) -> int:
    return 0 if launch.last_updated is None else to_micros(launch.last_updated)
