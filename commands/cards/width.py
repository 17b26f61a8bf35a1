"""How many lines words take on a phone, so that what matters is not pushed off its screen.

Letters are counted, not measured: text is broken at words, in whatever font a client has, on both platforms,
and a line more or less does no harm. Labels of Telegram's buttons are cut where they are too wide, so
`adapters.telegram.label_width` has the width of each letter of a known font.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

COLUMNS = 29
"""Latin letters of body text on a phone 390 pixels wide, in the widest of the usual fonts.

A message of Discord leaves about 255 pixels inside of its card; with its own font, they take some 35 to 40.
"""


_FIRST_WIDE = "\u1100"
"""No letter before it is wide: a Korean one, after all of Latin, Greek and Cyrillic."""


def columns(text: str) -> int:
    """Return the width of a text in Latin letters: Chinese ones and emoji are as wide as two."""
    if max(text, default="") < _FIRST_WIDE:
        return len(text)
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def rows(text: str, width: int = COLUMNS) -> int:
    """Return how many lines of that width a text takes, broken at spaces; 0 for an empty one."""
    taken, left = 0, 0
    for word in text.split():
        size = columns(word)
        if taken and size + 1 <= left:
            left -= size + 1
            continue
        lines = -(-size // width)
        taken += lines
        left = lines * width - size
    return taken


def first_fitting(texts: Iterable[str], width: int = COLUMNS) -> str:
    """Return the first of some texts, the fullest first, that takes one line; the last where none does."""
    found = ""
    for text in filter(None, texts):
        found = text
        if columns(text) <= width:
            break
    return found
