"""Dates, numbers and lists as the current language writes them, by the Unicode CLDR (https://cldr.unicode.org)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, get_day_names
from babel.numbers import format_decimal, format_percent

from commands.i18n.local_days import in_zone, local_zone
from commands.i18n.translation import _, current, marked
from storage.net_precision import TIMES, NetPrecision

_LEAP_YEAR = 2000
"""A year that has every day there is."""

_THIN_SPACE = "\u2009"
"""Around CLDR's dash; everywhere else there is a plain one."""

_ORDINALS = {1: marked("{n}st"), 2: marked("{n}nd"), 3: marked("{n}rd")}


@cache
def _locale(identifier: str) -> Locale:
    return Locale.parse(identifier)


_FOUR_DIGITS_TOGETHER = frozenset({"es"})
"""The languages of ours that write 2345 without a sign between the digits."""


def _here() -> Locale:
    return _locale(current().locale)


def date_words(day: date | datetime) -> str:
    """Return a day as "11 September 2024"."""
    return _with_ordinal(format_date(day, "long", _here()))


def _with_ordinal(words: str) -> str:
    # French calls the first of a month "1er", which CLDR's patterns have no sign for.
    return re.sub(r"^1 ", "1er ", words) if current().locale == "fr" else words


def net_words(net: datetime, precision: NetPrecision | None) -> str:
    """Return the day of a NET, or what it is coarser: "28 March 2026", "March 2026", "Q1 2026".

    The day of an instant is that of the chat; what is known to the day at best is no instant that a zone
    could shift, and told as it is.
    """
    if precision is None or precision in TIMES:
        return date_words(in_zone(net, local_zone()))
    if precision is NetPrecision.DECADE:
        return _("{year}s").format(year=net.year - net.year % 10)
    template, skeleton = _NET_WORDS.get(precision, ("{date}", ""))
    day = _in_quarter(net, precision)
    words = format_skeleton(skeleton, day, locale=_here()) if skeleton else date_words(day)
    template = template if template == "{date}" else _(template)
    return template.format(date=words, year=net.year)


_QUARTERS = (
    NetPrecision.QUARTER_1, NetPrecision.QUARTER_2, NetPrecision.QUARTER_3, NetPrecision.QUARTER_4,
)  # fmt: skip


def _in_quarter(net: datetime, precision: NetPrecision) -> date:
    """Return the day of a NET, or where the precision names a quarter a day in that, whatever the month."""
    if precision in _QUARTERS:
        return date(net.year, 3 * _QUARTERS.index(precision) + 1, 1)
    return net.date()


_NET_WORDS: dict[NetPrecision, tuple[str, str]] = {
    NetPrecision.MORNING: (marked("{date}, in the morning"), ""),
    NetPrecision.AFTERNOON: (marked("{date}, in the afternoon"), ""),
    NetPrecision.WEEK: (marked("week of {date}"), ""),
    NetPrecision.MONTH: ("{date}", "yMMMM"),
    NetPrecision.QUARTER_1: ("{date}", "yQQQ"),
    NetPrecision.QUARTER_2: ("{date}", "yQQQ"),
    NetPrecision.QUARTER_3: ("{date}", "yQQQ"),
    NetPrecision.QUARTER_4: ("{date}", "yQQQ"),
    NetPrecision.HALF_1: (marked("first half of {year}"), "y"),
    NetPrecision.HALF_2: (marked("second half of {year}"), "y"),
    NetPrecision.YEAR: ("{date}", "y"),
    NetPrecision.FISCAL_YEAR: (marked("fiscal year {year}"), "y"),
    NetPrecision.UNDATED: (marked("around {date}"), "yMMMM"),
}
"""A sentence for those that CLDR has none for, and CLDR's name for the parts of a date that are told."""


def months_words(first: date, last: date) -> str:
    """Return a span of months as "September 2024 – April 2025", or one month."""
    return format_interval(first, last, "yMMMM", locale=_here()).replace(_THIN_SPACE, " ")


def years_words(first: int, last: int) -> str:
    """Return a span of years as "1957–2024"."""
    return format_interval(date(first, 1, 1), date(last, 1, 1), "y", locale=_here()).replace(_THIN_SPACE, "")


def day_words(month: int, day: int) -> str:
    """Return a day of any year as "20 July"."""
    # Skeletons are CLDR's names for which parts of a date are told; each language orders them itself.
    return _with_ordinal(format_skeleton("MMMMd", date(_LEAP_YEAR, month, day), locale=_here()))


def weekday_words(weekday: int) -> str:
    """Return a day of the week in the middle of a sentence; Monday is 0."""
    return str(get_day_names("wide", "format", _here())[weekday])


def number(n: int) -> str:
    """Return a whole number with its thousands apart, as "2,345"; in Spanish only from five digits on.

    Source: `minimumGroupingDigits` of the Unicode CLDR, which Babel does not heed.
    """
    return _grouped(n)


def decimal(n: float) -> str:
    """Return a measure with at most three decimals, as "3.65"."""
    return _grouped(round(n, 3))


def _grouped(n: float) -> str:
    four = _here().language in _FOUR_DIGITS_TOGETHER and abs(n) < 10_000
    return format_decimal(n, locale=_here(), group_separator=not four)


def percent_words(percents: float) -> str:
    """Return a percentage with at most one decimal, as "99.7%"."""
    pattern = _here().percent_formats[None].pattern.replace("##0", "##0.#")
    return format_percent(percents / 100, pattern, _here())


def capitalised(words: str) -> str:
    """Return words as they begin a line: all letters but the first stay as they are."""
    return words[:1].upper() + words[1:]


def listed(words: Iterable[str]) -> str:
    """Return words beside each other, as "a, b, c", or "a, b; c" where one has a comma itself."""
    return _joined(list(words), "standard", "middle")


def either(words: Iterable[str]) -> str:
    """Return words of which one is meant, as "a, b or c"."""
    return _joined(list(words), "or", "end")


def together(words: Iterable[str]) -> str:
    """Return words that are all meant, as "a, b and c"."""
    return _joined(list(words), "standard", "end")


def beside(words: Iterable[str]) -> str:
    """Return facts that no sentence connects, as "a · b"; what is empty is left out."""
    return " · ".join(filter(None, words))


def sentences(words: Iterable[str]) -> str:
    """Return one sentence after another; what is empty is left out."""
    # Chinese has its space within the full stop.
    return ("" if current().code == "zh" else " ").join(filter(None, words))


def labelled(label: str, value: str) -> str:
    """Return a value with what it is of before it, as "Rocket: Soyuz"."""
    return _("{label}: {value}").format(label=label, value=value)


def _joined(words: Sequence[str], style: str, last: str) -> str:
    """Join words as CLDR's list pattern of that style does, before the last one by the pattern `last`."""
    if len(words) < 2:
        return "".join(words)
    patterns: dict[str, str] = dict(_here().list_patterns[style])
    signs = {name: pattern.format("", "") for name, pattern in patterns.items()}
    if any(_COMMA.search(word) for word in words):
        between = _SEMICOLONS.get(current().code, "; ")
        signs = {name: _COMMA.sub(between, sign) for name, sign in signs.items()}
    if len(words) == 2 and last == "end":
        last = "2"
    text = words[0]
    for word in words[1:-1]:
        text += signs["middle"] + word
    return text + _before(signs[last], text, words[-1]) + words[-1]


_COMMA = re.compile("[,、，] ?")  # noqa: RUF001 - Chinese has two of its own

_SEMICOLONS = {"fr": "\N{NO-BREAK SPACE}; ", "zh": "；"}  # noqa: RUF001 - it is meant
"""What separates words that have commas, where that is not "; "."""

_BEFORE_ITS_SOUND = {" y ": (r"h?i(?!e)", " e "), " o ": (r"h?o", " u ")}
"""Spanish conjunctions, the sounds before which they are said otherwise, and how."""


def _before(sign: str, text: str, word: str) -> str:
    """Return the conjunction as it is written between two words."""
    if current().code == "es" and sign in _BEFORE_ITS_SOUND:
        sound, otherwise = _BEFORE_ITS_SOUND[sign]
        return otherwise if re.match(sound, word, re.IGNORECASE) else sign
    if current().code == "zh" and sign.isalpha():
        # Letters of Latin and digits keep a space from Chinese ones.
        before, after = (" " if edge.isascii() and edge.isalnum() else "" for edge in (text[-1:], word[:1]))
        return f"{before}{sign}{after}"
    return sign


def ordinal(n: int) -> str:
    """Return "1st", "22nd", "113th"."""
    ending = marked("{n}th") if n % 100 in (11, 12, 13) else _ORDINALS.get(n % 10, marked("{n}th"))
    return _(ending).format(n=number(n))
