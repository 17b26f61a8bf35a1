"""Draws charts as PNG pictures: bars stacked by outcome, large enough to be read on a phone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from PIL import Image, ImageDraw

from commands.i18n.formatting import number
from commands.i18n.translation import _
from commands.stats.charts.letters import length, lettered, write
from commands.stats.charts.patterns import OUTCOMES, PAPER, Box, paint

WIDTH, HEIGHT = 1200, 675
"""Pixels of a chart; 16:9, as both platforms show it without cutting."""

LONGEST_BELOW = 8
"""Characters of a label that fit below a bar."""

LONGEST_BESIDE = 28
"""Characters of a label that fit beside a bar."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 100, 30, 124, 64
_NAMES, _SUMS = 440, 140
"""Pixels for the labels beside bars, and for the sums at their other end."""

_PANEL_TOP, _PANEL_NAME, _PANEL_YEARS = 76, 54, 50
_PANEL_BARS = {1: 400, 2: 270, 3: 220, 4: 190}
"""Pixels: the legend above all panels; the name above the bars of each, and the years below; the bars."""

INK, FAINT = "#F1F4F7", "#AAB7C4"
"""Colours of letters."""

_GRID = "#33414F"
_SMALL, _LARGE = 26, 34
"""Sizes of letters: eight and eleven points where a phone shows the picture from edge to edge."""

_STEPS = (1, 2, 5, 10, 20)
"""Years from one label to the next."""

_LEAST = 4
"""Pixels of a part of a bar, with the line below it: one failure must not vanish among many successes."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, and how many launches ended with success, partially, with failure, not yet."""

    label: str
    parts: tuple[int, int, int, int]

    @property
    def total(self) -> int:
        """Launches in all."""
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars with a title above them."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where upright bars stand: the box of the picture, and the number at its top."""

    box: Box
    top: int

    def height(self, launches: int) -> int:
        """Pixels for that many launches."""
        return round(launches * (self.box[3] - self.box[1]) / self.top)


def draw_chart(title: str, bars: Sequence[Bar]) -> bytes:
    """Return one chart as a PNG; bars with long labels lie on their side."""
    bars = list(_lettered(bars))
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    canvas = ImageDraw.Draw(image)
    _title(canvas, lettered(title), 22)
    _legend(image, canvas, bars, 76, counted=True)
    if any(len(bar.label) > LONGEST_BELOW for bar in bars):
        _across(image, canvas, bars)
    else:
        top = _ceiling(max((bar.total for bar in bars), default=1))
        plot = _Plot((_LEFT, _TOP, WIDTH - _RIGHT, HEIGHT - _BOTTOM), top)
        _grid(canvas, plot, steps=4)
        _upright(image, canvas, bars, plot)
    return _png(image)


def draw_panels(panels: Sequence[Panel]) -> bytes:
    """Return one to four charts as a PNG, one below the other on the same scale, with one legend."""
    panels = [Panel(lettered(panel.title), tuple(_lettered(panel.bars))) for panel in panels]
    bars = [bar for panel in panels for bar in panel.bars]
    high = _PANEL_BARS[len(panels)]
    each = _PANEL_NAME + high + _PANEL_YEARS
    image = Image.new("RGB", (WIDTH, _PANEL_TOP + each * len(panels)), PAPER)
    canvas = ImageDraw.Draw(image)
    _legend(image, canvas, bars, 24, counted=False)
    top = _ceiling(max((bar.total for bar in bars), default=1))
    for index, panel in enumerate(panels):
        upper = _PANEL_TOP + index * each
        _title(canvas, panel.title, upper + 4)
        bottom = upper + _PANEL_NAME + high
        plot = _Plot((_LEFT, upper + _PANEL_NAME, WIDTH - _RIGHT, bottom), top)
        _grid(canvas, plot, steps=2)
        _upright(image, canvas, panel.bars, plot)
    return _png(image)


def _lettered(bars: Iterable[Bar]) -> Iterator[Bar]:
    return (replace(bar, label=lettered(bar.label)) for bar in bars)


def _png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _title(canvas: ImageDraw.ImageDraw, text: str, top: int) -> None:
    write(canvas, (_LEFT, top), _cut(text, _LARGE, WIDTH - _LEFT - _RIGHT), INK, _LARGE)


def _cut(text: str, size: int, room: float) -> str:
    """Return as much of a text as fits into that many pixels."""
    if length(text, size) <= room:
        return text
    while text and length(f"{text}…", size) > room:
        text = text[:-1].rstrip()
    return f"{text}…"


def _legend(
    image: Image.Image, canvas: ImageDraw.ImageDraw, bars: Sequence[Bar], top: int, *, counted: bool
) -> None:
    """Tell the outcomes that there are, `counted` with how many launches each has in all."""
    sums = {index: sum(bar.parts[index] for bar in bars) for index in range(len(OUTCOMES))}
    texts = {
        index: lettered(_called(index, launches if counted else None))
        for index, launches in sums.items()
        if launches
    }
    room = WIDTH - _LEFT - len(texts) * 70
    fitting = (s for s in (_SMALL, 23) if sum(length(t, s) for t in texts.values()) <= room)
    size, left = next(fitting, 20), _LEFT
    for index, text in texts.items():
        paint(image, (left, top + 2, left + 30, top + 32), index)
        write(canvas, (left + 40, top + 17), text, INK, size, "lm")
        left += 40 + round(length(text, size)) + 30


def _called(index: int, launches: int | None) -> str:
    outcome = _(OUTCOMES[index])
    return outcome if launches is None else _("{outcome} ({n})").format(outcome=outcome, n=number(launches))


def _grid(canvas: ImageDraw.ImageDraw, plot: _Plot, *, steps: int) -> None:
    left, _top, right, bottom = plot.box
    for step in range(steps + 1):
        launches = plot.top * step // steps
        y = bottom - plot.height(launches)
        canvas.line((left, y, right, y), _GRID, 2)
        write(canvas, (left - 14, y), number(launches), FAINT, _SMALL, "rm")


def _upright(image: Image.Image, canvas: ImageDraw.ImageDraw, bars: Sequence[Bar], plot: _Plot) -> None:
    left, _top, right, bottom = plot.box
    room = (right - left) / max(len(bars), 1)
    told = _told(bars, room)
    for index, bar in enumerate(bars):
        start, end = round(left + (index + 0.1) * room), round(left + (index + 0.9) * room)
        level = bottom
        for outcome, launches in enumerate(bar.parts):
            if launches:
                above = level - max(plot.height(launches), _LEAST)
                # A line of paper below it keeps a part apart from the one that it stands on.
                paint(image, (start, above, end, level - (level < bottom)), outcome)
                level = above
        if index in told:
            middle = left + (index + 0.5) * room
            write(canvas, (middle, bottom + 12), bar.label, FAINT, _SMALL, "ma")


def _told(bars: Sequence[Bar], room: float) -> set[int]:
    """Which bars have room for their labels: all, or every so many, round years if they are years."""
    widest = max((length(bar.label, _SMALL) for bar in bars), default=0.0)
    least = math.ceil((widest + 20) / room)
    every = next((step for step in _STEPS if step >= least), least)
    years = all(bar.label.isascii() and bar.label.isdecimal() for bar in bars)
    return {i for i, bar in enumerate(bars) if (int(bar.label) if years else i) % every == 0}


def _across(image: Image.Image, canvas: ImageDraw.ImageDraw, bars: Sequence[Bar]) -> None:
    """Lay the bars on their side, for names have no room below them."""
    room = (HEIGHT - _TOP - _RIGHT) / len(bars)
    scale = (WIDTH - _NAMES - _SUMS) / max(1, *(bar.total for bar in bars))
    for index, bar in enumerate(bars):
        middle = _TOP + (index + 0.5) * room
        upper, lower = round(middle - room * 0.32), round(middle + room * 0.32)
        label = _cut(bar.label, _SMALL, _NAMES - 24)
        write(canvas, (_NAMES - 14, middle), label, INK, _SMALL, "rm")
        left = _NAMES
        for outcome, launches in enumerate(bar.parts):
            if launches:
                right = left + max(round(launches * scale), _LEAST)
                paint(image, (left + (left > _NAMES), upper, right, lower), outcome)
                left = right
        write(canvas, (left + 12, middle), number(bar.total), FAINT, _SMALL, "lm")


def _ceiling(most: int) -> int:
    """Return the least round number, divisible by four, that is not below the highest bar."""
    step = 4
    while most > step * (10 if str(step)[0] == "4" else 20):
        step = step * 5 if str(step)[0] == "4" else step * 2
    return max(step, math.ceil(most / step) * step)
