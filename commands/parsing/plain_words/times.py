"""Times as they stand in a sentence, and which launches are meant by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from commands.parsing.dates.phrases import Phrase, phrase_at, read_period
from commands.parsing.dates.words import MONTH, WEEKDAYS
from storage.query import Range

FIRST_BARE_YEAR = 1940
"""A number from here to next year is a year even where nothing around it says so."""

_VAGUE = re.compile(rf"march|may|march \d{{1,2}}|q[1-4]|{'|'.join(WEEKDAYS)}")
"""Points that are more often something else: "March 5" is a rocket."""

_NEVER = ("tomorrow", "now", "present")


@dataclass(frozen=True, slots=True)
class Time:
    """What a time can mean, the likeliest first, and how many words say it."""

    ranges: tuple[Range, ...]
    words: int


def time_at(words: list[str], now: datetime, zone: tzinfo = UTC) -> Time | None:
    """Return the time with which those folded words begin, or None; relative ones are counted from `now`.

    Raises `AskError` for one that has two meanings.
    """
    phrase = phrase_at(words, now, zone)
    if phrase is None or _is_too_vague(phrase, now.year):
        return None
    return Time(_ranges(phrase), phrase.words)


def range_of(text: str, now: datetime, zone: tzinfo = UTC) -> Range:
    """Return the range that a text of nothing but a time means; raises `AskError` with examples."""
    words = text.split()
    phrase = phrase_at(words, now, zone)
    if phrase is not None and phrase.words == len(words):
        return _ranges(phrase)[0]
    period = read_period(text, now, zone)
    return Range(gte=period.start, lt=period.end)


def _is_too_vague(phrase: Phrase, this_year: int) -> bool:
    """Whether a point could as well be something else: a number, or a word such as "may"."""
    if phrase.point in _NEVER:
        return True
    if phrase.how or phrase.onwards:
        return False
    if re.fullmatch(r"\d{4}", phrase.point):
        return not FIRST_BARE_YEAR <= int(phrase.point) <= this_year + 1
    is_short_month = len(phrase.point) < 4 and re.fullmatch(MONTH, phrase.point)
    return bool(is_short_month or _VAGUE.fullmatch(phrase.point))


def _ranges(phrase: Phrase) -> tuple[Range, ...]:
    period, how = phrase.period, phrase.how
    whole, since = Range(gte=period.start, lt=period.end), Range(gte=period.start)
    if phrase.ranged:
        return (since,) if phrase.point.endswith((" now", " present")) else (whole,)
    if phrase.onwards or how in ("since", "starting", "starting in"):
        return (since,)
    if how in ("after", "post"):
        return (Range(gte=period.end),)
    if how in ("before", "prior to", "pre"):
        return (Range(lt=period.start),)
    if how in ("until", "till", "up to", "through", "by"):
        return (Range(lt=period.end),)
    # "Launches from 2020" may be those of that year, or all that came from then on.
    return (whole, since) if how == "from" else (whole,)
