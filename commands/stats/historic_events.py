"""What people remember of space flight: events of the past, the launch behind each, and what for.

The facts stand in `historic_events.tsv`, one a line: the day (UTC, as its source tells it), the launch's id
and name in Launch Library, the rank, the reason (see `historic_reasons.py`) with its detail, and the source.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from commands.i18n.countries import country_words
from commands.i18n.translation import _
from commands.stats.historic_reasons import REASONS

RANKS = (1, 2, 3)
"""What everybody has heard of, what everybody interested has, and firsts of one country or kind."""


@dataclass(frozen=True, slots=True)
class HistoricEvent:
    """An event that a launch is remembered for: on the day of the launch, or on a later one.

    `detail` is a name or the code of a country, for reasons that speak of one; empty for others.
    """

    day: date
    launch_id: str
    rank: int
    reason: str
    detail: str
    source: str

    @property
    def words(self) -> str:
        """The reason in the current language, as "first person in space"."""
        return reason_words(self.reason, self.detail)


def reason_words(reason: str, detail: str) -> str:
    """Return a reason with its detail in the current language."""
    text = _(REASONS[reason])
    return text.format(country=country_words(detail)) if "{country}" in text else text.format(name=detail)


@dataclass(frozen=True, slots=True)
class HistoricEvents:
    """All events, by launch and by day of the year as (month, day)."""

    by_launch: Mapping[str, Sequence[HistoricEvent]]
    by_day: Mapping[tuple[int, int], Sequence[HistoricEvent]]

    def of_launch_day(self, launch_id: str, launched: date) -> HistoricEvent | None:
        """Return what the launch itself is remembered for; `launched` is its day in UTC."""
        return next((each for each in self.by_launch.get(launch_id, ()) if each.day == launched), None)


@cache
def historic_events() -> HistoricEvents:
    """Return what the table has; it is read once, in some milliseconds: call it in a thread."""
    table = resources.files(__package__).joinpath("historic_events.tsv").read_text(encoding="utf-8")
    by_launch: dict[str, list[HistoricEvent]] = {}
    by_day: dict[tuple[int, int], list[HistoricEvent]] = {}
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        event = HistoricEvent(
            day=date.fromisoformat(row["day"]),
            launch_id=row["launch"],
            rank=int(row["rank"]),
            reason=row["reason"],
            detail=row["detail"],
            source=row["source"],
        )
        by_launch.setdefault(event.launch_id, []).append(event)
        by_day.setdefault((event.day.month, event.day.day), []).append(event)
    return HistoricEvents(by_launch, by_day)
