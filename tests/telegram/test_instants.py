from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.times import told
from commands.cards.card import When, WhenStyle

NOW = datetime(2026, 9, 12, 12, tzinfo=UTC)
POLARIS = datetime(2024, 9, 10, 23, 23, 49, tzinfo=UTC)


def test_a_date_is_told_without_the_time_of_day() -> None:
    assert told(When(POLARIS), NOW) == "10 September 2024"


def test_a_time_of_day_names_its_zone() -> None:
    assert told(When(POLARIS, WhenStyle.DATE_TIME), NOW) == "10 September 2024, 23:23 UTC"


def test_the_chat_time_zone_moves_the_date() -> None:
    zone = ZoneInfo("Europe/Berlin")
    assert told(When(POLARIS, WhenStyle.DATE_TIME), NOW, zone) == "11 September 2024, 01:23 CEST"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5, minutes=59), "5 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=45), "1 month ago"),
        (timedelta(days=740), "2 years ago"),
        (-timedelta(hours=3), "in 3 hours"),
    ],
)
def test_a_relative_instant_is_told_in_its_largest_unit(ago: timedelta, words: str) -> None:
    assert told(When(NOW - ago, WhenStyle.RELATIVE), NOW) == words


@given(st.datetimes(timezones=st.just(UTC)), st.sampled_from(WhenStyle))
def test_any_instant_can_be_told(instant: datetime, style: WhenStyle) -> None:
    assert told(When(instant, style), NOW, ZoneInfo("Pacific/Kiritimati"))
