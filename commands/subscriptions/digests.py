"""When the next digest of a subscription is due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, tzinfo

from commands.parsing.timezones import zone_of
from storage.state.models import Frequency, Wishes


def next_digest(wishes: Wishes, zone: str, after: datetime) -> datetime | None:
    """Return the first instant after `after` at which a digest is due, None for instant posts.

    That is the wished hour in the zone. An hour that daylight saving time skips is due when it would have
    come, one that it doubles is due the first time.
    """
    if wishes.frequency is Frequency.INSTANT:
        return None
    place = zone_of(zone)
    today = after.astimezone(place).date()
    # Some days more than a week: the day of the week may be today and its hour over.
    for days in range(9):
        day = today + timedelta(days=days)
        due = _instant(datetime.combine(day, time(wishes.hour)), place)
        wanted = not wishes.frequency.is_weekly or day.weekday() == wishes.weekday
        if wanted and due > after:
            return due
    raise AssertionError(wishes)


def _instant(local: datetime, place: tzinfo) -> datetime:
    # With fold 0, a doubled hour is its first, and a skipped one is counted from the time before.
    return local.replace(tzinfo=place, fold=0).astimezone(UTC)
