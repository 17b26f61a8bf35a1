"""Plain words: what they are understood to ask for, what else, and what is left a search."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commands.codec.compact import PAGE_SIZES
from commands.codec.query_string import parse, write
from commands.definitions.commands import ORDERS
from commands.definitions.filters import NAME_FIELDS
from commands.definitions.outcomes import OUTCOMES
from commands.parsing.names.resolver import Naming
from commands.parsing.names.spellings import KINDS
from commands.parsing.plain_words.reader import PlainWords
from commands.parsing.plain_words.reading import Reading
from storage.catalogue import Catalogue, Generation, Name
from storage.properties import Property
from storage.query import MAX_TERMS, LaunchQuery, Range, View
from tests.commands.conftest import NOW
from tests.commands.plain_phrases import NAMES, PHRASES, WORDS
from tests.history import opened

NOTHING_TYPED = LaunchQuery(limit=PAGE_SIZES[View.NORMAL], strict=True)


@dataclass
class Known:
    """The names of a catalogue, in place of the catalogue itself."""

    kinds: Mapping[Property, tuple[Name, ...]]
    launches: tuple[str, ...]
    written: int = 1

    @property
    def catalogue(self) -> Known:
        return self

    async def generation(self) -> Generation:
        return Generation(0, self.written, 0)

    async def names(self, kind: Property) -> tuple[Name, ...]:
        return self.kinds.get(kind, ())

    async def launch_names(self) -> tuple[str, ...]:
        return self.launches

    def words(self) -> PlainWords:
        return PlainWords(Naming(cast(Catalogue, self)), lambda: NOW)


@pytest.fixture(scope="module")
def known(history_file: Path) -> Known:
    async def read() -> Known:
        async with opened(history_file, NOW) as catalogue:
            kinds = {kind: await catalogue.names(kind) for kind in KINDS}
            return Known(kinds, await catalogue.launch_names())

    return asyncio.run(read())


@pytest.fixture(scope="module")
def words(known: Known) -> PlainWords:
    return known.words()


def _length(time: str) -> timedelta:
    return timedelta(minutes=1) if "T" in time else timedelta(days=1)


def asked(text: str, known: Known) -> LaunchQuery:
    """Return the query that is written as in `plain_phrases`."""
    fields: dict[str, Any] = {}
    net: dict[str, datetime] = {}
    for part in filter(None, text.split("; ")):
        name, _equals, value = part.partition("=")
        if name in ("since", "until"):
            day = datetime.fromisoformat(value).replace(tzinfo=UTC)
            net |= {"gte": day} if name == "since" else {"lt": day + _length(value)}
        elif name == "outcome":
            fields["status_ids"] = [int(i) for word in value.split("|") for i in OUTCOMES[word]]
        elif name == "crewed":
            fields["is_crewed"] = value == "yes"
        elif name == "order":
            fields["ordering"] = ORDERS[value]
        elif name == "view":
            fields |= {"view": View(value), "limit": PAGE_SIZES[View(value)]}
        elif name == "search":
            fields["search"] = value
        elif name == "mission":
            fields["mission_types"] = value.split("|")
        else:
            kind = Property(name)
            ids = [i for pattern in value.split("|") for i in _ids(pattern, known.kinds[kind])]
            fields[NAME_FIELDS[kind]] = ids
    return NOTHING_TYPED.having(net=Range(**net), strict=True, **fields)


def _ids(pattern: str, names: Sequence[Name]) -> list[int | str]:
    ids = [
        name.value for name in names if any(fnmatchcase(text, pattern) for text in (name.name, *name.aliases))
    ]
    assert ids, f"nothing is called {pattern!r}"
    return ids


def _check(reading: Reading, expected: str | tuple[str, ...], known: Known) -> None:
    meant, *others = (expected,) if isinstance(expected, str) else expected
    assert write(reading.query) == write(asked(meant, known))
    assert [write(choice.query) for choice in reading.choices] == [write(asked(o, known)) for o in others]


@pytest.mark.parametrize("phrase", PHRASES)
async def test_a_phrase_asks_for_what_it_says(phrase: str, words: PlainWords, known: Known) -> None:
    reading = await words.read(phrase, NOTHING_TYPED)
    assert reading.understood
    _check(reading, PHRASES[phrase], known)


@pytest.mark.parametrize("text", [*NAMES, *WORDS])
async def test_a_launch_by_name_and_unknown_words_stay_a_search(text: str, words: PlainWords) -> None:
    reading = await words.read(text, NOTHING_TYPED)
    assert not reading.understood
    assert (reading.fields, reading.choices) == ((), ())
    bare = text.translate(dict.fromkeys(map(ord, '"“”')))
    assert reading.query == NOTHING_TYPED.having(search=bare)


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        str.title,
        lambda text: f"  {text}  ",
        lambda text: text.replace(" ", "\n\t "),
        lambda text: f"{text}?",
    ],
)
async def test_case_space_and_a_question_mark_change_nothing(
    change: Any, words: PlainWords, known: Known
) -> None:
    for phrase in (
        "spacex failures since 2020",
        "crewed launches from baikonur in the 80s",
        "soviet launches",
    ):
        reading = await words.read(change(phrase), NOTHING_TYPED)
        assert reading.query == (await words.read(phrase, NOTHING_TYPED)).query


async def test_what_was_typed_as_a_filter_wins_over_plain_words(words: PlainWords, known: Known) -> None:
    nasa = asked("provider=NASA; since=1990-01-01", known)
    reading = await words.read("spacex crewed failures since 2020", nasa, {"provider_ids", "net"})
    assert reading.query == asked(
        "provider=NASA; outcome=failure; crewed=yes; since=1990-01-01; search=spacex", known
    )
    assert set(reading.fields) == {"status_ids", "is_crewed", "search"}


async def test_the_words_can_be_searched_for_as_they_are_beside_what_was_typed(
    words: PlainWords, known: Known
) -> None:
    nasa = asked("provider=NASA", known)
    reading = await words.read('crewed "apollo" failures', nasa, {"provider_ids"})
    assert reading.literal == nasa.having(search="crewed apollo failures")


async def test_names_that_the_catalogue_lacks_are_words(known: Known) -> None:
    nothing = Known({}, ())
    reading = await nothing.words().read("spacex falcon 9 failures from ksc to the moon", NOTHING_TYPED)
    assert reading.query == asked("outcome=failure; search=spacex falcon 9 ksc moon", known)


async def test_a_name_is_understood_as_soon_as_the_catalogue_has_it(known: Known) -> None:
    growing = Known({}, ())
    words = growing.words()
    assert not (await words.read("spacex", NOTHING_TYPED)).understood
    growing.kinds, growing.written = known.kinds, 2
    assert (await words.read("spacex", NOTHING_TYPED)).query == asked("provider=SpaceX", known)


async def test_a_text_that_is_no_question_is_left_alone(words: PlainWords) -> None:
    long = "failures since 2020 " * 30
    reading = await words.read(long, NOTHING_TYPED)
    assert not reading.understood
    assert reading.query == NOTHING_TYPED.having(search=long)


PIECES = st.sampled_from(
    [*" ,.&\"“”'’?/|()-:=", "spacex", "since", "2020", "from", "in", "the", "80s", "not", "or", "and",
     "first", "10", "last", "month", "soyuz", "moon", "crewed", "failures", "between", "to", "ago", "99",
     "1.1.2020", "apollo 11", "naro", "us", "q1", "0000", "9999", "years", "hours", "monday", "century",
     "early", "decade", "may", "31", "٣", "ß", "İ", "\x00", "\ud800"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=12).map(" ".join)))
@settings(max_examples=400, deadline=None)
def test_any_text_gives_a_query(words: PlainWords, text: str) -> None:
    reading = asyncio.run(words.read(text, NOTHING_TYPED))
    queries = [reading.query, *(choice.query for choice in reading.choices)]
    for query in [*queries, *([reading.literal] if reading.literal else [])]:
        assert len(query.terms) <= 2 * MAX_TERMS
        if "\ud800" not in query.search:
            assert parse(write(query.having(search=query.search[:20]))).having(search="") == query.having(
                search=""
            )
    assert len(set(queries)) == len(queries)
    assert reading.understood or reading.fields == ()
