"""The history in the package: what it holds, counted over the real file."""

from __future__ import annotations

import json
import lzma
import re
from collections import Counter
from datetime import UTC, date, datetime
from importlib import resources

import pytest

from storage.history import BUNDLED_HISTORY, History
from storage.models import Launch, Outcome

LARGEST = 700 * 1024
"""Bytes that the file may have."""


@pytest.fixture(scope="module")
def history() -> History:
    return BUNDLED_HISTORY.read()


def named(history: History, name: str) -> Launch:
    (found,) = (launch for launch in history.launches if launch.name == name)
    return found


def test_it_holds_the_launches_of_seventy_years(history: History) -> None:
    assert len(history.launches) == 7321
    assert history.made_on == date(2026, 8, 22)
    first, last = history.launches[0], history.launches[-1]
    assert (first.name, first.net) == (
        "Sputnik 8K74PS | Sputnik 1",
        datetime(1957, 10, 4, 19, 28, 34, tzinfo=UTC),
    )
    assert last.net == datetime(2026, 8, 22, 7, 25, 16, tzinfo=UTC)
    years = Counter(launch.net.year for launch in history.launches)
    assert (years[1957], years[1969], years[2023], years[2026]) == (3, 125, 234, 198)
    outcomes = Counter(launch.status.outcome for launch in history.launches)
    assert outcomes == {
        Outcome.SUCCESS: 6768,
        Outcome.FAILURE: 512,
        Outcome.PARTIAL_FAILURE: 34,
        None: 7,
    }


def test_apollo_11_is_told_with_rocket_pad_orbit_and_crew(history: History) -> None:
    apollo = named(history, "Saturn V | Apollo 11")
    assert apollo.id == "aed29ce0-d4e3-4177-b286-d186c7b21354"
    assert apollo.net == datetime(1969, 7, 16, 13, 32, tzinfo=UTC)
    assert apollo.status.outcome is Outcome.SUCCESS
    assert apollo.provider is not None
    assert (apollo.provider.abbrev, apollo.provider.country_code) == ("NASA", "USA")
    assert apollo.rocket is not None
    assert (apollo.rocket.full_name, apollo.rocket.family) == ("Saturn V", "Saturn")
    assert apollo.pad is not None
    assert (apollo.pad.name, apollo.pad.latitude) == ("Launch Complex 39A", 28.60822681)
    assert apollo.mission is not None
    assert apollo.mission.orbit is not None
    assert (apollo.mission.type, apollo.mission.orbit.abbrev) == ("Human Exploration", "LO")
    assert apollo.is_crewed is True
    assert apollo.spacecraft is not None
    (craft,) = apollo.spacecraft
    assert craft.crew == ("Neil Armstrong", "Michael Collins", "Buzz Aldrin")
    assert craft.role_of(0) == "Commander"


def test_a_booster_is_told_with_its_flight_and_landing(history: History) -> None:
    flown = named(history, "Falcon 9 Block 5 | Starlink Group 15-20")
    assert flown.boosters is not None
    (booster,) = flown.boosters
    assert (booster.serial_number, booster.flight_number, booster.type) == ("B1100", 9, "Core")
    assert (booster.landing_success, booster.landing_type) == (True, "ASDS")
    assert booster.landing_place == "Of Course I Still Love You"


def test_the_months_that_it_does_not_cover_are_named(history: History) -> None:
    missing = [f"2024-{month:02}" for month in range(9, 13)] + [f"2025-{month:02}" for month in range(1, 5)]
    assert history.gaps == (*missing, "2025-11", "2025-12")


def test_every_launch_stands_there_once_and_in_order(history: History) -> None:
    ids = [launch.id for launch in history.launches]
    assert len(set(ids)) == len(ids)
    order = [(launch.net, launch.id) for launch in history.launches]
    assert order == sorted(order)
    lift_offs = Counter(
        (launch.net, launch.pad.id, launch.rocket.id)
        for launch in history.launches
        if launch.pad and launch.rocket
    )
    assert max(lift_offs.values()) == 1


def test_what_is_not_known_is_not_told_as_none(history: History) -> None:
    crewed = Counter(launch.is_crewed for launch in history.launches)
    assert (crewed[True], crewed[None]) == (35, 6971)
    assert named(history, "Saturn V | Apollo 11").programs is None


def test_it_is_small_and_holds_facts_only() -> None:
    data = resources.files("storage.history").joinpath("history.json.xz").read_bytes()
    assert len(data) <= LARGEST
    content = json.loads(lzma.decompress(data))
    assert "The Space Devs" in content.pop("source")
    texts = [
        value
        for table in content.values()
        if isinstance(table, dict)
        for column in table.values()
        for value in column
        if isinstance(value, str)
    ]
    assert not [text for text in texts if re.search(r"https?:|www\.|\. [A-Z]\w+ \w+ \w+ \w+ ", text)]
    assert max(map(len, texts)) < 150


def test_no_number_in_it_is_one_that_the_playground_made_up(history: History) -> None:
    content = json.loads(
        lzma.decompress(resources.files("storage.history").joinpath("history.json.xz").read_bytes())
    )
    for table in ("agencies", "rockets", "pads", "locations", "orbits", "programs"):
        assert max(content[table]["id"]) < 90_000, table
