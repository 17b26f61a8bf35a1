"""The year, month and day that the catalogue reads off a NET are those of the calendar."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from storage.catalogue.reading.calendar import DAY_OF_MONTH, MONTH_NUMBER, YEAR
from storage.instants import to_micros


def test_every_day_of_three_centuries_is_read_rightly() -> None:
    start = datetime(1850, 1, 1, tzinfo=UTC)
    days = [start + timedelta(days=n) for n in range(300 * 366)]
    # The last instant of each day but the first, which comes at its very beginning.
    nets = [days[0], *(day + timedelta(days=1, microseconds=-1) for day in days[1:])]
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE launches (net INTEGER)")
    connection.executemany("INSERT INTO launches VALUES (?)", [(to_micros(net),) for net in nets])
    rows = connection.execute(f"SELECT {YEAR}, {MONTH_NUMBER}, {DAY_OF_MONTH} FROM launches l ORDER BY net")
    for net, row in zip(nets, rows, strict=True):
        assert row == (net.year, net.year * 12 + net.month - 1, net.day), net
    connection.close()
