"""What is not known of launches: counted in SQL, against a look at each launch."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from storage.catalogue import Fact, Unknown
from storage.catalogue.reading.days import Span
from storage.models import Booster, Launch, Mission, Program, StatusId
from storage.net_precision import NetPrecision
from storage.properties import Property
from storage.query import LaunchQuery, Range
from tests.launches import (
    ATLAS_V,
    CANAVERAL,
    FALCON_9,
    GTO,
    KENNEDY,
    LEO,
    NOW,
    SPACEX,
    ULA,
    catalogue_of,
    launch,
    records,
    status,
)

APOLLO = Program(1, "Apollo")

launches = st.lists(
    st.builds(
        lambda number, crewed, orbit, kind, programs, boosters, provider, rocket, pad: launch(
            number, is_crewed=crewed, programs=programs, boosters=boosters, provider=provider,
            rocket=rocket, pad=pad, mission=Mission("M", type=kind, orbit=orbit),
        ),
        st.integers(-2, 30),
        st.sampled_from([True, False, None]),
        st.sampled_from([LEO, GTO, None]),
        st.sampled_from(["Tourism", "", None]),
        st.sampled_from([(APOLLO,), (), None]),
        st.sampled_from([(Booster("B1"),), (), None]),
        st.sampled_from([SPACEX, ULA, None]),
        st.sampled_from([FALCON_9, ATLAS_V, None]),
        st.sampled_from([CANAVERAL, KENNEDY, None]),
    ),
    max_size=12,
    unique_by=lambda told: told.id,
)  # fmt: skip

queries = st.builds(
    LaunchQuery,
    is_crewed=st.sampled_from([None, True, False]),
    orbit_ids=st.sampled_from([(), (LEO.id,)]),
    mission_types=st.sampled_from([(), ("Tourism",)]),
    program_ids=st.sampled_from([(), (APOLLO.id,)]),
    serial_numbers=st.sampled_from([(), ("B1",)]),
    provider_ids=st.sampled_from([(), (SPACEX.id,)]),
    configuration_ids=st.sampled_from([(), (FALCON_9.id,)]),
    pad_ids=st.sampled_from([(), (CANAVERAL.id,)]),
    search=st.sampled_from(["", "Starlink Group 1"]),
    strict=st.just(True),
)


def told_of(each: Launch) -> dict[Fact, object]:
    """Return what a launch tells of each fact, None where it tells nothing."""
    mission = each.mission
    return {
        Fact.CREW: each.is_crewed,
        Fact.ORBIT: mission.orbit.id if mission and mission.orbit else None,
        Fact.MISSION_TYPE: (mission.type or None) if mission else None,
        Fact.PROGRAM: None if each.programs is None else [program.id for program in each.programs],
        Fact.BOOSTERS: None if each.boosters is None else [one.serial_number for one in each.boosters],
        Fact.PROVIDER: each.provider.id if each.provider else None,
        Fact.ROCKET: each.rocket.id if each.rocket else None,
        Fact.PAD: each.pad.id if each.pad else None,
    }


def looked_at(told: list[Launch], query: LaunchQuery) -> Unknown:
    """Return what `Catalogue.unknown` has to find, by a look at each launch."""
    wanted: dict[Fact, object] = {
        Fact.CREW: query.is_crewed,
        Fact.ORBIT: query.orbit_ids[0] if query.orbit_ids else None,
        Fact.MISSION_TYPE: query.mission_types[0] if query.mission_types else None,
        Fact.PROGRAM: query.program_ids[0] if query.program_ids else None,
        Fact.BOOSTERS: query.serial_numbers[0] if query.serial_numbers else None,
        Fact.PROVIDER: query.provider_ids[0] if query.provider_ids else None,
        Fact.ROCKET: query.configuration_ids[0] if query.configuration_ids else None,
        Fact.PAD: query.pad_ids[0] if query.pad_ids else None,
    }
    launches, facts = 0, set()
    for each in told:
        known = told_of(each)
        missing = {fact for fact, value in wanted.items() if value is not None and known[fact] is None}
        refuted = any(
            value not in known[fact] if isinstance(known[fact], list) else value != known[fact]  # type: ignore[operator]
            for fact, value in wanted.items()
            if value is not None and fact not in missing
        )
        searched = all(term.casefold() in each.name.casefold() for term in query.terms)
        if each.net <= NOW and missing and not refuted and searched:
            launches += 1
            facts |= missing
    return Unknown(launches, tuple(sorted(facts)))


@settings(max_examples=60, deadline=None)
@given(launches, st.lists(queries, min_size=1, max_size=6))
def test_who_may_match_and_is_not_known_to_is_counted(told: list[Launch], asked: list[LaunchQuery]) -> None:
    async def found() -> list[Unknown]:
        with TemporaryDirectory() as folder:
            async with catalogue_of(Path(folder) / "c.db", records(*told)) as catalogue:
                return [await catalogue.unknown(query) for query in asked]

    answers = [replace(each, facts=tuple(sorted(each.facts))) for each in asyncio.run(found())]
    assert answers == [looked_at(told, query) for query in asked]


async def test_nothing_is_unknown_to_a_filter_on_what_every_record_tells(tmp_path: Path) -> None:
    poor = launch(1, is_crewed=None, mission=None, programs=None, boosters=None)
    async with catalogue_of(tmp_path / "c.db", records(poor)) as catalogue:
        for query in (LaunchQuery(), LaunchQuery(search="Starlink"), LaunchQuery(status_ids=(4,))):
            assert await catalogue.unknown(query) == Unknown()
        # One group or the other is asked for: what is unknown of the one may match by the other.
        either = LaunchQuery(provider_ids=(ULA.id,), pad_ids=(CANAVERAL.id,))
        assert await catalogue.unknown(either) == Unknown()


async def test_what_a_later_record_tells_is_known_from_then_on(tmp_path: Path) -> None:
    crewed = LaunchQuery(is_crewed=True, serial_numbers=("B1",))
    async with catalogue_of(
        tmp_path / "c.db", records(launch(1, is_crewed=None, boosters=None))
    ) as catalogue:
        assert await catalogue.unknown(crewed) == Unknown(1, (Fact.CREW, Fact.BOOSTERS))
        later = launch(1, is_crewed=True, boosters=(Booster("B1"),), last_updated=NOW)
        await catalogue.store(records(later))
        assert await catalogue.unknown(crewed) == Unknown()
        await catalogue.remove([launch(1).id])
        assert await catalogue.unknown(LaunchQuery(program_ids=(1,))) == Unknown()


COARSE = [each for each in NetPrecision if list(NetPrecision).index(each) > 5]


async def test_a_plan_without_a_day_is_counted_as_launch_library_does_but_nowhere_as_flown(
    tmp_path: Path,
) -> None:
    plans = [
        launch(number, StatusId.TBD, net_precision=precision, net=NOW - timedelta(days=number))
        for number, precision in enumerate(COARSE, 1)
    ]
    known = [
        launch(50, StatusId.TBD, net_precision="Day"),
        launch(51, StatusId.GO),
        launch(52, StatusId.SUCCESS, net_precision="Month"),
        launch(53, StatusId.GO, net_precision="To the blink of an eye"),
    ]
    crewed = LaunchQuery(is_crewed=False)
    async with catalogue_of(tmp_path / "c.db", records(*plans, *known)) as catalogue:
        assert (await catalogue.find(crewed)).count == len(plans) + len(known)
        assert (await catalogue.find(crewed, placeholders=False)).count == len(known)
        stats = await catalogue.stats(crewed)
        assert (stats.launches, stats.other) == (4, 3)
        assert sum(each.launches for each in await catalogue.groups((Property.YEAR,), crewed)) == len(known)
        (facet,) = await catalogue.facet(Property.PROVIDER, crewed)
        (name,) = await catalogue.names(Property.PROVIDER)
        assert (facet.launches, name.launches) == (len(known), len(known))
        assert (await catalogue.similar(known[0])).of_rocket == len(known)
        everything: list[Span] = [(NOW - timedelta(days=900), NOW)]
        # A launch that ended in some month is of no day either.
        told = await catalogue.spans(everything)
        assert {each.launch.id for each in told} == {known[i].id for i in (0, 1, 3)}
        assert sorted(each.of_rocket or 0 for each in told) == [1, 3, 4]
        await catalogue.store(records(launch(1, net_precision="Month")))
        assert (await catalogue.stats(crewed)).launches == len(known) + 1


async def test_the_first_and_latest_net_come_with_how_precise_they_are(tmp_path: Path) -> None:
    told = [launch(1), launch(400, net_precision="Quarter 3", status=status(StatusId.FAILURE))]
    async with catalogue_of(tmp_path / "c.db", records(*told)) as catalogue:
        stats = await catalogue.stats(LaunchQuery())
        assert (stats.first_precision, stats.latest_precision) == (NetPrecision.QUARTER_3, None)
        recent = await catalogue.stats(LaunchQuery(net=Range(gte=NOW - timedelta(days=9))))
        assert recent.first_precision is None
