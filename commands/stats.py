"""Figures as a card: totals, success rate, streaks, this year against last, and groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from commands import action_strings
from commands.actions import ShowFilters, ShowPage, ShowStats
from commands.cards import Button, Card, Choice, Faint, Line, Picture, Select, Strong, Text, Tone
from commands.charts import LONGEST_BESIDE, MOST_BARS, Bar, Charts, can_letter, chart_language, described
from commands.definitions import DIMENSION_WORDS
from commands.figures import busiest_site, completeness, launches_words, percent, this_year, totals
from commands.language import _, marked, ngettext, speaking
from commands.lists import Lists
from commands.locale_words import together
from commands.queries import Queries
from commands.short_queries import PAGE_SIZES
from commands.wording import ATTRIBUTION, active_filters
from storage.catalogue import Dimension, Group
from storage.clock import Clock
from storage.query import LaunchQuery, View

ROWS = 12
"""Groups shown: a year of months, and what fits a phone."""

CHARTED = 8
"""Bars of a chart whose labels are names."""

TITLE_LENGTH = 60
"""Characters of a chart's title that fit its width."""

_OUTCOME_WORDS = {
    "success": marked("Success"),
    "failure": marked("Failure"),
    "partial": marked("Partial failure"),
    "other": marked("No outcome yet"),
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
            lines += [*totals(stats), *await this_year(query, queries, self.clock())]
            lines += [*await busiest_site(query, queries), *await completeness(queries)]
        groups = await queries.groups(by, query)
        heading = _("By {what}").format(what=together(_(DIMENSION_WORDS[each]) for each in by))
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

    async def _buttons(self, query: LaunchQuery) -> tuple[Button, ...]:
        return (
            await self.lists.button(_("Show these launches"), ShowPage(query), "l"),
            await self.lists.button(_("Filters"), ShowFilters(query), "f"),
        )

    async def _by(self, query: LaunchQuery, by: tuple[Dimension, ...]) -> Select:
        choices = [
            Choice(
                _("By {what}").format(what=_(words)),
                await action_strings.encode(ShowStats(query, (Dimension(name),)), "b", self.lists.keep),
                selected=by == (Dimension(name),),
            )
            for name, words in DIMENSION_WORDS.items()
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
    told = described(_chart_title(by, filters), _bars(shown, by))
    with speaking(chart_language()):
        title = _chart_title(by, filters if can_letter(filters) else "")
        return Picture(told, data=await charts.draw(title[:TITLE_LENGTH], _bars(shown, by)))


def _chart_title(by: Dimension, filters: str) -> str:
    title = _("Launches by {what}").format(what=_(DIMENSION_WORDS[by]))
    return f"{title} · {filters}" if filters else title


def _bars(groups: Sequence[Group], by: Dimension) -> list[Bar]:
    return [Bar(_short(_key_words(g, (by,))), (g.success, g.partial, g.failure, g.other)) for g in groups]


def _rows(groups: Sequence[Group], by: tuple[Dimension, ...]) -> Iterable[Line]:
    """The lines of the groups: the latest times, or the largest of everything else."""
    shown = list(groups)
    if by[0] in _TIMES:
        shown.reverse()
    for group in shown[:ROWS]:
        words = [launches_words(group.launches)]
        if Dimension.OUTCOME not in by and group.success_rate is not None:
            words.append(_("{rate} successful").format(rate=percent(group)))
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


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_BESIDE else f"{label[: LONGEST_BESIDE - 1].rstrip()}…"
