"""Comparisons: the same figures of several rockets and providers side by side, and one chart."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, Card, Content, Faint, Line, Picture, Select, Strong, Text
from commands.cards.launch_list import Lists
from commands.cards.result import outcome_counts_words
from commands.cards.text import ATTRIBUTION, faint_lines, period_words
from commands.caveats import made_up_words, missing_words, unknown_words
from commands.codec.actions import ShowChart, ShowComparison, ShowPage, ShowProfile
from commands.i18n.formatting import number
from commands.i18n.translation import _, speaking
from commands.stats.charts.charts import MOST_BARS, Charts, panels_described
from commands.stats.charts.drawing import Panel
from commands.stats.charts.letters import can_letter
from commands.stats.figures import (
    busiest_site,
    first_and_latest,
    launches_words,
    percent,
    streaks,
    this_year,
)
from commands.stats.groups import year_bars
from commands.stats.years import years_select
from storage.catalogue import Dimension, Group, Stats
from storage.clock import Clock
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

    lists: Lists
    clock: Clock
    charts: Charts

    async def card(self, comparison: ShowComparison, *, chart: bool = True) -> Card:
        """Return the figures side by side, with a chart by year or else a button that posts it."""
        contenders = await self._contenders(comparison)
        flown = any(each.stats.launches for each in contenders)
        admitted = [
            await words(self.lists.queries, *comparison.queries) for words in (missing_words, made_up_words)
        ]
        blocks = [Text((*_at_a_glance(comparison, contenders), *faint_lines(*admitted)))]
        blocks += [Text(await self._lines(comparison, each), each.name) for each in contenders]
        rows = [
            await self._ways(comparison, each, slot) for each, slot in zip(contenders, "1234", strict=False)
        ]
        if flown and not chart:
            rows.append((await self.lists.button(_("Chart"), ShowChart(comparison), "c"),))
        return Card(
            title=_("Comparison"),
            blocks=tuple(blocks),
            buttons=tuple(rows),
            selects=(await self._years(comparison, contenders),),
            picture=await self._picture(contenders) if flown and chart else None,
            footer=(_(ATTRIBUTION),),
            content=Content(compared=tuple((each.name, each.stats) for each in contenders)),
        )

    async def picture(self, comparison: ShowComparison) -> Picture | None:
        """Return the chart of a comparison, None where there are no launches."""
        contenders = await self._contenders(comparison)
        return await self._picture(contenders) if any(each.years for each in contenders) else None

    async def _contenders(self, comparison: ShowComparison) -> list[_Contender]:
        return await asyncio.gather(*(self._contender(comparison, each) for each in comparison.contenders))

    async def _contender(self, comparison: ShowComparison, profile: ShowProfile) -> _Contender:
        naming, query = self.lists.naming, comparison.query(profile)
        stats, years = await asyncio.gather(
            self.lists.queries.stats(query), self.lists.queries.groups((Dimension.YEAR,), query)
        )
        name = await naming.label(profile.kind, profile.ids)
        short = await naming.short_label(profile.kind, profile.ids, LONGEST_NAME)
        return _Contender(profile, name, short, stats, years)

    async def _lines(self, comparison: ShowComparison, contender: _Contender) -> tuple[Line, ...]:
        """What is told of one of them, in the same order of each."""
        query, stats = comparison.query(contender.profile), contender.stats
        unknown = unknown_words(await self.lists.queries.unknown(query))
        admitted = ((Faint(unknown),),) if unknown else ()
        if not stats.launches:
            missing = await missing_words(self.lists.queries, query)
            certain = not (unknown or missing)
            words = _("No launch in this time.") if certain else _("No launch is known in this time.")
            return ((words,), *admitted)
        return (
            (outcome_counts_words(stats),),
            *streaks(stats),
            *await this_year(query, self.lists.queries, self.clock()),
            *first_and_latest(stats),
            *await busiest_site(query, self.lists.queries),
            *admitted,
        )

    async def _ways(self, comparison: ShowComparison, contender: _Contender, slot: str) -> tuple[Button, ...]:
        """The buttons that lead to the profile and the launches of one of them."""
        profile, launches = _("{name}: profile"), _("{name}: launches")
        listed = ShowPage(comparison.query(contender.profile))
        return (
            await self.lists.button(profile.format(name=contender.short), contender.profile, slot),
            await self.lists.button(launches.format(name=contender.short), listed, slot),
        )

    async def _years(self, comparison: ShowComparison, contenders: Sequence[_Contender]) -> Select:
        groups = [group for each in contenders for group in each.years]
        if comparison.net != NO_RANGE:
            queries = self.lists.queries
            for each in contenders:
                groups += await queries.groups((Dimension.YEAR,), each.profile.query)
        return await years_select(
            (int(group.key[0] or 0) for group in groups),
            comparison.net,
            self.clock(),
            lambda net: replace(comparison, net=net),
            self.lists.keep,
        )

    async def _picture(self, contenders: Sequence[_Contender]) -> Picture:
        told = panels_described(_panels(contenders))
        with speaking(await self.charts.language()):
            return Picture(told, data=await self.charts.draw_panels(_panels(contenders, lettered=True)))


def _at_a_glance(comparison: ShowComparison, contenders: Iterable[_Contender]) -> Iterable[Line]:
    """Yield what is compared, a line for each: how many launches, and how many of them succeeded."""
    if comparison.net != NO_RANGE:
        yield (Strong(period_words(comparison.net)),)
    rated = False
    for each in contenders:
        stats = each.stats
        words = [launches_words(stats.launches)]
        if stats.success_rate is not None:
            text, ended = _("{rate} successful ({n} of {m})"), stats.launches - stats.other
            words.append(text.format(rate=percent(stats), n=number(stats.success), m=number(ended)))
            rated = True
        yield (Strong(_("{name}:").format(name=each.name)), " " + " · ".join(words))
    if rated:
        yield (Faint(_("Of launches with an outcome; a partial failure is no success.")),)


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
        panels.append(Panel(" · ".join(words), tuple(year_bars(each.years, first, last))))
    return panels
