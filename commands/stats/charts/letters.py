"""The letters of charts: the fonts, and what becomes of letters that both lack."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from io import BytesIO
from itertools import groupby
from pathlib import Path

from PIL import ImageDraw, ImageFont

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


CHINESE = Path(__file__).with_name("chinese.ttf")
"""Droid Sans Fallback (see chinese-licence.txt), cut down by `subset` to the letters of our Chinese texts."""

Point = tuple[float, float]


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return Noto Sans, which has all Latin and Cyrillic letters, in a size in pixels.

    The first time it takes some hundredths of a second.
    """
    data = import_module("pymupdf_fonts.NotoSans_Regular").fontbuffer
    return ImageFont.truetype(BytesIO(data), size)


@cache
def chinese(size: int) -> ImageFont.FreeTypeFont:
    """Return the font of Chinese letters in a size in pixels."""
    return ImageFont.truetype(BytesIO(CHINESE.read_bytes()), size)


def length(text: str, size: int) -> float:
    """Return how many pixels long a text of that size is."""
    return sum(each.getlength(part) for part, each in _runs(text, size))


def write(
    canvas: ImageDraw.ImageDraw, at: Point, text: str, colour: str, size: int, anchor: str = "la"
) -> None:
    """Write a text of one line at a point; `anchor` says of what of it, as Pillow's anchors do."""
    left = at[0] - length(text, size) * {"l": 0.0, "m": 0.5, "r": 1.0}[anchor[0]]
    ascent, descent = font(size).getmetrics()
    line = at[1] + {"a": float(ascent), "m": (ascent - descent) / 2}[anchor[1]]
    for part, each in _runs(text, size):
        canvas.text((left, line), part, colour, each, anchor="ls")
        left += each.getlength(part)


def _runs(text: str, size: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    """Yield the parts of a text, each with the font that has its letters."""
    for wide, letters in groupby(text, _is_chinese):
        yield "".join(letters), chinese(size) if wide else font(size)


def can_letter(text: str) -> bool:
    """Tell whether the letters of a chart suffice for a text."""
    return all(map(_has, lettered(text)))


def lettered(text: str) -> str:
    """Return a text with plain letters in place of accented ones that the fonts lack.

    What has no letters at all is left out, as long as others tell the same: names are written in Latin too.
    """
    plain = "".join(each if _has(each) else _base(each) for each in text)
    told = "".join(filter(_has, plain))
    return " ".join(told.split()) if any(map(str.isalnum, told)) else plain


def shortened(text: str, length: int) -> str:
    """Return a text of at most that many characters, with an ellipsis where it was longer."""
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def _base(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", _WITHOUT_BASE.get(letter, letter))
    return "".join(each for each in plain if not unicodedata.combining(each))


def _has(letter: str) -> bool:
    return _is_in(letter, font) or _is_chinese(letter)


@cache
def _is_chinese(letter: str) -> bool:
    return letter >= "\u2e80" and not _is_in(letter, font) and _is_in(letter, chinese)


@cache
def _is_in(letter: str, fonts: Callable[[int], ImageFont.FreeTypeFont]) -> bool:
    # U+FFFF is no character in any font, so what is drawn for it is the box for the unknown.
    return bytes(fonts(26).getmask(letter)) != bytes(fonts(26).getmask("\uffff"))
