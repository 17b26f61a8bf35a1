"""Ranges of time in words, in the days of the chat that asks."""

from __future__ import annotations

from datetime import MINYEAR, UTC, date, datetime, tzinfo

from commands.i18n.formatting import date_words
from commands.i18n.local_days import in_zone, local_zone
from commands.i18n.translation import _
from commands.parsing.dates.periods import MICROSECOND, is_midnight, start_of, written_end, written_start
from storage.query import Range


def year_start(year: int) -> datetime:
    """Return the instant at which a year begins in the chat, or the first there is."""
    try:
        return start_of(date(max(year, MINYEAR), 1, 1), local_zone())
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def decade_words(year: int) -> str:
    """Return what the ten years from one on are called."""
    return _("{year}s").format(year=year)


def period_dates(bounds: Range) -> tuple[str, str]:
    """Return the first and the last day of a range as they are typed, "" where it is open.

    They are dates in ISO 8601, or instants where a bound is no midnight of the chat.
    """
    start, end = _ends(bounds)
    zone = local_zone()
    return (written_start(start, zone) if start else "", written_end(end, zone) if end else "")


def period_typed(bounds: Range) -> str:
    """Return a range in one text, as `Asking.dates` reads it back; "" for one without bounds."""
    since, until = period_dates(bounds)
    since, until = shortest(since, date(1, 1, 1)), shortest(until, date(1, 12, 31))
    if since and until:
        return since if since == until else f"{since} to {until}"
    return f"since {since}" if since else f"until {until}" if until else ""


def shortest(day: str, edge: date) -> str:
    """Return the year alone where the day, in ISO 8601, is its first or last."""
    return day[:4] if day[4:] == f"-{edge:%m-%d}" else day


def period_words(bounds: Range) -> str:
    """Return a range in words, the last day included.

    Days are those of the chat, or else those of UTC, which is said; other bounds are told as instants.
    """
    start, end = _ends(bounds)
    ends = [each for each in (start, end) if each]
    for zone in (local_zone(), UTC):
        if all(is_midnight(each, zone) for each in ends):
            words = _days(start, end - MICROSECOND if end else None, zone)
            return words if zone is local_zone() or not ends else _("{period} (UTC)").format(period=words)
    first, last = (_instant(each) if each else "" for each in (start, end))
    if first and last:
        return _("{first} to {last}").format(first=first, last=last)
    return _("since {date}").format(date=first) if first else _("until {date}").format(date=last)


def period_title(bounds: Range) -> str:
    """Return a range as briefly as a heading takes it: whole years without their first and last days."""
    start, end = _ends(bounds)
    if start and not end and start == year_start(in_zone(start, local_zone()).year):
        return _("since {year}").format(year=in_zone(start, local_zone()).year)
    if end and not start and end == year_start(in_zone(end, local_zone()).year):
        return _("until the end of {year}").format(year=in_zone(end - MICROSECOND, local_zone()).year)
    return period_words(bounds)


def period_name(bounds: Range) -> str:
    """Return what a range is called: a year or a decade alone, any other in words."""
    start, end = _ends(bounds)
    if start and end:
        first = start.astimezone(local_zone()).year
        if bounds == Range(gte=year_start(first), lt=year_start(first + 1)):
            return str(first)
        if not first % 10 and bounds == Range(gte=year_start(first), lt=year_start(first + 10)):
            return decade_words(first)
    return period_words(bounds)


def _ends(bounds: Range) -> tuple[datetime | None, datetime | None]:
    return bounds.gte or bounds.gt, bounds.lt or (bounds.lte + MICROSECOND if bounds.lte else None)


def _instant(instant: datetime) -> str:
    local = in_zone(instant, local_zone())
    day, time = date_words(local), f"{local:%H:%M}"
    return _("{date}, {time} {zone}").format(date=day, time=time, zone=local.tzname())


def _days(start: datetime | None, last: datetime | None, zone: tzinfo) -> str:
    first_day = start.astimezone(zone).date() if start else None
    last_day = last.astimezone(zone).date() if last else None
    if first_day and last_day:
        if (first_day.month, first_day.day, last_day.month, last_day.day) == (1, 1, 12, 31):
            if first_day.year == last_day.year:
                return _("in {year}").format(year=first_day.year)
            return _("from {first} to {last}").format(first=first_day.year, last=last_day.year)
        if first_day == last_day:
            return _("on {date}").format(date=date_words(first_day))
        return _("{first} to {last}").format(first=date_words(first_day), last=date_words(last_day))
    if first_day:
        return _("since {date}").format(date=date_words(first_day))
    return _("until {date}").format(date=date_words(last_day)) if last_day else ""
