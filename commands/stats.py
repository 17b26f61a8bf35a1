"""Figures as a card: totals, success rate, streaks, this year against last, and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from commands import action_strings
from commands.actions import ShowFilters, ShowPage, ShowStats
from commands.cards import Button, Card, Choice, Faint, Line, Picture, Select, Strong, Text, Tone, When
from commands.charts import LONGEST_BESIDE, MOST_BARS, Bar, Charts, described
from commands.definitions import DIMENSION_LABELS
from commands.language import _, ngettext
from commands.lists import Lists
from commands.queries import Queries
from commands.results import outcome_counts_words
from commands.short_queries import PAGE_SIZES
from commands.wording import ATTRIBUTION, active_filters
from storage.catalogue import Counts, Dimension, Group, Stats
from storage.clock import Clock
from storage.query import LaunchQuery, Range, View

ROWS = 12
"""Groups shown: a year of months, and what fits a phone."""

CHARTED = 8
"""Bars of a chart whose labels are names."""

TITLE_LENGTH = 60
"""Characters of a chart's title that fit its width."""

_OUTCOME_WORDS = {
    "success": "Success",
    "failure": "Failure",
    "partial": "Partial failure",
    "other": "No outcome yet",
}
_TIMES = frozenset({Dimension.YEAR, Dimension.MONTH})


@dataclass(frozen=True, slots=True)
class StatsCards:
    """Draws the figures of queries."""

    lists: Lists
    clock: Clock
    charts: Charts

    async def card(self, query: LaunchQuery, by: tuple[Dimension, ...], *, chart: bool = True) -> Card:
        """Return the figures of a query by one or two dimensions, with a chart; raises `StoreError`."""
        query = query.at(0).having(view=View.NORMAL, limit=PAGE_SIZES[View.NORMAL])
        queries = self.lists.queries
        stats = await queries.stats(query)
        filters = " · ".join(each.words for each in await active_filters(query, self.lists.naming))
        lines: list[Line] = [(Strong(filters),)] if filters else []
        if not stats.launches:
            lines.append((_("No previous launch matches these filters."),))
        else:
            lines += [*_totals(stats), *await self._years(query), *await self._site(query)]
            lines += await self._completeness()
        groups = await queries.groups(by, query)
        heading = _("By {what}").format(what=_and(_(DIMENSION_LABELS[each]).lower() for each in by))
        blocks = (
            [Text(tuple(lines)), Text(tuple(_rows(groups, by)), heading)] if groups else [Text(tuple(lines))]
        )
        return Card(
            title=_("Figures"),
            tone=Tone.NEUTRAL,
            blocks=tuple(blocks),
            buttons=(await self._buttons(query),),
            selects=(await self._by(query, by),),
            picture=await chart_of(query, by[0], filters, queries, self.charts) if chart and groups else None,
            footer=(_(ATTRIBUTION),),
        )

    async def _years(self, query: LaunchQuery) -> list[Line]:
        """Tell this year against last year to the same day, unless the query is about another time."""
        now = self.clock()
        if query.net != Range():
            return []
        this = Range(gte=datetime(now.year, 1, 1, tzinfo=UTC))
        last = Range(gte=datetime(now.year - 1, 1, 1, tzinfo=UTC), lte=_a_year_before(now))
        here = (await self.lists.queries.stats(query.having(net=this))).launches
        before = (await self.lists.queries.stats(query.having(net=last))).launches
        text = _("{n} (last year by this day: {m})").format(n=f"{here:,}", m=f"{before:,}")
        return [(Strong(_("This year so far:")), f" {text}")]

    async def _site(self, query: LaunchQuery) -> list[Line]:
        sites = await self.lists.queries.groups((Dimension.LOCATION,), query)
        known = [site for site in sites if site.key[0] is not None]
        if not known:
            return []
        words = _launches(known[0].launches)
        return [(Strong(_("Busiest site:")), f" {known[0].key[1]} ({words})")]

    async def _completeness(self) -> list[Line]:
        freshness = await self.lists.queries.freshness()
        if freshness.total and freshness.launches < freshness.total and freshness.complete_since:
            text = _("The history is still being filled: complete from {year} on.")
            return [(Faint(text.format(year=freshness.complete_since.year)),)]
        return []

    async def _buttons(self, query: LaunchQuery) -> tuple[Button, ...]:
        return (
            await self.lists.button(_("Show these launches"), ShowPage(query), "l"),
            await self.lists.button(_("Filters"), ShowFilters(query), "f"),
        )

    async def _by(self, query: LaunchQuery, by: tuple[Dimension, ...]) -> Select:
        choices = [
            Choice(
                _("By {what}").format(what=_(label).lower()),
                await action_strings.encode(ShowStats(query, (Dimension(name),)), "b", self.lists.keep),
                selected=by == (Dimension(name),),
            )
            for name, label in DIMENSION_LABELS.items()
        ]
        both = (Dimension.YEAR, Dimension.OUTCOME)
        action = await action_strings.encode(ShowStats(query, both), "b", self.lists.keep)
        choices.append(Choice(_("By year and outcome"), action, selected=by == both))
        return Select("by", _("Group by"), tuple(choices))


async def chart_of(
    query: LaunchQuery, by: Dimension, filters: str, queries: Queries, charts: Charts
) -> Picture:
    """Return the chart of a query by one dimension; the outcomes stand in every bar. Raises `StoreError`.

    `filters` says in words which launches it is about.
    """
    groups = await queries.groups((by,), query)
    shown = groups[-MOST_BARS:] if by in _TIMES else groups[:CHARTED]
    bars = [Bar(_short(_key_words(g, (by,))), (g.success, g.partial, g.failure, g.other)) for g in shown]
    title = _("Launches by {what}").format(what=_(DIMENSION_LABELS[by]).lower())
    if filters:
        title += f" · {filters}"
    return Picture(described(title, bars), data=await charts.draw(title[:TITLE_LENGTH], bars))


def _totals(stats: Stats) -> Iterable[Line]:
    yield (Strong(_launches(stats.launches)), " · ", outcome_counts_words(stats))
    if stats.success_rate is not None:
        ended = stats.launches - stats.other
        text = _("{rate} ({n} of {m} with an outcome; a partial failure is no success)")
        words = text.format(rate=_percent(stats), n=f"{stats.success:,}", m=f"{ended:,}")
        yield (Strong(_("Success rate:")), f" {words}")
        streak = ngettext("{n} success in a row", "{n} successes in a row", stats.streak)
        longest = _("longest {n}").format(n=f"{stats.longest_streak:,}")
        yield (Strong(_("Streak:")), f" {streak.format(n=f'{stats.streak:,}')} · {longest}")
    if stats.first and stats.latest:
        yield (
            Strong(_("First:")),
            " ",
            When(stats.first),
            " · ",
            Strong(_("Latest:")),
            " ",
            When(stats.latest),
        )


def _rows(groups: Sequence[Group], by: tuple[Dimension, ...]) -> Iterable[Line]:
    """The lines of the groups: the latest times, or the largest of everything else."""
    shown = list(groups)
    if by[0] in _TIMES:
        shown.reverse()
    for group in shown[:ROWS]:
        words = [_launches(group.launches)]
        if Dimension.OUTCOME not in by and group.success_rate is not None:
            words.append(_("{rate} successful").format(rate=_percent(group)))
        yield (Strong(_key_words(group, by)), " · " + " · ".join(words))
    if (more := len(shown) - ROWS) > 0:
        yield (Faint(ngettext("and {n} more", "and {n} more", more).format(n=more)),)


def _key_words(group: Group, by: tuple[Dimension, ...]) -> str:
    words, values = [], list(group.key)
    for dimension in by:
        value = values.pop(0)
        if dimension is Dimension.OUTCOME:
            words.append(_(_OUTCOME_WORDS[str(value)]))
        elif dimension in _TIMES:
            words.append(str(value))
        else:
            name = values.pop(0)
            words.append(str(name) if name else _("unknown"))
    return " · ".join(words)


def _launches(n: int) -> str:
    return ngettext("{n} launch", "{n} launches", n).format(n=f"{n:,}")


def _percent(counts: Counts) -> str:
    """The success rate in percent; never 100 unless all succeeded, never 0 unless none did."""
    rate = counts.success_rate or 0.0
    shown = min(99.9, round(rate * 100, 1)) if rate < 1 else 100.0
    return f"{max(shown, 0.1) if rate else 0:g}%"


def _and(words: Iterable[str]) -> str:
    return _(" and ").join(words)


def _a_year_before(now: datetime) -> datetime:
    day = 28 if (now.month, now.day) == (2, 29) else now.day
    return now.replace(year=now.year - 1, day=day)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_BESIDE else f"{label[: LONGEST_BESIDE - 1].rstrip()}…"
