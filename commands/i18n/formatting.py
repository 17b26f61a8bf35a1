"""Dates, numbers and lists as the current language writes them, by the Unicode CLDR (https://cldr.unicode.org)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.dates import format_date, format_skeleton, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from commands.i18n.translation import _, current, marked

_LEAP_YEAR = 2000
"""A year that has every day there is."""

_ORDINALS = {1: marked("{n}st"), 2: marked("{n}nd"), 3: marked("{n}rd")}


@cache
def _locale(identifier: str) -> Locale:
    return Locale.parse(identifier)


def _here() -> Locale:
    return _locale(current().locale)


def date_words(day: date | datetime) -> str:
    """Return a day as "11 September 2024"."""
    return format_date(day, "long", _here())


def day_words(month: int, day: int) -> str:
    """Return a day of any year as "20 July"."""
    # Skeletons are CLDR's names for which parts of a date are told; each language orders them itself.
    return format_skeleton("MMMMd", date(_LEAP_YEAR, month, day), locale=_here())


def weekday_words(weekday: int) -> str:
    """Return a day of the week in the middle of a sentence; Monday is 0."""
    return str(get_day_names("wide", "format", _here())[weekday])


def number(n: int) -> str:
    """Return a whole number with its thousands apart, as "2,345"."""
    return format_decimal(n, locale=_here())


def percent_words(percents: float) -> str:
    """Return a percentage with at most one decimal, as "99.7%"."""
    pattern = _here().percent_formats[None].pattern.replace("##0", "##0.#")
    return format_percent(percents / 100, pattern, _here())


def listed(words: Iterable[str]) -> str:
    """Return words beside each other, as "a, b, c"."""
    # CLDR has no pattern for lists without a last "and"; what it puts in the middle of those is the comma.
    comma: str = _here().list_patterns["standard"]["middle"].format("", "")
    return comma.join(words)


def either(words: Iterable[str]) -> str:
    """Return words of which one is meant, as "a, b or c"."""
    return format_list(list(words), "or", _here())


def together(words: Iterable[str]) -> str:
    """Return words that are all meant, as "a, b and c"."""
    return format_list(list(words), "standard", _here())


def ordinal(n: int) -> str:
    """Return "1st", "22nd", "113th"."""
    ending = marked("{n}th") if n % 100 in (11, 12, 13) else _ORDINALS.get(n % 10, marked("{n}th"))
    return _(ending).format(n=number(n))
