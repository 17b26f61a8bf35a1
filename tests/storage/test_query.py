"""Queries that say the same are the same value."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime

import pytest
from hypothesis import given

from storage.query import (
    DEFAULT_LIMIT,
    MAX_LIMIT,
    MAX_OFFSET,
    AttemptBound,
    Attempts,
    LaunchQuery,
    Sign,
)
from tests.storage.strategies import queries


def test_lists_are_sorted_and_without_repeats() -> None:
    assert LaunchQuery(provider_ids=(3, 1, 3)) == LaunchQuery(provider_ids=(1, 3))
    assert LaunchQuery(mission_types=("b", "a", "b")).mission_types == ("a", "b")
    assert LaunchQuery(ids=("AB", "ab")).ids == ("ab",)


def test_each_bound_on_an_ordinal_has_one_value_the_last() -> None:
    first, again, other = (
        AttemptBound(Attempts.PAD, False, Sign.LESS, 9),
        AttemptBound(Attempts.PAD, False, Sign.LESS, 3),
        AttemptBound(Attempts.AGENCY, True, Sign.LESS, 5),
    )
    assert LaunchQuery(attempts=(first, again, other)).attempts == (other, again)


@pytest.mark.parametrize(
    ("years", "span"),
    [
        ((), None),
        ((1969,), (1969, 1970)),
        ((2024, 1957), (1957, 2025)),
        ((0,), None),
        ((1969, 9999), None),
    ],
)
def test_years_span_from_the_first_to_the_end_of_the_last(
    years: tuple[int, ...], span: tuple[int, int] | None
) -> None:
    found = LaunchQuery(years=years).span_of_years
    assert found == (span and tuple(datetime(year, 1, 1, tzinfo=UTC) for year in span))


def test_a_search_is_its_words() -> None:
    assert LaunchQuery(search="  crew,dragon \n demo ") == LaunchQuery(search="crew dragon demo")
    assert LaunchQuery(search="crew, dragon").terms == ("crew", "dragon")


@pytest.mark.parametrize(
    ("given", "usable"),
    [
        ((), ("-net",)),
        (("cost", "-"), ("-net",)),
        (("name", "cost"), ("name",)),
        (("--net",), ("-net",)),
        (("name", "-name", "net"), ("name", "net")),
        (("-net", "id"), ("-net", "id")),
    ],
)
def test_orderings_keep_known_names_once(given: tuple[str, ...], usable: tuple[str, ...]) -> None:
    assert LaunchQuery(ordering=given).ordering == usable


@pytest.mark.parametrize(
    ("limit", "usable"), [(0, DEFAULT_LIMIT), (-5, DEFAULT_LIMIT), (1, 1), (100, 100), (10**9, MAX_LIMIT)]
)
def test_a_limit_is_between_one_and_a_hundred(limit: int, usable: int) -> None:
    assert LaunchQuery(limit=limit).limit == usable


@pytest.mark.parametrize(("offset", "usable"), [(-1, 0), (0, 0), (7, 7), (10**30, MAX_OFFSET)])
def test_an_offset_is_never_negative_nor_beyond_a_database(offset: int, usable: int) -> None:
    assert LaunchQuery(offset=offset).offset == usable


def test_strictness_counts_only_between_two_groups() -> None:
    assert LaunchQuery(strict=True) == LaunchQuery()
    assert LaunchQuery(provider_ids=(1,), strict=True) == LaunchQuery(provider_ids=(1,))
    assert LaunchQuery(provider_ids=(1,), pad_ids=(2,), strict=True).strict


def test_a_query_cannot_be_changed_only_varied() -> None:
    query = LaunchQuery(search="crew")
    with pytest.raises(FrozenInstanceError):
        query.search = "dragon"  # type: ignore[misc]
    assert query.having(search="dragon") == LaunchQuery(search="dragon")
    assert query == LaunchQuery(search="crew")


@given(queries())
def test_building_a_query_from_its_own_values_changes_nothing(query: LaunchQuery) -> None:
    again = query.having()
    assert again == query
    assert hash(again) == hash(query)
