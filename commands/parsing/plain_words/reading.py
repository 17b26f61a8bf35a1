"""What a text was understood to ask for: one query, and others that it may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from commands.codec.compact import PAGE_SIZES
from commands.definitions.filters import NAME_FIELDS
from commands.parsing.plain_words.grammar import EVERYTHING, STOPS, UNREAD, UPCOMING
from commands.parsing.plain_words.meanings import SEARCH, Item, Meaning
from commands.parsing.plain_words.questions import LAUNCHES, Question, Wanted, question_of
from commands.parsing.tokens import Token, unquoted
from storage.query import MAX_TERMS, LaunchQuery, Range, View

Meant = Sequence[tuple[Item, Meaning]]
"""The items of a text, each with the meaning in which it is taken."""

MOST_CHOICES = 3
"""Other meanings that are offered: with five filters to remove, what a message on Discord has room for."""

MOST_TRIED = 12
"""Other meanings that are looked at: what one says may be what the words mean anyway."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Another meaning of some words: the field of a query that they give, and the whole query with it."""

    field: str
    query: LaunchQuery


@dataclass(frozen=True, slots=True)
class Reading:
    """How a text was understood.

    `fields` are the fields of the query that the words gave; none if nothing was understood, and then all
    words are searched for. `literal` is the query that only searches for the words, None where they are
    too many for that. `upcoming` if launches were asked for that are still to come. `question` tells what
    kind of answer is wanted. `unread` are words that say something and count for nothing.
    """

    query: LaunchQuery
    fields: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    literal: LaunchQuery | None = None
    understood: bool = False
    upcoming: bool = False
    question: Question = LAUNCHES
    unread: tuple[str, ...] = ()


def at_word_starts(reading: Reading) -> Reading:
    """Return a reading whose searches find words where they begin, as people mean them."""
    return replace(
        reading,
        query=reading.query.having(word_starts=True),
        choices=tuple(replace(each, query=each.query.having(word_starts=True)) for each in reading.choices),
        literal=reading.literal and reading.literal.having(word_starts=True),
    )


@dataclass(slots=True)
class _Gathered:
    """The fields of a query while the items of a text are put together."""

    taken: set[str]
    values: dict[str, Any] = field(default_factory=dict)
    searched: dict[int, str] = field(default_factory=dict)
    apart: list[Meaning] = field(default_factory=list)
    unjoined: list[Item] = field(default_factory=list)
    count: int = 0
    overruled: list[str] = field(default_factory=list)

    def take(self, item: Item, meaning: Meaning) -> None:
        """Apply the meaning of an item."""
        if meaning.field == SEARCH:
            self.searched[item.start] = str(meaning.value)
        elif meaning.field in self.taken:
            # What was typed as a filter counts; a name beside it is a word like any other.
            if meaning.field in NAME_FIELDS.values():
                self.searched[item.start] = item.said
            else:
                self.overruled.append(item.said)
        elif meaning.field not in self.values:
            self.values[meaning.field] = meaning.value
        else:
            self._add(item, meaning)

    def _add(self, item: Item, meaning: Meaning) -> None:
        """Take over a second value for a field."""
        held, value = self.values[meaning.field], meaning.value
        match held, value:
            case Range(), Range():
                both = _together(held, value, joined=item.joined)
                self.values[meaning.field] = both or held
                self.apart += [] if both else [meaning]
            case bool(), bool():
                if held is not value:
                    # Crewed and not crewed: all of them.
                    self.taken.add(meaning.field)
                    del self.values[meaning.field]
            case tuple(), tuple() if meaning.field != "ordering" and not set(value) <= set(held):
                if item.joined or meaning.field not in NAME_FIELDS.values():
                    self.values[meaning.field] = (*held, *value)
                else:
                    self.searched[item.start] = item.said
                    self.unjoined.append(item)


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts the items of a text together, beside what was `typed` as filters.

    `taken` are the fields of the query that the words may not change.
    """

    tokens: Sequence[Token]
    items: Sequence[Item]
    typed: LaunchQuery
    taken: frozenset[str]

    def reading(self, text: str) -> Reading:
        """Return how the whole text is understood."""
        meant = [(item, item.meanings[0]) for item in self.items if item.meanings]
        gathered = self._gather(meant)
        query = self._query(gathered)
        upcoming = any(item.said.casefold() in UPCOMING and not item.meanings for item in self.items)
        fields = tuple(gathered.values) + ((SEARCH,) if query.search else ())
        asked = LAUNCHES if upcoming else question_of(self.tokens, self.items, fields)
        if not (upcoming or asked.by or asked.wanted is Wanted.PEOPLE or self._is_sentence(gathered, query)):
            return Reading(self.typed.having(search=unquoted(text)))
        choices: dict[LaunchQuery, Choice] = {}
        for choice in islice(self._choices(meant, query, gathered), MOST_TRIED):
            if choice.query != query and len(choices) < MOST_CHOICES:
                choices.setdefault(choice.query, choice)
        literal = _literal(self.typed, text)
        return Reading(
            query,
            fields,
            tuple(choices.values()),
            literal,
            understood=True,
            upcoming=upcoming,
            question=asked,
            unread=(*gathered.overruled, *self._unread()),
        )

    def _unread(self) -> Iterable[str]:
        said = {at for item in self.items for at in range(item.start, item.end)}
        return (token.text for at, token in enumerate(self.tokens) if at not in said and token.word in UNREAD)

    def _is_sentence(self, gathered: _Gathered, query: LaunchQuery) -> bool:
        """Whether the text says more than words to search for."""
        if gathered.values or gathered.overruled:
            return True
        if query.search == self.typed.search:
            # "Mission" alone may be a word of a name; "all missions" is none.
            return any(token.word in EVERYTHING for token in self.tokens)
        return any(not item.meanings or _is_other_name(item) for item in self.items)

    def _choices(self, meant: Meant, query: LaunchQuery, gathered: _Gathered) -> Iterable[Choice]:
        """Yield the other meanings, each of one item alone."""
        for at, (item, meaning) in enumerate(meant):
            others = [(item, other) for other in item.meanings[1:] if other.field not in self.taken]
            if item in gathered.unjoined:
                others.append((replace(item, joined=True), meaning))
            for other in others:
                changed = self._gather([*meant[:at], other, *meant[at + 1 :]])
                yield Choice(other[1].field, self._query(changed))
        for meaning in gathered.apart:
            yield Choice(meaning.field, query.having(**{meaning.field: meaning.value}))

    def _gather(self, meant: Meant) -> _Gathered:
        gathered = _Gathered(set(self.taken), count=next((i.count for i in self.items if i.count), 0))
        for item, meaning in meant:
            gathered.take(item, meaning)
        return gathered

    def _query(self, gathered: _Gathered) -> LaunchQuery:
        """Return the query, which searches for the words that have no meaning, in their order."""
        said = {at for item in self.items for at in range(item.start, item.end)}
        words = dict(gathered.searched)
        for at, token in enumerate(self.tokens):
            if at not in said and token.word not in STOPS and (token.key or not token.word):
                words[at] = token.text
        changes: dict[str, Any] = dict(gathered.values)
        if gathered.count and "view" not in self.taken:
            view = View.LIST if gathered.count > PAGE_SIZES[View.NORMAL] else View.NORMAL
            changes |= {"view": view, "limit": PAGE_SIZES[view]}
        return self.typed.having(search=" ".join(words[at] for at in sorted(words)), strict=True, **changes)


def _is_other_name(item: Item) -> bool:
    """Whether something is searched for that was said in another way, such as in the plural."""
    return item.meanings[0].field == SEARCH and item.meanings[0].value != item.said


def _literal(typed: LaunchQuery, text: str) -> LaunchQuery | None:
    """Return the query that searches for all words, None where they are too many for a search."""
    query = typed.having(search=unquoted(text))
    return query if len(query.terms) <= MAX_TERMS else None


def _together(held: Range, other: Range, *, joined: bool) -> Range | None:
    """Return the time that two ranges have in common, or cover without a gap if they are joined."""
    first, last = _latest(held.gte, other.gte), _earliest(held.lt, other.lt)
    if first is None or last is None or first < last:
        return Range(gte=first, lt=last)
    if joined and first == last and None not in (held.gte, other.gte, held.lt, other.lt):
        return Range(gte=_earliest(held.gte, other.gte), lt=_latest(held.lt, other.lt))
    return None


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((each for each in (one, other) if each), default=None)


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each), default=None)
