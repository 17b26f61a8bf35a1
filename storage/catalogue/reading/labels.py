"""What launches are called: the least of each by which people ask for it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import aiosqlite
import msgspec

from storage.instants import to_micros


class _Mission(msgspec.Struct, frozen=True):
    name: str = ""


class LaunchLabel(msgspec.Struct, frozen=True):
    """A launch's id, name and NET, its slug, mission and how precise the NET is where they are known."""

    id: str
    name: str
    net: datetime
    slug: str | None = None
    net_precision: str | None = None
    mission: _Mission | None = None

    @property
    def mission_name(self) -> str:
        """The mission's name, empty where there is none."""
        return self.mission.name if self.mission else ""


_decode = msgspec.msgpack.Decoder(LaunchLabel).decode


async def read_label_bodies(connection: aiosqlite.Connection, now: datetime) -> list[bytes]:
    """Return what the labels of previous launches are decoded from, the latest first."""
    rows = await connection.execute_fetchall(
        "SELECT b.body FROM launches l CROSS JOIN bodies b USING (number)"
        " WHERE l.net <= ? ORDER BY l.net DESC, l.id",
        (to_micros(now),),
    )
    return [row[0] for row in rows]


def decode_labels(bodies: Iterable[bytes]) -> tuple[LaunchLabel, ...]:
    """Return the labels; takes some tens of milliseconds for a whole history."""
    return tuple(map(_decode, bodies))
