"""The year, month and day that the catalogue reads off a NET are those of the calendar."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.catalogue.reading.calendar import day_of_month, month_number, year
from storage.catalogue.reading.local_time import local_net
from storage.instants import to_micros


def test_every_day_of_three_centuries_is_read_rightly() -> None:
    start = datetime(1850, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=n) for n in range(300 * 366)]
    # The last instant of each day but the first, which comes at its very beginning.
    nets = [days[0], *(day + timedelta(days=1, microseconds=-1) for day in days[1:])]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE launches (net INTEGER)")
    connection.executemany("INSERT INTO launches VALUES (?)", [(to_micros(net),) for net in nets])
    rows = connection.execute(
        f"SELECT {year()}, {month_number()}, {day_of_month()} FROM launches l ORDER BY net"
    )
    for net, row in zip(nets, rows, strict=True):
        assert row == (net.year, net.year * 12 + net.month - 1, net.day), net
    connection.close()


@pytest.mark.parametrize(
    "name",
    ["Asia/Tokyo", "America/Los_Angeles", "Europe/Moscow", "Asia/Kathmandu", "Australia/Lord_Howe",
     "Pacific/Apia", "Europe/London", "Africa/Casablanca"],
)  # fmt: skip
async def test_years_and_months_are_those_of_the_clocks_of_a_place(name: str) -> None:
    zone = ZoneInfo(name)
    start, end = datetime(1957, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, tzinfo=UTC)
    nets = [start + n * timedelta(hours=11, minutes=17) for n in range((end - start) // timedelta(hours=12))]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE launches (net INTEGER)")
    connection.executemany("INSERT INTO launches VALUES (?)", [(to_micros(net),) for net in nets])
    local = await local_net(zone, end)
    rows = connection.execute(f"SELECT {year(local)}, {month_number(local)} FROM launches l ORDER BY net")
    there = (net.astimezone(zone) for net in nets)
    assert list(rows) == [(each.year, each.year * 12 + each.month - 1) for each in there]
