"""What may not be loaded yet is told where one of its launches could be meant, and nowhere else."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from commands.caveats import RETIRED, missing_words
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue
from storage.models import Rocket
from storage.query import LaunchQuery
from tests.commands.conftest import NOW, TELEGRAM, read
from tests.launches import launch, records
from tests.raw_history import raw_history

SATURN_V = Rocket(164, "Saturn V", "Saturn V")


def test_no_rocket_of_the_history_flew_again_after_so_long() -> None:
    flights: dict[int, list[datetime]] = defaultdict(list)
    for record in raw_history():
        if record["rocket"]["configuration"]:
            flights[record["rocket"]["configuration"]["id"]].append(datetime.fromisoformat(record["net"]))
    rests = [after - before for nets in flights.values() for before, after in pairwise(sorted(nets))]
    assert max(rests) < RETIRED - timedelta(days=2 * 365)


ASKED = [
    ("previous", "saturn v", False),
    ("previous", "rocket:n1", False),
    ("previous", "rocket:n1 outcome:success", False),
    ("rocket", "Saturn V", False),
    ("stats", "rocket:vostok by:year", False),
    ("compare", "Saturn V, N1", False),
    ("onthisday", "July 20", False),
    ("previous", "spacex in 2023", False),
    ("previous", "falcon 9", True),
    ("rocket", "Falcon Heavy", True),
    ("compare", "Saturn V, Falcon Heavy", True),
    ("onthisday", "1 November", True),
    # Others than rockets came back after decades, and words may stand in any name.
    ("previous", 'provider:"Soviet Space Program"', True),
    ("previous", "apollo", True),
    ("stats", "", True),
]
"""What is asked, and whether a launch of a month that is not loaded could be meant."""


async def test_an_answer_tells_of_what_is_not_loaded_only_if_it_could_matter(dispatcher: Dispatcher) -> None:
    for command, words, is_told in ASKED:
        answer = read(await dispatcher.say(command, words, TELEGRAM))
        assert ("Still being loaded: " in answer) is is_told, answer


async def test_years_and_months_that_are_asked_for_are_heeded(catalogue: Catalogue) -> None:
    queries = catalogue
    for query, words in (
        (LaunchQuery(years=(1969, 2023)), ""),
        (LaunchQuery(years=(1969, 2024)), "Still being loaded: September – December 2024."),
        (LaunchQuery(months=(6, 7), years=(2024, 2025)), ""),
        (LaunchQuery(months=(11,), years=(2024, 2025)), "Still being loaded: November 2024, November 2025."),
    ):
        assert await missing_words(queries, query) == words


async def test_no_rocket_is_taken_to_be_retired_whose_latest_launches_may_be_what_is_missing(
    tmp_path: Path,
) -> None:
    """Only what is known of all the years before can tell."""
    known = datetime(2000, 1, 1, tzinfo=UTC)
    async with Catalogue.open(tmp_path / "catalogue.db", lambda: NOW) as catalogue:
        old = launch(1, rocket=SATURN_V, net=datetime(1973, 5, 14, tzinfo=UTC))
        recent = f"{known:%Y-%m-%dT%H:%M:%SZ}/{NOW:%Y-%m-%dT%H:%M:%SZ}"
        await catalogue.store(records(old), marks={"confirmed": recent})
        asked = LaunchQuery(configuration_ids=(SATURN_V.id,))
        assert await missing_words(catalogue, asked) == "Still being loaded: October 1957 – December 1999."
        unheard_of = LaunchQuery(configuration_ids=(999,))
        assert await missing_words(catalogue, unheard_of)
