"""The single times that a phrase is made of, and what each looks like."""

from __future__ import annotations

import re
from collections.abc import Callable

from commands.parsing.dates import named, relative
from commands.parsing.dates.counting import At, Told
from commands.parsing.dates.periods import Days, Period, moved
from commands.parsing.dates.words import CENTURIES, COUNT, DECADES, MONTH, ORDINALS, SEASONS, UNIT, WEEKDAYS


def read_point(text: str, at: At) -> Days | Period:
    """Return when a folded text is.

    Raises `ValueError` for what is no time, `AmbiguousDateError` for what may be two.
    """
    for pattern, build in _POINTS:
        if told := pattern.fullmatch(text):
            try:
                return build(at, told)
            except OverflowError as error:
                raise ValueError(text) from error
    raise ValueError(text)


def lacks_year(text: str) -> bool:
    """Tell whether a point is a day or month, without its year."""
    return bool(_YEARLESS.fullmatch(text))


def _half(at: At, told: Told) -> Days:
    whole = read_point(told["of"], at)
    is_first = (told["which"] or told["nth"]) in ("1", "first", "1st")
    if not isinstance(whole, Days):
        raise ValueError(told[0])
    count = whole.after.year - whole.first.year
    middle = moved(whole.first, 6 if count == 1 else count // 2 * 12)
    return Days(whole.first, middle) if is_first else Days(middle, whole.after)


_Y = r"(?P<year>\d{4})"
_M = rf"(?P<month>{MONTH})"
_D = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_LAST = r"(?P<last>\d{1,2})(?:st|nd|rd|th)?"
_OF_Y = rf"(?: (?:of )?{_Y})?"
_DECADE = rf"(?:(?:\d{{2}})?\d0 ?'?s|{'|'.join(DECADES)})"
_NTH = "|".join(ORDINALS)
_SOURCES: tuple[tuple[str, Callable[[At, Told], Days | Period]], ...] = (
    (
        r"(?P<date>\d{4}-\d{2}-\d{2})[t ](?P<time>\d{2}:\d{2}(?::\d{2})?)"
        r" ?(?P<offset>z|utc|[+-]\d{2}:?\d{2})?",
        named.instant,
    ),
    (rf"{_Y}[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})", named.iso_day),
    (rf"(?P<a>\d{{1,2}})[-./](?P<b>\d{{1,2}})[-./]{_Y}", named.numbers),
    (rf"{_M} (?:the )?{_D}{_OF_Y}", named.named_day),
    (rf"{_D}(?: of|-)? ?{_M}(?:-| of)? ?{_Y}", named.named_day),
    (rf"{_D} (?:of )?{_M}{_OF_Y}", named.named_day),
    (rf"{_Y} {_M} {_D}", named.named_day),
    (rf"{_M} {_D} ?(?:-|to|until|through) ?{_LAST}{_OF_Y}", named.some_days),
    (rf"{_D} ?(?:-|to|until|through) ?{_LAST} (?:of )?{_M}{_OF_Y}", named.some_days),
    (rf"(?:last )?{_M}{_OF_Y}", named.named_month),
    (rf"{_Y} {_M}", named.named_month),
    (rf"{_Y}(?P<sign>[-/.])(?P<month>\d{{1,2}})", named.iso_month),
    (_Y, named.year),
    (rf"(?:(?P<part>early|mid|late)[- ](?:the )?)?'?(?P<decade>{_DECADE})", named.decade),
    (rf"(?P<which>{'|'.join(CENTURIES)}|this|current|last|previous) century", named.century),
    (rf"q(?P<which>[1-4])(?:[- ]?(?:of )?{_Y})?", named.quarter),
    (rf"{_Y}[- ]?q(?P<which>[1-4])", named.quarter),
    (rf"(?P<which>{_NTH}) quarter (?:of )?{_Y}", named.quarter),
    (
        rf"(?:h(?P<which>[12]) |(?P<nth>first|second|1st|2nd) half )(?:of )?(?:the )?"
        rf"(?P<of>\d{{4}}|{_DECADE}|(?:{'|'.join(CENTURIES)}) century)",
        _half,
    ),
    (rf"(?P<season>{'|'.join(SEASONS)}) (?:of )?{_Y}(?:[-/](?P<last>\d{{4}}|\d{{2}}))?", named.season),
    (
        r"(?P<which>this|current|last|previous) (?P<unit>week|weekend|month|quarter|year|decade)",
        relative.calendar,
    ),
    (rf"(?:past|last|previous) (?:(?P<count>{COUNT}) )?(?P<unit>{UNIT})s?", relative.past),
    (rf"(?P<count>{COUNT}) (?P<unit>{UNIT})s? ago", relative.ago),
    (r"today|yesterday|tomorrow|day before yesterday", relative.spoken_day),
    (rf"(?:last )?(?P<day>{'|'.join(WEEKDAYS)})", relative.weekday),
    (r"now|present", relative.now),
)
_POINTS = tuple((re.compile(source), build) for source, build in _SOURCES)
POINT = "|".join(re.sub(r"\?P<\w+>", "?:", source) for source, _build in _SOURCES)
"""What a point looks like, without groups."""

_YEARLESS = re.compile(
    "|".join(
        re.sub(r"\?P<\w+>", "?:", s) for s in (rf"{_M}(?: (?:the )?{_D})?", rf"{_D} (?:of )?{_M}", "q[1-4]")
    )
)
