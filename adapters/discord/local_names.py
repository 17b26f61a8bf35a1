"""Commands that a card tells people to type, by the names that their own client has for them.

Our texts name commands in English, as Telegram has them; Discord shows and completes them translated.
"""

from __future__ import annotations

import re
from dataclasses import replace

from commands.cards.card import Card, Code, Line, Span, When
from commands.definitions.local_names import COMMAND_NAMES, PARAMETER_NAMES, command_name, parameter_name
from commands.i18n.translation import speaking

# A command may follow any sign but those of an address or a path: Chinese has no space before it.
_COMMAND = re.compile(rf"(?<![A-Za-z0-9_/.:-])/({'|'.join(COMMAND_NAMES)})(?![A-Za-z0-9_/-])")
_PARAMETER = re.compile(rf"(?<!\S)({'|'.join(PARAMETER_NAMES)}):")


def with_local_names(card: Card) -> Card:
    """Return the card with commands and their options called as in its language."""
    with speaking(card.language):
        blocks = [replace(block, lines=tuple(map(_line, block.lines))) for block in card.blocks]
        return replace(card, blocks=tuple(blocks), footer=_line(card.footer))


def in_words(text: str) -> str:
    """Return a text with the commands that it names called as in the current language."""
    return _COMMAND.sub(lambda found: f"/{command_name(found[1])}", text)


def _line(line: Line) -> Line:
    return tuple(_span(span) for span in line)


def _span(span: Span) -> Span:
    if isinstance(span, str):
        return in_words(span)
    if isinstance(span, When):
        return span
    text = in_words(span.text)
    if isinstance(span, Code):
        text = _PARAMETER.sub(lambda found: f"{parameter_name(found[1])}:", text)
    return replace(span, text=text)
