"""How plain words were understood, on a card: in a line, and as buttons to put it right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from commands.cards.card import Button, ButtonStyle, Line
from commands.cards.text import Filter, active_filters, filter_words
from commands.codec.actions import Action, ShowPage
from commands.definitions.commands import ORDERS
from commands.i18n.formatting import either, listed
from commands.i18n.translation import ENGLISH, _, current, marked
from commands.parsing.names.resolver import Naming
from commands.parsing.plain_words.meanings import SEARCH
from commands.parsing.plain_words.reading import Choice, Reading
from storage.query import DEFAULT_ORDERING, LaunchQuery

MOST_BUTTONS = 6
"""Filters to remove and other meanings together: with pages and menus, what a message on Discord takes."""

MOST_DROPS, MOST_CHOICES = 5, 3
"""The most of either."""

IN_ROW = 2
"""Buttons beside each other: their words are long, and phones narrow."""

_ORDER_WORDS = {"newest": marked("newest first"), "oldest": marked("oldest first")}

_ONLY_PREVIOUS = marked(
    "I only know past launches, not upcoming ones. /subscribe posts results as they come in."
)

ONLY_ENGLISH = marked("Plain words are understood in English; names in any language.")

Rows = tuple[tuple[Button, ...], ...]


def literal_button(to: Action) -> Button:
    """Return the button that searches for the words as typed; a phone has room for its short form."""
    return Button(_("Search for these words instead"), short=_("Search these words"), to=to)


@dataclass(frozen=True, slots=True)
class Understood:
    """What a card says of plain words: `fields` of the query were understood, `lines` tell how.

    `remarks` are those of the lines that also belong where nothing is found: what cannot be asked for, and
    what else was meant. `drops` remove one filter each, `choices` take other meanings, and `literal` searches
    for the words, as the query `whole` does.
    """

    fields: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = ()
    remarks: tuple[Line, ...] = ()
    drops: Rows = ()
    choices: Rows = ()
    literal: tuple[Button, ...] = ()
    whole: LaunchQuery | None = None


NOTHING = Understood()


def is_foreign(words: str) -> bool:
    """Tell whether words that were not understood may belong to another language than English."""
    return current() != ENGLISH or not words.isascii() or len(words.split()) > 1


@dataclass(frozen=True, slots=True)
class Understanding:
    """Puts readings into words."""

    naming: Naming

    async def told(self, reading: Reading, lead: Callable[[LaunchQuery], Action] = ShowPage) -> Understood:
        """Return what to say of a reading; the buttons do what `lead` makes of their queries."""
        if not reading.understood:
            return NOTHING
        parts = await self._parts(reading.query, reading.fields)
        drops = [
            Button(f"✕ {part.words}", to=lead(part.without))
            for part in parts
            if part.without != reading.query
        ][:MOST_DROPS]
        offered = reading.choices[: min(MOST_BUTTONS - len(drops), MOST_CHOICES)]
        words, choices = await self._choices(offered, lead)
        said = filter_words(parts)
        if not said and not await active_filters(reading.query, self.naming):
            said = _("all launches")
        lines: list[Line] = [(_("Understood as: {filters}").format(filters=said),)] if said else []
        remarks: list[Line] = []
        if reading.upcoming:
            remarks.append((_(_ONLY_PREVIOUS),))
        if reading.unread:
            words_left = listed(_("“{text}”").format(text=each) for each in reading.unread)
            remarks.append((_("Not understood, and left out: {words}").format(words=words_left),))
            if is_foreign(" ".join(reading.unread)):
                remarks.append((_(ONLY_ENGLISH),))
        if choices:
            remarks.append((_("Did you mean: {choices}?").format(choices=either(words)),))
        return Understood(
            frozenset(reading.fields),
            (*lines, *remarks),
            tuple(remarks),
            _in_rows(drops),
            _in_rows(choices),
            self._literal(reading, offered, lead),
            reading.literal,
        )

    def _literal(
        self, reading: Reading, offered: Sequence[Choice], lead: Callable[[LaunchQuery], Action]
    ) -> tuple[Button, ...]:
        """Return the button that searches for the words, where nothing else does."""
        if reading.literal is None or reading.literal in (reading.query, *(each.query for each in offered)):
            return ()
        return (literal_button(lead(reading.literal)),)

    async def _choices(
        self, offered: Sequence[Choice], lead: Callable[[LaunchQuery], Action]
    ) -> tuple[list[str], list[Button]]:
        """Return the other meanings in words, and the buttons that take them."""
        words, buttons = [], []
        for choice in offered:
            parts = await self._parts(choice.query, (choice.field,))
            words += [part.words for part in parts]
            label = either(part.words for part in parts)
            buttons.append(Button(label, style=ButtonStyle.PRIMARY, to=lead(choice.query)))
        return words, buttons

    async def _parts(self, query: LaunchQuery, fields: tuple[str, ...]) -> list[Filter]:
        """Return those fields of a query in words, each with the query that drops it."""
        parts = [
            replace(each, words=_("the words {words}").format(words=each.words))
            if each.field == SEARCH
            else each
            for each in await active_filters(query, self.naming)
            if each.field in fields
        ]
        if "ids" in fields:
            # They were named for what all the words say together: without one of these they are others.
            parts = [
                each if each.field == "ids" else replace(each, without=each.without.having(ids=()))
                for each in parts
            ]
        if "ordering" in fields:
            word = next((word for word, ordering in ORDERS.items() if ordering == query.ordering), "")
            without = query.at(0).having(ordering=DEFAULT_ORDERING, ids=() if "ids" in fields else query.ids)
            parts.append(Filter(_(_ORDER_WORDS[word]), without, "ordering"))
        return parts


def _in_rows(buttons: list[Button]) -> Rows:
    return tuple(tuple(buttons[at : at + IN_ROW]) for at in range(0, len(buttons), IN_ROW))
