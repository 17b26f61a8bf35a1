"""Points with a name or number of their own: an instant, a day, a month, a season, a decade."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from commands.i18n.formatting import date_words, listed
from commands.i18n.translation import _
from commands.parsing.dates.counting import AmbiguousDateError, At, Told
from commands.parsing.dates.periods import DAY, MINUTE, Days, Period, day, months, years
from commands.parsing.dates.words import CENTURIES, DECADES, ORDINALS, SEASONS, month_of


def instant(at: At, told: Told) -> Period:
    """Read "2024-01-01T05:00Z"; without an offset it is told in the zone."""
    offset = {"": at.now.tzinfo, "z": UTC, "utc": UTC}.get(told["offset"] or "")
    text = f"{told['date']}T{told['time']}"
    if offset is None:
        start = datetime.fromisoformat(text + told["offset"])
    else:
        start = datetime.fromisoformat(text).replace(tzinfo=offset)
    start = start.astimezone(UTC)
    # Whether the instant is within the years that are understood, its day tells.
    day(start.date())
    return Period(start, start + (timedelta(seconds=1) if told["time"].count(":") == 2 else MINUTE))


def iso_day(_at: At, told: Told) -> Days:
    """Read "2023-06-01"."""
    return day(date(int(told["year"]), int(told["month"]), int(told["day"])))


def numbers(_at: At, told: Told) -> Days:
    """Read "12.04.1961", or "4/12/1961" where only one order of day and month is possible."""
    year, first, second = int(told["year"]), int(told["a"]), int(told["b"])
    if "." in told[0]:
        return day(date(year, second, first))
    if first > 12 or first == second:
        return day(date(year, second, first))
    if second > 12:
        return day(date(year, first, second))
    days = date(year, second, first), date(year, first, second)
    sentence = _("“{text}” may be {first} or {second}. Write it as one of {examples}.")
    examples = tuple(f"{each:%Y-%m-%d}" for each in days)
    raise AmbiguousDateError(
        sentence.format(
            text=told[0], first=date_words(days[0]), second=date_words(days[1]), examples=listed(examples)
        ),
        examples,
    )


def named_day(at: At, told: Told) -> Days:
    """Read "May 3" and "3rd of May 2001"."""
    return at.yearless(told, lambda year: day(date(year, month_of(told["month"]), int(told["day"]))))


def some_days(at: At, told: Told) -> Days:
    """Read "March 1-20"."""
    month, first, last = month_of(told["month"]), int(told["day"]), int(told["last"])
    return at.yearless(told, lambda year: Days(date(year, month, first), date(year, month, last) + DAY))


def named_month(at: At, told: Told) -> Days:
    """Read "June" and "June 2023"."""
    return at.yearless(told, lambda year: months(year, month_of(told["month"])))


def iso_month(_at: At, told: Told) -> Days:
    """Read "2019-06" as ISO 8601 has it, and "2019-21" as years."""
    year, number = int(told["year"]), int(told["month"])
    if number > 12 and told["sign"] == "-":
        return years(year, year - year % 100 + number)
    if not 1 <= number <= 12:
        raise ValueError(told[0])
    return months(year, number)


def year(_at: At, told: Told) -> Days:
    """Read "2024"."""
    return years(int(told["year"]), int(told["year"]))


def decade(at: At, told: Told) -> Days:
    """Read "1960s", "'60s", "early sixties"."""
    name = told["decade"]
    tens = DECADES[name] if name in DECADES else int(re.sub(r"\D", "", name)) // 10
    start = tens * 10
    if tens < 10:
        start += 2000 if 2000 + start <= at.today.year else 1900
    first, last = {"early": (0, 3), "mid": (4, 6), "late": (7, 9), None: (0, 9)}[told["part"]]
    return years(start + first, start + last)


def century(at: At, told: Told) -> Days:
    """Read "20th century", which began with 1901."""
    which = told["which"]
    if which in CENTURIES:
        start = CENTURIES[which]
    else:
        start = (at.today.year - 1) // 100 * 100 + (1 if which in ("this", "current") else -99)
    return years(start, start + 99)


def quarter(at: At, told: Told) -> Days:
    """Read "Q1 2020" and "first quarter of 2020"."""
    which = told["which"]
    number = ORDINALS[which] if which in ORDINALS else int(which)
    return at.yearless(told, lambda year: months(year, 10 if number < 0 else number * 3 - 2, 3))


def season(_at: At, told: Told) -> Days:
    """Read a season of the northern half of the Earth; a winter needs both of its years."""
    name, year, end = told["season"], int(told["year"]), told["last"]
    if name != "winter":
        if end:
            raise ValueError(told[0])
        return months(year, SEASONS[name], 3)
    if end and int(end) % 100 == (year + 1) % 100 and int(end) in (year + 1, (year + 1) % 100):
        return months(year, SEASONS[name], 3)
    if end:
        raise ValueError(told[0])
    winters = tuple(f"winter {first}-{(first + 1) % 100:02}" for first in (year - 1, year))
    sentence = _("“{text}” may be two winters. Write {first} or {second}.")
    raise AmbiguousDateError(sentence.format(text=told[0], first=winters[0], second=winters[1]), winters)
