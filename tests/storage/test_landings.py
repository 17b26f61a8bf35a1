"""How a booster came down, by Launch Library's words for it, as it can be asked for."""

from __future__ import annotations

import pytest

from storage.catalogue import Catalogue
from storage.models import Booster
from storage.query import Landing, LaunchQuery
from tests.launches import launch, records


def landed(told: str, place: str = "", *, success: bool | None = True) -> Booster:
    return Booster(
        "B1067", landing_attempt=True, landing_success=success, landing_type=told, landing_place=place
    )


@pytest.mark.parametrize(
    ("told", "manner"),
    [
        ("ASDS", Landing.DRONE_SHIP), ("Autonomous Spaceport Drone Ship", Landing.DRONE_SHIP),
        ("RTLS", Landing.GROUND_PAD), ("Return to Launch Site", Landing.GROUND_PAD),
        ("VL", Landing.GROUND_PAD), ("Ocean", Landing.OCEAN), ("Splashdown", Landing.OCEAN),
        ("EXP", None), ("", None),
    ],
)  # fmt: skip
async def test_a_landing_is_found_by_its_manner_alone(
    catalogue: Catalogue, told: str, manner: Landing | None
) -> None:
    await catalogue.store(records(launch(1, boosters=(landed(told),))))
    for asked in (Landing.DRONE_SHIP, Landing.GROUND_PAD, Landing.OCEAN):
        assert (await catalogue.flown(LaunchQuery(landings=(asked,)))).count == (asked is manner), asked


async def test_a_manner_and_an_end_are_asked_of_the_same_booster(catalogue: Catalogue) -> None:
    both = (landed("ASDS", success=False), landed("RTLS"))
    await catalogue.store(records(launch(1, boosters=both)))

    async def count(*asked: Landing) -> int:
        return (await catalogue.flown(LaunchQuery(landings=asked))).count

    assert await count(Landing.DRONE_SHIP, Landing.FAILURE) == 1
    assert await count(Landing.DRONE_SHIP, Landing.SUCCESS) == 0
    assert await count(Landing.GROUND_PAD, Landing.SUCCESS) == 1


async def test_what_was_not_to_land_came_down_nowhere(catalogue: Catalogue) -> None:
    lost = Booster("B1067", landing_attempt=False, landing_type="Ocean", landing_place="Atlantic Ocean")
    await catalogue.store(records(launch(1, boosters=(lost,))))
    assert (await catalogue.flown(LaunchQuery(landings=(Landing.OCEAN,)))).count == 0
    assert (await catalogue.flown(LaunchQuery(landing_places=("Atlantic Ocean",)))).count == 0
    assert (await catalogue.flown(LaunchQuery(landings=(Landing.NONE,)))).count == 1
