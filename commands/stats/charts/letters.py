"""The letters of charts: the font, and what becomes of letters that it lacks."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import import_module
from io import BytesIO

from PIL import ImageFont

_WITHOUT_BASE = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "Æ": "AE",
    "Œ": "OE",
    "Ø": "O",
    "Ł": "L",
}
"""Letters that Unicode does not take apart."""


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return Noto Sans, which has all Latin and Cyrillic letters, in a size in pixels.

    The first time it takes some hundredths of a second.
    """
    data = import_module("pymupdf_fonts.NotoSans_Regular").fontbuffer
    return ImageFont.truetype(BytesIO(data), size)


def can_letter(text: str) -> bool:
    """Tell whether the letters of a chart suffice for a text."""
    return all(map(_has, lettered(text)))


def lettered(text: str) -> str:
    """Return a text with plain letters in place of accented ones that the font lacks."""
    return "".join(each if _has(each) else _base(each) for each in text)


def shortened(text: str, length: int) -> str:
    """Return a text of at most that many characters, with an ellipsis where it was longer."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _base(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", _WITHOUT_BASE.get(letter, letter))
    return "".join(each for each in plain if not unicodedata.combining(each))


@cache
def _has(letter: str) -> bool:
    # U+FFFF is no character in any font, so what is drawn for it is the box for the unknown.
    return bytes(font(26).getmask(letter)) != bytes(font(26).getmask("\uffff"))
