"""What the spacecraft of a launch is called, where a record tells it and where only a mission does."""

from __future__ import annotations

import pytest

from storage.catalogue import Catalogue
from storage.catalogue.spacecraft_names import spacecraft_names
from storage.models import Mission, Rocket, Spacecraft, StatusId
from storage.properties import Property
from storage.query import LaunchQuery
from tests.bundled_sql import bundled
from tests.launches import launch


def called(mission: str, rocket: str, *crafts: Spacecraft, full_name: str | None = None) -> list[str]:
    """Return the type, and then the other names."""
    told = launch(
        1,
        StatusId.SUCCESS,
        mission=Mission(mission),
        rocket=Rocket(7, rocket, full_name=full_name),
        spacecraft=crafts or None,
    )
    names = spacecraft_names(told)
    return [name.name for name in sorted(names, key=lambda name: not name.is_type)]


@pytest.mark.parametrize(
    ("mission", "rocket", "expected"),
    [
        ("Crew-9", "Falcon 9", ["Dragon 2", "Dragon", "Crew Dragon"]),
        ("Dragon CRS-2 SpX-31", "Falcon 9", ["Dragon 2", "Dragon", "Cargo Dragon"]),
        ("SpX CRS-8", "Falcon 9", ["Dragon 1", "Dragon"]),
        ("Soyuz TMA-12M", "Soyuz", ["Soyuz TMA-M", "Soyuz"]),
        ("Soyuz TMA-9", "Soyuz", ["Soyuz TMA", "Soyuz"]),
        ("Progress MS-27 (88P)", "Soyuz 2.1a", ["Progress MS", "Progress"]),
        ("Skylab 3", "Saturn IB", ["Apollo"]),
        ("Skylab 1", "Saturn V", []),
        ("Mercury 14", "Titan 401A Centaur", []),
        ("Mercury-Atlas 6", "Atlas LV-3B", ["Mercury"]),
        ("Orion 3", "Delta III", []),
        ("EFT-1", "Delta IV Heavy", ["Orion"]),
        ("Starlink Group 9-1", "Falcon 9", []),
        ("Kosmos 2576", "Soyuz 2.1b", []),
    ],
)
def test_a_mission_tells_its_spacecraft_where_no_record_does(
    mission: str, rocket: str, expected: list[str]
) -> None:
    assert called(mission, rocket) == expected


def test_the_orbiter_is_told_by_the_rocket() -> None:
    shuttle = called("STS-41-C", "Space Shuttle", full_name="Space Shuttle Challenger / OV-099")
    assert shuttle == ["Space Shuttle", "Space Shuttle Challenger"]


@pytest.mark.parametrize(
    ("craft", "expected"),
    [
        (Spacecraft("Crew Dragon Endeavour", "C206"), ["Dragon 2", "Crew Dragon Endeavour"]),
        (Spacecraft("Endeavour", type="Crew Dragon"), ["Dragon 2", "Dragon 2 Endeavour"]),
        (Spacecraft("Columbia", "OV-102"), ["Space Shuttle", "Space Shuttle Columbia"]),
        (Spacecraft("Columbia", "CSM-107"), ["Apollo", "Apollo Columbia"]),
        (Spacecraft("Heron, the First", type="Heron 2"), ["Heron 2", "Heron the First"]),
        (Spacecraft("Heron"), ["Heron"]),
    ],
)
def test_a_record_of_a_spacecraft_comes_before_what_the_mission_says(
    craft: Spacecraft, expected: list[str]
) -> None:
    names = called("Soyuz MS-10", "Falcon 9", craft)
    assert set(expected) <= set(names)
    assert names[0] == expected[0]
    assert "Soyuz MS" not in names


async def test_most_crewed_craft_of_the_history_are_known_by_their_missions(
    history_catalogue: Catalogue,
) -> None:
    facets = await history_catalogue.facet(Property.SPACECRAFT, LaunchQuery())
    counts = {facet.value: facet.launches for facet in facets}
    # Shuttles flew 135 times, Mercury and Gemini as often as their programmes say, HTV nine times, ATV five.
    assert counts["Space Shuttle"] == 135
    assert (counts["HTV"], counts["ATV"], counts["Dragon 1"]) == (9, 5, 23)
    assert sum(counts.values()) > 800
    for orbiter in ("Columbia", "Challenger", "Discovery", "Atlantis", "Endeavour"):
        ((flights,),) = bundled().execute(
            f"SELECT count(*) FROM launches WHERE name LIKE 'Space Shuttle {orbiter}%'"
        )
        page = await history_catalogue.flown(LaunchQuery(spacecraft=(f"Space Shuttle {orbiter}",)))
        assert page.count == flights > 8


async def test_of_several_flights_the_names_are_told_that_some_of_them_share(
    history_catalogue: Catalogue,
) -> None:
    found = await history_catalogue.ships(LaunchQuery(spacecraft=("Space Shuttle",)))
    assert [name for name, _flights in found] == [
        f"Space Shuttle {orbiter}"
        for orbiter in ("Discovery", "Atlantis", "Columbia", "Endeavour", "Challenger")
    ]
    # Most flown first, and what all have in common is nothing to tell them apart by.
    for name, flights in found:
        assert (await history_catalogue.flown(LaunchQuery(spacecraft=(name,)))).count == flights
    assert await history_catalogue.ships(LaunchQuery(spacecraft=("Space Shuttle Columbia",))) == ()
