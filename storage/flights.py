"""What flew besides the rocket: a spacecraft's dockings, and the payloads of a launch."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Docking(msgspec.Struct, frozen=True, omit_defaults=True):
    """A spacecraft at a station or another craft: `place` is its port, the times are aware UTC."""

    station: str | None = None
    place: str | None = None
    docked_at: datetime | None = None
    departed_at: datetime | None = None


class Payload(msgspec.Struct, frozen=True, omit_defaults=True):
    """One kind of payload; `mass` is that of one in kilograms, `amount` how many of it flew."""

    name: str
    type: str | None = None
    operator: str | None = None
    manufacturer: str | None = None
    mass: float | None = None
    amount: int | None = None
    destination: str | None = None
