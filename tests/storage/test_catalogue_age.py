"""One truth about age: what the catalogue ends up with does not depend on the order in which it was told."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.catalogue import Catalogue
from storage.models import (
    HISTORY_VERSION,
    UNKNOWN_TIME,
    Agency,
    Booster,
    Launch,
    Location,
    Mission,
    Mode,
    Pad,
    Program,
    Record,
    Rocket,
)
from storage.properties import Property
from tests.launches import GTO, LEO, NOW, HandClock, launch, launch_id, record

HOUR = timedelta(hours=1)
TABLES = {
    "agencies": "SELECT * FROM agencies ORDER BY id",
    "configurations": "SELECT * FROM configurations ORDER BY id",
    "pads": "SELECT * FROM pads ORDER BY id",
    "locations": "SELECT * FROM locations ORDER BY id",
    "orbits": "SELECT * FROM orbits ORDER BY id",
    "programs": "SELECT * FROM programs ORDER BY id",
    "launches": "SELECT id, name, net, status_id, last_updated, provider_id, configuration_id, pad_id,"
    " orbit_id, mission_type, is_crewed, version, mode, verbatim FROM launches ORDER BY id",
    "bodies": "SELECT l.id, b.body FROM launches l JOIN bodies b USING (number) ORDER BY l.id",
    "words": "SELECT l.id, w.words FROM launches l JOIN launch_words w ON w.rowid = l.number ORDER BY l.id",
    "raws": "SELECT l.id, r.version, r.mode, r.raw, r.received_at"
    " FROM launches l JOIN raw_records r USING (number) ORDER BY l.id, r.version, r.mode",
    "tellings": "SELECT l.id, t.version, t.mode, t.received_at, t.digest, t.body"
    " FROM launches l JOIN tellings t USING (number) ORDER BY l.id, t.version, t.mode",
    "boosters": "SELECT l.id, x.serial_number FROM launches l JOIN launch_boosters x USING (number)"
    " ORDER BY l.id, x.serial_number",
}
times = st.sampled_from([UNKNOWN_TIME, NOW, NOW + HOUR, NOW + 2 * HOUR])
some_name = st.sampled_from(["Ada", "Bo", "Cy"])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def told_records(draw: st.DrawFn) -> Record:
    """Records of two launches that share their provider, rocket and pad, of every version, mode and age."""
    version = draw(st.sampled_from(["2.0.0", "2.2.0", "2.3.0", HISTORY_VERSION]))
    dated = version in ("2.2.0", "2.3.0")
    pad = Pad(5, draw(some_name), draw(maybe(st.builds(Location, st.just(6), some_name))))
    told = Launch(
        id=launch_id(draw(st.integers(1, 2))),
        name=draw(some_name),
        status=launch(1, draw(st.sampled_from([1, 3, 4]))).status,
        net=NOW - draw(st.sampled_from([HOUR, 2 * HOUR])),
        last_updated=draw(maybe(times.filter(lambda moment: moment != UNKNOWN_TIME))) if dated else None,
        provider=draw(maybe(st.builds(Agency, st.just(1), some_name, maybe(some_name)))),
        rocket=draw(maybe(st.builds(Rocket, st.just(2), some_name, maybe(some_name)))),
        mission=draw(
            maybe(
                st.builds(Mission, some_name, st.sampled_from([None, 3]), orbit=st.sampled_from([LEO, GTO]))
            )
        ),
        pad=draw(maybe(st.just(pad))),
        programs=draw(maybe(st.just((Program(25, draw(some_name)),)))),
        failure_reason=draw(maybe(some_name)),
        boosters=draw(maybe(st.sampled_from([(), (Booster("B1"),)]))),
    )
    raw = b"" if version == HISTORY_VERSION else msgspec.json.encode(told)
    return Record(told, version, draw(st.sampled_from(Mode)), raw, draw(times))


async def state_after(told: Sequence[Record], at_once: int) -> dict[str, list[Any]]:
    """Return what stands in every table after those records, stored so many at a time."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalogue.db"
        async with Catalogue.open(path, HandClock()) as catalogue:
            for start in range(0, len(told), at_once):
                await catalogue.store(told[start : start + at_once])
        with closing(sqlite3.connect(path)) as connection:
            return {name: connection.execute(sql).fetchall() for name, sql in TABLES.items()}


@given(st.lists(told_records(), min_size=2, max_size=6), st.data())
@settings(max_examples=60, deadline=None)
def test_the_final_state_does_not_depend_on_the_order(told: list[Record], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(told))
    repeated = [*mixed, *data.draw(st.lists(st.sampled_from(told), max_size=3))]
    expected = asyncio.run(state_after(told, 100))
    assert asyncio.run(state_after(repeated, data.draw(st.sampled_from([1, 2, 100])))) == expected


async def kept(told: Sequence[Record]) -> Launch:
    with tempfile.TemporaryDirectory() as folder:
        async with Catalogue.open(Path(folder) / "catalogue.db", HandClock()) as catalogue:
            for one in told:
                await catalogue.store([one])
            found = await catalogue.launch(launch_id(1))
    assert found is not None
    return found


SUCCESS = record(launch(1, 3, last_updated=NOW - 5 * HOUR), mode=Mode.NORMAL, received_at=UNKNOWN_TIME)
BEFORE_LIFT_OFF = record(launch(1, 1), version="2.0.0", mode=Mode.NORMAL, received_at=UNKNOWN_TIME)
JUST_RECEIVED = record(launch(1, 1), version="2.0.0", mode=Mode.DETAILED, received_at=NOW)
ENDED = record(launch(1, 4), version="2.0.0", mode=Mode.NORMAL, received_at=NOW - HOUR)
BUNDLED = Record(launch(1, 3, hashtag="#Liftoff"), HISTORY_VERSION, Mode.LIST, b"", NOW - 9 * HOUR)


@pytest.mark.parametrize("told", list(permutations([SUCCESS, BEFORE_LIFT_OFF, JUST_RECEIVED])))
async def test_a_record_without_a_date_never_outranks_one_with_a_date(told: Sequence[Record]) -> None:
    assert (await kept(told)).status.id == 3


@pytest.mark.parametrize("told", list(permutations([ENDED, BEFORE_LIFT_OFF, JUST_RECEIVED])))
async def test_a_record_without_a_date_takes_no_outcome_away(told: Sequence[Record]) -> None:
    assert (await kept(told)).status.id == 4


@pytest.mark.parametrize("order", [1, -1])
async def test_of_two_that_are_equally_old_the_one_received_later_wins_in_every_field(order: int) -> None:
    first = launch(1, 3, name="Old", hashtag="#Old", last_updated=NOW)
    second = launch(1, 4, name="New", hashtag="#New", last_updated=NOW)
    told = [record(first), record(second, received_at=NOW + HOUR)]
    assert await kept(told[::order]) == second


class TestBundled:
    """The bundled history is weaker than anything Launch Library says."""

    @pytest.mark.parametrize("order", [1, -1])
    @pytest.mark.parametrize("mode", Mode)
    @pytest.mark.parametrize("version", ["2.0.0", "2.2.0", "2.3.0"])
    async def test_any_record_replaces_its_facts_and_keeps_the_rest(
        self, version: str, mode: Mode, order: int
    ) -> None:
        came = record(launch(1, 4, name="Told", hashtag=None), version=version, mode=mode)
        found = await kept([BUNDLED, came][::order])
        assert (found.status.id, found.name, found.hashtag) == (4, "Told", "#Liftoff")

    @pytest.mark.parametrize("order", [1, -1])
    async def test_its_outcome_is_taken_back_by_what_was_updated_since_alone(self, order: int) -> None:
        for updated, status in ((None, 3), (NOW - 10 * HOUR, 3), (NOW - 8 * HOUR, 1)):
            came = record(launch(1, 1, last_updated=updated))
            assert (await kept([BUNDLED, came][::order])).status.id == status

    async def test_what_launch_library_said_is_given_back_to_the_letter_all_the_same(
        self, catalogue: Catalogue
    ) -> None:
        came = record(launch(1), version="2.0.0", mode=Mode.NORMAL)
        await catalogue.store([BUNDLED, came])
        assert await catalogue.verbatim([launch_id(1)]) == {launch_id(1): came.raw}


@pytest.mark.parametrize("order", [1, -1])
async def test_an_older_record_of_another_launch_renames_nothing(catalogue: Catalogue, order: int) -> None:
    today = launch(1, last_updated=NOW)
    then = launch(
        2,
        last_updated=NOW - 9 * HOUR,
        provider=Agency(121, "Space Exploration"),
        rocket=Rocket(164, "Falcon", "Falcon the first", "Old Falcon"),
        pad=Pad(80, "Pad 40", Location(12, "Cape Kennedy")),
    )
    for told in [record(today), record(then, received_at=NOW + HOUR)][::order]:
        await catalogue.store([told])
    for kind, name in (
        (Property.PROVIDER, "SpaceX"),
        (Property.ROCKET, "Falcon 9 Block 5"),
        (Property.LOCATION, "Cape Canaveral SFS, FL, USA"),
    ):
        assert [each.name for each in await catalogue.names(kind)] == [name]
