"""What an outcome looks like in a chart: a colour, and a pattern for those who do not see the colour.

Success is solid, a partial failure hatched, a failure hatched crosswise, no outcome yet dotted. Each colour
stands out from the paper, and each pattern from its colour, by at least the 3:1 that WCAG asks of graphics
(https://www.w3.org/TR/WCAG22/#non-text-contrast).
"""

from __future__ import annotations

from PIL import Image, ImageDraw

from commands.i18n.translation import marked

PAPER = "#17212B"
"""Dark: nobody tells a bot how a reader's app looks, and a dark picture dazzles on neither."""

COLOURS = ("#3DBB73", "#F2A93B", "#F0625F", "#9DAAB8")
"""Success, partial failure, failure, no outcome yet."""

PATTERNS = ("#3DBB73", "#5C3A00", "#5A0E12", "#2E3842")
"""What the colour of each is patterned with."""

OUTCOMES = (marked("Success"), marked("Partial failure"), marked("Failure"), marked("No outcome yet"))
"""What each is called in a legend."""

_STEP, _LINE, _DOT = 12, 3, 3
"""Pixels from one line or dot to the next, and across them: some fit into the narrowest bar."""

_EDGE = 2
"""Pixels of plain colour around a pattern, so that the shape of a part stays clear."""

_PLAIN = 9
"""Pixels below which a part has no room for a pattern: a thin line of its colour is easier to see."""

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels, the last two beyond the box."""


def paint(image: Image.Image, box: Box, outcome: int) -> None:
    """Fill a box with the look of an outcome, by its place in `COLOURS`."""
    left, top, right, bottom = box
    if right <= left or bottom <= top:
        return
    image.paste(COLOURS[outcome], box)
    if outcome == 0 or min(right - left, bottom - top) < _PLAIN:
        return
    size = (right - left - 2 * _EDGE, bottom - top - 2 * _EDGE)
    inside = Image.new("RGB", size, COLOURS[outcome])
    canvas = ImageDraw.Draw(inside)
    if outcome == 3:
        _dot(canvas, size, PATTERNS[outcome])
    else:
        _hatch(canvas, size, PATTERNS[outcome], crosswise=outcome == 2)
    image.paste(inside, (left + _EDGE, top + _EDGE))


def _hatch(canvas: ImageDraw.ImageDraw, size: tuple[int, int], colour: str, *, crosswise: bool) -> None:
    width, height = size
    across = _LINE - 1 if crosswise else _LINE
    for start in range(-(height // _STEP) * _STEP, width, _STEP):
        canvas.line((start, height, start + height, 0), colour, across)
        if crosswise:
            canvas.line((start, 0, start + height, height), colour, across)


def _dot(canvas: ImageDraw.ImageDraw, size: tuple[int, int], colour: str) -> None:
    width, height = size
    for row, top in enumerate(range(1, height, _STEP // 2)):
        for left in range(1 + (row % 2) * (_STEP // 2), width, _STEP):
            canvas.rectangle((left, top, left + _DOT - 1, top + _DOT - 1), colour)
