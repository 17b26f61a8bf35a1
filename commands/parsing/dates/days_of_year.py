"""Days of the year, whatever the year, as people write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo

from commands.i18n.translation import _
from commands.parsing.dates.counting import At
from commands.parsing.dates.periods import DAY, Days
from commands.parsing.dates.points import read_point
from commands.parsing.dates.words import LONGEST, MONTH, folded, month_of
from storage.errors import AskError

LEAP_YEAR = 2000
"""A year that has every day there is."""

_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?"
_NAMED = tuple(
    re.compile(source)
    for source in (
        rf"(?P<month>{MONTH}) (?:the )?{_NUMBER}",
        rf"{_NUMBER} (?:of )?(?P<month>{MONTH})",
        r"(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    )
)
_EXAMPLES = ("July 20", "20 July", "2024-07-20")


def read_day(text: str, now: datetime, zone: tzinfo = UTC) -> tuple[int, int]:
    """Return the month and the day that `text` names, with a year or without.

    Relative words are counted from `now` on the calendar of the zone. Raises `AskError` with examples when no
    single day can be seen in it.
    """
    words = folded(text).removeprefix("on ").removeprefix("the ") if len(text) <= LONGEST else ""
    try:
        found = _without_year(words) or _with_year(words, At(now.astimezone(zone)))
    except (ValueError, OverflowError) as error:
        sentence = _("I don’t understand the day “{text}”. Try July 20, 20 July or 2024-07-20.")
        raise AskError(sentence.format(text=text[:LONGEST]), _EXAMPLES) from error
    return found.month, found.day


def _without_year(words: str) -> date | None:
    for pattern in _NAMED:
        if told := pattern.fullmatch(words):
            month = int(told["month"]) if told["month"].isdecimal() else month_of(told["month"])
            return date(LEAP_YEAR, month, int(told["day"]))
    return None


def _with_year(words: str, at: At) -> date:
    found = read_point(words, at)
    if not isinstance(found, Days) or found.after - found.first != DAY:
        raise ValueError(words)
    return found.first
