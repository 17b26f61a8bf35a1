"""Comparisons: the same figures of several rockets and providers side by side, and one chart."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, Card, Content, Faint, Line, Picture, Select, Strong, Text
from commands.cards.lines import fact
from commands.cards.periods import period_words
from commands.cards.result import outcome_counts_words
from commands.cards.text import ATTRIBUTION, faint_lines
from commands.caveats import made_up_words, missing_words, unknown_words
from commands.codec.actions import ShowComparison, ShowPage, ShowProfile
from commands.i18n.formatting import beside, listed, number
from commands.i18n.local_days import in_zone, local_zone
from commands.i18n.translation import _, speaking
from commands.parsing.names.resolver import Naming
from commands.stats.charts.charts import MOST_BARS, Charts, panels_described
from commands.stats.charts.drawing import Panel
from commands.stats.charts.letters import can_letter
from commands.stats.figures import (
    busiest_site,
    first_and_latest,
    landing_lines,
    launches_words,
    percent,
    streaks,
    this_year,
)
from commands.stats.groups import year_bars
from commands.stats.years import years_select
from storage.catalogue import Catalogue, Group, Stats
from storage.clock import Clock
from storage.properties import Property
from storage.query import NO_RANGE

LONGEST_NAME = 28
"""Characters of a name on a button or above a panel of the chart: on a phone, what stands beside it has to be
read as well."""


@dataclass(frozen=True, slots=True)
class _Contender:
    """One of those compared: its profile, its name, also in short, its figures, and its launches by year."""

    profile: ShowProfile
    name: str
    short: str
    stats: Stats
    years: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Draws comparisons. All raise `StoreError`."""

    catalogue: Catalogue
    naming: Naming
    clock: Clock
    charts: Charts

    async def card(self, comparison: ShowComparison) -> Card:
        """Return the figures side by side, with a chart by year."""
        contenders = await self._contenders(comparison)
        flown = any(each.stats.launches for each in contenders)
        questions = comparison.queries
        admitted = [await words(self.catalogue, *questions) for words in (missing_words, made_up_words)]
        blocks = [Text((*_at_a_glance(comparison, contenders), *faint_lines(*admitted)))]
        blocks += [Text(await self._lines(comparison, each), each.name, spare=True) for each in contenders]
        rows = [self._ways(comparison, each) for each in contenders]
        return Card(
            title=beside([_("Comparison"), listed(each.short for each in contenders)]),
            blocks=tuple(blocks),
            buttons=tuple(rows),
            selects=(await self._years(comparison, contenders),),
            picture=await self._picture(contenders) if flown else None,
            footer=(_(ATTRIBUTION),),
            content=Content(compared=tuple((each.name, each.stats) for each in contenders)),
        )

    async def _contenders(self, comparison: ShowComparison) -> list[_Contender]:
        return await asyncio.gather(*(self._contender(comparison, each) for each in comparison.contenders))

    async def _contender(self, comparison: ShowComparison, profile: ShowProfile) -> _Contender:
        query = comparison.query(profile)
        stats, years = await asyncio.gather(
            self.catalogue.stats(query), self.catalogue.groups((Property.YEAR,), query, local_zone())
        )
        name = await self.naming.label(profile.kind, profile.ids)
        short = await self.naming.short_label(profile.kind, profile.ids, LONGEST_NAME)
        return _Contender(profile, name, short, stats, years)

    async def _lines(self, comparison: ShowComparison, contender: _Contender) -> tuple[Line, ...]:
        """What is told of one of them, in the same order of each."""
        query, stats = comparison.query(contender.profile), contender.stats
        unknown = unknown_words(await self.catalogue.unknown(query))
        admitted = ((Faint(unknown),),) if unknown else ()
        if not stats.launches:
            missing = await missing_words(self.catalogue, query)
            certain = not (unknown or missing)
            words = _("No launches in this period.") if certain else _("No launch is known in this time.")
            return ((words,), *admitted)
        return (
            (outcome_counts_words(stats),),
            *streaks(stats),
            *await landing_lines(query, self.catalogue),
            *await this_year(query, self.catalogue, self.clock()),
            *first_and_latest(stats),
            *await busiest_site(query, self.catalogue),
            *admitted,
        )

    def _ways(self, comparison: ShowComparison, contender: _Contender) -> tuple[Button, ...]:
        """The buttons that lead to the profile and the launches of one of them."""
        profile, launches = _("{name}: profile"), _("{name}: launches")
        behind = ShowPage(comparison.query(contender.profile))
        return (
            Button(profile.format(name=contender.short), to=contender.profile),
            Button(launches.format(name=contender.short), to=behind),
        )

    async def _years(self, comparison: ShowComparison, contenders: Sequence[_Contender]) -> Select:
        groups = [group for each in contenders for group in each.years]
        if comparison.net != NO_RANGE:
            for each in contenders:
                groups += await self.catalogue.groups((Property.YEAR,), each.profile.query, local_zone())
        return years_select(
            (int(group.key[0] or 0) for group in groups),
            comparison.net,
            in_zone(self.clock(), local_zone()),
            lambda net: replace(comparison, net=net),
        )

    async def _picture(self, contenders: Sequence[_Contender]) -> Picture:
        told = panels_described(_panels(contenders))
        with speaking(await self.charts.language()):
            return Picture(told, data=await self.charts.draw_panels(_panels(contenders, lettered=True)))


def _at_a_glance(comparison: ShowComparison, contenders: Iterable[_Contender]) -> Iterable[Line]:
    """Yield what is compared, a line for each: how many launches, and how many of them succeeded."""
    if comparison.net != NO_RANGE:
        yield (Strong(period_words(comparison.net)),)
    yield from side_by_side((each.name, each.stats) for each in contenders)


def side_by_side(compared: Iterable[tuple[str, Stats]]) -> Iterable[Line]:
    """Yield a line for each of those compared: its name, how many launches, and how many succeeded."""
    rated = False
    for name, stats in compared:
        words = [launches_words(stats.launches)]
        if stats.success_rate is not None:
            text, ended = _("{rate} successful ({n} of {m})"), stats.launches - stats.other
            words.append(text.format(rate=percent(stats), n=number(stats.success), m=number(ended)))
            rated = True
        yield fact(_("{name}: {figures}"), name=name, figures=beside(words))
    if rated:
        yield (Faint(_("Counts launches with an outcome; a partial failure doesn’t count as a success.")),)


def _panels(contenders: Sequence[_Contender], *, lettered: bool = False) -> list[Panel]:
    """A panel for each over the same years, the latest if they are too many; `lettered` for drawing."""
    years = [int(group.key[0] or 0) for each in contenders for group in each.years]
    first, last = max(min(years), max(years) - MOST_BARS + 1), max(years)
    panels = []
    for index, each in enumerate(contenders, 1):
        name = each.short if can_letter(each.short) or not lettered else f"{index}"
        words = [name, launches_words(each.stats.launches)]
        if each.stats.success_rate is not None:
            words.append(_("{rate} successful").format(rate=percent(each.stats)))
        panels.append(Panel(beside(words), tuple(year_bars(each.years, first, last))))
    return panels
