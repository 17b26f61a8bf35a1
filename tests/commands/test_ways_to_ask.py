"""A name means the same as a filter, in a profile and in plain words, over the whole history."""

from __future__ import annotations

import pytest

from commands.cards.card import Card
from commands.dispatcher import Dispatcher
from storage.properties import Property
from storage.query import LaunchQuery
from tests.commands.conftest import TELEGRAM, actions_of, buttons, read
from tests.commands.ways_to_ask import SAME

in_one_loop = pytest.mark.asyncio(loop_scope="module")

FILTERS = {Property.PROVIDER: "provider", Property.ROCKET: "rocket", Property.LOCATION: "location"}
PROFILES = {Property.PROVIDER: "provider", Property.ROCKET: "rocket", Property.LOCATION: "site"}
FIELDS = {
    Property.PROVIDER: "provider_ids",
    Property.ROCKET: "configuration_ids",
    Property.LOCATION: "location_ids",
    Property.PAD: "pad_ids",
}

ROWS = [(kind, name) for kind, names in SAME.items() for name in names]


def _query(card: object) -> LaunchQuery:
    assert isinstance(card, Card)
    assert card.content.query is not None, card
    return card.content.query


@in_one_loop
@pytest.mark.parametrize(("kind", "name"), ROWS)
async def test_a_name_means_the_same_however_it_is_asked(
    asked: Dispatcher, kind: Property, name: str
) -> None:
    plain = await asked.say("previous", name, TELEGRAM)
    query = _query(plain)
    ids = getattr(query, FIELDS[kind])
    assert ids
    assert not query.search
    if kind in FILTERS:
        filtered = await asked.say("previous", f'{FILTERS[kind]}:"{name}"', TELEGRAM)
        assert getattr(_query(filtered), FIELDS[kind]) == ids
        assert filtered.content.count == plain.content.count
        profile = await asked.say(PROFILES[kind], name, TELEGRAM)
        assert getattr(_query(profile), FIELDS[kind]) == ids


@in_one_loop
@pytest.mark.parametrize(
    ("text", "field", "other"),
    [
        ("байконур", "location_ids", "baikonur"), ("Плесецк", "location_ids", "plesetsk"),
        ("союз 2020", "configuration_ids", "soyuz"), ("ПРОТОН", "configuration_ids", "proton"),
        ("энергия", "configuration_ids", "energiya"), ("роскосмос", "provider_ids", "roscosmos"),
        ("восточный", "location_ids", "vostochny"), ("#baikonur", "location_ids", "baikonur"),
    ],
)  # fmt: skip
async def test_names_in_cyrillic_are_the_names(asked: Dispatcher, text: str, field: str, other: str) -> None:
    assert getattr(_query(await asked.say("previous", text, TELEGRAM)), field) == getattr(
        _query(await asked.say("previous", other, TELEGRAM)), field
    )


@in_one_loop
@pytest.mark.parametrize(
    ("text", "search"),
    [
        ("gps satellites", "gps"), ("starlink satellites", "starlink"), ("#starlink", "starlink"),
    ],
)  # fmt: skip
async def test_other_words_are_searched_for(asked: Dispatcher, text: str, search: str) -> None:
    card = await asked.say("previous", text, TELEGRAM)
    assert _query(card).search == search
    assert card.content.count


@in_one_loop
@pytest.mark.parametrize(
    ("text", "mission"),
    [
        ("спутник 1", "Sputnik 1"),
        ("apollo xi", "Apollo 11"),
        ("gemini 8", "Gemini VIII"),
        ("JWST", "James Webb"),
    ],
)  # fmt: skip
async def test_the_name_of_a_launch_opens_it_however_it_is_written(
    asked: Dispatcher, text: str, mission: str
) -> None:
    card = await asked.say("previous", text, TELEGRAM)
    assert mission in card.title
    assert card.content.count == 1


@in_one_loop
@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("letzter start von spacex", "Not understood, and left out: “letzter start von”"),
        ("letzter start von spacex", "Plain words are understood in English; names in any language."),
        ("ultimos lanzamientos de spacex", "Not understood, and left out: “ultimos lanzamientos de”"),
        ("échecs de spacex", "Plain words are understood in English; names in any language."),
        ("последние запуски союз", "Not understood, and left out: “последние запуски”"),
        ("spacex 失败", "Plain words are understood in English; names in any language."),
        ("wann startete apollo 11", "Plain words are understood in English; names in any language."),
        ("последний запуск", "Plain words are understood in English; names in any language."),
    ],
)
async def test_words_of_another_language_are_told_as_not_understood(
    asked: Dispatcher, text: str, told: str
) -> None:
    assert told in read(await asked.say("previous", text, TELEGRAM))


@in_one_loop
async def test_a_misspelt_name_is_offered_wherever_it_is_typed(asked: Dispatcher) -> None:
    for command, text in (("launch", "spacx"), ("search", "spacx"), ("previous", "provider:spacx")):
        card = await asked.say(command, text, TELEGRAM)
        assert card.content.suggestions[:1] == ("SpaceX",), command
        listed = await asked.press(actions_of(card)[0], TELEGRAM)
        assert _query(listed).provider_ids == (121,), command
    inline = await asked.offer("spacx", "", TELEGRAM)
    assert not inline.offers
    assert "SpaceX" in inline.notice


@in_one_loop
async def test_a_search_that_finds_nothing_offers_the_names_in_it(asked: Dispatcher) -> None:
    card = await asked.say("search", "spacex failures", TELEGRAM)
    assert card.content.suggestions == ("SpaceX",)
    assert any("“spacex failures”" in label for label in buttons(card))
    assert _query(await asked.press(actions_of(card)[0], TELEGRAM)).provider_ids == (121,)


@in_one_loop
async def test_what_asks_for_launches_to_come_or_for_any_at_all_is_not_answered_with_one(
    asked: Dispatcher,
) -> None:
    coming = await asked.say("previous", "when is the next launch", TELEGRAM)
    assert "launched on" not in read(coming)
    ever = await asked.say("previous", "has starship ever failed", TELEGRAM)
    assert {launch.status.id for launch in ever.content.launches} == {4}
    unknown = await asked.say("previous", "from where did europa clipper launch", TELEGRAM)
    assert "launched from" not in read(unknown)
    none = await asked.say("previous", "tenth launch by the n1", TELEGRAM)
    assert "There are only 4 such launches, so there is no 10th one." in read(none)
