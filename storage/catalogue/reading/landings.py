"""The landings of boosters among the launches of a query: how many were tried, and how they ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiosqlite

from storage.catalogue.boosters import SERIAL, of_boosters
from storage.catalogue.reading.selection import select_base
from storage.properties import Property
from storage.query import Landing, LaunchQuery


@dataclass(frozen=True, slots=True)
class Landings:
    """Landings that were tried: how many succeeded or failed, and runs of successes one after another.

    A landing of which it is not known how it ended counts as tried, and neither ends a run nor counts in it.
    """

    tried: int = 0
    landed: int = 0
    failed: int = 0
    streak: int = 0
    longest_streak: int = 0

    @property
    def rate(self) -> float | None:
        """The share of successes among landings that are known to have ended, None if there is none."""
        ended = self.landed + self.failed
        return self.landed / ended if ended else None

    @classmethod
    def of(cls, ends: Sequence[str | None]) -> Landings:
        """Count landings that were tried, the earliest first."""
        streak = longest = 0
        for end in ends:
            streak = 0 if end == Landing.FAILURE else streak + (end == Landing.SUCCESS)
            longest = max(longest, streak)
        landed, failed = (ends.count(each) for each in (Landing.SUCCESS, Landing.FAILURE))
        return cls(len(ends), landed, failed, streak, longest)


@dataclass(frozen=True, slots=True)
class LandingStats:
    """The landings of all boosters that a query asks for, and those of each booster and place."""

    all: Landings
    by: Mapping[Property, Mapping[str, Landings]]


async def read_landings(connection: aiosqlite.Connection, query: LaunchQuery, now: datetime) -> LandingStats:
    """Return the landings of the boosters that a query asks for."""
    asked = of_boosters(query)
    conditions = " AND ".join(["lb.number = l.number", "lb.attempted", *asked.parts])
    base = select_base(
        query, now, joins=f" JOIN launch_boosters lb ON {conditions}", join_values=asked.values, counting=True
    )
    with_hits = f"WITH {base.hits.removesuffix(', ')} " if base.hits else ""
    rows = list(
        await connection.execute_fetchall(
            f"{with_hits}SELECT lb.landing, {SERIAL}, lb.place FROM {base.matches}"
            " ORDER BY l.net, l.id, lb.stage",
            (*base.hit_values, *base.values),
        )
    )
    groups: dict[Property, dict[str, list[str | None]]] = {Property.BOOSTER: {}, Property.LANDING_PLACE: {}}
    for end, serial, place in rows:
        for kind, value in ((Property.BOOSTER, serial), (Property.LANDING_PLACE, place)):
            if value is not None:
                groups[kind].setdefault(value, []).append(end)
    counted = {kind: {value: Landings.of(ends) for value, ends in of.items()} for kind, of in groups.items()}
    return LandingStats(Landings.of([row[0] for row in rows]), counted)
