"""What a facet costs, in steps of SQLite's machine: they are the same however busy the machine is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from commands.definitions.filters import MENUS
from storage.catalogue import Catalogue, Facet
from storage.catalogue.reading.facets import select_facet
from storage.models import StatusId
from storage.properties import Property
from storage.query import LaunchQuery
from tests.history import HISTORY_NOW
from tests.launches import NOW, HandClock, launch, records

RARE = (
    Property.PROGRAM, Property.BOOSTER, Property.LANDING, Property.LANDING_PLACE, Property.PERSON,
    Property.SPACECRAFT,
)  # fmt: skip
"""What few launches have."""


@pytest.fixture
def history(history_file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(history_file)) as connection:
        yield connection


def steps(connection: sqlite3.Connection, sql: str, values: tuple[object, ...] = ()) -> int:
    """Return how many steps a statement takes, to the ten."""
    counted = 0

    def count() -> None:
        nonlocal counted
        counted += 10

    connection.set_progress_handler(count, 10)
    connection.execute(sql, values).fetchall()
    connection.set_progress_handler(None, 10)
    return counted


def cost(connection: sqlite3.Connection, kind: Property) -> int:
    asked = select_facet(kind, LaunchQuery(), HISTORY_NOW)
    return steps(connection, asked.sql, asked.values)


@pytest.mark.over("history")
def test_mission_types_cost_what_counting_them_costs_at_the_least(history: sqlite3.Connection) -> None:
    floor = steps(history, "SELECT mission_type, count(*) FROM launches GROUP BY 1")
    assert cost(history, Property.MISSION_TYPE) < 1.1 * floor


@pytest.mark.over("history")
@pytest.mark.parametrize("kind", RARE)
def test_what_few_launches_have_is_counted_without_looking_at_the_others(
    history: sqlite3.Connection, kind: Property
) -> None:
    (launches,) = history.execute("SELECT count(*) FROM launches").fetchone()
    assert cost(history, kind) < 3 * launches


@pytest.mark.parametrize("kind", [Property.ORBIT, Property.CREWED, Property.REUSED, Property.MISSION_TYPE])
async def test_a_column_is_counted_from_an_index_alone(tmp_path: Path, kind: Property) -> None:
    async with Catalogue.open(tmp_path / "c.db", lambda: NOW):
        pass
    asked = select_facet(kind, LaunchQuery(), NOW)
    with closing(sqlite3.connect(tmp_path / "c.db")) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked.sql}", asked.values)]
    assert [line for line in plan if line.startswith("SCAN l USING COVERING INDEX")], plan


@pytest.mark.parametrize("kind", [kind for kind in MENUS if kind not in RARE])
async def test_a_launch_to_come_counts_from_its_net_on_and_a_placeholder_never(
    catalogue: Catalogue, hand_clock: HandClock, kind: Property
) -> None:
    soon = NOW + timedelta(hours=1)
    vague = launch(3, StatusId.TBD, net=NOW - timedelta(days=3), net_precision="Year")
    await catalogue.store(records(launch(1), launch(2, net=soon), vague))

    async def counted() -> list[int]:
        return [facet.launches for facet in await catalogue.facet(kind, LaunchQuery())]

    assert await counted() == [1]
    hand_clock.now = soon
    assert await counted() == [2]


async def test_a_facet_is_kept_for_every_page_of_a_question_until_something_is_written(
    catalogue: Catalogue,
) -> None:
    await catalogue.store(records(launch(1), launch(2)))

    async def facet(query: LaunchQuery) -> tuple[Facet, ...]:
        return await catalogue.facet(Property.PROVIDER, query)

    first = await facet(LaunchQuery())
    assert await facet(LaunchQuery(ordering=("name",), limit=1, offset=1)) is first
    assert await facet(LaunchQuery(provider_ids=(1,))) is first
    await catalogue.store(records(launch(3)))
    assert [each.launches for each in await facet(LaunchQuery())] == [3]
