"""Filters by touch: the panel that shows them all, the values of one, the form, and the menu."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from commands.cards.card import Button, ButtonStyle, Card, Choice, Form, Line, Select, Text, TextInput
from commands.cards.filter_values import FACET_LABELS, Option, cleared, options
from commands.cards.launch_list import Lists
from commands.cards.periods import period_dates
from commands.cards.text import active_filters, faint_lines, one_line
from commands.caveats import caveats
from commands.codec import callback_data
from commands.codec.actions import (
    Action,
    Deed,
    FillForm,
    Manage,
    RunCommand,
    SaveFilters,
    ShowFacet,
    ShowFilters,
    ShowPage,
    ShowStats,
)
from commands.codec.compact import PAGE_SIZES
from commands.definitions.command import Arguments
from commands.i18n.formatting import number
from commands.i18n.translation import _, ngettext
from commands.parsing.arguments import told
from commands.parsing.query import Asking, check_search
from storage.catalogue import Dimension, FacetKind
from storage.models import OUTCOME_STATUS, Outcome
from storage.query import LaunchQuery, View

LIKELIEST = 23
"""Choices in a panel's menu; with "any" and "more" they make Discord's 25."""

CHOICES = 20
"""Choices on a page of one filter's values: ten rows of two on a phone."""

PREVIEW = 5
"""Launches that a panel shows under the chosen filters."""

MAX_DROPS = 5
"""Buttons that each remove one filter: one row."""

_BY = (FacetKind.PROVIDER, FacetKind.ROCKET, FacetKind.LOCATION, FacetKind.YEAR)


@dataclass(frozen=True, slots=True)
class Filters:
    """Draws what people touch to filter; every card carries its query in its buttons."""

    lists: Lists
    asking: Asking

    async def panel(self, query: LaunchQuery, subscription: int = 0) -> Card:
        """Return the panel: the active filters, a menu for each, and the newest launches they leave.

        With a subscription, what is chosen is saved to it instead of shown as a list.
        """
        page, query = await self.lists.page(query.at(0))
        filters = await active_filters(query, self.lists.naming)
        count = ngettext("{n} launch", "{n} launches", page.count).format(n=number(page.count))
        lines: list[Line] = [(count,), *(one_line(launch) for launch in page.items[:PREVIEW])]
        lines += faint_lines(*(await caveats(query, self.lists.queries)).words)
        drops = [
            await self.lists.button(f"✕ {f.words}", ShowFilters(f.without, subscription), slot)
            for f, slot in zip(filters[:MAX_DROPS], "12345", strict=False)
        ]
        if subscription:
            first = await self.lists.button(_("Save"), SaveFilters(query, subscription), "s")
        else:
            first = await self.lists.button(_("Show this list"), ShowPage(query, fresh=True), "s")
        row = [_primary(first)]
        if not subscription:
            figures = ShowStats(query, (Dimension.YEAR,), fresh=True)
            row.append(await self.lists.button(_("Show figures"), figures, "g"))
        label = _("Words") if subscription else _("Words and dates")
        row.append(_form(await self.lists.button(label, FillForm(query, subscription=subscription), "w")))
        if len(filters) > 1:
            empty = LaunchQuery(view=query.view, limit=query.limit, ordering=query.ordering)
            row.append(await self.lists.button(_("Remove all"), ShowFilters(empty, subscription), "x"))
        if subscription:
            back = Manage(Deed.OPEN, subscription)
            row.append(await self.lists.button(_("Cancel"), back, "c"))
        title = _("Filters of subscription {n}").format(n=subscription) if subscription else _("Filters")
        # What is to come has no past: a year filters nothing there.
        kinds = [kind for kind in FACET_LABELS if not (subscription and kind is FacetKind.YEAR)]
        return Card(
            title=title,
            blocks=(Text(tuple(lines)),),
            selects=tuple([s for kind in kinds for s in await self._menu(kind, query, subscription)]),
            buttons=tuple(filter(None, [tuple(drops), tuple(row)])),
            footer=(
                _("Launches that match all filters. ✕ removes one.")
                if drops
                else _("Launches that match all filters."),
            ),
            private=True,
        )

    async def _menu(self, kind: FacetKind, query: LaunchQuery, subscription: int) -> list[Select]:
        """The menu of one filter, if there is anything to choose."""
        found = await options(kind, query, self.lists.queries, ended=subscription != 0)
        active = cleared(kind, query) != query.at(0)
        if not active and len(found) < 2:
            return []
        label = _(FACET_LABELS[kind])
        chosen = [option for option in found if option.selected]
        shown = [*chosen, *(o for o in found if not o.selected)][:LIKELIEST]
        more = ShowFacet(kind, 0, query, subscription=subscription)
        wanted = [self._choose(option, ShowFilters(option.query, subscription), kind) for option in shown]
        if active:
            none = ShowFilters(cleared(kind, query), subscription)
            wanted.insert(0, self._choice(_("Any"), none, kind))
        if len(found) > len(shown):
            wanted.append(self._choice(_("More…"), more, kind))
        choices = await asyncio.gather(*wanted)
        name = f"{label}: {chosen[0].label}" if chosen else label
        opening = await self.lists.button(name, more, "o")
        return [Select(f"facet-{kind.value}", label, tuple(choices), opening)]

    async def _choose(self, option: Option, action: Action, kind: FacetKind) -> Choice:
        choice = await self._choice(option.label, action, kind)
        return replace(choice, count=option.launches, selected=option.selected)

    async def _choice(self, label: str, action: Action, kind: FacetKind) -> Choice:
        # The slot tells menus apart: the same query can be reached from several of them.
        slot = callback_data.KINDS[kind].upper()
        return Choice(label, await callback_data.encode(action, slot, self.lists.keep))

    async def facet(self, action: ShowFacet) -> Card:
        """Return a page of the values of one filter; a choice leads to the panel, or to the list."""
        kind, query = action.kind, action.query
        found = await options(kind, query, self.lists.queries, ended=action.subscription != 0)
        last = max(0, (len(found) - 1) // CHOICES)
        number = min(action.page, last)
        choices = await asyncio.gather(
            *(
                self._choose(
                    option,
                    ShowPage(option.query)
                    if action.from_menu
                    else ShowFilters(option.query, action.subscription),
                    kind,
                )
                for option in found[number * CHOICES : (number + 1) * CHOICES]
            )
        )
        label = _(FACET_LABELS[kind])
        rows = [await self._turns(action, number, last)] if last else []
        back = RunCommand("menu") if action.from_menu else ShowFilters(query, action.subscription)
        where = _("Back to the menu") if action.from_menu else _("Back to the filters")
        rows.append((await self.lists.button("‹ " + where, back, "b"),))
        text = _("Choose one; the number of launches stands beside each.")
        if not choices:
            text = _("No launch is left to choose from. Remove a filter.")
        return Card(
            title=label,
            blocks=(Text(((text,),)),),
            selects=(Select("facet", label, tuple(choices)),) if choices else (),
            buttons=tuple(rows),
            private=not action.from_menu,
        )

    async def _turns(self, action: ShowFacet, number: int, last: int) -> tuple[Button, ...]:
        async def turn(label: str, slot: str, to: int) -> Button:
            if not 0 <= to <= last:
                return Button(label, disabled=True)
            there = replace(action, page=to)
            return await self.lists.button(label, there, slot)

        where = _("Page {x} of {y}").format(x=number + 1, y=last + 1)
        return (
            await turn("‹ " + _("Back"), "k", number - 1),
            Button(where, disabled=True, keep=True),
            await turn(_("Next") + " ›", "n", number + 1),
        )

    async def form(self, query: LaunchQuery, subscription: int = 0) -> Form:
        """Return the form for words and dates, filled in as the query has them.

        A subscription has no dates.
        """
        since, until = period_dates(query.net)
        dates = _("2024, June 2023, last week…")
        inputs = [TextInput("search", _("Words in the names"), query.search[:100], _("crew dragon"))]
        if not subscription:
            inputs.append(TextInput("since", _("From this date on"), since, dates))
            inputs.append(TextInput("until", _("Up to this date"), until, dates))
        title = _("Words") if subscription else _("Words and dates")
        filled = FillForm(query, filled=True, subscription=subscription)
        return Form(title, tuple(inputs), await callback_data.encode(filled, "f", self.lists.keep))

    async def fill(self, action: FillForm, values: Arguments) -> Card:
        """Return the panel with the form's words and dates; raises `AskError`."""
        given = told(values)
        net = await self.asking.net(given)
        query = action.query.at(0).having(
            search=check_search(given.get("search", "")), word_starts=True, net=net
        )
        return await self.panel(query, action.subscription)

    async def menu(self) -> Card:
        """Return the way in for those who do not type: what can be asked, by buttons."""
        everything = LaunchQuery(limit=PAGE_SIZES[View.NORMAL], strict=True)
        failed = (int(OUTCOME_STATUS[Outcome.FAILURE]), int(OUTCOME_STATUS[Outcome.PARTIAL_FAILURE]))
        button = self.lists.button
        first = (
            _primary(await button(_("Latest launch"), RunCommand("latest"), "m")),
            await button(_("All launches"), ShowPage(everything), "a"),
        )
        labels = (_("By provider"), _("By rocket"), _("By place"), _("By year"))
        by = [
            await button(label, ShowFacet(kind, 0, everything, from_menu=True), "m")
            for label, kind in zip(labels, _BY, strict=True)
        ]
        last = (
            await button(_("Failures"), ShowPage(everything.having(status_ids=failed)), "f"),
            await button(_("Crewed"), ShowPage(everything.having(is_crewed=True)), "c"),
            await button(_("Filters"), ShowFilters(everything), "s"),
        )
        return Card(
            title=_("Previous launches"),
            blocks=(Text(((_("What would you like to see?"),),)),),
            buttons=(first, tuple(by[:2]), tuple(by[2:]), last),
        )


def _primary(button: Button) -> Button:
    return Button(button.label, button.action, style=ButtonStyle.PRIMARY)


def _form(button: Button) -> Button:
    return Button(button.label, button.action, form=True)
