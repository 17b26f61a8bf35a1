"""Facets count what a naive filter over the raw records, followed by a naive count, counts."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import event, given, settings
from hypothesis import strategies as st

from adapters.launch_library.records import decode_record
from commands.definitions.filters import MENUS
from storage.catalogue import Catalogue, Facet
from storage.display_names import agency_name, rocket_name
from storage.properties import Property
from storage.query import LaunchQuery, Range
from tests.booster_oracle import Flown, boosters, is_reused, meets
from tests.history import HISTORY_NOW
from tests.launches import NOW, catalogue_of
from tests.oracle import Oracle, crafts, people
from tests.raw_history import raw_history
from tests.storage.strategies import Json, fields, histories, launch_ids, questions, words
from tests.storage.test_catalogue_oracle import question_about

QUERIES_OF_THE_HISTORY = 15

# What a facet leaves out of the query, so that its other values can be chosen instead.
CLEARED: dict[Property, dict[str, object]] = {
    Property.PROVIDER: {"provider_ids": ()},
    Property.ROCKET: {"configuration_ids": ()},
    Property.LOCATION: {"location_ids": ()},
    Property.ORBIT: {"orbit_ids": ()},
    Property.MISSION_TYPE: {"mission_types": ()},
    Property.OUTCOME: {"status_ids": ()},
    Property.PAD: {"pad_ids": ()},
    Property.PROGRAM: {"program_ids": ()},
    Property.COUNTRY: {"countries": ()},
    Property.FAMILY: {"families": ()},
    Property.YEAR: {"net": Range(), "years": ()},
    Property.CREWED: {"is_crewed": None},
    Property.BOOSTER: {"serial_numbers": ()},
    Property.LANDING: {"landings": ()},
    Property.LANDING_PLACE: {"landing_places": ()},
    Property.REUSED: {"is_reused": None},
    Property.PERSON: {"people": ()},
    Property.SPACECRAFT: {"spacecraft": ()},
}

OF_BOOSTERS: dict[Property, Callable[[Flown], str | None]] = {
    Property.BOOSTER: lambda flown: flown.serial,
    Property.LANDING: lambda flown: flown.end,
    Property.LANDING_PLACE: lambda flown: flown.place,
}

MANY: dict[Property, Callable[[Json], set[str]]] = {Property.PERSON: people, Property.SPACECRAFT: crafts}
"""What a launch may have several of, which are their own names."""

FIELDS = fields(words, launch_ids)


def _thing(*path: str) -> Callable[[Json], tuple[int | str, str] | None]:
    """Read the id and the name of what stands at that path of a record, if anything does."""

    def read(record: Json) -> tuple[int | str, str] | None:
        value: Json | None = record
        for key in path:
            value = (value or {}).get(key)
        return (value["id"], _shown(value)) if value else None

    return read


def _shown(thing: Json) -> str:
    if "full_name" in thing:
        return rocket_name(thing["name"], thing["full_name"])
    # Of other things it is only agencies that have a name which the rule shortens.
    return agency_name(thing["name"], thing.get("abbrev"))


def _mission_type(record: Json) -> tuple[str, str] | None:
    name = (record["mission"] or {}).get("type")
    return (name, name) if name else None


def _pad(record: Json) -> tuple[int, str] | None:
    pad = record["pad"]
    return (
        (pad["id"], ", ".join([pad["name"], *([pad["location"]["name"]] if pad["location"] else [])]))
        if pad
        else None
    )


def _crewed(record: Json) -> tuple[int | str, str] | None:
    if "spacecraft_stage" not in record["rocket"]:
        return None
    return int(bool((record["rocket"]["spacecraft_stage"] or {}).get("launch_crew"))), ""


VALUES: dict[Property, Callable[[Json], tuple[int | str, str] | None]] = {
    Property.PROVIDER: _thing("launch_service_provider"),
    Property.ROCKET: _thing("rocket", "configuration"),
    Property.LOCATION: _thing("pad", "location"),
    Property.PAD: _pad,
    Property.ORBIT: _thing("mission", "orbit"),
    Property.MISSION_TYPE: _mission_type,
    Property.OUTCOME: lambda record: (record["status"]["id"], ""),
    Property.YEAR: lambda record: (int(record["net"][:4]), ""),
    Property.CREWED: _crewed,
}


class Counting(Oracle):
    """The oracle, asked for counts by value instead of a page."""

    def facet(self, kind: Property, query: LaunchQuery) -> list[Facet]:
        """Return every value with its count: years latest first, else the most frequent first."""
        found = self.matches(query.having(**CLEARED[kind]))
        cleared = query.having(**CLEARED[kind])
        counts = Counter(value for record in found for value in self._values(kind, record, cleared))
        facets = [Facet(value, name, count) for (value, name), count in counts.items()]
        if kind is Property.YEAR:
            return sorted(facets, key=lambda facet: facet.value, reverse=True)
        return sorted(facets, key=lambda facet: (-facet.launches, facet.name, facet.value))

    def _values(self, kind: Property, record: Json, query: LaunchQuery) -> Iterator[tuple[int | str, str]]:
        if kind in OF_BOOSTERS:
            told = {OF_BOOSTERS[kind](flown) for flown in boosters(record) if meets(flown, query)}
            named = kind is not Property.LANDING
            yield from ((value, value if named else "") for value in told if value)
        elif kind is Property.REUSED:
            yield from [(int(reused), "")] if (reused := is_reused(record)) is not None else []
        elif kind is Property.PROGRAM:
            yield from ((program["id"], program["name"]) for program in record["program"])
        elif kind in MANY:
            yield from ((name, name) for name in MANY[kind](record))
        elif kind in (Property.COUNTRY, Property.FAMILY):
            value = self.country(record) if kind is Property.COUNTRY else self.family(record)
            yield from [(value, value)] if value is not None else []
        elif (read := VALUES[kind](record)) is not None:
            yield read


@given(st.data())
@settings(deadline=None, max_examples=60)
async def test_every_facet_of_any_query_counts_as_the_oracle(data: st.DataObject) -> None:
    history = data.draw(histories())
    stored = [decode_record(msgspec.json.encode(told), "2.0.0", NOW) for told in history]
    oracle = Counting(history, NOW)
    with TemporaryDirectory() as folder:
        async with catalogue_of(Path(folder) / "catalogue.db", stored) as catalogue:
            for drawn in data.draw(st.lists(questions(history), min_size=2, max_size=4)):
                for kind, (field, *_) in CLEARED.items():
                    # The filter of the facet's own kind, which must not narrow down its values.
                    own = data.draw(FIELDS[field])
                    query = drawn.having(**{field: own})
                    expected = oracle.facet(kind, query)
                    assert list(await catalogue.facet(kind, query)) == expected, (kind, query)
                    event(f"{kind.value}: {min(len(expected), 3)} values")


@given(st.data())
@settings(deadline=None, max_examples=40)
async def test_a_value_leaves_as_many_launches_as_its_facet_counts(data: st.DataObject) -> None:
    history = data.draw(histories())
    stored = [decode_record(msgspec.json.encode(told), "2.0.0", NOW) for told in history]
    query = data.draw(questions(history)).having(strict=True)
    with TemporaryDirectory() as folder:
        async with catalogue_of(Path(folder) / "catalogue.db", stored) as catalogue:
            for kind in MENUS:
                for facet in await catalogue.facet(kind, query):
                    page = await catalogue.find(_with(kind, facet.value, query))
                    assert page.count == facet.launches > 0, (kind, facet)


def _with(kind: Property, value: int | str, query: LaunchQuery) -> LaunchQuery:
    """Return the query with that value chosen in place of what it had."""
    if kind is Property.YEAR:
        value = int(value)
        year = Range(gte=NOW.replace(value, 1, 1, 0), lt=NOW.replace(value + 1, 1, 1, 0))
        return query.having(**CLEARED[kind] | {"net": year})
    if kind in (Property.CREWED, Property.REUSED):
        return query.having(**{next(iter(CLEARED[kind])): bool(value)})
    field = next(iter(CLEARED[kind]))
    # With one group of ids a query forgets that it was strict, so it is said again.
    return query.having(strict=True, **{field: (value,)})


async def test_every_facet_of_the_real_history_counts_as_the_oracle(history_catalogue: Catalogue) -> None:
    told = raw_history()
    oracle, choose = Counting(told, HISTORY_NOW), random.Random(1957)
    asked = [LaunchQuery(), *(question_about(choose, told) for _ in range(QUERIES_OF_THE_HISTORY))]
    values = 0
    for query in asked:
        # Of the real ones, missions and rockets tell the spacecraft as well.
        for kind in MENUS.keys() - {Property.SPACECRAFT}:
            expected = oracle.facet(kind, query)
            assert list(await history_catalogue.facet(kind, query)) == expected, (kind, query)
            values += len(expected)
    assert values > 10 * len(asked)
