"""What kind of answer a text asks for: launches, one of them, a number, a rate, figures or a comparison."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from commands.codec.comparison import COMPARED
from commands.definitions.filters import NAMED
from commands.parsing.plain_words.grammar import PLURALS
from commands.parsing.plain_words.meanings import Item
from commands.parsing.plain_words.question_words import (
    FEW,
    FLYING,
    GROUPED,
    HOW_MANY,
    HOW_MANY_PEOPLE,
    HOW_RELIABLE,
    HOW_UNRELIABLE,
    MOST,
    MOST_OF,
    PER,
    STATISTICS,
    VERSUS,
    WHICH,
)
from commands.parsing.tokens import Token
from storage.properties import Property
from storage.query import Range

MOST_ASKED = 100
"""Launches that are asked for by number, at most."""

_TELLING = {**PER, **MOST_OF}
"""Words that tell themselves what the groups are."""

_FLIGHTS = frozenset({"flights", "missions"})
"""What people have as well as providers: who flew the most rockets is no person."""

_COMPARED = tuple(NAMED[kind].field for kind in COMPARED)
_SITES = NAMED[Property.LOCATION].field


class Wanted(StrEnum):
    """The kinds of answers; a count and a rate are a number, and figures beside it."""

    LAUNCHES = "launches"
    ONE = "one launch"
    COUNT = "count"
    PEOPLE = "people"
    SUCCESS_RATE = "success rate"
    FAILURE_RATE = "failure rate"
    FIGURES = "figures"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Question:
    """The kind of answer that is wanted.

    `most` launches and no more, 0 where no number is told, or the `nth` of them in their order; figures `by`
    that; a comparison of `compared`: fields of a query, each with the ids that it has for one of them;
    or one of the same launches in those `times`.
    """

    wanted: Wanted = Wanted.LAUNCHES
    most: int = 0
    nth: int = 1
    by: str = ""
    compared: tuple[tuple[str, tuple[int, ...]], ...] = ()
    times: tuple[Range, ...] = ()


LAUNCHES = Question()


def question_of(tokens: Sequence[Token], items: Sequence[Item], fields: Iterable[str]) -> Question:
    """Return what is wanted by a text with those items, which gave those fields of a query."""
    said = {item.said.casefold().replace("-", " ") for item in items}
    if compared := _compared(tokens, items, fields):
        return Question(Wanted.COMPARISON, compared=compared)
    if times := _times(tokens, items, fields):
        return Question(Wanted.COMPARISON, times=times)
    if not HOW_MANY_PEOPLE.isdisjoint(said):
        return Question(Wanted.PEOPLE)
    by = next((_TELLING[words] for words in said if words in _TELLING), "") or _largest(tokens, said)
    for wanted, phrases in (
        (Wanted.SUCCESS_RATE, HOW_RELIABLE),
        (Wanted.FAILURE_RATE, HOW_UNRELIABLE),
        (Wanted.COUNT, HOW_MANY),
        (Wanted.FIGURES, STATISTICS),
    ):
        if not phrases.isdisjoint(said):
            return Question(Wanted.FIGURES if wanted is Wanted.COUNT and by else wanted, by=by)
    if by:
        return Question(Wanted.FIGURES, by=by)
    ordered = [item for item in items if item.meanings and item.meanings[0].field == "ordering"]
    if nth := next((item.nth for item in ordered if item.nth), 0):
        return Question(Wanted.ONE, 1, nth)
    if most := next((item.count for item in items if item.count), 0):
        return Question(Wanted.ONE if most == 1 else Wanted.LAUNCHES, min(most, MOST_ASKED))
    few = any(_bare(item) in FEW for item in ordered)
    many = any(token.word in PLURALS for token in tokens)
    return Question(Wanted.ONE, 1) if few and not many else LAUNCHES


def _largest(tokens: Sequence[Token], said: Collection[str]) -> str:
    """Return what groups the largest one is asked of: "which rocket flew the most", "busiest year"."""
    if MOST.isdisjoint(said):
        return ""
    words = {token.word for token in tokens}
    if "who" in words and words & FLYING and words.isdisjoint(PLURALS - _FLIGHTS):
        return Property.PERSON.value
    if which := next((WHICH[words] for words in said if words in WHICH), ""):
        return which
    return next((GROUPED[token.word] for token in tokens if token.word in GROUPED), "")


def _bare(item: Item) -> str:
    return item.said.casefold()


def _compared(
    tokens: Sequence[Token], items: Sequence[Item], fields: Iterable[str]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return what is compared where that are two or more, and nothing but a time is told.

    A launch site beside rockets or providers is where they are launched from, and is not compared.
    """
    told = {*fields} - {"net"}
    if all(token.word not in VERSUS for token in tokens) or not told <= {*_COMPARED}:
        return ()
    if _SITES in told and len(told) > 1:
        return ()
    found = dict.fromkeys(
        (
            item.meanings[0].field,
            tuple(sorted(each for each in item.meanings[0].value if isinstance(each, int))),
        )
        for item in items
        if item.meanings and item.meanings[0].field in _COMPARED and isinstance(item.meanings[0].value, tuple)
    )
    return tuple(found) if 2 <= len(found) <= 4 else ()


def _times(tokens: Sequence[Token], items: Sequence[Item], fields: Iterable[str]) -> tuple[Range, ...]:
    """Return the times that are to be compared, where two or more are told: "spacex 2023 vs 2022"."""
    if all(token.word not in VERSUS for token in tokens) or "net" not in fields:
        return ()
    meant = (item.meanings[0].value for item in items if item.meanings and item.meanings[0].field == "net")
    found = dict.fromkeys(each for each in meant if isinstance(each, Range))
    return tuple(found) if 2 <= len(found) <= 4 else ()
