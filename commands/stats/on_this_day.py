"""The launches of a day in earlier years, the notable ones first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo

from commands.cards.card import Block, Button, Card, Content, Entry, Faint, Line, Strong, Text
from commands.cards.launch import picture_of
from commands.cards.pager import pager
from commands.cards.result import counts_words
from commands.cards.text import ATTRIBUTION, sign, status_words
from commands.caveats import missing_words
from commands.codec.actions import ShowDay, ShowLaunch
from commands.i18n.formatting import beside, date_words, listed
from commands.i18n.translation import _, ngettext
from commands.parsing.dates.days_of_year import read_day
from commands.stats.calendar_days import CalendarDay
from commands.stats.remembered import Remembered, earlier_years, remembered_on
from storage.catalogue import Catalogue
from storage.clock import Clock

PAGE_SIZE = 10
"""Launches on a page, as in a list."""


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
        now, day = self.clock(), CalendarDay(asked.month, asked.day)
        missing = await missing_words(self.catalogue, earlier_years(day, now, zone))
        launches = await remembered_on(day, self.catalogue, now, zone)
        pages = max(0, len(launches) - 1) // PAGE_SIZE
        shown = ShowDay(day.month, day.day, min(asked.page, pages))
        blocks: list[Block] = [Text((*_headline(launches), *(((Faint(missing),),) if missing else ())))]
        blocks += self._entries(launches, shown)
        top = launches[0] if launches and launches[0].is_notable else None
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

    def _entries(self, launches: Sequence[Remembered], shown: ShowDay) -> list[Block]:
        """Return a page of launches, with a heading before the notable and before the other ones."""
        blocks: list[Block] = []
        before: bool | None = None
        for number, each in enumerate(_page(launches, shown), shown.page * PAGE_SIZE + 1):
            is_notable = each.is_notable
            if is_notable is not before:
                blocks.append(Text((), _("Notable") if is_notable else _("Other launches")))
                before = is_notable
            opening = Button(_("Details"), to=ShowLaunch(each.launch.id, shown))
            name = beside([str(each.year), each.launch.name])
            blocks.append(Entry(number, (memory_line(each),), opening, name, compact=True))
        return blocks

    def _neighbours(self, day: CalendarDay) -> tuple[Button, ...]:
        before, after = day.before, day.after
        return (
            Button(f"‹ {before.words}", to=ShowDay(before.month, before.day)),
            Button(f"{after.words} ›", to=ShowDay(after.month, after.day)),
        )


def _page_turner(shown: ShowDay, last: int) -> tuple[Button, ...]:
    return pager(shown.page, last, lambda page: replace(shown, page=page))


def _page(launches: Sequence[Remembered], shown: ShowDay) -> Sequence[Remembered]:
    return launches[shown.page * PAGE_SIZE : (shown.page + 1) * PAGE_SIZE]


def _headline(launches: Sequence[Remembered]) -> Iterable[Line]:
    of_this_day = [each.launch for each in launches if each.launched is None]
    if of_this_day:
        yield (_("In earlier years: {counts}").format(counts=counts_words(of_this_day)),)
    else:
        yield (_("No launches on this day in earlier years."),)


def memory_line(each: Remembered) -> Line:
    """Return what is remembered in a line: an event's reason first, another launch's after its outcome."""
    ago = ngettext("{n} year ago", "{n} years ago", each.years).format(n=each.years)
    reason = f"{each.event.words} · " if each.event else ""
    line: Line = (Strong(str(each.year)), f" · {reason}{each.launch.name} · ")
    if each.launched:
        launched = _("launched {date}").format(date=date_words(each.launched))
        return (*line, beside([ago, launched]))
    status = each.launch.status
    line = (*line, sign(status), f" {beside([status_words(status), ago])}")
    reasons = each.notable.reasons if each.event is None else ()
    return (*line, " · ", Faint(listed(reasons))) if reasons else line
