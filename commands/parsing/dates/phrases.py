"""Times as people say them: a point, or from one to another, with words around it such as "since"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo

from commands.i18n.translation import _
from commands.parsing.dates.counting import At
from commands.parsing.dates.periods import Days, Period
from commands.parsing.dates.points import POINT, lacks_year, read_point
from commands.parsing.dates.words import LONGEST, folded
from storage.errors import AskError

_MOST_WORDS = 16
"""Words in the longest time: "between the 3rd of May 2001 and the day before yesterday"."""

_P = rf"(?:{POINT})"
_RANGE = re.compile(
    rf"(?:between (?:the )?(?P<a>{_P}) and (?:the )?(?P<b>{_P})"
    rf"|(?:from )?(?:the )?(?P<c>{_P})(?: (?:to|until|till|through) | ?(?:-|\.\.) ?)(?:the )?(?P<d>{_P}))"
)
_POINT = re.compile(POINT)
_WITHIN = r"in|during|on|of|within|over|for|at"
_FRAME = re.compile(
    rf"(?:(?P<how>since|starting in|starting|from|after|post|before|prior to|pre|until|till|up to|through|by"
    rf"|{_WITHIN}) |(?P<joined>pre|post)-)?(?P<body>(?:the )?.+?)(?P<on> and later| onwards?| on)?"
)
_BEGINS = re.compile(
    rf"(?:since|starting|from|after|post|before|prior|pre|until|till|up|through|by|between|the|{_WITHIN})$"
    r"|pre-|post-|['\dqh]|(?:early|mid|late|this|current|last|past|previous|first|second|third|fourth)\b"
    r"|(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|ninety|hundred|today|yesterday|tomorrow|day|now|present)$"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun"
    r"|spring|summer|autumn|fall|winter|noughties|\w+ties$|twent"
)
"""What the first word of a time looks like."""

_AS_A_WHOLE = ("", *_WITHIN.split("|"))
_EXAMPLES = ("2024", "June 2023", "2023-06-01", "last week")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A time in a sentence.

    `how` is the word before it, "" for none. `point` is what it was read from, `ranged` if that goes from one
    to another, `onwards` if it only begins there. `words` is how many words say all of it.
    """

    how: str
    point: str
    ranged: bool
    onwards: bool
    period: Period
    words: int


def read_period(text: str, now: datetime, zone: tzinfo = UTC) -> Period:
    """Return the period that `text` names, in days of the zone, relative words counted from `now`.

    Raises `AskError` with examples when it is no date of which the whole is understood.
    """
    words = folded(text) if len(text) <= LONGEST else ""
    body = re.sub(rf"^(?:{_WITHIN}) ", "", words)
    try:
        return _period(body, At(now.astimezone(zone)))
    except (ValueError, OverflowError) as error:
        sentence = _("I don’t understand the date “{text}”. Try 2024, June 2023, 2023-06-01 or last week.")
        raise AskError(sentence.format(text=text[:LONGEST]), _EXAMPLES) from error


def phrase_at(words: list[str], now: datetime, zone: tzinfo = UTC) -> Phrase | None:
    """Return the longest time with which those words of a sentence begin, or None.

    Raises `AskError` for one that has two meanings.
    """
    told = [folded(word) for word in words[:_MOST_WORDS]]
    for count in range(len(told), 0, -1):
        frame = _FRAME.fullmatch(" ".join(told[:count])) if _may_be(told) else None
        if frame is None or not _is_time(frame["body"]):
            continue
        how = frame["how"] or frame["joined"] or ""
        at = At(now.astimezone(zone), loosely=how in _AS_A_WHOLE)
        try:
            period = _period(frame["body"], at)
        except (ValueError, OverflowError):
            continue
        point = frame["body"].removeprefix("the ")
        return Phrase(how, point, not _POINT.fullmatch(point), bool(frame["on"]), period, count)
    return None


def words_of_date(begun: str, words: list[str]) -> int:
    """Return how many of the words go on with a date begun before them: of "June", one of "2023 starlink"."""
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        body = folded(" ".join([begun, *words[:count]]))
        if len(body) <= LONGEST and _is_time(re.sub(rf"^(?:{_WITHIN}) ", "", body)):
            return count
    return 0


def _period(text: str, at: At) -> Period:
    zone = at.now.tzinfo or UTC
    body = text.removeprefix("the ")
    try:
        found = read_point(body, at)
    except ValueError:
        ends = _RANGE.fullmatch(body)
        if ends is None:
            raise
        first, last = _ends(ends["a"] or ends["c"], ends["b"] or ends["d"], at)
        found = Period(_in(first, zone).start, _in(last, zone).end)
        if found.start >= found.end:
            raise ValueError(text) from None
    return _in(found, zone)


def _in(found: Days | Period, zone: tzinfo) -> Period:
    return found.period(zone) if isinstance(found, Days) else found


def _ends(start: str, end: str, at: At) -> tuple[Days | Period, Days | Period]:
    """Return both ends of a range; one without a year takes that of the other, or the nearest that fits."""
    if lacks_year(start):
        last = read_point(end, at)
        if isinstance(last, Period):
            return read_point(start, at), last
        first = read_point(start, replace(at, year=last.first.year))
        if isinstance(first, Days) and first.first > last.first:
            first = read_point(start, replace(at, year=last.first.year - 1))
        return first, last
    first = read_point(start, at)
    if not lacks_year(end) or isinstance(first, Period):
        return first, read_point(end, at)
    last = read_point(end, replace(at, year=first.first.year))
    if isinstance(last, Days) and last.first < first.first:
        last = read_point(end, replace(at, year=first.first.year + 1))
    return first, last


def _is_time(text: str) -> bool:
    """Tell whether a text has the form of a time, be there such a day or not."""
    body = text.removeprefix("the ")
    return bool(_POINT.fullmatch(body) or _RANGE.fullmatch(body))


def _may_be(words: list[str]) -> bool:
    """Tell at little cost whether a time can begin with that word."""
    return bool(words) and _BEGINS.match(words[0]) is not None
