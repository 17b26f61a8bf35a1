"""Made-up histories and questions about them, small enough that names, times and ids often coincide."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from storage.query import ORDERINGS, AttemptBound, Attempts, Landing, LaunchQuery, Range, Sign, View
from tests.launches import NOW

Json = dict[str, Any]

LETTERS = "aAbBéÉeß\u017f1 |-.,/'\"(*%_^\\:\0İﬁ\U0001d54fЁё\u0301\u200f🚀"
"""Case, accents as one character and as two, ligatures, punctuation that queries give a meaning to, NUL."""

DESIGNATORS = ["1957-001A", "2024-123", "2024-123A"]
VIDEOS = ["https://video.example/a?v=1", "https://video.example/b"]

FAMILIES = ["a", "aA", "É", "R-7"]
COUNTRIES = ["USA", "SUN", "EUR", "FRA", "XYZ"]

words = st.text(LETTERS, min_size=1, max_size=8)
names = words.filter(lambda text: text.strip() != "")
agencies = names | st.sampled_from(["Soviet Space Program", "Lockheed Martin", "The Lockheeds"])
codes = st.sampled_from([None, "USA", "FRA", "FRA,DEU", "RUS"])
small_ids = st.integers(1, 4)
instants = st.one_of(
    st.integers(-6, 3).map(lambda hours: NOW + timedelta(hours=hours)),
    st.sampled_from([NOW, NOW + timedelta(microseconds=1), datetime(1957, 10, 4, tzinfo=UTC)]),
)
launch_ids = st.integers(0, 9).map(lambda number: str(uuid.UUID(int=number)))
times = instants.map(lambda moment: moment.isoformat().replace("+00:00", "Z"))


@dataclass(frozen=True)
class _World:
    """The agencies, rockets, places and orbits that a history's records share, by id."""

    providers: dict[int, tuple[str, str | None, str | None]]
    rockets: dict[int, Json]
    pads: dict[int, Json]
    orbits: dict[int, str]
    programs: dict[int, str]


@st.composite
def _worlds(draw: st.DrawFn) -> _World:
    places = draw(st.dictionaries(small_ids, names, min_size=1))
    pads = {
        number: {
            "id": number,
            "name": draw(names),
            "location": draw(
                st.sampled_from([None, *({"id": i, "name": name} for i, name in places.items())])
            ),
        }
        for number in draw(st.sets(small_ids, min_size=1))
    }
    rockets = {
        number: {
            "id": number,
            "name": draw(names | st.sampled_from([f"{family} 1" for family in FAMILIES])),
            "full_name": draw(st.none() | names),
            "family": draw(st.sampled_from([None, "", *FAMILIES])),
            "manufacturer": draw(st.none() | names.map(lambda name: {"id": 1, "name": name})),
        }
        for number in draw(st.sets(small_ids, min_size=1))
    }
    return _World(
        draw(st.dictionaries(small_ids, st.tuples(agencies, st.none() | words, codes), min_size=1)),
        rockets,
        pads,
        draw(st.dictionaries(small_ids, st.sampled_from(["Suborbital", "SubOrbital", "a", "é B"]))),
        draw(st.dictionaries(small_ids, names)),
    )


@st.composite
def _records(draw: st.DrawFn, world: _World, number: int) -> Json:
    launch_id = str(uuid.UUID(int=draw(st.integers(0, 2**16)) << 64 | number))
    rocket: Json = {"id": number, "configuration": draw(st.sampled_from([None, *world.rockets.values()]))}
    detailed = draw(st.booleans())
    return {
        "id": launch_id,
        "name": draw(names),
        "slug": draw(st.none() | names),
        "status": {"id": draw(st.sampled_from([1, 3, 4, 7, 77])), "name": "So and so"},
        "net": draw(times),
        "window_start": draw(st.none() | times),
        "window_end": draw(st.none() | times),
        "last_updated": draw(st.none() | times),
        "launch_service_provider": draw(st.none() | _providers(world)),
        "rocket": rocket | (draw(_stages()) if detailed else {}),
        "mission": draw(st.none() | _missions(world)),
        "pad": draw(st.none() | st.sampled_from([*world.pads.values()])),
        "program": [{"id": i, "name": world.programs[i]} for i in draw(_some_of(list(world.programs)))],
        **({"vidURLs": [{"url": url} for url in draw(st.sets(st.sampled_from(VIDEOS)))]} if detailed else {}),
    }


def _some_of(values: Sequence[int]) -> st.SearchStrategy[set[int]]:
    return st.sets(st.sampled_from(values)) if values else st.just(set())


@st.composite
def _providers(draw: st.DrawFn, world: _World) -> Json:
    number = draw(st.sampled_from([*world.providers]))
    name, *others = world.providers[number]
    facts = zip(("abbrev", "country_code"), others, strict=True)
    told = {key: value for key, value in facts if value is not None and draw(st.booleans())}
    return {"id": number, "name": name, **told}


@st.composite
def _missions(draw: st.DrawFn, world: _World) -> Json:
    orbits = [None, *({"id": number, "name": name} for number, name in world.orbits.items())]
    return {
        "id": 1,
        "name": draw(names),
        "launch_designator": draw(st.sampled_from([None, "", *DESIGNATORS])),
        "type": draw(st.sampled_from([None, "", "Test Flight", "Communications", "Suborbital"])),
        "orbit": draw(st.sampled_from(orbits)),
    }


@st.composite
def _stages(draw: st.DrawFn) -> Json:
    crew = st.lists(st.just({"astronaut": {"name": "Ada"}}), max_size=1)
    crafts = st.fixed_dictionaries(
        {"spacecraft": names.map(lambda name: {"name": name}), "launch_crew": crew}
    )
    landings = st.fixed_dictionaries(
        {
            "attempt": st.sampled_from([True, True, False, None]),
            "success": st.sampled_from([True, False, None]),
            "location": st.sampled_from(
                [None, {"name": "Barge"}, {"name": "Zone 1, Texas"}, {"name": "Unknown"}]
            ),
            "type": st.sampled_from([None, *({"abbrev": each} for each in ("ASDS", "RTLS", "Ocean", "EXP"))]),
        }
    )
    serials = st.fixed_dictionaries(
        {
            "launcher": st.sampled_from(["B1", "B2"]).map(lambda serial: {"serial_number": serial}),
            "launcher_flight_number": st.sampled_from([None, 1, 1, 2]),
            "landing": st.none() | landings,
        }
    )
    return {
        "launcher_stage": draw(st.lists(serials, max_size=2)),
        "spacecraft_stage": draw(st.none() | crafts),
    }


@st.composite
def histories(draw: st.DrawFn) -> list[Json]:
    """Up to twelve records in the shape of Launch Library 2.0.0, normal and detailed ones."""
    world = draw(_worlds())
    size = draw(st.integers(0, 12))
    return [draw(_records(world, number)) for number in range(size)]


ranges = st.builds(
    Range,
    gt=st.none() | instants,
    gte=st.none() | instants,
    lt=st.none() | instants,
    lte=st.none() | instants,
)
attempt_bounds = st.builds(
    AttemptBound, st.sampled_from(Attempts), st.booleans(), st.sampled_from(Sign), st.integers(-1, 5)
)
_numbers = st.none() | st.integers(0, 5)
_lists = st.lists(st.integers(0, 5), max_size=3).map(tuple)
orderings = st.lists(
    st.sampled_from([sign + name for name in sorted(ORDERINGS) for sign in ("", "-")]), max_size=3
).map(tuple)


def fields(texts: st.SearchStrategy[str], ids: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Any]]:
    """Return a strategy for every field of `LaunchQuery`, from those texts and launch ids."""
    stripped = texts.map(str.strip)
    exact = (
        "name",
        "slug",
        "configuration_name",
        "configuration_full_name",
        "manufacturer_name",
        "orbit_name",
        "spacecraft_name",
    )
    contains = (
        "configuration_name",
        "configuration_full_name",
        "manufacturer_name",
        "orbit_name",
        "spacecraft_name",
    )
    return {
        **dict.fromkeys(exact, stripped),
        **dict.fromkeys((f"{name}_contains" for name in contains), stripped),
        **dict.fromkeys(("pad_id", "pad_location_id", "configuration_id"), _numbers),
        **dict.fromkeys(
            (
                "lsp_ids",
                "provider_ids",
                "location_ids",
                "pad_ids",
                "program_ids",
                "configuration_ids",
                "orbit_ids",
            ),
            _lists,
        ),
        **dict.fromkeys(("net", "window_start", "window_end", "last_updated"), ranges),
        "ids": st.lists(ids, max_size=3).map(tuple),
        "strict": st.booleans(),
        "status_id": st.sampled_from([None, 1, 3, 77]),
        "status_ids": st.lists(st.sampled_from([1, 3, 4, 7, 77]), max_size=3).map(tuple),
        "mission_types": st.lists(st.sampled_from(["Test Flight", "Communications", "x"]), max_size=2).map(
            tuple
        ),
        "countries": st.lists(st.sampled_from(COUNTRIES), max_size=2).map(tuple),
        "families": st.lists(st.sampled_from(FAMILIES), max_size=2).map(tuple),
        "provider_name_contains": _listed(texts),
        "serial_numbers": st.lists(st.sampled_from(["B1", "B2", "b1"]), max_size=2).map(tuple),
        "landings": st.lists(st.sampled_from(sorted(Landing)), max_size=2).map(tuple),
        "landing_places": st.lists(st.sampled_from(["Barge", "Zone 1", "x"]), max_size=2).map(tuple),
        "is_reused": st.sampled_from([None, None, True, False]),
        "designators": st.lists(st.sampled_from(DESIGNATORS), max_size=2).map(tuple),
        "video_urls": st.lists(st.sampled_from(VIDEOS), max_size=2).map(tuple),
        "days": st.lists(st.sampled_from([1, 4, 5, 29, 31, 77, -1]), max_size=3).map(tuple),
        "months": st.lists(st.sampled_from([1, 2, 6, 10, 12, 13]), max_size=3).map(tuple),
        "years": st.lists(st.sampled_from([-1, 1899, 1957, 2024, 2025, 2100, 10**6]), max_size=2).map(tuple),
        "attempts": st.lists(attempt_bounds, max_size=2).map(tuple),
        "people": st.lists(st.sampled_from(["Ada", "Bo"]), max_size=2).map(tuple),
        "spacecraft": _listed(names),
        "payloads": st.lists(st.lists(texts, max_size=2).map(" ".join), max_size=2).map(tuple),
        "is_crewed": st.sampled_from([None, True, False]),
        "include_suborbital": st.booleans(),
        "search": st.lists(texts, max_size=3).map(" ".join),
        "word_starts": st.booleans(),
        "ordering": orderings,
        "view": st.sampled_from(View),
        "limit": st.sampled_from([1, 2, 3, 10, 100]),
        "offset": st.sampled_from([0, 0, 0, 1, 2, 5]),
    }


def _listed(texts: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """Texts as they stand between commas."""
    pieces = texts.map(lambda text: text.replace(",", " ").strip()).filter(bool)
    return st.lists(pieces, max_size=2).map(tuple)


@st.composite
def queries(
    draw: st.DrawFn,
    texts: st.SearchStrategy[str] = words,
    ids: st.SearchStrategy[str] = launch_ids,
    most: int = 45,
) -> LaunchQuery:
    """Draw a query with at most `most` fields set; few are needed for some launches to be left."""
    strategies = fields(texts, ids)
    chosen = draw(st.lists(st.sampled_from(sorted(strategies)), max_size=most, unique=True))
    return LaunchQuery(**{name: draw(strategies[name]) for name in chosen})


@st.composite
def questions(draw: st.DrawFn, history: Sequence[Json]) -> LaunchQuery:
    """Draw a query out of what stands in a history: its names whole, in part, in other case, and its ids."""
    found = [text for record in history for text in _texts_in(record)] or ["a"]
    parts = st.sampled_from(found).flatmap(_parts_of)
    ids = st.sampled_from([record["id"] for record in history] or [str(uuid.UUID(int=9))])
    return draw(queries(parts | words, ids, most=4))


def _parts_of(text: str) -> st.SearchStrategy[str]:
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    part = ends.map(lambda pair: text[pair[0] : pair[1]])
    return st.just(text) | part | part.map(str.upper) | part.map(lambda some: some.replace("é", "E"))


def _texts_in(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for key, inner in value.items() if key != "id" for text in _texts_in(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts_in(inner)]
    return [value] if isinstance(value, str) and value else []
