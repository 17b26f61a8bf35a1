"""Which months are known to be whole: the bundled history, its gaps, and what Launch Library confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.catalogue import Catalogue, Coverage, Month
from storage.catalogue.coverage import EVER, Stretch, coverage_of, joined, noted, without
from storage.query import NO_RANGE, Range
from tests.launches import HandClock, launch, records

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
HISTORY = {"history": "2026-08-20", "history_gaps": "2024-09 2024-10 2025-11 2025-12"}


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def span(start: str, end: str) -> str:
    return f"{day(start).isoformat()}/{day(end).isoformat()}"


def gaps(marks: Mapping[str, str], net: Range = NO_RANGE, now: datetime = NOW) -> list[str]:
    return [str(month) for month in coverage_of(marks, now).gaps_within(net)]


def test_a_bundled_history_leaves_its_gaps_and_all_after_its_date() -> None:
    assert gaps(HISTORY) == [
        "2024-09", "2024-10", "2025-11", "2025-12", "2026-08", "2026-09", "2026-10", "2026-11",
    ]  # fmt: skip
    assert coverage_of(HISTORY, NOW).history_as_of == day("2026-08-20")


@pytest.mark.parametrize(
    ("net", "found"),
    [
        (Range(gte=day("2024-01-01"), lt=day("2025-01-01")), ["2024-09", "2024-10"]),
        (Range(gte=day("2024-10-31"), lte=day("2024-11-30")), ["2024-10"]),
        (Range(gt=day("2024-11-01"), lt=day("2025-11-01")), []),
        (Range(lte=day("2024-09-01")), ["2024-09"]),
        (Range(lt=day("2024-09-01")), []),
        (Range(gte=day("2026-08-01"), lt=day("2026-08-20")), []),
        (Range(gte=day("2027-01-01")), []),
        (Range(lt=day("1980-01-01")), []),
    ],
)
def test_only_gaps_that_a_question_touches_are_told(net: Range, found: list[str]) -> None:
    assert gaps(HISTORY, net) == found


@pytest.mark.parametrize(
    ("instant", "complete"),
    [
        (day("1969-07-16"), True),
        (day("2024-08-31"), True),
        (day("2024-09-01"), False),
        (day("2024-11-01"), True),
        (day("2026-08-19"), True),
        (day("2026-08-20"), False),
    ],
)
def test_an_instant_is_complete_where_the_history_covers_it(instant: datetime, complete: bool) -> None:
    assert coverage_of(HISTORY, NOW).is_complete(instant) is complete


def test_what_launch_library_confirmed_is_no_gap() -> None:
    marks = HISTORY | {"confirmed": f"{span('2024-09-01', '2024-10-15')} {span('2026-08-02', '2026-11-23')}"}
    assert gaps(marks) == ["2024-10", "2025-11", "2025-12"]
    assert coverage_of(marks, NOW).confirmed_since == day("2026-08-02")


def test_a_newest_page_of_long_ago_leaves_what_came_since_unknown() -> None:
    marks = HISTORY | {"confirmed": span("2024-09-01", "2026-10-05")}
    assert gaps(marks) == ["2026-10", "2026-11"]
    assert gaps(marks, now=day("2026-10-05") + timedelta(hours=23)) == []


def test_without_a_history_everything_before_what_is_complete_is_unknown() -> None:
    before = Range(lt=day("1958-01-01"))
    assert gaps({}, before) == ["1957-10", "1957-11", "1957-12"]
    marks = {"complete_since": "1957-12-06T00:00:00+00:00", "updated_at": NOW.isoformat()}
    assert gaps(marks) == ["1957-10", "1957-11", "1957-12"]
    assert gaps(marks | {"walked": "yes"}) == []


@pytest.mark.parametrize("text", ["", "nonsense", "2024-13-45", "2026-11-23/", "/", "2026-11-23/2020-01-01"])
def test_marks_that_cannot_be_read_count_as_not_written(text: str) -> None:
    assert coverage_of({"history": text, "history_gaps": text, "confirmed": text}, NOW) == Coverage(
        (Stretch(EVER, NOW),)
    )


def test_a_month_is_written_as_the_mark_writes_it() -> None:
    assert str(Month(2024, 9)) == "2024-09"
    assert Month(2024, 12).following() == Month(2025, 1)


INSTANTS = st.integers(0, 40).map(lambda n: NOW + timedelta(days=n))
STRETCHES = st.lists(
    st.tuples(INSTANTS, INSTANTS).map(lambda pair: Stretch(min(pair), max(pair))), max_size=6
)


@given(STRETCHES, STRETCHES, INSTANTS)
def test_stretches_hold_what_their_parts_held(
    some: list[Stretch], others: list[Stretch], instant: datetime
) -> None:
    def inside(stretches: list[Stretch]) -> bool:
        return any(s.start <= instant < s.end for s in stretches)

    assert inside(joined(some)) == inside(some)
    assert inside(without(some, others)) == (inside(some) and not inside(others))
    marks = {"confirmed": noted(some)}
    assert coverage_of(marks, NOW).confirmed == tuple(joined(some))


async def test_freshness_tells_the_coverage_and_counts_what_is_confirmed(
    catalogue: Catalogue, hand_clock: HandClock
) -> None:
    marks = HISTORY | {"confirmed": f"{launch(2).net.isoformat()}/{hand_clock.now.isoformat()}"}
    await catalogue.store(records(launch(1), launch(2), launch(3), launch(-1)), marks=marks)
    freshness = await catalogue.freshness()
    assert freshness.coverage == coverage_of(marks, hand_clock.now)
    assert freshness.confirmed == 2
    assert freshness.launches == 3
