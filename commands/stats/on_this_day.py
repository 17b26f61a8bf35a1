"""The launches of a day in earlier years, the notable ones first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from commands.cards.card import Block, Button, Card, Content, Entry, Faint, Line, Strong, Text
from commands.cards.launch import picture_of
from commands.cards.pager import pager
from commands.cards.periods import year_start
from commands.cards.result import counts_words
from commands.cards.text import ATTRIBUTION, sign, status_words
from commands.caveats import missing_words
from commands.codec.actions import ShowDay, ShowLaunch
from commands.i18n.formatting import beside, listed
from commands.i18n.translation import _, ngettext
from commands.parsing.dates.days_of_year import read_day
from commands.stats.calendar_days import CalendarDay
from commands.stats.notability import Notability, notability
from storage.catalogue import Catalogue, Coverage, DayLaunch
from storage.clock import Clock
from storage.models import Launch
from storage.query import LaunchQuery, Range

PAGE_SIZE = 10
"""Launches on a page, as in a list."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    """A launch, the year it left in on the calendar of the asker, how long that is ago, and what for."""

    launch: Launch
    year: int
    years: int
    notable: Notability


@dataclass(frozen=True, slots=True)
class OnThisDay:
    """Draws days; a day begins and ends in the zone of whoever asks. All raise `StoreError`."""

    catalogue: Catalogue
    clock: Clock

    async def asked(self, text: str, zone: tzinfo) -> Card:
        """Return the first page of the day that `text` names, of today if it is empty.

        Raises `AskError` if it names none.
        """
        month, day = read_day(text or "today", self.clock(), zone)
        return await self.card(ShowDay(month, day), zone)

    async def card(self, asked: ShowDay, zone: tzinfo) -> Card:
        """Return a page of a day, or the last one where it asks beyond."""
        now, day = self.clock().astimezone(zone), CalendarDay(asked.month, asked.day)
        coverage = (await self.catalogue.freshness()).coverage
        spans = day.spans(now.year, zone)
        # Its hours may be of two months in UTC.
        months = {instant.astimezone(UTC).month for span in spans for instant in span}
        earlier = Range(lt=year_start(now.year))
        missing = await missing_words(self.catalogue, LaunchQuery(net=earlier, months=tuple(months)))
        told = await self.catalogue.spans(spans)
        launches = _ranked(told, now, zone, coverage)
        pages = max(0, len(launches) - 1) // PAGE_SIZE
        shown = ShowDay(day.month, day.day, min(asked.page, pages))
        blocks: list[Block] = [Text((*_headline(launches), *(((Faint(missing),),) if missing else ())))]
        blocks += self._entries(launches, shown)
        top = launches[0] if launches and launches[0].notable.score else None
        return Card(
            title=_("On this day: {day}").format(day=day.words),
            blocks=tuple(blocks),
            picture=picture_of(top.launch) if top else None,
            buttons=tuple(filter(None, (_page_turner(shown, pages), self._neighbours(day)))),
            footer=(_(ATTRIBUTION),),
            content=Content(
                count=len(launches), launches=tuple(each.launch for each in _page(launches, shown))
            ),
        )

    def _entries(self, launches: Sequence[_Remembered], shown: ShowDay) -> list[Block]:
        """Return a page of launches, with a heading before the notable and before the other ones."""
        blocks: list[Block] = []
        before: bool | None = None
        for number, each in enumerate(_page(launches, shown), shown.page * PAGE_SIZE + 1):
            is_notable = each.notable.score > 0
            if is_notable is not before:
                blocks.append(Text((), _("Notable") if is_notable else _("Other launches")))
                before = is_notable
            opening = Button(_("Details"), to=ShowLaunch(each.launch.id, shown))
            name = beside([str(each.year), each.launch.name])
            blocks.append(Entry(number, (_line(each),), opening, name, compact=True))
        return blocks

    def _neighbours(self, day: CalendarDay) -> tuple[Button, ...]:
        before, after = day.before, day.after
        return (
            Button(f"‹ {before.words}", to=ShowDay(before.month, before.day)),
            Button(f"{after.words} ›", to=ShowDay(after.month, after.day)),
        )


def _page_turner(shown: ShowDay, last: int) -> tuple[Button, ...]:
    return pager(shown.page, last, lambda page: replace(shown, page=page))


def _ranked(told: Iterable[DayLaunch], now: datetime, zone: tzinfo, coverage: Coverage) -> list[_Remembered]:
    """The notable launches by their score, then the others; among equals the earliest first."""
    remembered = []
    for each in told:
        year = each.launch.net.astimezone(zone).year
        years = now.year - year
        # Which launch of its rocket one is can be counted if none before it is missing.
        whole = not coverage.gaps_within(Range(lte=each.launch.net))
        remembered.append(_Remembered(each.launch, year, years, notability(each, years, whole=whole)))
    return sorted(remembered, key=lambda each: -each.notable.score)


def _page(launches: Sequence[_Remembered], shown: ShowDay) -> Sequence[_Remembered]:
    return launches[shown.page * PAGE_SIZE : (shown.page + 1) * PAGE_SIZE]


def _headline(launches: Sequence[_Remembered]) -> Iterable[Line]:
    if launches:
        counts = counts_words(each.launch for each in launches)
        yield (_("In earlier years: {counts}").format(counts=counts),)
    else:
        yield (_("No launches on this day in earlier years."),)


def _line(each: _Remembered) -> Line:
    ago = ngettext("{n} year ago", "{n} years ago", each.years).format(n=each.years)
    status = each.launch.status
    words = beside([status_words(status), ago])
    line: Line = (Strong(str(each.year)), f" · {each.launch.name} · ", sign(status), f" {words}")
    return (*line, " · ", Faint(listed(each.notable.reasons))) if each.notable.reasons else line
