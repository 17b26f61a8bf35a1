"""Charts of figures as PNG pictures: bars stacked by outcome, large enough to be read on a phone."""

from __future__ import annotations

import asyncio
import math
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from commands.language import ENGLISH, Language, _, current, marked
from commands.locale_words import number

WIDTH, HEIGHT = 1200, 675
"""Pixels; 16:9, as both platforms show it without cutting."""

MOST_BARS = 80
"""Bars that still are some pixels wide."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 30, 120, 70
_PAPER, _INK, _FAINT, _GRID = "#F7F8FA", "#1B1F24", "#5B6570", "#D9DEE4"
_COLOURS = ("#2E9E5B", "#E08A1E", "#D23F3F", "#9AA4AF")
"""Success, partial failure, failure, no outcome yet: the colours of the cards."""

LEGEND = (marked("Success"), marked("Partial failure"), marked("Failure"), marked("No outcome yet"))

LONGEST_BELOW = 8
"""Characters of a label that fit below a bar."""

LONGEST_BESIDE = 32
"""Characters of a label that fit beside a bar."""

_NAMES = 430

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

_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, and how many launches ended with success, partially, with failure, not yet."""

    label: str
    parts: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        """Launches in all."""
        return sum(self.parts)


@dataclass(slots=True)
class Charts:
    """Draws charts off the event loop, and keeps the latest by what they show."""

    _drawn: OrderedDict[tuple[str, tuple[Bar, ...], str], bytes] = field(default_factory=OrderedDict)

    async def draw(self, title: str, bars: Sequence[Bar]) -> bytes:
        """Return a PNG of at most `MOST_BARS` bars, in the current language."""
        known = (title, tuple(bars[:MOST_BARS]), current().code)
        if (picture := self._drawn.get(known)) is None:
            picture = await asyncio.to_thread(_picture, title, known[1])
            self._drawn[known] = picture
            if len(self._drawn) > _REMEMBERED:
                self._drawn.popitem(last=False)
        return picture


def described(title: str, bars: Sequence[Bar]) -> str:
    """Return what a chart shows in words, for those who cannot see it."""
    if not bars:
        return title
    most = max(bars, key=lambda bar: bar.total)
    text = _("Bar chart: {title}, from {first} to {last}; the most are {n} ({label}).")
    return text.format(
        title=title, first=bars[0].label, last=bars[-1].label, n=number(most.total), label=most.label
    )


def chart_language() -> Language:
    """Return the current language if charts have letters for it, else English."""
    return current() if can_letter("".join(map(_, LEGEND))) else ENGLISH


def can_letter(text: str) -> bool:
    """Tell whether the letters of a chart suffice for a text."""
    return all(map(_has, _lettered(text)))


def _lettered(text: str) -> str:
    """Return a text with plain letters in place of accented ones that Pillow's own font lacks."""
    return "".join(each if _has(each) else _base(each) for each in text)


def _base(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", _WITHOUT_BASE.get(letter, letter))
    return "".join(each for each in plain if not unicodedata.combining(each))


@cache
def _has(letter: str) -> bool:
    font = _font(22)
    # U+FFFF is no character in any font, so what is drawn for it is the box for the unknown.
    return bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


def _picture(title: str, bars: Sequence[Bar]) -> bytes:
    title, bars = _lettered(title), [replace(bar, label=_lettered(bar.label)) for bar in bars]
    image = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    canvas = ImageDraw.Draw(image)
    canvas.text((_LEFT, 24), title, _INK, _font(34))
    _legend(canvas, bars)
    most = max((bar.total for bar in bars), default=1)
    if any(len(bar.label) > LONGEST_BELOW for bar in bars):
        _across(canvas, bars, most)
    else:
        top = _ceiling(most)
        _grid(canvas, top)
        _upright(canvas, bars, top)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _legend(canvas: ImageDraw.ImageDraw, bars: Sequence[Bar]) -> None:
    left = float(_LEFT)
    for index, (word, colour) in enumerate(zip(LEGEND, _COLOURS, strict=True)):
        if total := sum(bar.parts[index] for bar in bars):
            text = _lettered(f"{_(word)} ({number(total)})")
            canvas.rectangle((left, 78, left + 22, 100), colour)
            canvas.text((left + 32, 76), text, _INK, _font(22))
            left += 32 + canvas.textlength(text, _font(22)) + 36


def _grid(canvas: ImageDraw.ImageDraw, top: int) -> None:
    for step in range(5):
        y = HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * step / 4
        canvas.line((_LEFT, y, WIDTH - _RIGHT, y), _GRID, 2)
        canvas.text((_LEFT - 14, y), f"{top * step / 4:g}", _FAINT, _font(22), anchor="rm")


def _upright(canvas: ImageDraw.ImageDraw, bars: Sequence[Bar], top: int) -> None:
    room = (WIDTH - _LEFT - _RIGHT) / max(len(bars), 1)
    scale = (HEIGHT - _TOP - _BOTTOM) / top
    widest = max((canvas.textlength(bar.label, _font(22)) for bar in bars), default=0.0)
    every = max(1, math.ceil((widest + 16) / room))
    for index, bar in enumerate(bars):
        left = _LEFT + index * room
        bottom = float(HEIGHT - _BOTTOM)
        for part, colour in zip(bar.parts, _COLOURS, strict=True):
            if part:
                canvas.rectangle(
                    (left + room * 0.12, bottom - part * scale, left + room * 0.88, bottom), colour
                )
                bottom -= part * scale
        if index % every == 0:
            canvas.text((left + room / 2, HEIGHT - _BOTTOM + 14), bar.label, _FAINT, _font(22), anchor="ma")


def _across(canvas: ImageDraw.ImageDraw, bars: Sequence[Bar], most: int) -> None:
    """Lay the bars on their side, for names have no room below them."""
    room = (HEIGHT - _TOP - _RIGHT) / len(bars)
    scale = (WIDTH - _NAMES - 130) / max(most, 1)
    for index, bar in enumerate(bars):
        top = _TOP + index * room
        middle, left = top + room / 2, float(_NAMES)
        canvas.text((_NAMES - 14, middle), bar.label, _INK, _font(22), anchor="rm")
        for part, colour in zip(bar.parts, _COLOURS, strict=True):
            if part:
                canvas.rectangle((left, top + room * 0.18, left + part * scale, top + room * 0.82), colour)
                left += part * scale
        canvas.text((left + 12, middle), f"{bar.total:,}", _FAINT, _font(22), anchor="lm")


def _ceiling(most: int) -> int:
    """Return the least round number, divisible by four, that is not below the highest bar."""
    step: int = 10 ** max(0, len(str(most)) - 2)
    return max(4, math.ceil(most / (4 * step)) * 4 * step)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
