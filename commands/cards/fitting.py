"""Which of several facts stand on a card that has to stay short, and how fully each is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commands.cards.card import Line, RoleName, When, WhenStyle
from commands.cards.safe_text import cut
from commands.cards.width import rows
from commands.i18n.formatting import date_words

PHONE = 36
"""Latin letters in a line of a phone 390 pixels wide, in the platforms' own fonts."""

_TIME = "00:00 AM"
_AGE = "10 months ago"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as a line: `variants` are the ways to tell it, the fullest first.

    All are first told in the shortest way, the lowest `rank` first; where there is no room, a fact is left
    out unless its rank is 0. Then they are told more fully, those with the lowest `grows` first.
    """

    variants: tuple[Line, ...]
    rank: int
    grows: int


def fitted(facts: Sequence[Fact], room: int) -> tuple[Line, ...]:
    """Return the facts, in their order, in at most that many lines of a phone."""
    sizes = [[line_rows(variant) for variant in fact.variants] for fact in facts]
    chosen: dict[int, int] = {}
    for number in sorted(range(len(facts)), key=lambda n: facts[n].rank):
        least = min(sizes[number])
        if not facts[number].rank or least <= room:
            chosen[number] = sizes[number].index(least)
            room -= least
    for number in sorted(chosen, key=lambda n: facts[n].grows):
        taken = sizes[number][chosen[number]]
        fuller = next((n for n, size in enumerate(sizes[number]) if size <= max(taken, taken + room)))
        room -= sizes[number][fuller] - taken
        chosen[number] = fuller
    return tuple(facts[number].variants[chosen[number]] for number in sorted(chosen))


def line_rows(line: Line) -> int:
    """Return how many lines of a phone a line takes."""
    return rows(line_words(line), PHONE)


def line_words(line: Line) -> str:
    """Return a line as it is read, instants as wide as they get."""
    return "".join(_words(span) for span in line)


def shortened(text: str, most: int, width: int = PHONE) -> str:
    """Return a text cut at a word so that it takes at most so many lines of that width."""
    length = len(text)
    kept = text
    while rows(kept, width) > most:
        length = min(length, most * width + 1) - 1
        kept = cut(text, length)
    return kept


def _words(span: object) -> str:
    if isinstance(span, When):
        match span.style:
            case WhenStyle.DATE:
                return date_words(span.instant)
            case WhenStyle.DATE_TIME:
                return f"{date_words(span.instant)} {_TIME}"
            case WhenStyle.TIME:
                return _TIME
            case WhenStyle.RELATIVE:
                return _AGE
    if isinstance(span, RoleName):
        return span.text
    return span if isinstance(span, str) else str(getattr(span, "text", ""))
