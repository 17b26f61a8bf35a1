"""Figures counted in SQL, against a count over the raw records and against sums done by hand."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from commands.definitions.filters import GROUPS
from storage.catalogue import Group
from storage.models import Launch, Mission, Program, Spacecraft, StatusId
from storage.properties import Property
from storage.query import Landing, LaunchQuery
from tests.launches import (
    ARIANE_5,
    BAIKONUR,
    CANAVERAL,
    FALCON_9,
    GTO,
    LEO,
    NOW,
    ROSCOSMOS,
    SOYUZ,
    SPACEX,
    catalogue_of,
    launch,
    records,
    status,
)

COUNTRIES = {SPACEX.id: "USA", ROSCOSMOS.id: "RUS"}
WORDS = {3: "success", 4: "failure", 7: "partial"}

APOLLO, STARLINK = Program(1, "Apollo"), Program(2, "Starlink")

launches = st.lists(
    st.builds(
        lambda number, days, state, provider, rocket, pad, orbit, programs, crew: launch(
            number, state, net=NOW - timedelta(days=days, hours=number), provider=provider, rocket=rocket,
            pad=pad, mission=Mission("M", orbit=orbit) if orbit else None, programs=programs,
            spacecraft=(Spacecraft("Heron", crew=crew),) if crew else None,
        ),
        st.integers(1, 400),
        st.integers(-30, 3_000),
        st.sampled_from([StatusId.SUCCESS, StatusId.FAILURE, StatusId.PARTIAL_FAILURE, StatusId.GO]),
        st.sampled_from([SPACEX, ROSCOSMOS, None]),
        st.sampled_from([FALCON_9, SOYUZ, ARIANE_5, None]),
        st.sampled_from([CANAVERAL, BAIKONUR, None]),
        st.sampled_from([LEO, GTO, None]),
        st.sampled_from([None, (), (APOLLO,), (APOLLO, STARLINK)]),
        st.sampled_from([(), ("Ada",), ("Ada", "Bo")]),
    ),
    max_size=40,
    unique_by=lambda told: told.id,
)  # fmt: skip
BOOSTERLESS: dict[Property, tuple[Any, ...]] = {
    Property.BOOSTER: (None, None),
    Property.LANDING: (Landing.NONE,),
    Property.LANDING_PLACE: (None, None),
    Property.REUSED: (False,),
}
"""What a launch counts for of which it is known that it has no boosters to be followed."""

dimensions = st.lists(st.sampled_from(list(GROUPS)), min_size=1, max_size=2, unique=True)


def values(
    told: Launch, dimension: Property, program: Program | None = None, person: str | None = None
) -> tuple[Any, ...]:
    """Return what a launch counts for, read off the launch itself: for each of its programmes and people."""
    orbit = told.mission.orbit if told.mission else None
    site = told.pad.location if told.pad else None
    named = {
        Property.LOCATION: site,
        Property.ORBIT: orbit,
        Property.PROGRAM: program,
    }
    craft = told.spacecraft[0].name if told.spacecraft else None
    texts = {Property.PERSON: person, Property.SPACECRAFT: craft}
    if dimension in texts:
        return (texts[dimension],) * 2
    if dimension in BOOSTERLESS:
        return BOOSTERLESS[dimension]
    if dimension in named:
        thing = named[dimension]
        return (thing.id, thing.name) if thing else (None, None)
    return _own(told, dimension)


def _own(told: Launch, dimension: Property) -> tuple[Any, ...]:
    match dimension:
        case Property.YEAR:
            return (told.net.year,)
        case Property.DECADE:
            return (told.net.year // 10 * 10,)
        case Property.MONTH:
            return (f"{told.net:%Y-%m}",)
        case Property.OUTCOME:
            return (WORDS.get(told.status.id, "other"),)
        case Property.ROCKET | Property.PROVIDER:
            who = told.rocket if dimension is Property.ROCKET else told.provider
            return (who.id, who.shown) if who else (None, None)
        case Property.PAD:
            pad = told.pad
            return (pad.id, f"{pad.name}, {pad.location.name}") if pad and pad.location else (None, None)
        case Property.COUNTRY:
            return (COUNTRIES[told.provider.id],) * 2 if told.provider else (None, None)
        case Property.FAMILY:
            return (told.rocket.family,) * 2 if told.rocket else (None, None)
    raise KeyError(dimension)


@given(launches, dimensions)
@settings(deadline=None, max_examples=60)
async def test_groups_and_totals_are_what_counting_one_by_one_gives(
    told: list[Launch], by: list[Property]
) -> None:
    previous = [each for each in told if each.net <= NOW]
    with TemporaryDirectory() as folder:
        async with catalogue_of(Path(folder) / "c.db", records(*told)) as catalogue:
            groups = await catalogue.groups(by, LaunchQuery())
            stats = await catalogue.stats(LaunchQuery())
    expected: dict[tuple[Any, ...], Counter[str]] = {}
    for each in previous:
        crew = each.spacecraft[0].crew if each.spacecraft else ()
        for program, person in product(
            (each.programs or (None,)) if Property.PROGRAM in by else (None,),
            (crew or (None,)) if Property.PERSON in by else (None,),
        ):
            key = tuple(value for dimension in by for value in values(each, dimension, program, person))
            expected.setdefault(key, Counter())[WORDS.get(each.status.id, "other")] += 1
    assert {group.key: counts(group) for group in groups} == {
        key: (counted.total(), counted["success"], counted["failure"], counted["partial"])
        for key, counted in expected.items()
    }
    ended = [
        each.status.id == 3
        for each in sorted(previous, key=lambda e: (e.net, e.id))
        if each.status.id in WORDS
    ]
    runs = "".join("x" if ok else " " for ok in ended)
    assert stats.longest_streak == max(map(len, runs.split(" ")))
    assert stats.streak == len(runs) - len(runs.rstrip("x"))
    assert stats.launches == len(previous)
    assert (stats.first, stats.latest) == (
        (min(e.net for e in previous), max(e.net for e in previous)) if previous else (None, None)
    )


def counts(group: Group) -> tuple[int, int, int, int]:
    return group.launches, group.success, group.failure, group.partial


async def test_times_come_in_their_order_and_everything_else_the_largest_first(tmp_path: Path) -> None:
    told = [launch(n, net=NOW - timedelta(days=400 * (n % 3))) for n in range(1, 8)]
    told += [launch(50 + n, provider=ROSCOSMOS, status=status(4)) for n in range(2)]
    async with catalogue_of(tmp_path / "c.db", records(*told)) as catalogue:
        years = await catalogue.groups((Property.YEAR,), LaunchQuery())
        both = await catalogue.groups((Property.PROVIDER, Property.OUTCOME), LaunchQuery())
        none = await catalogue.stats(LaunchQuery(search="nothing is called so"))
    assert [group.key for group in years] == sorted(group.key for group in years)
    assert [group.key[0] for group in both] == [SPACEX.id, ROSCOSMOS.id]
    assert (none.launches, none.success_rate, none.streak) == (0, None, 0)
