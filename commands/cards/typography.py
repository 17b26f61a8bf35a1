"""Spaces as scripts want them, whatever a line is put together from."""

from __future__ import annotations

import re
from dataclasses import replace

from commands.cards.card import Block, Card, Line, Span, When

_WIDE = "：。，；！？、）】」』"  # noqa: RUF001 - they are meant
"""Signs of Chinese that are as wide as a letter and bring their own space after them."""

_ABBREVIATED = "г."  # noqa: RUF001 - it is meant
"""A Russian year ends in the full stop of its abbreviation, which a sentence that ends with it shares."""

_SPACED = re.compile(rf"([{_WIDE}]) +")


def spaced(card: Card) -> Card:
    """Return the card without spaces after signs that bring their own, and with one full stop a sentence."""
    return replace(
        card,
        blocks=tuple(map(_block, card.blocks)),
        footer=spaced_line(card.footer),
        notice=_spaced(card.notice),
    )


def spaced_line(line: Line) -> Line:
    """Return the line without spaces after signs that bring their own, within its spans and between them.

    A sentence that ends with an abbreviation has one full stop.
    """
    spans: list[Span] = []
    after_wide = False
    for span in line:
        if isinstance(span, When):
            spans.append(span)
            after_wide = False
            continue
        said = span if isinstance(span, str) else span.text
        text = _spaced(said)
        text = text.lstrip(" ") if after_wide else text
        after_wide = text[-1] in _WIDE if text else after_wide
        # Few lines have such a sign, so few spans are made anew.
        spans.append(span if text == said else text if isinstance(span, str) else replace(span, text=text))
    return tuple(spans)


def _spaced(text: str) -> str:
    return _SPACED.sub(r"\1", text).replace(f"{_ABBREVIATED}.", _ABBREVIATED)


def _block(block: Block) -> Block:
    return replace(block, lines=tuple(map(spaced_line, block.lines)))
