"""In a chat, words are found where words begin; Launch Library's "contains" stays for its own query."""

from __future__ import annotations

import pytest

from commands.codec.compact import lengthen, shorten
from commands.codec.query_string import parse, write
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue
from storage.query import LaunchQuery
from tests.commands.conftest import DISCORD, TELEGRAM


@pytest.mark.parametrize(
    ("search", "found", "lost"),
    [
        ("mars", "Mars Reconnaissance Orbiter", "Inmarsat"),
        ("star", "Starlink", "Telstar"),
        ("people", "", "People's Republic"),
    ],
)
async def test_a_word_is_found_where_a_word_begins(
    history_catalogue: Catalogue, search: str, found: str, lost: str
) -> None:
    anywhere = await history_catalogue.find(LaunchQuery(search=search, limit=100))
    begun = await history_catalogue.find(LaunchQuery(search=search, word_starts=True, limit=100))
    assert begun.count < anywhere.count
    names = " ".join(f"{launch.name} {launch.mission and launch.mission.name}" for launch in begun.items)
    assert lost not in names
    assert bool(begun.count) is bool(found)
    assert (await history_catalogue.find(LaunchQuery(search=found, word_starts=True))).count or not found


async def test_a_number_is_found_as_a_whole(history_catalogue: Catalogue) -> None:
    page = await history_catalogue.find(LaunchQuery(search="apollo 1", word_starts=True, limit=100))
    assert not [launch.name for launch in page.items if launch.name.endswith("| Apollo 11")]
    assert (await history_catalogue.find(LaunchQuery(search="apollo 11", word_starts=True))).count


@pytest.mark.parametrize("search", ["*", "[", "a*b?", "'", '"', "%", "\0", "]", "^", "-1", "ß", "союз"])
async def test_signs_are_signs(history_catalogue: Catalogue, search: str) -> None:
    begun = await history_catalogue.find(LaunchQuery(search=search, word_starts=True))
    anywhere = await history_catalogue.find(LaunchQuery(search=search))
    assert begun.count <= anywhere.count


async def test_search_finds_no_middles_of_words(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("search", "tarlink", TELEGRAM)
    assert card.content.count == 0
    card = await dispatcher.say("search", "starl", DISCORD)
    assert card.content.count


def test_both_ways_to_search_survive_a_button_and_a_text() -> None:
    for word_starts in (False, True):
        query = LaunchQuery(search="crew dragon", word_starts=word_starts, limit=5)
        assert lengthen(shorten(query) or "") == query
        assert parse(write(query)) == query
    assert LaunchQuery(word_starts=True) == LaunchQuery()
