"""What launches have in common, against comparing them one by one."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.catalogue import Flights, Similar
from storage.catalogue.reading import related as similar_module
from storage.models import Booster, Launch, Program
from tests.launches import (
    BAIKONUR,
    CANAVERAL,
    FALCON_9,
    FALCON_HEAVY,
    KENNEDY,
    NOW,
    ROSCOSMOS,
    SOYUZ,
    SPACEX,
    catalogue_of,
    launch,
    launch_id,
    records,
)

APOLLO, STATION = Program(1, "Apollo"), Program(17, "International Space Station")
SERIALS = ("B1058", "B1062", "Unknown F9", "TBD")

launches = st.lists(
    st.builds(
        lambda number, provider, rocket, pad, programs, serials: launch(
            number,
            provider=provider,
            rocket=rocket,
            pad=pad,
            programs=tuple(programs),
            boosters=tuple(map(Booster, serials)),
        ),
        # A negative number is a launch that is still to come.
        st.integers(-3, 12),
        st.sampled_from([SPACEX, SPACEX, ROSCOSMOS, None]),
        st.sampled_from([FALCON_9, FALCON_HEAVY, SOYUZ, None]),
        st.sampled_from([CANAVERAL, KENNEDY, BAIKONUR, None]),
        st.lists(st.sampled_from([APOLLO, STATION]), unique=True),
        st.lists(st.sampled_from(SERIALS), unique=True),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda told: told.id,
)


def _place(told: Launch) -> tuple[Any, str]:
    return told.net, told.id


def _neighbours(told: Launch, past: list[Launch], serial: str) -> Flights | None:
    flown = [
        each
        for each in past
        if each.provider == told.provider and serial in {b.serial_number for b in each.boosters or ()}
    ]
    before = max((each for each in flown if _place(each) < _place(told)), key=_place, default=None)
    after = min((each for each in flown if _place(each) > _place(told)), key=_place, default=None)
    if serial.startswith(("Unknown", "TBD")) or not (before or after):
        return None
    return Flights(serial, before.id if before else None, after.id if after else None)


def _compared(told: Launch, all_of_them: list[Launch]) -> Similar:
    past = [each for each in all_of_them if each.net <= NOW]
    counts = {each.id: sum(each in (p.programs or ()) for p in past) for each in told.programs or ()}
    flights = [_neighbours(told, past, booster.serial_number) for booster in told.boosters or ()]
    return Similar(
        of_rocket=sum(each.rocket == told.rocket for each in past) if told.rocket else 0,
        from_pad=sum(each.pad == told.pad for each in past) if told.pad else 0,
        programs={program: n for program, n in counts.items() if n},
        flights=tuple(each for each in flights if each),
    )


@given(launches)
@settings(deadline=None, max_examples=80)
async def test_what_is_shared_is_what_comparing_one_by_one_finds(told: list[Launch]) -> None:
    with TemporaryDirectory() as folder:
        async with catalogue_of(Path(folder) / "c.db", records(*told)) as catalogue:
            for each in told:
                assert await catalogue.similar(each) == _compared(each, told)


async def test_a_placeholder_is_no_booster(tmp_path: Path) -> None:
    told = [launch(n, boosters=(Booster("Unknown F9"), Booster("B1058"))) for n in (1, 2)]
    async with catalogue_of(tmp_path / "c.db", records(*told)) as catalogue:
        found = await catalogue.similar(told[0])
    assert found.flights == (Flights("B1058", launch_id(2), None),)


async def test_the_boosters_of_another_provider_are_others(tmp_path: Path) -> None:
    told = [
        launch(1, boosters=(Booster("B7"),)),
        launch(2, boosters=(Booster("B7"),), provider=ROSCOSMOS, rocket=SOYUZ),
    ]
    async with catalogue_of(tmp_path / "c.db", records(*told)) as catalogue:
        assert (await catalogue.similar(told[0])).flights == ()


@pytest.mark.parametrize("index", ["launches_by_configuration", "launches_by_pad", "PRIMARY KEY"])
async def test_counts_and_flights_are_read_from_indexes(tmp_path: Path, index: str) -> None:
    values = dict.fromkeys(["now", "net", "rocket", "pad", "location", "provider"], 1)
    async with (
        catalogue_of(tmp_path / "c.db", records(launch())) as catalogue,
        catalogue._file.reading() as connection,
    ):
        rows = await connection.execute_fetchall(
            f"EXPLAIN QUERY PLAN {similar_module._STATEMENT}",
            values | {"id": "", "programs": "[]", "boosters": "[]"},
        )
    plan = "\n".join(row[3] for row in rows)
    assert index in plan
    assert "SCAN l" not in plan
    assert "SCAN o" not in plan
