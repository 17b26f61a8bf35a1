"""The catalogue answers what a naive filter and sort over the raw records answers."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from hypothesis import event, given, settings
from hypothesis import strategies as st

from adapters.launch_library.records import decode_record
from commands.codec.query_parameters import PARAMETERS
from commands.codec.query_string import parse, write
from storage.catalogue import Catalogue
from storage.query import AttemptBound, Attempts, LaunchQuery, Range, Sign
from tests.history import HISTORY_NOW
from tests.launches import NOW, catalogue_of
from tests.oracle import Oracle
from tests.raw_history import raw_history
from tests.storage.strategies import Json, fields, histories, launch_ids, questions, words

QUERIES_OF_THE_HISTORY = 100


async def answer(catalogue: Catalogue, query: LaunchQuery) -> tuple[list[str], int]:
    page = await catalogue.find(query)
    return [launch.id for launch in page.items], page.count


def test_the_oracle_knows_every_filter() -> None:
    """Every field changes the oracle's answer, or is what another test looks at."""
    bare: Json = {"id": "a", "name": "b", "net": "2024-01-01T00:00:00Z", "status": {"id": 3}, "rocket": {}}
    oracle = Oracle([bare], NOW)
    assert oracle.answer(LaunchQuery()) == (["a"], 1)
    later = Range(gt=NOW)
    differing: dict[str, Any] = dict.fromkeys(("net", "window_start", "window_end", "last_updated"), later)
    differing |= {"is_crewed": True, "offset": 1}
    differing |= {"attempts": (AttemptBound(Attempts.ORBITAL, False, Sign.GREATER, 1),)}
    listed = {
        "ids", "mission_types", "provider_name_contains", "serial_numbers", "designators", "video_urls",
        "payloads",
    }  # fmt: skip
    for name in LaunchQuery.__dataclass_fields__:
        if name in {"strict", "view", "limit", "ordering", "include_suborbital", "word_starts"}:
            continue
        default = getattr(LaunchQuery(), name)
        value = differing.get(name, ("9",) if name in listed else (9,))
        if name not in differing and not isinstance(default, tuple):
            value = "zzz" if isinstance(default, str) else 9
        assert oracle.answer(LaunchQuery(**{name: value}))[0] == [], name


def test_every_parameter_is_among_the_questions() -> None:
    """What the bot reads parameters into is drawn for the oracle, field by field."""
    drawn = fields(words, launch_ids).keys()
    assert drawn == set(LaunchQuery.__dataclass_fields__)
    assert {parameter.field for parameter in PARAMETERS.values()} == drawn


@given(st.data())
@settings(deadline=None, max_examples=50)
async def test_any_query_on_any_history_answers_as_the_oracle(data: st.DataObject) -> None:
    history = data.draw(histories())
    stored = [decode_record(msgspec.json.encode(told), "2.0.0", NOW) for told in history]
    oracle = Oracle(history, NOW)
    with TemporaryDirectory() as folder:
        async with catalogue_of(Path(folder) / "catalogue.db", stored) as catalogue:
            for query in data.draw(st.lists(questions(history), min_size=6, max_size=12)):
                expected = oracle.answer(query)
                assert await answer(catalogue, query) == expected, query
                event(f"matches: {min(expected[1], 3)}")


async def test_random_queries_on_the_real_history_answer_as_the_oracle(history_catalogue: Catalogue) -> None:
    told = raw_history()
    oracle, choose = Oracle(told, HISTORY_NOW), random.Random(2024)
    matched = 0
    for _ in range(QUERIES_OF_THE_HISTORY):
        query = parse(write(question_about(choose, told)))
        expected = oracle.answer(query)
        assert await answer(history_catalogue, query) == expected, query
        matched += expected[1] > 0
    assert matched > QUERIES_OF_THE_HISTORY / 2


def question_about(choose: random.Random, told: Sequence[Json]) -> LaunchQuery:
    """Make a query of up to three things that one launch of the history is or has."""
    launch = choose.choice(told)
    facts = facts_of(choose, launch)
    fields = dict(choose.sample(sorted(facts.items(), key=lambda item: item[0]), choose.randrange(4)))
    ordering = choose.sample(["net", "-net", "name", "-name", "id", "-id"], choose.randrange(3))
    offset = choose.choice([0, 0, 3, 10, 500])
    return LaunchQuery(**fields, ordering=tuple(ordering), limit=choose.choice([1, 10, 100]), offset=offset)


def facts_of(choose: random.Random, launch: Json) -> dict[str, Any]:
    net = datetime.fromisoformat(launch["net"])
    assert net.tzinfo == UTC
    provider, rocket, pad = (
        launch["launch_service_provider"],
        launch["rocket"]["configuration"],
        launch["pad"],
    )
    words = (launch["name"] + " " + pad["location"]["name"] + " " + provider["name"]).split()
    return {
        "search": " ".join(choose.sample(words, min(len(words), choose.randrange(1, 4)))).lower(),
        "name": launch["name"],
        "slug": launch["slug"],
        "lsp_ids": (provider["id"], choose.randrange(200)),
        "provider_name_contains": (choose.choice([provider["name"].upper(), provider.get("abbrev") or "a"]),),
        "provider_ids": (provider["id"], choose.randrange(200)),
        "location_ids": (pad["location"]["id"], choose.randrange(30)),
        "pad_ids": (pad["id"], choose.randrange(100)),
        "strict": choose.random() < 0.5,
        "pad_location_id": pad["location"]["id"],
        "status_ids": (launch["status"]["id"], 7),
        "configuration_id": rocket["id"],
        "configuration_name_contains": rocket["name"][: choose.randrange(1, 8)],
        "configuration_full_name": rocket["full_name"],
        "countries": ("USA", "SUN", "CHN"),
        "families": (rocket["family"] or rocket["name"], "Soyuz"),
        "mission_types": ((launch["mission"] or {}).get("type") or "Communications",),
        "include_suborbital": choose.random() < 0.5,
        "days": (net.day, choose.randrange(1, 32)),
        "months": (net.month,),
        "years": (net.year, choose.randrange(1957, 2027)),
        "attempts": (
            AttemptBound(
                choose.choice(list(Attempts)),
                choose.random() < 0.5,
                choose.choice(list(Sign)),
                choose.choice([1, 2, 5, 20, 100]),
            ),
        ),
        "net": Range(gte=net - timedelta(days=choose.randrange(900)), lt=net + timedelta(days=1)),
    }
