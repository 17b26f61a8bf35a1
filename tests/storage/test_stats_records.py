"""Figures against a count in plain Python over the JSON records: the real history, and the embedded ones."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters.launch_library.pages import decode_page
from playground.launch_library.records import records
from storage.catalogue import Catalogue, Group
from storage.properties import TIMES, Property
from storage.query import LaunchQuery, Range
from tests.history import HISTORY_NOW
from tests.oracle import Oracle
from tests.raw_history import Json, raw_history
from tests.storage.test_catalogue_oracle import question_about

QUERIES = 50
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
GROUPED = [
    Property.YEAR, Property.DECADE, Property.MONTH, Property.PROVIDER, Property.ROCKET, Property.LOCATION,
    Property.ORBIT, Property.OUTCOME,
]  # fmt: skip
OUTCOMES = {3: "success", 4: "failure", 7: "partial"}


def outcome_of(told: Json) -> str:
    return OUTCOMES.get(told["status"]["id"], "other")


def key_of(told: Json, by: Property) -> tuple[Any, ...]:
    """What a record counts for; things by their ids, for a thing has one name in the catalogue.

    What Launch Library calls unknown counts for the same as what it does not tell.
    """
    rocket, pad = told["rocket"]["configuration"], told["pad"] or {}
    orbit, provider = (told["mission"] or {}).get("orbit"), told["launch_service_provider"]
    match by:
        case Property.YEAR:
            return (int(told["net"][:4]),)
        case Property.DECADE:
            return (int(told["net"][:3]) * 10,)
        case Property.MONTH:
            return (told["net"][:7],)
        case Property.OUTCOME:
            return (outcome_of(told),)
    things = {
        Property.PROVIDER: provider,
        Property.ROCKET: rocket,
        Property.LOCATION: pad.get("location"),
        Property.ORBIT: orbit,
    }
    thing = things[by]
    return (thing["id"] if thing and thing["name"] != "Unknown" else None,)


def counted(told: Sequence[Json], by: Sequence[Property]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    groups: dict[tuple[Any, ...], Counter[str]] = {}
    for each in told:
        key = tuple(value for dimension in by for value in key_of(each, dimension))
        groups.setdefault(key, Counter())[outcome_of(each)] += 1
    return {
        key: (each.total(), each["success"], each["failure"], each["partial"]) for key, each in groups.items()
    }


def told_of(groups: Sequence[Group], by: Sequence[Property]) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """The same of the catalogue's groups, without the names in their keys."""
    found: dict[tuple[Any, ...], tuple[int, ...]] = {}
    for group in groups:
        values, key = list(group.key), []
        for dimension in by:
            key.append(values.pop(0))
            if dimension not in TIMES | {Property.OUTCOME}:
                name = values.pop(0)
                assert (name is None) is (key[-1] is None)
        found[tuple(key)] = (group.launches, group.success, group.failure, group.partial)
    return found


async def agree(catalogue: Catalogue, query: LaunchQuery, told: list[Json], by: list[Property]) -> None:
    """Compare everything that figures tell of a query with a count of the records that match it."""
    told = sorted(told, key=lambda each: (each["net"], each["id"]))
    stats = await catalogue.stats(query)
    outcomes = Counter(map(outcome_of, told))
    assert stats.launches == len(told), query
    assert (stats.success, stats.failure, stats.partial, stats.other) == tuple(
        outcomes[each] for each in ("success", "failure", "partial", "other")
    )
    streak = longest = 0
    for each in told:
        if outcome_of(each) != "other":
            streak = streak + 1 if outcome_of(each) == "success" else 0
            longest = max(longest, streak)
    assert (stats.streak, stats.longest_streak) == (streak, longest), query
    ends = (told[0]["net"], told[-1]["net"]) if told else (None, None)
    assert tuple(at and at.isoformat().replace("+00:00", "Z") for at in (stats.first, stats.latest)) == ends
    assert told_of(await catalogue.groups(by, query), by) == counted(told, by), (query, by)
    sites = await catalogue.groups((Property.LOCATION,), query)
    if told:
        most = Counter(each["pad"]["location"]["id"] for each in told).most_common(1)[0]
        assert sites[0].launches == most[1]


async def test_random_questions_to_the_real_history_are_answered_as_counting_does(
    history_catalogue: Catalogue,
) -> None:
    told = raw_history()
    oracle, choose = Oracle(told, HISTORY_NOW), random.Random(1957)
    sizes = []
    for _ in range(QUERIES):
        query = question_about(choose, told).having(limit=10, offset=0)
        matches = oracle.matches(query)
        by = choose.sample(GROUPED, choose.choice([1, 1, 2]))
        await agree(history_catalogue, query, matches, by)
        sizes.append(len(matches))
    assert sum(size > 0 for size in sizes) > QUERIES / 2
    assert max(sizes) == len(told)


@pytest.fixture
async def embedded(tmp_path: Path) -> AsyncIterator[Catalogue]:
    async with Catalogue.open(tmp_path / "c.db", lambda: NOW) as catalogue:
        await catalogue.store(decode_page(msgspec.json.encode(records()), "2.3.0", NOW).records)
        yield catalogue


async def test_random_questions_to_the_embedded_records_are_answered_as_counting_does(
    embedded: Catalogue,
) -> None:
    previous = [each for each in records() if each["net"] <= NOW.isoformat()]
    choose = random.Random(1961)
    for _ in range(QUERIES):
        one = choose.choice(previous)
        year = int(one["net"][:4]) - choose.randrange(30)
        filters: dict[str, Any] = {
            "provider_ids": (key_of(one, Property.PROVIDER)[0],),
            "configuration_ids": (key_of(one, Property.ROCKET)[0],),
            "location_ids": (key_of(one, Property.LOCATION)[0],),
            "status_ids": (one["status"]["id"],),
            "net": Range(gte=datetime(year, 1, 1, tzinfo=UTC)),
        }
        used = choose.sample(sorted(filters), choose.choice([0, 1, 1, 2]))
        query = LaunchQuery(strict=True, **{name: filters[name] for name in used})
        matches = [
            each
            for each in previous
            if (not query.provider_ids or key_of(each, Property.PROVIDER) == query.provider_ids)
            and (not query.configuration_ids or key_of(each, Property.ROCKET) == query.configuration_ids)
            and (not query.location_ids or key_of(each, Property.LOCATION) == query.location_ids)
            and (not query.status_ids or (each["status"]["id"],) == query.status_ids)
            and ("net" not in used or int(each["net"][:4]) >= year)
        ]
        await agree(embedded, query, matches, choose.sample(GROUPED, choose.choice([1, 1, 2])))
