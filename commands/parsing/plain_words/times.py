"""Times as they stand in a sentence: "since 2020", "in the 80s", "between 1960 and 1970", "last month"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from commands.parsing.dates import FIRST_YEAR, LAST_YEAR, Period, parse_period
from storage.errors import AskError
from storage.query import Range

LONGEST = 12
"""Words in the longest time: "between the 3rd of May 2001 and the 5th of June 2002"."""

FIRST_BARE_YEAR = 1940
"""A number from here to next year is a year even where nothing around it says so."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_COUNTS = {
    "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "twelve": "12",
}  # fmt: skip
_COUNT = rf"(?:\d{{1,4}}|{'|'.join(_COUNTS)})"
_DECADES = {
    "fifties": "1950s", "sixties": "1960s", "seventies": "1970s", "eighties": "1980s", "nineties": "1990s",
}  # fmt: skip
_CENTURIES = {
    "20th": (1901, 2000), "twentieth": (1901, 2000), "21st": (2001, 2100), "twenty-first": (2001, 2100),
}  # fmt: skip
_PARTS = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
"""The first and the last year of the parts of a decade."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNIT = r"(?:day|week|month|year)"
_POINT = "|".join(
    (
        r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}",
        r"\d{4} ?[-–] ?\d{4}",
        r"\d{4}[-–]\d{2}",
        r"\d{1,2}[./]\d{1,2}[./]\d{4}",
        rf"{_MONTH} {_DAY} \d{{4}}",
        rf"{_DAY} (?:of )?{_MONTH} \d{{4}}",
        rf"{_MONTH} (?:of )?\d{{4}}",
        rf"(?:(?:early|mid|late)[- ])?(?:the )?(?:(?:\d{{2}})?\d0['’]?s|{'|'.join(_DECADES)})",
        r"(?:this|last|past|previous) decade|(?:20th|21st|twentieth|twenty-first) century",
        rf"(?:this|last|past|previous) (?:(?:{_COUNT} )?{_UNIT}s?)",
        rf"{_COUNT} {_UNIT}s? ago",
        r"today|yesterday",
        rf"(?:last|past|previous) (?:{_COUNT} )?hours?",
        rf"(?:last )?(?:{'|'.join(_WEEKDAYS)})",
        r"q[1-4] (?:of )?\d{4}",
        r"\d{4}",
        rf"(?:last )?{_MONTH}",
    )
)
_WITHIN = r"in|during|on|of|within|over|for|at"
_AS_A_WHOLE = ("", *_WITHIN.split("|"))
_RANGE = re.compile(
    rf"(?:between (?:the )?(?P<a>{_POINT}) and"
    rf"|(?:from )?(?:the )?(?P<b>{_POINT}) (?:to|until|till|through|-|–))"
    rf" (?:the )?(?P<last>{_POINT}|now|present)(?= |$)"
)
_SINGLE = re.compile(
    rf"(?:(?P<how>since|starting in|starting|from|after|post|before|prior to|pre|until|till|up to|through|by"
    rf"|{_WITHIN}) |(?P<joined>pre|post)-)?"
    rf"(?:the )?(?P<point>{_POINT})(?P<on> and later| onwards?| on(?= |$))?(?= |$)"
)


@dataclass(frozen=True, slots=True)
class Time:
    """What a time can mean, the likeliest first, and how many words say it."""

    ranges: tuple[Range, ...]
    words: int


async def time_at(words: list[str], now: datetime) -> Time | None:
    """Return the time with which those folded words begin, or None; relative ones are counted from `now`."""
    text = " ".join(words[:LONGEST])
    try:
        if match := _RANGE.match(text):
            first = await _period(match["a"] or match["b"], now)
            ending = None if match["last"] in ("now", "present") else await _period(match["last"], now)
            bounds = Range(gte=first.start, lt=ending.end if ending else None)
            if not bounds.lt or first.start < bounds.lt:
                return Time((bounds,), _count(match[0]))
        match = _SINGLE.match(text)
        if match is None or _is_too_vague(match, now):
            return None
        how = match["how"] or match["joined"] or ""
        period = _calendar_ago(match["point"], now) if how in _AS_A_WHOLE else None
        ranges = _ranges(how, bool(match["on"]), period or await _period(match["point"], now))
        return Time(ranges, _count(match[0]))
    except AskError:
        return None


def _count(said: str) -> int:
    return said.count(" ") + 1


def _is_too_vague(match: re.Match[str], now: datetime) -> bool:
    """Whether a point could as well be something else: a number, or a word such as "may"."""
    point, told = match["point"], match["how"] or match["joined"] or match["on"]
    if told:
        return False
    if re.fullmatch(r"\d{4}", point):
        return not FIRST_BARE_YEAR <= int(point) <= now.year + 1
    if point in _WEEKDAYS:
        return True
    return point in ("march", "may") or (re.fullmatch(_MONTH, point) is not None and len(point) < 4)


def _ranges(how: str, onwards: bool, period: Period) -> tuple[Range, ...]:
    whole, since = Range(gte=period.start, lt=period.end), Range(gte=period.start)
    if onwards or how in ("since", "starting", "starting in"):
        return (since,)
    if how in ("after", "post"):
        return (Range(gte=period.end),)
    if how in ("before", "prior to", "pre"):
        return (Range(lt=period.start),)
    if how in ("until", "till", "up to", "through", "by"):
        return (Range(lt=period.end),)
    # "Launches from 2020" may be those of that year, or all that came from then on.
    return (whole, since) if how == "from" else (whole,)


async def _period(point: str, now: datetime) -> Period:
    words = [_COUNTS.get(word, _DECADES.get(word, word)) for word in point.replace("’", "'").split()]
    match words:
        case [which, "century"]:
            return await _years(*_CENTURIES[which], now)
        case [which, "decade"]:
            first = now.year // 10 * 10 - (0 if which == "this" else 10)
            return await _years(first, first + 9, now)
        case ["q1" | "q2" | "q3" | "q4" as quarter, *_, year] if FIRST_YEAR <= int(year) <= LAST_YEAR:
            first = int(year) * 12 + int(quarter[1]) * 3 - 3
            return Period(_month_start(first), _month_start(first + 3))
        case [_, *count, "hour" | "hours"]:
            # Whole days, of which the first and the last are in part within those hours.
            days = (int(count[0] if count else 1) + 23) // 24 + 1
            words = ["last", str(days), "days"]
        case [*_, weekday] if weekday in _WEEKDAYS:
            back = (now.weekday() - _WEEKDAYS.index(weekday) - 1) % 7 + 1
            words = [f"{now - back * timedelta(days=1):%Y-%m-%d}"]
        case ["last", month] if re.fullmatch(_MONTH, month):
            words = [month]
    part = re.match(r"(early|mid|late)[- ](?:the )?(?P<decade>.*)", " ".join(words))
    if part is None:
        return await parse_period(_as_numbers(" ".join(words)), now)
    decade = (await parse_period(_DECADES.get(part["decade"], part["decade"]), now)).start.year
    first, last = _PARTS[part[1]]
    return await _years(decade + first, decade + last, now)


def _calendar_ago(point: str, now: datetime) -> Period | None:
    """Return the whole month or year in "two years ago"; a launch on just that day is not what is meant."""
    match = re.fullmatch(rf"(?P<count>{_COUNT}) (?P<unit>month|year)s? ago", point)
    if match is None:
        return None
    count = int(_COUNTS.get(match["count"], match["count"]))
    months = now.year * 12 + now.month - 1 - count * (12 if match["unit"] == "year" else 1)
    first, length = (months // 12 * 12, 12) if match["unit"] == "year" else (months, 1)
    if first < FIRST_YEAR * 12:
        return None
    return Period(_month_start(first), _month_start(first + length))


def _month_start(months: int) -> datetime:
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


async def _years(first: int, last: int, now: datetime) -> Period:
    return await parse_period(f"{first}-{last}", now)


def _as_numbers(point: str) -> str:
    """Return a day with a month's name as ISO 8601 has it, anything else as it is."""
    match = re.fullmatch(rf"(?P<d>{_DAY}) (?:of )?(?P<m>{_MONTH}) (?P<y>\d{{4}})", point) or re.fullmatch(
        rf"(?P<m>{_MONTH}) (?P<d>{_DAY}) (?P<y>\d{{4}})", point
    )
    if match is None:
        return point
    day = re.sub(r"\D", "", match["d"])
    return f"{match['y']}-{_MONTHS.index(match['m'][:3]) + 1:02}-{int(day):02}"
