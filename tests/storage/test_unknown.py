"""What is not known of launches: counted in SQL, against a look at each launch."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from storage.catalogue import Fact, Unknown
from storage.catalogue.reading.days import Span
from storage.models import Booster, Launch, Mission, Program, Rocket, Spacecraft, StatusId, Webcast
from storage.net_precision import NetPrecision
from storage.properties import Property
from storage.query import AttemptBound, Attempts, LaunchQuery, Range, Sign
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
NAMELESS = Rocket(7, "Nameless")
FALCON_MADE = structs.replace(FALCON_9, manufacturer=SPACEX)
FILM, DESIGNATOR = "https://example.org/film", "2024-001A"

seldom = st.fixed_dictionaries(
    {
        "spacecraft": st.sampled_from([(Spacecraft("Dragon"),), (), None]),
        "webcasts": st.sampled_from([(Webcast(FILM),), (), None]),
        "designator": st.sampled_from([DESIGNATOR, "1957-001B", None]),
        "slug": st.sampled_from(["a-slug", "another", "", None]),
        "window_start": st.sampled_from([NOW, NOW - timedelta(days=9), None]),
        "window_end": st.sampled_from([NOW, NOW - timedelta(days=9), None]),
        "last_updated": st.sampled_from([NOW, NOW - timedelta(days=9), None]),
    }
)
"""What hardly anybody asks for; tried apart from the rest, so that there are matches to be found."""

launches = st.lists(
    st.builds(
        lambda number, crewed, orbit, kind, programs, boosters, provider, rocket, pad, more: launch(
            number, is_crewed=crewed, programs=programs, boosters=boosters, provider=provider,
            rocket=rocket, pad=pad, mission=Mission("M", type=kind, orbit=orbit), **more,
        ),
        st.integers(-2, 30),
        st.sampled_from([True, False, None]),
        st.sampled_from([LEO, GTO, None]),
        st.sampled_from(["Tourism", "", None]),
        st.sampled_from([(APOLLO,), (), None]),
        st.sampled_from([(Booster("B1"),), (), None]),
        st.sampled_from([SPACEX, ULA, None]),
        st.sampled_from([FALCON_MADE, ATLAS_V, NAMELESS, None]),
        st.sampled_from([CANAVERAL, KENNEDY, None]),
        seldom,
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
) | st.builds(
    LaunchQuery,
    is_crewed=st.sampled_from([None, True]),
    spacecraft_name=st.sampled_from(["", "Dragon"]),
    video_urls=st.sampled_from([(), (FILM,)]),
    designators=st.sampled_from([(), (DESIGNATOR,)]),
    slug=st.sampled_from(["", "a-slug"]),
    window_start=st.sampled_from([Range(), Range(gte=NOW)]),
    window_end=st.sampled_from([Range(), Range(gte=NOW)]),
    last_updated=st.sampled_from([Range(), Range(gte=NOW)]),
    configuration_full_name=st.sampled_from(["", "Falcon 9 Block 5"]),
    manufacturer_name=st.sampled_from(["", "SpaceX"]),
)  # fmt: skip


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
        Fact.ROCKET_FULL_NAME: (each.rocket.full_name or None) if each.rocket else None,
        Fact.MANUFACTURER: maker.name if each.rocket and (maker := each.rocket.manufacturer) else None,
        Fact.SPACECRAFT: None if each.spacecraft is None else [craft.name for craft in each.spacecraft],
        Fact.VIDEO: None if each.webcasts is None else [film.url for film in each.webcasts],
        Fact.DESIGNATOR: each.designator,
        Fact.SLUG: each.slug or None,
        # Asked for from `NOW` on.
        Fact.WINDOW_START: each.window_start,
        Fact.WINDOW_END: each.window_end,
        Fact.LAST_UPDATED: each.last_updated,
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
        Fact.ROCKET_FULL_NAME: query.configuration_full_name or None,
        Fact.MANUFACTURER: query.manufacturer_name or None,
        Fact.SPACECRAFT: query.spacecraft_name or None,
        Fact.VIDEO: query.video_urls[0] if query.video_urls else None,
        Fact.DESIGNATOR: query.designators[0] if query.designators else None,
        Fact.SLUG: query.slug or None,
        Fact.WINDOW_START: query.window_start.gte,
        Fact.WINDOW_END: query.window_end.gte,
        Fact.LAST_UPDATED: query.last_updated.gte,
    }
    launches, facts = 0, set()
    for each in told:
        known = told_of(each)
        missing = {fact for fact, value in wanted.items() if value is not None and known[fact] is None}
        refuted = any(
            not _meets(known[fact], value)
            for fact, value in wanted.items()
            if value is not None and fact not in missing
        )
        searched = all(term.casefold() in each.name.casefold() for term in query.terms)
        if each.net <= NOW and missing and not refuted and searched:
            launches += 1
            facts |= missing
    return Unknown(launches, tuple(sorted(facts)))


def _meets(told: object, wanted: object) -> bool:
    if isinstance(told, list):
        return wanted in told
    if isinstance(told, datetime) and isinstance(wanted, datetime):
        return told >= wanted
    return told == wanted


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


async def test_one_fact_is_counted_where_the_filters_on_all_others_are_known_to_be_met(
    tmp_path: Path,
) -> None:
    crewed, poor = launch(1, is_crewed=True, boosters=None), launch(2, is_crewed=None, boosters=None)
    asked = LaunchQuery(is_crewed=True, serial_numbers=("B1",))
    async with catalogue_of(tmp_path / "c.db", records(crewed, poor)) as catalogue:
        assert await catalogue.unknown(asked, only=Fact.BOOSTERS) == Unknown(1, (Fact.BOOSTERS,))
        assert await catalogue.unknown(asked) == Unknown(2, (Fact.CREW, Fact.BOOSTERS))
        assert await catalogue.unknown(LaunchQuery(is_crewed=True), only=Fact.BOOSTERS) == Unknown()


async def test_what_a_launch_is_the_first_of_is_unknown_where_its_provider_or_pad_is(tmp_path: Path) -> None:
    """Without an orbit it counts as orbital, as the ordinals of all others have it."""
    told = [launch(9), launch(5, provider=None), launch(3, pad=None, mission=None)]
    async with catalogue_of(tmp_path / "c.db", records(*told)) as catalogue:
        for of, facts in (
            (Attempts.AGENCY, (Fact.PROVIDER,)),
            (Attempts.LOCATION, (Fact.LOCATION,)),
            (Attempts.PAD, (Fact.PAD,)),
            (Attempts.ORBITAL, ()),
        ):
            first = LaunchQuery(attempts=(AttemptBound(of, False, Sign.EQUAL, 1),))
            assert [each.id for each in (await catalogue.find(first)).items] == [told[0].id]
            assert await catalogue.unknown(first) == Unknown(len(facts), facts)
        both = tuple(AttemptBound(of, False, Sign.EQUAL, 1) for of in (Attempts.AGENCY, Attempts.ORBITAL))
        # Known not to be the first orbital one.
        assert await catalogue.unknown(LaunchQuery(attempts=both)) == Unknown()


async def test_every_filter_rests_on_a_fact_or_on_what_every_record_tells(tmp_path: Path) -> None:
    """A launch of which nothing but name, status and NET is known is never just left out."""
    # Its name has no mission after the rocket: that would be a word of the payload.
    bare = Launch(launch(1).id, "Bare | ", status(StatusId.SUCCESS), NOW - timedelta(days=1))
    everyone = {"name", "ids", "status_id", "status_ids", "net", "days", "months", "years", "search"}
    # Not suborbital is what is not known to be; the others are no filters.
    no_filters = {
        "strict", "include_suborbital", "word_starts", "ordering", "view", "limit", "offset",
    }  # fmt: skip
    asked = {
        **dict.fromkeys(("pad_id", "pad_location_id", "configuration_id"), 1),
        **dict.fromkeys(("window_start", "window_end", "last_updated"), Range(gte=NOW)),
        "attempts": (AttemptBound(Attempts.AGENCY, False, Sign.EQUAL, 1),),
        **dict.fromkeys(("is_crewed", "is_reused"), True),
        "landings": ("success",),
    }
    async with catalogue_of(tmp_path / "c.db", records(bare)) as catalogue:
        for field in fields(LaunchQuery):
            if field.name in everyone | no_filters:
                continue
            any_value = "x" if field.default == "" else (1,) if field.name.endswith("ids") else ("x",)
            query = LaunchQuery().having(**{field.name: asked.get(field.name, any_value)})
            assert (await catalogue.find(query)).count == 0
            assert (await catalogue.unknown(query)).launches == 1, field.name


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
