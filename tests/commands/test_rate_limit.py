"""How fast one person may ask, and how many people are kept in memory."""

from __future__ import annotations

import pytest

from commands import rate_limit
from commands.rate_limit import Pace
from storage.errors import TooFastError


class Ticks:
    """Seconds that a test turns by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def taken(pace: Pace, key: str) -> int:
    """How many requests a person can make at once from now on."""
    for number in range(100):
        try:
            pace.take(key)
        except TooFastError:
            return number
    raise AssertionError("there is no limit")


def test_a_burst_may_be_made_and_comes_back_by_the_second() -> None:
    ticks = Ticks()
    pace = Pace(ticks, burst=3, per_second=0.5)
    assert taken(pace, "ada") == 3
    with pytest.raises(TooFastError, match="in 2 seconds") as refused:
        pace.take("ada")
    assert refused.value.retry_after == 2.0
    ticks.now = 2.0
    assert taken(pace, "ada") == 1
    ticks.now = 1000.0
    assert taken(pace, "ada") == 3


def test_who_asked_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "REMEMBERED", 2)
    pace = Pace(Ticks(), burst=2)
    assert [taken(pace, key) for key in ("ada", "bo", "ada", "cy")] == [2, 2, 0, 2]
    assert len(pace._buckets) == 2
    assert [taken(pace, key) for key in ("ada", "cy", "bo")] == [0, 0, 2]
