"""Makes a card small enough for one message of Discord.

Every step is a function from card to card, so that the renderer draws whatever comes out and the same
card is always shortened in the same way. Entries go last, and never without a word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from adapters.discord import limits
from commands.cards.card import Block, Card, Entry, Faint, Line, Span, Text, Typed, When
from commands.cards.safe_text import cut
from commands.i18n.translation import ngettext

_SHORTEST = 24
"""Characters to which a single text is cut before whole lines are left out."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Size:
    """What a drawn card takes of a message: components, and characters of text."""

    components: int
    text: int

    @property
    def fits(self) -> bool:
        """Whether it is within Discord's limits."""
        return self.components <= limits.COMPONENTS and self.text <= limits.TEXT


def fitted(card: Card, measure: Callable[[Card], Size]) -> Card:
    """Return the card, changed as little as needed for `measure` to say that it fits."""
    return _fewer_lines(_shorter_texts(_fewer_components(card, measure), measure), measure)


def capped(card: Card, limit: int) -> Card:
    """Return the card with no single text, title and headings included, over `limit` characters."""
    return replace(
        card,
        title=cut(card.title, limit),
        blocks=tuple(_capped_block(block, limit) for block in card.blocks),
        footer=_capped_line(card.footer, limit),
    )


def _fewer_components(card: Card, measure: Callable[[Card], Size]) -> Card:
    """Take the steps that save components, the least missed first, until the components fit."""
    steps = (_footer_above, _compact, _without_idle_buttons, _without_selects, _without_buttons)
    for step in steps:
        if measure(card).components <= limits.COMPONENTS:
            break
        card = step(card)
    return card


def _shorter_texts(card: Card, measure: Callable[[Card], Size]) -> Card:
    """Cut the longest texts, all to the same length: the greatest at which the text fits."""
    if measure(card).text <= limits.TEXT:
        return card
    return _greatest(
        range(_SHORTEST, limits.TEXT + 1),
        lambda limit: capped(card, limit),
        lambda tried: measure(tried).text <= limits.TEXT,
    )


def _fewer_lines(card: Card, measure: Callable[[Card], Size]) -> Card:
    """Leave out lines below each block's first, then the last blocks, then the footer."""

    def fits(tried: Card) -> bool:
        return measure(tried).fits

    if fits(card):
        return card
    longest = max((len(block.lines) for block in card.blocks), default=0)
    card = _greatest(range(1, longest + 1), lambda count: _first_lines(card, count), fits)
    if not fits(card):
        card = _greatest(range(len(card.blocks)), lambda count: _first_blocks(card, count), fits)
    return card if fits(card) else replace(card, footer=())


def _greatest(numbers: range, make: Callable[[int], T], good: Callable[[T], bool]) -> T:
    """Return what `make` makes of the greatest number for which it is good, or else of the least."""
    low, high = 0, len(numbers)
    best = make(numbers[0] if numbers else 0)
    while low < high:
        middle = (low + high) // 2
        tried = make(numbers[middle])
        if good(tried):
            best, low = tried, middle + 1
        else:
            high = middle
    return best


def _footer_above(card: Card) -> Card:
    footer = tuple(Faint(span) if isinstance(span, str) else span for span in card.footer)
    return replace(card, footer=(), blocks=(Text((footer,)), *card.blocks)) if footer else card


def _compact(card: Card) -> Card:
    blocks = (replace(each, compact=True) if isinstance(each, Entry) else each for each in card.blocks)
    return replace(card, blocks=tuple(blocks))


def _without_idle_buttons(card: Card) -> Card:
    rows = (tuple(button for button in row if not button.disabled) for row in card.buttons)
    return replace(card, buttons=tuple(row for row in rows if row))


def _without_selects(card: Card) -> Card:
    return replace(card, selects=card.selects[:1])


def _without_buttons(card: Card) -> Card:
    rows = tuple(row[: limits.ROW_BUTTONS] for row in card.buttons[:1])
    return replace(card, buttons=rows, selects=())


def _first_lines(card: Card, count: int) -> Card:
    blocks = (replace(block, lines=block.lines[: max(count, 1)]) for block in card.blocks)
    return replace(card, blocks=tuple(blocks))


def _first_blocks(card: Card, count: int) -> Card:
    left = len(card.blocks) - count
    note = ngettext("… and {count} more", "… and {count} more", left).format(count=left)
    return replace(card, blocks=(*card.blocks[:count], Text(((Faint(note),),))))


def _capped_block(block: Block, limit: int) -> Block:
    lines = tuple(_capped_line(line, limit) for line in block.lines)
    if isinstance(block, Text):
        return replace(block, lines=lines, heading=cut(block.heading, limit))
    return replace(block, lines=lines)


def _capped_line(line: Line, limit: int) -> Line:
    return tuple(_capped_span(span, limit) for span in line)


def _capped_span(span: Span, limit: int) -> Span:
    if isinstance(span, str):
        return cut(span, limit)
    if isinstance(span, When | Typed):
        return span
    return replace(span, text=cut(span.text, limit))
