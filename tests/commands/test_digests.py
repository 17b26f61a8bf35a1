"""When digests are due, against counting minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.subscriptions.digests import next_digest
from storage.state.models import Frequency, Wishes

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")


def naive(wishes: Wishes, zone: str, after: datetime) -> datetime:
    """Walk through the quarters of hours until the clock on the wall says that it is time.

    In the night in which the hour is skipped, the wall shows the hour after it instead.
    """
    place = ZoneInfo(zone)
    at = after.replace(second=0, microsecond=0) - timedelta(minutes=after.minute % 15)
    for _ in range(9 * 24 * 4):
        at += timedelta(minutes=15)
        wall, before = at.astimezone(place), (at - timedelta(minutes=15)).astimezone(place)
        day_fits = wishes.frequency is Frequency.DAILY or wall.weekday() == wishes.weekday
        shows = (wall.hour, wall.minute) == (wishes.hour, 0) and wall.fold == 0
        skips = before.hour < wishes.hour < wall.hour and before.date() == wall.date()
        if at > after and day_fits and (shows or skips):
            return at
    raise AssertionError("never due")


wishes = st.builds(
    Wishes,
    query=st.just(""),
    frequency=st.sampled_from([Frequency.DAILY, Frequency.WEEKLY]),
    hour=st.integers(0, 23),
    weekday=st.integers(0, 6),
)
instants = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)).map(lambda d: d.replace(tzinfo=UTC))  # noqa: DTZ001


@given(wishes, st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]), instants)
def test_the_next_digest_is_the_first_that_a_clock_on_the_wall_shows(
    wished: Wishes, zone: str, after: datetime
) -> None:
    assert next_digest(wished, zone, after) == naive(wished, zone, after)


@given(wishes, st.sampled_from(ZONES), instants)
def test_digests_go_on_for_ever_and_never_stand_still(wished: Wishes, zone: str, after: datetime) -> None:
    due = next_digest(wished, zone, after)
    assert due is not None
    again = next_digest(wished, zone, due)
    assert again is not None
    days = 7 if wished.frequency is Frequency.WEEKLY else 1
    assert after < due < again
    assert abs(again - due - timedelta(days=days)) <= timedelta(hours=1)


def daily(hour: int) -> Wishes:
    return Wishes(query="", frequency=Frequency.DAILY, hour=hour)


@pytest.mark.parametrize(
    ("hour", "after", "due"),
    [
        # Berlin, 29 March 2026: two o'clock is skipped, and due when it would have come.
        (2, datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (2, datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 3, 30, 0, tzinfo=UTC)),
        # Berlin, 25 October 2026: two o'clock comes twice, and is due the first time.
        (2, datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, tzinfo=UTC)),
        (2, datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 26, 1, tzinfo=UTC)),
    ],
)
def test_nights_in_which_the_clock_changes(hour: int, after: datetime, due: datetime) -> None:
    assert next_digest(daily(hour), "Europe/Berlin", after) == due


def test_what_is_posted_at_once_has_no_digest() -> None:
    assert next_digest(Wishes(query=""), "UTC", datetime(2026, 1, 1, tzinfo=UTC)) is None
