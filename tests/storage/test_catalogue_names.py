"""Names, freshness and the sync's notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.catalogue import NO_ID, Catalogue, Coverage, Freshness, Name
from storage.models import Mission, Program, Reject, Rocket
from storage.properties import Property
from tests.launches import (
    ATLAS_V,
    CANAVERAL,
    GTO,
    KENNEDY,
    LEO,
    NOW,
    SPACEX,
    ULA,
    HandClock,
    launch,
    record,
    records,
)
from tests.raw_history import Json, raw_history


@pytest.fixture
async def full(catalogue: Catalogue) -> Catalogue:
    program = Program(25, "Commercial Crew")
    to_gto = Mission("Payload", 9, None, "Test Flight", GTO)
    await catalogue.store(
        records(
            launch(1),
            launch(2, pad=KENNEDY, programs=(program,)),
            launch(3, provider=ULA, rocket=ATLAS_V, mission=to_gto),
            launch(4, provider=ULA, rocket=ATLAS_V, mission=None, net=NOW + timedelta(days=1)),
        )
    )
    return catalogue


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            Property.PROVIDER,
            [(SPACEX.id, "SpaceX", ("SpX",), 2), (ULA.id, "ULA", ("United Launch Alliance",), 1)],
        ),
        (
            Property.ROCKET,
            [
                (164, "Falcon 9 Block 5", ("Falcon 9", "Falcon"), 2),
                (ATLAS_V.id, "Atlas V N22", ("Atlas V", "Atlas"), 1),
            ],
        ),
        (
            Property.LOCATION,
            [(12, "Cape Canaveral SFS, FL, USA", (), 2), (27, "Kennedy Space Center, FL, USA", (), 1)],
        ),
        (Property.ORBIT, [(LEO.id, LEO.name, ("LEO",), 2), (GTO.id, GTO.name, ("GTO",), 1)]),
        (Property.PROGRAM, [(25, "Commercial Crew", (), 1)]),
        (Property.MISSION_TYPE, [(NO_ID, "Communications", (), 2), (NO_ID, "Test Flight", (), 1)]),
    ],
)
async def test_names_of_previous_launches_come_most_used_first(
    full: Catalogue, kind: Property, names: list[tuple[int, str, tuple[str, ...], int]]
) -> None:
    assert await full.names(kind) == tuple(Name(*name) for name in names)


_IDS: dict[Property, Callable[[Json], list[int | str]]] = {
    Property.PROVIDER: lambda record: [record["launch_service_provider"]["id"]],
    Property.ROCKET: lambda record: [record["rocket"]["configuration"]["id"]],
    Property.LOCATION: lambda record: [record["pad"]["location"]["id"]],
    Property.PAD: lambda record: [record["pad"]["id"]],
    Property.ORBIT: lambda record: [orbit["id"]] if (orbit := (record["mission"] or {}).get("orbit")) else [],
    Property.PROGRAM: lambda record: [program["id"] for program in record["program"]],
    Property.MISSION_TYPE: lambda record: [kind] if (kind := (record["mission"] or {}).get("type")) else [],
}
"""What a record says of each kind."""


@pytest.mark.parametrize("kind", _IDS)
async def test_names_of_the_history_are_carried_by_as_many_launches_as_counting_finds(
    history_catalogue: Catalogue, kind: Property
) -> None:
    counted = Counter(value for record in raw_history() for value in _IDS[kind](record))
    names = await history_catalogue.names(kind)
    assert {name.value: name.launches for name in names} == counted
    assert [name.launches for name in names] == sorted(counted.values(), reverse=True)


async def test_launch_names_of_the_history_come_latest_first_and_once(history_catalogue: Catalogue) -> None:
    names = await history_catalogue.launch_names()
    latest: dict[str, str] = {}
    for told in raw_history():
        latest[told["name"]] = max(told["net"], latest.get(told["name"], ""))
    assert sorted(names) == sorted(latest)
    nets = [latest[name] for name in names]
    assert nets == sorted(nets, reverse=True)


async def test_every_kind_of_name_can_be_asked_of_an_empty_catalogue(catalogue: Catalogue) -> None:
    for kind in Property:
        assert await catalogue.names(kind) == ()
    assert await catalogue.launch_names() == ()


async def test_a_rocket_whose_full_name_is_empty_goes_by_its_name(catalogue: Catalogue) -> None:
    await catalogue.store(
        records(launch(1, rocket=Rocket(1, "Vanguard", "", "")), launch(2, rocket=Rocket(2, "Juno")))
    )
    assert [name.name for name in await catalogue.names(Property.ROCKET)] == ["Juno", "Vanguard"]


async def test_launch_names_come_latest_first_and_once(catalogue: Catalogue) -> None:
    same = "Proton-K/DM | Ekran"
    await catalogue.store(records(launch(9, name=same), launch(5), launch(2, name=same), launch(7)))
    assert await catalogue.launch_names() == (same, launch(5).name, launch(7).name)


async def test_an_empty_catalogue_says_so(catalogue: Catalogue) -> None:
    freshness = await catalogue.freshness()
    assert replace(freshness, coverage=Coverage()) == Freshness(0, None, None, None, None, 0)
    assert not freshness.coverage.is_complete(launch(1).net)


async def test_freshness_tells_what_there_is_and_what_the_sync_noted(full: Catalogue) -> None:
    heard = datetime(2024, 9, 30, 23, tzinfo=UTC)
    marks = {
        "updated_at": heard.isoformat(),
        "complete_since": "1957-10-04T00:00:00+00:00",
        "total": "7000",
        "trouble": "HTTP 502",
    }
    await full.store([], [Reject("no name", b"{}", "2.3.0", NOW)], marks)
    freshness = await full.freshness()
    assert replace(freshness, coverage=Coverage()) == Freshness(
        launches=3,
        oldest=launch(3).net,
        newest=launch(1).net,
        complete_since=datetime(1957, 10, 4, tzinfo=UTC),
        updated_at=heard,
        rejected=1,
        total=7000,
        trouble="HTTP 502",
        confirmed=3,
    )
    assert freshness.coverage.is_complete(launch(3).net)


async def test_marks_are_replaced_by_name_and_come_with_the_last_batch(catalogue: Catalogue) -> None:
    await catalogue.store([], marks={"offset": "1", "trouble": ""})
    await catalogue.store([record(launch(number)) for number in range(150)], marks={"offset": "2"})
    marks = await catalogue.marks()
    assert (marks["offset"], marks["trouble"]) == ("2", "")


async def test_a_launch_becomes_previous_when_its_time_comes(full: Catalogue, hand_clock: HandClock) -> None:
    assert (await full.freshness()).launches == 3
    hand_clock.now += timedelta(days=1)
    assert (await full.freshness()).launches == 4
    assert {name.launches for name in await full.names(Property.PROVIDER)} == {2}


async def test_every_write_shows_in_the_generation(catalogue: Catalogue) -> None:
    seen = [await catalogue.generation()]
    await catalogue.store(records(launch(1, pad=CANAVERAL)))
    seen.append(await catalogue.generation())
    await catalogue.remove([launch(1).id])
    seen.append(await catalogue.generation())
    assert len(set(seen)) == 3


async def test_of_launches_with_one_name_the_latest_previous_one_is_told(catalogue: Catalogue) -> None:
    same = [launch(number, name="Electron | Twice") for number in (3, 2)]
    to_come = launch(9, name="Electron | Twice", net=NOW + timedelta(days=1))
    await catalogue.store(records(*same, to_come, launch(1)))
    found = await catalogue.latest_of(["Electron | Twice", launch(1).name, "electron | twice"])
    assert found == {"Electron | Twice": same[1].id, launch(1).name: launch(1).id}
