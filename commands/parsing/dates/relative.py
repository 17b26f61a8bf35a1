"""Points counted from now: "last week", "past 30 days", "two years ago", "monday"."""

from __future__ import annotations

from datetime import UTC, date, timedelta

from commands.parsing.dates.counting import At, Told
from commands.parsing.dates.periods import DAY, MINUTE, Days, Period, day, months, moved, years
from commands.parsing.dates.words import WEEKDAYS, count_of


def calendar(at: At, told: Told) -> Days:
    """Read a whole week, month, quarter, year or decade: the one it is, or the one before."""
    today, back = at.today, told["which"] in ("last", "previous")
    match told["unit"]:
        case "week":
            monday = today - (today.weekday() + 7 * back) * DAY
            return Days(monday, monday + 7 * DAY)
        case "weekend":
            saturday = today - (today.weekday() - 5 + 7 * back) * DAY
            return Days(saturday, saturday + 2 * DAY)
        case "month":
            return months(today.year, today.month - back)
        case "quarter":
            return months(today.year, (today.month - 1) // 3 * 3 + 1 - 3 * back, 3)
        case "decade":
            start = today.year // 10 * 10 - 10 * back
            return years(start, start + 9)
    return years(today.year - back, today.year - back)


def past(at: At, told: Told) -> Days | Period:
    """Read "past 30 days": today is the last of them. Hours end now."""
    count, unit = count_of(told["count"]), told["unit"]
    if unit == "hour":
        return _hours(at, count, ending=True)
    tomorrow = at.today + DAY
    return Days(_back(tomorrow, count, unit), tomorrow)


def ago(at: At, told: Told) -> Days | Period:
    """Read "two weeks ago": one day, or loosely that whole month or year."""
    count, unit = count_of(told["count"]), told["unit"]
    if unit == "hour":
        return _hours(at, count, ending=False)
    found = _back(at.today, count, unit)
    if at.loosely and unit == "year":
        return years(found.year, found.year)
    if at.loosely and unit == "month":
        return months(found.year, found.month)
    return day(found)


def _hours(at: At, count: int, *, ending: bool) -> Period:
    now = at.now.astimezone(UTC).replace(second=0, microsecond=0)
    start = now - timedelta(hours=count)
    day(start.date())
    return Period(start, (now if ending else start) + MINUTE)


def _back(start: date, count: int, unit: str) -> date:
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days:
        return start - count * days * DAY
    return moved(start, -count * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])


def spoken_day(at: At, told: Told) -> Days:
    """Read "today" and its neighbours."""
    return day(at.today + {"today": 0, "yesterday": -1, "tomorrow": 1}.get(told[0], -2) * DAY)


def weekday(at: At, told: Told) -> Days:
    """Read "monday" or "last monday": the latest before today."""
    return day(at.today - ((at.today.weekday() - WEEKDAYS.index(told["day"]) - 1) % 7 + 1) * DAY)


def now(at: At, _told: Told) -> Period:
    """Read "now": this minute."""
    return _hours(at, 0, ending=True)
