"""Cards that show a page of launches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commands.cards.card import (
    Button,
    ButtonStyle,
    Card,
    Choice,
    Content,
    Entry,
    Form,
    Line,
    Select,
    Text,
    TextInput,
    Tone,
)
from commands.cards.heading import counted, is_told, launches_called
from commands.cards.interpretation import NOTHING, ONLY_ENGLISH, Understood, is_foreign
from commands.cards.launch_lines import one_line, summary
from commands.cards.menus import opener
from commands.cards.pager import pager
from commands.cards.text import ATTRIBUTION, Filter, active_filters, faint_lines, filter_words
from commands.caveats import caveats
from commands.codec.actions import FilterList, JumpToPage, Menu, ShowFilters, ShowLaunch, ShowPage
from commands.codec.compact import PAGE_SIZES
from commands.definitions.commands import ORDER_LABELS, ORDERS, VIEW_HINTS, VIEW_LABELS
from commands.definitions.filters import FREE_KINDS, NAME_FIELDS
from commands.i18n.formatting import beside, number
from commands.i18n.translation import _, ngettext
from commands.parsing.names.near_misses import MOST_OFFERED
from commands.parsing.names.resolver import Naming
from commands.parsing.names.ways import FULL
from commands.parsing.plain_words.meanings import SEARCH
from commands.parsing.tokens import key_of
from storage.catalogue import Catalogue
from storage.models import Launch
from storage.query import LaunchQuery, Page, View

MOST_LOOKED_AT = 8
"""Words of a search that are looked up one by one when nothing is found with all of them."""

MOST_OF_A_NAME = 3
"""Words of which a name has seldom more: with more, it was a sentence."""

MAX_DROPS = 5
"""Filters offered to be dropped when nothing is found: one row of buttons."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Draws pages as cards."""

    catalogue: Catalogue
    naming: Naming

    async def card(self, query: LaunchQuery, understood: Understood = NOTHING) -> Card:
        """Return the card of a page in list or normal view, and how plain words were understood."""
        page, query = await page_of(query, self.catalogue)
        filters = await active_filters(query, self.naming)
        if not page.count:
            return await self._nothing(query, filters, understood)
        admitted = await caveats(query, self.catalogue)
        typed = tuple(each for each in filters if each.field not in understood.fields)
        entries = [_entry(query, launch, i) for i, launch in enumerate(page.items)]
        untold = () if is_told(filters) or not typed else (headline(page.count, typed),)
        lines = (*untold, *understood.lines, *faint_lines(*admitted.words))
        return Card(
            title=counted(launches_called(filters), page.count),
            blocks=(*([Text(lines)] if lines else []), *entries),
            buttons=(
                *understood.drops,
                *[(drop,) for drop in _only(typed)],
                *understood.choices,
                *filter(None, [page_turner(query, page.count)]),
                (*filter_buttons(query), *understood.literal),
            ),
            selects=menus(query),
            footer=(_(ATTRIBUTION),),
            subject=query,
            content=Content(query=query, count=page.count, launches=page.items),
        )

    async def _nothing(self, query: LaunchQuery, filters: tuple[Filter, ...], understood: Understood) -> Card:
        """Say that nothing was found, with what, and offer the ways on."""
        admitted = await caveats(query, self.catalogue)
        sentence = (
            _("No launch is known to match {filters}.") if admitted else _("No launches match: {filters}")
        )
        lines: list[Line] = [(sentence.format(filters=filter_words(filters)),), *faint_lines(*admitted.words)]
        if not filters:
            lines = [(_("I’m still loading launches. Try again in a minute."),)]
        near = await self._near_searches(query, understood)
        drops = [
            Button(_("✕ {filter}").format(filter=f.words), to=ShowPage(f.without))
            for f in filters[:MAX_DROPS]
        ]
        rows = [near] if near else []
        if near:
            lines.append((_("Did you mean one of these?"),))
        else:
            lines += understood.remarks
        if _is_foreign(query, understood):
            lines += faint_lines(_(ONLY_ENGLISH))
        rows += [tuple(drops)] if drops else []
        return Card(
            title=_("Nothing known") if admitted.unknown else _("Nothing found"),
            tone=Tone.NEUTRAL,
            blocks=(Text(tuple(lines)),),
            buttons=(*rows, *understood.choices, *filter(None, [understood.literal])),
            content=Content(query=query, count=0, suggestions=tuple(button.label for button in near)),
        )

    async def _near_searches(self, query: LaunchQuery, understood: Understood) -> tuple[Button, ...]:
        """Offer what the search may be a misspelling of, whatever it is: a rocket, a place, a mission."""
        for asked in filter(None, (query, understood.whole)):
            near = await self.naming.near((*FREE_KINDS, None), asked.search) if asked.search else ()
            found: dict[LaunchQuery, Button] = {}
            for each in near:
                means = (
                    {NAME_FIELDS[each.kind]: each.ids}
                    if each.kind
                    else {"search": each.text, "word_starts": True}
                )
                corrected = asked.at(0).having(**{"search": "", "strict": True, **means})
                if corrected not in found and (await self.catalogue.flown(corrected)).count:
                    found[corrected] = Button(each.text, style=ButtonStyle.PRIMARY, to=ShowPage(corrected))
            if found:
                return tuple(found.values())
        return await self._names_within(query)

    async def _names_within(self, query: LaunchQuery) -> tuple[Button, ...]:
        """Offer the names that single words of a search are, where no launch has all of its words."""
        found: dict[LaunchQuery, Button] = {}
        lexicon = await self.naming.lexicon()
        for word in query.terms if len(query.terms) <= MOST_LOOKED_AT else ():
            for called in lexicon.names.get(key_of(word), ())[:1]:
                means = {"search": "", "strict": True, NAME_FIELDS[called.kind]: called.ids}
                corrected = query.at(0).having(**means)
                if called.rank == FULL and len(found) < MOST_OFFERED and corrected not in found:
                    found[corrected] = Button(called.text, style=ButtonStyle.PRIMARY, to=ShowPage(corrected))
        return tuple(found.values())


async def page_of(query: LaunchQuery, catalogue: Catalogue) -> tuple[Page[Launch], LaunchQuery]:
    """Return the page, or the last one there is where the query asks beyond it."""
    page = await catalogue.flown(query)
    if page.items or not page.count:
        return page, query
    query = query.at((page.count - 1) // query.limit * query.limit)
    return await catalogue.flown(query), query


def _only(filters: tuple[Filter, ...]) -> list[Button]:
    """Return the way from some launches named one by one to all: nobody chose them as a filter."""
    return [Button(f"✕ {each.words}", to=ShowPage(each.without)) for each in filters if each.field == "ids"]


def _entry(query: LaunchQuery, launch: Launch, index: int) -> Entry:
    compact = query.view is View.LIST
    opening = Button(_("Details"), to=ShowLaunch(launch.id, query))
    lines = (one_line(launch),) if compact else summary(launch)
    return Entry(query.offset + index + 1, lines, opening, launch.name, compact)


def page_turner(query: LaunchQuery, count: int) -> tuple[Button, ...]:
    """Return the row that turns the pages of a list of so many launches; empty for a single page."""
    size = query.limit
    return pager(
        query.offset // size,
        (count - 1) // size,
        lambda number: ShowPage(query.at(number * size)),
        JumpToPage(query),
    )


def jump_form(query: LaunchQuery) -> Form:
    """Return the form in which the number of a page is typed."""
    shown = str(query.offset // query.limit + 1)
    number_of = TextInput("page", _("Page number"), shown)
    return Form(_("Go to page"), (number_of,), to=JumpToPage(query, filled=True))


def filter_buttons(query: LaunchQuery) -> tuple[Button, Button]:
    """Return what opens the filters of a list: all in a panel, and the usual ones in a form."""
    quick = Button(_("Quick filter"), form=True, to=FilterList(query))
    return (Button(_("Filters"), to=ShowFilters(query)), quick)


def menus(query: LaunchQuery) -> tuple[Select, Select]:
    """Return the choices of another order, from the first page, and of another view, where one is."""
    shown = ShowPage(query)
    orders = []
    for word, ordering in ORDERS.items():
        action = ShowPage(query.having(ordering=ordering, offset=0))
        label = _(ORDER_LABELS[word])
        orders.append(Choice(label, selected=ordering == query.ordering, to=action))
    views = []
    for view in View:
        label, hint, to = _(VIEW_LABELS[view]), _(VIEW_HINTS[view]), ShowPage(in_view(query, view))
        views.append(Choice(label, description=hint, selected=view is query.view, to=to))
    return (
        Select(Menu.ORDER, _("Change the order"), tuple(orders), opener(Menu.ORDER, _("Order"), shown)),
        Select(Menu.VIEW, _("Change the view"), tuple(views), opener(Menu.VIEW, _("View"), shown)),
    )


def _is_foreign(query: LaunchQuery, understood: Understood) -> bool:
    """Tell whether words that were not understood may be a sentence of another language than English."""
    many = len(query.terms) > (1 if understood.fields - {SEARCH} else MOST_OF_A_NAME)
    return bool(query.search) and (many or is_foreign(query.search.replace(" ", "")))


def in_view(query: LaunchQuery, view: View) -> LaunchQuery:
    """Return the query in another view, on the page that holds the launch now shown first."""
    size = PAGE_SIZES[view]
    return query.having(view=view, limit=size, offset=query.offset // size * size)


def headline(count: int, filters: Sequence[Filter]) -> Line:
    """Return how many launches there are, and with which filters."""
    count_words = ngettext("{n} launch", "{n} launches", count).format(n=number(count))
    return (beside([count_words, filter_words(filters)]),)
