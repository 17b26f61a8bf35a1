"""Figures as a card: totals, success rate, streaks, this year against last, and groups."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from commands.cards.card import Button, Card, Choice, Content, Line, Picture, Select, Strong, Text, Tone
from commands.cards.heading import is_told, launches_called
from commands.cards.interpretation import NOTHING, Understood
from commands.cards.menus import opener
from commands.cards.text import ATTRIBUTION, active_filters, faint_lines, filter_words
from commands.caveats import caveats
from commands.codec.actions import Menu, ShowFilters, ShowPage, ShowStats
from commands.codec.compact import PAGE_SIZES
from commands.definitions.filters import GROUPS
from commands.i18n.formatting import beside
from commands.i18n.local_days import in_zone, local_zone
from commands.i18n.translation import _
from commands.parsing.names.resolver import Naming
from commands.stats.charts.charts import Charts
from commands.stats.figures import busiest_site, is_rated, landing_lines, this_year, totals
from commands.stats.groups import BY_REUSE, chart_of, heading, reuse_chart, rows
from commands.stats.years import years_select
from storage.catalogue import Catalogue, Group, Stats
from storage.clock import Clock
from storage.properties import Property
from storage.query import NO_RANGE, LaunchQuery, View


@dataclass(frozen=True, slots=True)
class StatsCards:
    """Draws the figures of queries."""

    catalogue: Catalogue
    naming: Naming
    clock: Clock
    charts: Charts

    async def card(self, action: ShowStats, *, understood: Understood = NOTHING) -> Card:
        """Return the figures of a query by one or two dimensions, with their chart; raises `StoreError`.

        The card tells how plain words were understood, if there were some.
        """
        query = action.query.at(0).having(view=View.NORMAL, limit=PAGE_SIZES[View.NORMAL])
        action = ShowStats(query, action.by)
        catalogue = self.catalogue
        # Looked up side by side: each is a way to a thread of the database and back.
        groups, active, stats = await asyncio.gather(
            catalogue.groups(action.by, query, local_zone()),
            active_filters(query, self.naming),
            catalogue.stats(query),
        )
        lines = await self._lines(query, stats)
        filters = filter_words(active)
        untold = [] if is_told(active) else active
        typed = filter_words(each for each in untold if each.field not in understood.fields)
        blocks = [Text((*([(Strong(typed),)] if typed else []), *understood.lines, *lines))]
        if groups:
            landings = (
                (await catalogue.landings(query)).by.get(action.by[0], {}) if len(action.by) == 1 else {}
            )
            rated = is_rated(query)
            told = tuple(rows(groups, action.by, rated=rated, landings=landings))
            blocks.append(Text(told, heading(groups, action.by, rated=rated), spare=True))
        charted = groups if len(action.by) == 1 else None
        return Card(
            title=beside([_("Figures"), launches_called(active)]),
            tone=Tone.NEUTRAL,
            blocks=tuple(blocks),
            buttons=(
                *understood.drops,
                *understood.choices,
                (*self._buttons(action), *understood.literal),
            ),
            selects=(self._by(action), await self._years(action, charted)),
            picture=await self._picture(action, filters, charted) if groups else None,
            footer=(_(ATTRIBUTION),),
            content=Content(query=query, count=stats.launches, figures=stats),
        )

    async def _lines(self, query: LaunchQuery, stats: Stats) -> list[Line]:
        catalogue = self.catalogue
        landings, this, site, admitted = await asyncio.gather(
            landing_lines(query, catalogue),
            this_year(query, catalogue, self.clock()),
            busiest_site(query, catalogue),
            caveats(query, catalogue),
        )
        if not stats.launches:
            sentence = (
                _("No launch is known to match these filters.")
                if admitted
                else _("No previous launch matches these filters.")
            )
            return [(sentence,), *faint_lines(*admitted.words)]
        return [*totals(stats, query), *landings, *this, *site, *faint_lines(*admitted.words)]

    async def _picture(
        self, action: ShowStats, filters: str, groups: Sequence[Group] | None
    ) -> Picture | None:
        if action.by == BY_REUSE:
            by_both = await self.catalogue.groups(action.by, action.query, local_zone())
            return await reuse_chart(by_both, self.charts)
        if groups is None:
            groups = await self.catalogue.groups(action.by[:1], action.query, local_zone())
        return await chart_of(groups, action.by[0], filters, self.charts) if groups else None

    def _buttons(self, action: ShowStats) -> tuple[Button, ...]:
        return (
            Button(_("Show these launches"), to=ShowPage(action.query)),
            Button(_("Filters"), to=ShowFilters(action.query)),
        )

    def _by(self, action: ShowStats) -> Select:
        both = (Property.YEAR, Property.OUTCOME)
        reuse = _("By year and reuse")
        offered: dict[tuple[Property, ...], str] = {
            (kind,): _("By {what}").format(what=_(row.word)) for kind, row in GROUPS.items()
        }
        choices = [
            Choice(
                label,
                to=ShowStats(action.query, by),
                selected=by == action.by,
            )
            for by, label in {**offered, both: _("By year and outcome"), BY_REUSE: reuse}.items()
        ]
        opening = opener(Menu.GROUPS, _("Groups"), action)
        return Select(Menu.GROUPS, _("Group by"), tuple(choices), opening)

    async def _years(self, action: ShowStats, groups: Sequence[Group] | None) -> Select:
        """The choice of years; `groups` are those shown, if they may be of use."""
        query = action.query
        if groups is None or action.by != (Property.YEAR,) or query.net != NO_RANGE:
            every = query.having(net=NO_RANGE)
            groups = await self.catalogue.groups((Property.YEAR,), every, local_zone())
        return years_select(
            (int(group.key[0] or 0) for group in groups),
            query.net,
            in_zone(self.clock(), local_zone()),
            lambda net: ShowStats(query.having(net=net), action.by),
        )
