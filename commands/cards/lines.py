"""Whole sentences as lines of a card: what is filled in stays an instant, a link, or whatever it is."""

from __future__ import annotations

import re

from commands.cards.card import Line, Span, Strong

_PLACE = re.compile(r"\{(\w+)\}")
_LABEL = re.compile("[^:：]*[:：]")


def filled(template: str, /, **values: Span | Line) -> Line:
    """Return a template with spans, or several of them, in the places named in braces."""
    line: list[Span] = []
    for odd, part in enumerate(_PLACE.split(template)):
        if odd % 2:
            value = values[part]
            line += value if isinstance(value, tuple) else [value]
        elif part:
            line.append(part)
    return tuple(line)


def fact(template: str, /, **values: Span | Line) -> Line:
    """Return a template such as "Streak: {n}" filled in, in bold up to its first colon."""
    label = match[0] if (match := _LABEL.match(template)) else ""
    head = tuple(Strong(each) if isinstance(each, str) else each for each in filled(label, **values))
    return (*head, *filled(template[len(label) :], **values))
