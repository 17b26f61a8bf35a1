"""What counts as news, against a slow and simple account of the same rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.announcing.comparison import LATE, Comparison, compare
from storage.catalogue import LaunchStatus
from storage.models import StatusId
from storage.state.models import OutcomeSeen
from tests.launches import NOW, launch_id

FRESH = timedelta(hours=24)
A_MINUTE_AGO = NOW - timedelta(minutes=1)
STATUSES = st.sampled_from([int(status) for status in StatusId])


def hours_ago(hours: float) -> timedelta:
    return timedelta(hours=hours)


def look(
    status: int, *, ago: float, known: OutcomeSeen | None = None, looked_ago: float | None = 0.1
) -> Comparison:
    launch = LaunchStatus(launch_id(1), status, NOW - hours_ago(ago))
    before = None if looked_ago is None else NOW - hours_ago(looked_ago)
    return compare([launch], {launch.id: known} if known else {}, before, NOW, FRESH)


def kind(found: Comparison) -> str:
    """Say in which of the four lists the one launch is."""
    named = {
        "quiet": found.quiet,
        "result": found.results,
        "missed": found.missed,
        "correction": found.corrections,
    }
    return next((name for name, each in named.items() if each), "nothing")


def seen(revision: int, status: int) -> OutcomeSeen:
    return OutcomeSeen(launch_id(1), revision, status, A_MINUTE_AGO)


@pytest.mark.parametrize(
    ("status", "ago", "known", "looked_ago", "expected"),
    [
        (StatusId.SUCCESS, 5, None, None, "quiet"),  # the first start
        (StatusId.SUCCESS, 5, None, 0.1, "result"),  # Launch Library told it with its outcome
        (StatusId.SUCCESS, 24 * 20, None, 0.1, "quiet"),  # the walk through the history
        (StatusId.GO, 1, None, 0.1, "quiet"),
        (StatusId.SUCCESS, 30, (0, 0), 0.1, "result"),  # late, but nobody could know it sooner
        (StatusId.FAILURE, 5, (0, 0), 72, "result"),  # an outage ends; the launch was during it
        (StatusId.FAILURE, 30, (0, 0), 72, "missed"),
        (StatusId.FAILURE, 30, None, 72, "missed"),
        (StatusId.SUCCESS, 5, (1, 3), 0.1, "nothing"),
        (StatusId.FAILURE, 5, (1, 3), 0.1, "correction"),
        (StatusId.FAILURE, 24 * 300, (1, 3), 0.1, "correction"),
        (StatusId.GO, 5, (1, 3), 0.1, "correction"),  # withdrawn
        (StatusId.IN_FLIGHT, 5, (2, 0), 0.1, "nothing"),  # still withdrawn
        (StatusId.SUCCESS, 5, (2, 0), 0.1, "correction"),
    ],
)
def test_what_is_new_depends_on_what_was_known_and_on_the_last_look(
    status: int, ago: float, known: tuple[int, int] | None, looked_ago: float | None, expected: str
) -> None:
    before = seen(*known) if known else None
    assert kind(look(status, ago=ago, known=before, looked_ago=looked_ago)) == expected


def test_a_withdrawn_outcome_is_a_revision_and_so_is_its_return() -> None:
    withdrawn = look(StatusId.GO, ago=5, known=seen(1, StatusId.SUCCESS)).corrections[0]
    assert (withdrawn.seen.revision, withdrawn.seen.status_id, withdrawn.was) == (2, 0, StatusId.SUCCESS)
    returned = look(StatusId.FAILURE, ago=5, known=withdrawn.seen).corrections[0]
    assert (returned.seen.revision, returned.seen.status_id, returned.was) == (3, StatusId.FAILURE, 0)


def test_what_was_there_before_us_is_as_old_as_its_launch_for_the_digests() -> None:
    found = look(StatusId.SUCCESS, ago=5, looked_ago=None)
    assert found.quiet[0].seen_at == NOW - hours_ago(5)


@given(
    st.lists(
        st.tuples(st.integers(0, 8), STATUSES, st.integers(0, 24 * 40)), max_size=8, unique_by=lambda t: t[0]
    ),
    st.dictionaries(st.integers(0, 8), st.tuples(st.integers(0, 3), st.sampled_from([0, 3, 4, 7]))),
    st.one_of(st.none(), st.integers(0, 200)),
)
def test_once_noted_nothing_is_found_again(
    launches: list[tuple[int, int, int]], known: dict[int, tuple[int, int]], looked_ago: int | None
) -> None:
    statuses = [LaunchStatus(launch_id(n), s, NOW - timedelta(hours=ago)) for n, s, ago in launches]
    before = {
        launch_id(n): OutcomeSeen(launch_id(n), revision, status if revision else 0, A_MINUTE_AGO)
        for n, (revision, status) in known.items()
    }
    looked_at = None if looked_ago is None else NOW - timedelta(hours=looked_ago)
    found = compare(statuses, before, looked_at, NOW, FRESH)
    news = [*found.results, *found.missed, *found.corrections]
    noted = {o.launch_id: o for o in (*found.quiet, *(each.seen for each in news))}
    assert len(noted) == len(found.quiet) + len(news)
    assert all(o.revision > before[o.launch_id].revision for o in noted.values() if o.launch_id in before)
    again = compare(statuses, before | noted, NOW, NOW + timedelta(minutes=1), FRESH)
    assert kind(again) == "nothing"


@given(st.integers(0, 24 * 40), st.sampled_from([3, 4, 7]))
def test_a_first_start_tells_nothing_whatever_there_is(ago: int, status: int) -> None:
    assert kind(look(status, ago=ago, looked_ago=None)) == "quiet"


def test_the_history_stays_quiet_however_it_comes_in() -> None:
    old = [LaunchStatus(launch_id(n), 3, NOW - LATE - timedelta(days=1 + n)) for n in range(500)]
    assert len(compare(old, {}, NOW, NOW, FRESH).quiet) == 500
