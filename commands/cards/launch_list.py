"""Cards that show a page of launches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, ButtonStyle, Card, Choice, Content, Entry, Line, Select, Text, Tone
from commands.cards.interpretation import NOTHING, ONLY_ENGLISH, Understood, is_foreign
from commands.cards.text import ATTRIBUTION, Filter, active_filters, faint_lines, one_line, summary
from commands.caveats import caveats
from commands.codec import callback_data
from commands.codec.actions import Action, ShowFilters, ShowLaunch, ShowPage
from commands.codec.callback_data import Keep
from commands.codec.compact import PAGE_SIZES
from commands.definitions.commands import ORDER_LABELS, ORDERS, VIEW_HINTS, VIEW_LABELS
from commands.i18n.formatting import listed, number
from commands.i18n.translation import _, ngettext
from commands.parsing.names.near_misses import MOST_OFFERED
from commands.parsing.names.resolver import Naming
from commands.parsing.names.spellings import FULL
from commands.parsing.plain_words.meanings import NAME_FIELDS, SEARCH
from commands.parsing.plain_words.tokens import key_of
from commands.queries import Queries
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
    """Draws pages as cards; `keep` keeps queries that are too long for a button."""

    queries: Queries
    naming: Naming
    keep: Keep

    async def button(self, label: str, action: Action, slot: str) -> Button:
        """Return a button that carries the action."""
        return Button(label, await callback_data.encode(action, slot, self.keep))

    async def page(self, query: LaunchQuery) -> tuple[Page[Launch], LaunchQuery]:
        """Return the page, or the last one there is where the query asks beyond it."""
        page = await self.queries.flown(query)
        if page.items or not page.count:
            return page, query
        query = query.at((page.count - 1) // query.limit * query.limit)
        return await self.queries.flown(query), query

    async def card(self, query: LaunchQuery, understood: Understood = NOTHING) -> Card:
        """Return the card of a page in list or normal view, and how plain words were understood."""
        page, query = await self.page(query)
        filters = await active_filters(query, self.naming)
        if not page.count:
            return await self._nothing(query, filters, understood)
        admitted = await caveats(query, self.queries)
        typed = tuple(each for each in filters if each.field not in understood.fields)
        entries = [await self._entry(query, launch, i) for i, launch in enumerate(page.items)]
        return Card(
            title=_("Previous launches"),
            blocks=(
                Text((headline(page.count, typed), *understood.lines, *faint_lines(*admitted.words))),
                *entries,
            ),
            buttons=(
                *understood.drops,
                *[(drop,) for drop in await self._only(typed)],
                *understood.choices,
                *filter(None, [await self.pager(query, page.count)]),
                (await self.filters_button(query), *understood.literal),
            ),
            selects=await self.menus(query),
            footer=(_(ATTRIBUTION),),
            subject=query,
            content=Content(query=query, count=page.count, launches=page.items),
        )

    async def _only(self, filters: tuple[Filter, ...]) -> list[Button]:
        """Return the way from some launches named one by one to all: nobody chose them as a filter."""
        return [
            await self.button(f"✕ {each.words}", ShowPage(each.without), "o")
            for each in filters
            if each.field == "ids"
        ]

    async def _entry(self, query: LaunchQuery, launch: Launch, index: int) -> Entry:
        compact = query.view is View.LIST
        opening = await self.button(_("Details"), ShowLaunch(launch.id, query), str(index))
        lines = (one_line(launch),) if compact else summary(launch)
        return Entry(query.offset + index + 1, lines, opening, launch.name, compact)

    async def pager(self, query: LaunchQuery, count: int) -> tuple[Button, ...]:
        """Return the row first / back / page x of y / next / last; empty for a single page."""
        size = query.limit
        number, last = query.offset // size, (count - 1) // size
        if last == 0:
            return ()
        where = _("Page {x} of {y}").format(x=number + 1, y=last + 1)
        return (
            await self._turn("« " + _("First"), "f", query, 0, number > 0),
            await self._turn("‹ " + _("Back"), "b", query, number - 1, number > 0),
            Button(where, disabled=True, keep=True),
            await self._turn(_("Next") + " ›", "n", query, number + 1, number < last),
            await self._turn(_("Last") + " »", "l", query, last, number < last),
        )

    async def filters_button(self, query: LaunchQuery) -> Button:
        """Return the button that opens the filters of a list."""
        return await self.button(_("Filters"), ShowFilters(query), "z")

    async def _turn(self, label: str, slot: str, query: LaunchQuery, number: int, possible: bool) -> Button:
        if not possible:
            return Button(label, disabled=True)
        return await self.button(label, ShowPage(query.at(number * query.limit)), slot)

    async def menus(self, query: LaunchQuery) -> tuple[Select, Select]:
        """Return the choices of another order, from the first page, and of another view, where one is."""
        orders = []
        for slot, (word, ordering) in zip("ABCDE", ORDERS.items(), strict=True):
            action = ShowPage(query.having(ordering=ordering, offset=0))
            text = await callback_data.encode(action, slot, self.keep)
            orders.append(Choice(_(ORDER_LABELS[word]), text, selected=ordering == query.ordering))
        views = []
        for slot, view in zip("XYZ", View, strict=True):
            text = await callback_data.encode(ShowPage(in_view(query, view)), slot, self.keep)
            hint = _(VIEW_HINTS[view])
            views.append(Choice(_(VIEW_LABELS[view]), text, hint, selected=view is query.view))
        return (
            Select("order", _("Change the order"), tuple(orders)),
            Select("view", _("Change the view"), tuple(views)),
        )

    async def _nothing(self, query: LaunchQuery, filters: tuple[Filter, ...], understood: Understood) -> Card:
        """Say that nothing was found, with what, and offer the ways on."""
        admitted = await caveats(query, self.queries)
        sentence = (
            _("No launch is known to match {filters}.")
            if admitted
            else _("No previous launch matches {filters}.")
        )
        lines: list[Line] = [(sentence.format(filters=_joined(filters)),), *faint_lines(*admitted.words)]
        if not filters:
            lines = [(_("The catalogue is still empty. It is being filled: try again in a minute."),)]
        near = await self._near_searches(query, understood)
        drops = [
            await self.button(_("Without {filter}").format(filter=f.words), ShowPage(f.without), slot)
            for f, slot in zip(filters[:MAX_DROPS], "12345", strict=False)
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
            near = await self.naming.near((*NAME_FIELDS, None), asked.search) if asked.search else ()
            found: dict[LaunchQuery, Button] = {}
            for each in near:
                means = (
                    {NAME_FIELDS[each.kind]: each.ids}
                    if each.kind
                    else {"search": each.text, "word_starts": True}
                )
                corrected = asked.at(0).having(**{"search": "", "strict": True, **means})
                if corrected not in found and (await self.queries.flown(corrected)).count:
                    button = await self.button(each.text, ShowPage(corrected), "abcde"[len(found)])
                    found[corrected] = replace(button, style=ButtonStyle.PRIMARY)
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
                    button = await self.button(called.text, ShowPage(corrected), "abcde"[len(found)])
                    found[corrected] = replace(button, style=ButtonStyle.PRIMARY)
        return tuple(found.values())


def _is_foreign(query: LaunchQuery, understood: Understood) -> bool:
    """Tell whether words that were not understood may be a sentence of another language than English."""
    many = len(query.terms) > (1 if understood.fields - {SEARCH} else MOST_OF_A_NAME)
    return bool(query.search) and (many or is_foreign(query.search.replace(" ", "")))


def in_view(query: LaunchQuery, view: View) -> LaunchQuery:
    """Return the query in another view, on the page that holds the launch now shown first."""
    size = PAGE_SIZES[view]
    return query.having(view=view, limit=size, offset=query.offset // size * size)


def _joined(filters: Sequence[Filter]) -> str:
    return listed(f.words for f in filters)


def headline(count: int, filters: Sequence[Filter]) -> Line:
    """Return how many launches there are, and with which filters."""
    count_words = ngettext("{n} launch", "{n} launches", count).format(n=number(count))
    return (f"{count_words} · {_joined(filters)}",) if filters else (count_words,)
