"""How complete and how recent the catalogue is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from storage.catalogue.coverage import Coverage


@dataclass(frozen=True, slots=True)
class Freshness:
    """What `/status` tells about the catalogue.

    `launches` counts previous launches; `oldest` and `newest` are their first and last NET.
    `complete_since` is the NET from which on nothing is missing, None while unknown; `updated_at` is
    when Launch Library was last heard; `rejected` counts records that could not be decoded.
    `total` is how many launches Launch Library has, as far as it said; `trouble` is what the last
    round of the sync failed with, empty when it went well. `coverage` tells of which months a launch may
    be missing, and `confirmed` counts the launches where Launch Library's list was read through.
    """

    launches: int
    oldest: datetime | None
    newest: datetime | None
    complete_since: datetime | None
    updated_at: datetime | None
    rejected: int
    total: int | None = None
    trouble: str = ""
    coverage: Coverage = field(default_factory=Coverage)
    confirmed: int = 0
