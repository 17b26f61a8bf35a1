"""Filters by touch: the panel that shows them all, the values of one, the form, and the menu."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, ButtonStyle, Card, Choice, Form, Line, Select, Text
from commands.cards.filter_form import FilterForm
from commands.cards.filter_values import Option, cleared, options
from commands.cards.launch_lines import one_line
from commands.cards.launch_list import page_of
from commands.cards.menus import opener
from commands.cards.pager import pager
from commands.cards.text import active_filters, faint_lines, filter_words
from commands.caveats import caveats
from commands.codec.actions import (
    Action,
    AmendForm,
    Deed,
    FillForm,
    FilterList,
    Manage,
    Menu,
    RunCommand,
    SaveFilters,
    ShowFacet,
    ShowFilters,
    ShowPage,
    ShowStats,
)
from commands.codec.compact import PAGE_SIZES
from commands.definitions.command import Arguments, Person
from commands.definitions.filters import MENUS
from commands.i18n.formatting import beside, labelled, number
from commands.i18n.translation import _, ngettext
from commands.parsing.names.resolver import Naming
from commands.parsing.query import Asking
from storage.catalogue import Catalogue
from storage.models import OUTCOME_STATUS, Outcome
from storage.properties import Property
from storage.query import LaunchQuery, View

LIKELIEST = 23
"""Choices in a panel's menu; with "any" and "more" they make Discord's 25."""

CHOICES = 20
"""Choices on a page of one filter's values: ten rows of two on a phone."""

PREVIEW = 5
"""Launches that a panel shows under the chosen filters."""

MAX_DROPS = 5
"""Buttons that each remove one filter: one row."""

_BY = (Property.PROVIDER, Property.ROCKET, Property.LOCATION, Property.YEAR)

_OF_THE_PAST = frozenset({Property.YEAR, Property.LANDING, Property.LANDING_PLACE})
"""What is to come has no past: a year filters nothing there, and a landing is known after the result."""

MOST_MENUS = 11
"""Menus in a panel, with the one that leads to the others: on Discord, a message takes no more."""

Filtering = ShowFilters | ShowFacet | FillForm | FilterList | AmendForm
"""The actions that are about the filters of a query."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Draws what people touch to filter; every card carries its query in its buttons."""

    catalogue: Catalogue
    naming: Naming
    asking: Asking

    async def act(self, action: Filtering, _person: Person) -> Card | Form:
        """Answer a button."""
        match action:
            case ShowFilters(query, subscription):
                return await self.panel(query, subscription)
            case ShowFacet():
                return await self.facet(action)
            case FillForm() | FilterList():
                return await self.forms.form(action)
            case AmendForm():
                return await self.forms.again(action)

    async def panel(self, query: LaunchQuery, subscription: int = 0) -> Card:
        """Return the panel: the active filters, a menu for each, and the newest launches they leave.

        With a subscription, what is chosen is saved to it instead of shown as a list.
        """
        page, query = await page_of(query.at(0), self.catalogue)
        filters = await active_filters(query, self.naming)
        count = ngettext("{n} launch", "{n} launches", page.count).format(n=number(page.count))
        # A phone has no room for a long filter on a button, and a row none for every filter.
        lines: list[Line] = [
            (beside([count, filter_words(filters)]),),
            *(one_line(launch) for launch in page.items[:PREVIEW]),
        ]
        lines += faint_lines(*(await caveats(query, self.catalogue)).words)
        drops = [Button(f"✕ {f.words}", to=ShowFilters(f.without, subscription)) for f in filters[:MAX_DROPS]]
        if subscription:
            row = [Button(_("Save"), style=ButtonStyle.PRIMARY, to=SaveFilters(query, subscription))]
        else:
            figures = ShowStats(query, (Property.YEAR,), fresh=True)
            row = [
                Button(_("Show this list"), style=ButtonStyle.PRIMARY, to=ShowPage(query, fresh=True)),
                Button(_("Show figures"), to=figures),
            ]
        row.append(Button(_("In one form"), form=True, to=FillForm(query, subscription=subscription)))
        if len(filters) > 1:
            empty = LaunchQuery(view=query.view, limit=query.limit, ordering=query.ordering)
            row.append(Button(_("Remove all"), to=ShowFilters(empty, subscription)))
        if subscription:
            back = Manage(Deed.OPEN, subscription)
            row.append(Button(_("Cancel"), to=back))
        title = _("Filters of this subscription") if subscription else _("Filters")
        kinds = [kind for kind in MENUS if not (subscription and kind in _OF_THE_PAST)]
        found = [s for kind in kinds for s in await self._menu(kind, query, subscription)]
        return Card(
            title=title,
            blocks=(Text(tuple(lines)),),
            selects=_as_many_as_fit(found, ShowFilters(query, subscription)),
            buttons=tuple(filter(None, [tuple(drops), tuple(row)])),
            footer=(
                _("Launches that match all filters. Press ✕ to remove a filter.")
                if drops
                else _("Launches that match all filters."),
            ),
            private=True,
        )

    async def _menu(self, kind: Property, query: LaunchQuery, subscription: int) -> list[Select]:
        """The menu of one filter, if there is anything to choose."""
        found = await options(kind, query, self.catalogue, ended=subscription != 0)
        active = cleared(kind, query) != query.at(0)
        if not active and len(found) < 2:
            return []
        label = _(MENUS[kind].label)
        chosen = [option for option in found if option.selected]
        shown = [*chosen, *(o for o in found if not o.selected)][:LIKELIEST]
        more = ShowFacet(kind, 0, query, subscription=subscription)
        choices = [_choice(option, ShowFilters(option.query, subscription)) for option in shown]
        if active:
            choices.insert(0, Choice(_("Any"), to=ShowFilters(cleared(kind, query), subscription)))
        if len(found) > len(shown):
            choices.append(Choice(_("More…"), to=more))
        name = labelled(label, chosen[0].label) if chosen else label
        opening = Button(name, to=more)
        return [Select(f"facet-{kind.value}", label, tuple(choices), opening)]

    async def facet(self, action: ShowFacet) -> Card:
        """Return a page of the values of one filter; a choice leads to the panel, or to the list."""
        kind, query = action.kind, action.query
        found = await options(kind, query, self.catalogue, ended=action.subscription != 0)
        last = max(0, (len(found) - 1) // CHOICES)
        number = min(action.page, last)
        menu, subscription = action.from_menu, action.subscription
        choices = [
            _choice(option, ShowPage(option.query) if menu else ShowFilters(option.query, subscription))
            for option in found[number * CHOICES : (number + 1) * CHOICES]
        ]
        label = _(MENUS[kind].label)
        turner = pager(number, last, lambda page: replace(action, page=page))
        rows = [turner] if turner else []
        back = RunCommand("menu") if action.from_menu else ShowFilters(query, action.subscription)
        where = _("Back to the menu") if action.from_menu else _("Back to the filters")
        rows.append((Button("‹ " + where, to=back),))
        text = _("Pick one. The numbers are launches.")
        if not choices:
            text = _("No launches match any more. Remove a filter.")
        return Card(
            title=label,
            blocks=(Text(((text,),)),),
            selects=(Select("facet", label, tuple(choices)),) if choices else (),
            buttons=tuple(rows),
            private=not action.from_menu,
        )

    async def fill(self, action: FillForm, values: Arguments) -> Card:
        """Return the panel with what was filled in; raises `AskError`."""
        return await self.panel(await self.forms.filled(action, values), action.subscription)

    @property
    def forms(self) -> FilterForm:
        """The same filters in one form."""
        return FilterForm(self.catalogue, self.naming, self.asking)

    def menu(self) -> Card:
        """Return the way in for those who do not type: what can be asked, by buttons."""
        everything = LaunchQuery(limit=PAGE_SIZES[View.NORMAL], strict=True)
        failed = (int(OUTCOME_STATUS[Outcome.FAILURE]), int(OUTCOME_STATUS[Outcome.PARTIAL_FAILURE]))
        first = (
            Button(_("Latest launch"), style=ButtonStyle.PRIMARY, to=RunCommand("latest")),
            Button(_("All launches"), to=ShowPage(everything)),
        )
        labels = (_("By provider"), _("By rocket"), _("By launch site"), _("By year"))
        by = [
            Button(label, to=ShowFacet(kind, 0, everything, from_menu=True))
            for label, kind in zip(labels, _BY, strict=True)
        ]
        last = (
            Button(_("Failures"), to=ShowPage(everything.having(status_ids=failed))),
            Button(_("Crewed"), to=ShowPage(everything.having(is_crewed=True))),
            Button(_("Filters"), to=ShowFilters(everything)),
        )
        return Card(
            title=_("Past launches"),
            blocks=(Text(((_("What would you like to see?"),),)),),
            buttons=(first, tuple(by[:2]), tuple(by[2:]), last),
        )


def _as_many_as_fit(menus: Sequence[Select], panel: ShowFilters) -> tuple[Select, ...]:
    """Return the first menus, and where they are too many, one from which the others are opened."""
    if len(menus) <= MOST_MENUS:
        return tuple(menus)
    further = [menu.open for menu in menus[MOST_MENUS - 1 :] if menu.open]
    choices = tuple(Choice(each.label, to=each.to) for each in further)
    label = _("More filters")
    more = Select(Menu.FILTERS, label, choices, opener(Menu.FILTERS, label, panel))
    return (*menus[: MOST_MENUS - 1], more)


def _choice(option: Option, to: Action) -> Choice:
    return Choice(option.label, selected=option.selected, count=option.launches, to=to, sign=option.sign)
