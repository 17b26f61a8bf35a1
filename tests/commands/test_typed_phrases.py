"""What people type gives the launches, numbers and sentences of `typed_phrases.txt`, counted by SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from commands.cards.card import Card, Entry
from commands.dispatcher import Dispatcher
from commands.parsing.typed_command import typed_command
from tests.bundled_sql import bundled
from tests.commands.conftest import DISCORD, TELEGRAM, read

PHRASES = Path(__file__).with_name("typed_phrases.txt")

CHINA = (
    "(provider LIKE 'China %' OR provider IN ('Seventh Ministry of Machine Building Industry',"
    " 'Ministry of Aerospace Industry', 'Ministry of Space Industry', 'ExPace', 'i-Space', 'Galactic Energy',"
    " 'LandSpace', 'CAS Space', 'OneSpace', 'Orienspace Technology', 'Space Pioneer'))"
)
"""Who launches for China: "china" in the table."""


def phrases(table: Path = PHRASES) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each phrase of a table with its section and what it has to give."""
    section = ""
    for line in table.read_text().splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1]
        elif section and " => " in line:
            phrase, *wanted = line.split(" => ")
            yield section, phrase, wanted


ROWS = list(phrases())


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(("section", "phrase", "wanted"), ROWS, ids=[phrase for _s, phrase, _w in ROWS])
async def test_what_people_type_is_answered(
    asked: Dispatcher, section: str, phrase: str, wanted: list[str]
) -> None:
    await check(asked, section, phrase, wanted)


async def check(asked: Dispatcher, section: str, phrase: str, wanted: Sequence[str]) -> None:
    """Ask what a row of a table says, and see that the answer is as its section tells."""
    command = typed_command(phrase)
    name, words = (command.name, command.rest) if command else ("previous", phrase)
    person = TELEGRAM if command else DISCORD
    _CHECKS[section](await asked.say(name, words, person), wanted)


def test_there_are_enough_of_them_and_no_two_alike() -> None:
    said = [phrase.casefold() for _section, phrase, _wanted in ROWS]
    assert len(said) == len(set(said)) >= 300


def _select(what: str, wanted: str) -> list[tuple[object, ...]]:
    condition, _by, order = wanted.replace("china", CHINA).partition(" ORDER BY ")
    return list(
        bundled().execute(f"SELECT {what} FROM launches WHERE {condition} ORDER BY {order or 'at DESC'}")
    )


def _launches(wanted: str) -> list[object]:
    return [row[0] for row in _select("id", wanted)]


def _sentence(card: Card) -> str:
    return read(card).splitlines()[1]


def _is_count(card: Card, wanted: Sequence[str]) -> None:
    number = len(_launches(wanted[0]))
    assert (card.title.partition(" · ")[0], card.content.count) == ("Figures", number)
    assert _sentence(card) == f"{number:,} {'launch' if number == 1 else 'launches'}"


def _is_none(card: Card, wanted: Sequence[str]) -> None:
    assert not _launches(wanted[0])
    assert (card.title, card.content.count) == ("Nothing found", 0)


def _is_list(card: Card, wanted: Sequence[str]) -> None:
    launches = _launches(wanted[0])
    assert card.content.count == len(launches)
    shown = [launch.id for launch in card.content.launches]
    # Of launches at the same instant, either comes first.
    assert sorted(shown) == sorted(map(str, launches[: len(shown)]))
    assert shown


def _is_launch(card: Card, wanted: Sequence[str]) -> None:
    first = _launches(wanted[0])[0]
    assert [launch.id for launch in card.content.launches] == [first]
    assert card.title == card.content.launches[0].name


def _is_rate(card: Card, wanted: Sequence[str]) -> None:
    ends = [status for (status,) in _select("status", wanted[0]) if status in (3, 4, 7)]
    rate = round(100 * ends.count(3) / len(ends), 1)
    assert _sentence(card) == f"{rate:g}% of {len(ends):,} with an outcome succeeded."


def _is_fact(card: Card, wanted: Sequence[str]) -> None:
    _is_launch(card, wanted)
    assert (wanted[1:] or [""])[0] in _sentence(card)


def _is_comparison(card: Card, wanted: Sequence[str]) -> None:
    assert card.title.startswith("Comparison · ")
    told = dict(each.split(": ", 1) for each in wanted)
    expected = {name: len(_launches(condition)) for name, condition in told.items()}
    assert {name: stats.launches for name, stats in card.content.compared} == expected


def _is_people(card: Card, wanted: Sequence[str]) -> None:
    people = bundled().execute(
        "SELECT count(*), count(DISTINCT person), count(DISTINCT launch) FROM people"
        f" JOIN launches ON id = launch WHERE {wanted[0]}"
    )
    ((seats, persons, launches),) = people
    told = f"{persons} people" + (f" · {seats} seats" if seats > persons else "")
    which = "1 launch" if launches == 1 else f"{launches} launches"
    assert _sentence(card) == f"{told}, on {which} of which it is known who was aboard."


def _is_figures(card: Card, wanted: Sequence[str]) -> None:
    assert card.title.startswith("Figures · ")
    assert card.content.count == len(_launches(wanted[0]))
    if wanted[1:]:
        assert wanted[1] in _sentence(card)
    if wanted[2:]:
        [(largest,)] = _select("count(*)", f"{wanted[0]} GROUP BY {wanted[2]} ORDER BY 1 DESC LIMIT 1")
        assert f"({largest:,})" in _sentence(card)


def _is_day(card: Card, wanted: Sequence[str]) -> None:
    number = len(_launches(wanted[0]))
    assert f"In earlier years: {number:,} launches · " in read(card)
    entries = [block for block in card.blocks if isinstance(block, Entry)]
    assert entries[0].name == wanted[1]


def _is_profile(card: Card, wanted: Sequence[str]) -> None:
    assert (card.title, card.content.count) == (wanted[1], len(_launches(wanted[0])))


_CHECKS: dict[str, Callable[[Card, Sequence[str]], None]] = {
    "count": _is_count,
    "none": _is_none,
    "list": _is_list,
    "launch": _is_launch,
    "rate": _is_rate,
    "fact": _is_fact,
    "compare": _is_comparison,
    "figures": _is_figures,
    "people": _is_people,
    "day": _is_day,
    "profile": _is_profile,
}
