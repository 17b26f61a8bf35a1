"""What is remembered on a day of the year: its launches, and what came of launches of other days."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from commands.cards.periods import year_start
from commands.stats.calendar_days import CalendarDay
from commands.stats.historic_events import HistoricEvent, HistoricEvents, historic_events
from commands.stats.notability import Notability, notability
from storage.catalogue import Catalogue, Coverage, DayLaunch
from storage.models import Launch
from storage.query import LaunchQuery, Range

_UNRANKED = 9
"""After every rank of an event."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A launch, the year in which it is remembered, how long that is ago, and what for.

    The year is that of the launch on the calendar of the asker. For an event of a later day it is that of
    the event, and `launched` is the day of the launch in UTC. `whole` tells whether no launch before it is
    missing, so that which launch of its rocket it was can be counted.
    """

    told: DayLaunch
    year: int
    years: int
    whole: bool = False
    event: HistoricEvent | None = None
    launched: date | None = None

    @property
    def launch(self) -> Launch:
        """The launch."""
        return self.told.launch

    @property
    def notable(self) -> Notability:
        """How notable the launch is, in the current language."""
        return notability(self.told, self.years, whole=self.whole)

    @property
    def is_notable(self) -> bool:
        """Whether there is a reason to remember it."""
        return self.event is not None or self.notable.score > 0


async def remembered_on(
    day: CalendarDay, catalogue: Catalogue, now: datetime, zone: tzinfo
) -> tuple[Remembered, ...]:
    """Return what happened on that day of earlier years, the most memorable first.

    The day begins and ends in the zone; an event of a later day than its launch is of the day that its source
    tells. Raises `StoreError`.
    """
    today = now.astimezone(zone)
    known = await asyncio.to_thread(historic_events)
    coverage = (await catalogue.freshness()).coverage
    told = await catalogue.spans(day.spans(today.year, zone))
    found = [*await _later_events(known.by_day.get((day.month, day.day), ()), catalogue, today.year)]
    seen = {each.launch.id for each in found}
    found += [
        _launched(each, today.year, zone, coverage, known) for each in told if each.launch.id not in seen
    ]
    return tuple(sorted(found, key=_order))


def _order(each: Remembered) -> tuple[int, int, int]:
    """Events by rank and year, then the other launches by how notable they are; equal ones keep theirs."""
    if each.event:
        return each.event.rank, each.year, 0
    return _UNRANKED, 0, -each.notable.score


async def _later_events(
    events: Iterable[HistoricEvent], catalogue: Catalogue, this_year: int
) -> Iterable[Remembered]:
    """Return the events of that day whose launch was on another one."""
    by_id = {each.launch_id: each for each in events if each.day.year < this_year}
    if not by_id:
        return ()
    page = await catalogue.find(LaunchQuery(ids=tuple(sorted(by_id)), limit=len(by_id)))
    return [
        Remembered(
            told=DayLaunch(launch, None, None, None),
            year=event.day.year,
            years=this_year - event.day.year,
            event=event,
            launched=launched,
        )
        for launch in page.items
        if (launched := launch.net.astimezone(UTC).date()) != (event := by_id[launch.id]).day
    ]


def _launched(
    each: DayLaunch, this_year: int, zone: tzinfo, coverage: Coverage, known: HistoricEvents
) -> Remembered:
    launch = each.launch
    year = launch.net.astimezone(zone).year
    return Remembered(
        told=each,
        year=year,
        years=this_year - year,
        whole=not coverage.gaps_within(Range(lte=launch.net)),
        event=known.of_launch_day(launch.id, launch.net.astimezone(UTC).date()),
    )


def earlier_years(day: CalendarDay, now: datetime, zone: tzinfo) -> LaunchQuery:
    """Return which launches may be of that day in earlier years, for what is not known of them."""
    # Its hours may be of two months in UTC.
    spans = day.spans(now.astimezone(zone).year, zone)
    months = {instant.astimezone(UTC).month for span in spans for instant in span}
    return LaunchQuery(net=Range(lt=year_start(now.astimezone(zone).year)), months=tuple(months))
