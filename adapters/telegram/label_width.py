"""How wide a button's label is on a phone, and what of it fits.

Telegram's clients give the buttons of a row equal shares of the keyboard and cut labels to one line.
Text that is broken into lines is only counted, see `commands.cards.width`.
"""

from __future__ import annotations

import unicodedata

from commands.cards.safe_text import ELLIPSIS

SIZE = 15
"""Of a label's letters, in dp (density-independent pixels). Source: Telegram for Android, as all here."""

KEYBOARD = 293
"""Dp of the narrowest keyboard: in a group, beside the sender's picture, on a phone 360 dp wide."""

GAP, MARGIN, EDGES = 5, 10, 2
"""Dp between two buttons; of a button that its label leaves free; of the keyboard beside its buttons."""

_ADVANCES = {
    200: "‘’",  # noqa: RUF001 - they are meant, as all below
    250: "'",
    300: " !(),.:;J`ijlł·¡і",  # noqa: RUF001
    350: "-I[]fІ‹›",  # noqa: RUF001
    400: "/\\t{}“”•",
    450: '"?_r¿гґ„',
    500: "cszзстэє–",  # noqa: RUF001
    550: "FLSkvxyŁ«»ГкухҐ",
    600: "$*+0123456789<=>ETVXYZ^ae|~ЕЗТХабвделья×",
    650: "#ABCKPRbdghnopqußøđАБВКРСУЬЭЯийнопрцчЄ",  # noqa: RUF001
    700: "ДЧЪъ",
    750: "&DGHUĐЛНПЦжмф",  # noqa: RUF001
    800: "NOQwØИЙОы…",  # noqa: RUF001
    850: "%Фю",
    900: "@æÆЖЫш",
    950: "MWmœŒМщ",  # noqa: RUF001
    1000: "—",
    1050: "ШЩ№",
    1100: "Ю",
}
"""Letters by thousandths of their size, of Noto Sans: some hundredths wider than Android's Roboto Medium."""

_WIDTHS = {letter: width for width, letters in _ADVANCES.items() for letter in letters}
_SQUARE, _PICTURE = 1000, 1300


def width(label: str) -> float:
    """Return how wide a label is, in dp; rather too much than too little."""
    return sum(map(_width, label)) * SIZE / 1000


def room(buttons: int) -> float:
    """Return the dp that each label has of so many buttons side by side."""
    return (KEYBOARD - EDGES - GAP * (buttons - 1)) / buttons - MARGIN


def fitting(label: str, end: str = "") -> str:
    """Return a label followed by `end`, shortened before it if it is too wide for a row of its own."""
    space = room(1) - width(end)
    if width(label) <= space:
        return label + end
    kept = _as_much(label, space - width(ELLIPSIS))
    at_word, _space, rest = kept.rpartition(" ")
    # Half of a long word tells more than nothing of it.
    kept = at_word if at_word and len(rest) < len(kept) / 3 else kept
    return kept.rstrip(" ,.;:·|/(") + ELLIPSIS + end


def _as_much(label: str, space: float) -> str:
    """Return as many of the first letters as that many dp have room for."""
    for index, letter in enumerate(label):
        space -= _width(letter) * SIZE / 1000
        if space < 0:
            return label[:index]
    return label


def _width(letter: str) -> int:
    if (known := _WIDTHS.get(letter)) is not None:
        return known
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    return _WIDTHS.get(plain, _PICTURE if letter > "\uffff" else _SQUARE)
