"""What people remember: the facts are of launches that there are, and lead the day that they are of."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime
from importlib import resources

import pytest

from commands.cards.card import Card, Entry
from commands.dispatcher import Dispatcher
from commands.i18n.countries import country_words
from commands.stats.historic_events import RANKS, HistoricEvent, historic_events
from commands.stats.historic_reasons import REASONS
from storage.history import BUNDLED_HISTORY
from storage.models import Launch
from storage.state.state import State
from tests.commands.conftest import DISCORD, buttons, read
from tests.commands.people import HOME, someone

FIRST_OF_DAY = (
    ("1 January", "2019 · Atlas V 551 | New Horizons"),
    ("3 January", "2019 · Long March 3B/E | Chang'e 4 (lander and rover)"),
    ("14 January", "2005 · Titan IVB/Cenatur | Cassini-Huygens"),
    ("19 January", "2006 · Atlas V 551 | New Horizons"),
    ("27 January", "1967 · Saturn IB | Apollo 1 (Failure before launch)"),
    ("28 January", "1986 · Space Shuttle Challenger / OV-099 | STS-51-L"),
    ("1 February", "1958 · Juno-I | Explorer 1"),
    ("3 February", "1966 · Molniya-M | Luna-9"),
    ("6 February", "2018 · Falcon Heavy | Demo (Test Flight)"),
    ("12 February", "1961 · Molniya 8K78 | Venera-1VA 2"),
    ("14 February", "1990 · Titan IIIE | Voyager 1"),
    ("18 February", "2021 · Atlas V 541 | Mars 2020 (Perseverance rover & Ingenuity helicopter)"),
    ("19 February", "1986 · Proton | Mir"),
    ("20 February", "1962 · Atlas LV-3B | Mercury-Atlas 6"),
    ("18 March", "1965 · Voskhod | Voskhod 2"),
    ("30 March", "2017 · Falcon 9 Full Thrust | SES-10"),
    ("12 April", "1961 · Vostok-K | Vostok 1"),
    ("19 April", "1971 · Proton | Salyut 1"),
    ("24 April", "1990 · Space Shuttle Discovery / OV-103 | STS-31 (Hubble)"),
    ("5 May", "1961 · Redstone MRLV | Mercury-Redstone 3"),
    ("14 May", "1973 · Saturn V | Skylab 1"),
    ("30 May", "2020 · Falcon 9 Block 5 | SpX-DM2 (Demonstration Mission 2)"),
    ("16 June", "1963 · Vostok-K | Vostok 6"),
    ("4 July", "1997 · Delta II | Mars Pathfinder"),
    ("8 July", "2011 · Space Shuttle Atlantis / OV-104 | STS-135"),
    ("14 July", "2015 · Atlas V 551 | New Horizons"),
    ("16 July", "1969 · Saturn V | Apollo 11"),
    ("17 July", "1975 · Saturn IB | Apollo-Soyuz Test Project"),
    ("20 July", "1969 · Saturn V | Apollo 11"),
    ("6 August", "2012 · Atlas V 541 | MSL (Curiosity)"),
    ("25 August", "2012 · Titan IIIE | Voyager 1"),
    ("5 September", "1977 · Titan IIIE | Voyager 1"),
    ("28 September", "2008 · Falcon 1 | RatSat"),
    ("4 October", "1957 · Sputnik 8K74PS | Sputnik 1"),
    ("15 October", "2003 · Long March 2F | Shenzhou-5"),
    ("3 November", "1957 · Sputnik 8K74PS | Sputnik 2"),
    ("12 November", "2014 · Ariane 5 G+ | Rosetta"),
    ("15 November", "1988 · Energiya/Buran | Buran OK-1K"),
    ("20 November", "1998 · Proton | Zarya"),
    ("14 December", "1972 · Saturn V | Apollo 17"),
    ("21 December", "1968 · Saturn V | Apollo 8"),
    ("22 December", "2015 · Falcon 9 Full Thrust | Orbcomm OG2 Mission 2"),
    ("25 December", "2021 · Ariane 5 ECA+ | James Webb Space Telescope (JWST)"),
)
"""Days of the year, and what anybody who knows space flight would name first."""


@pytest.fixture(scope="module")
def history() -> dict[str, Launch]:
    return {launch.id: launch for launch in BUNDLED_HISTORY.read().launches}


def all_events() -> list[HistoricEvent]:
    return [event for events in historic_events().by_launch.values() for event in events]


def entries(card: Card) -> list[Entry]:
    return [block for block in card.blocks if isinstance(block, Entry)]


async def test_each_day_is_led_by_what_people_remember(dispatcher: Dispatcher) -> None:
    assert len(FIRST_OF_DAY) >= 40
    found = []
    for day, _first in FIRST_OF_DAY:
        card = await dispatcher.run("onthisday", {"date": day}, DISCORD)
        assert isinstance(card, Card)
        found.append((day, entries(card)[0].name))
    assert tuple(found) == FIRST_OF_DAY


def test_every_event_is_of_one_launch_of_the_history_on_its_day_or_before(history: dict[str, Launch]) -> None:
    events = all_events()
    assert len(events) >= 150
    for event in events:
        launch = history[event.launch_id]
        assert launch.net.astimezone(UTC).date() <= event.day, event
        assert event.rank in RANKS, event
        assert event.source, event
    days = Counter((event.launch_id, event.day) for event in events)
    assert max(days.values()) == 1


def test_the_names_in_the_table_are_those_of_the_history(history: dict[str, Launch]) -> None:
    """They are there for whoever reads the table, so they must not lead astray."""
    table = resources.files("commands.stats").joinpath("historic_events.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines()[1:]]
    assert [(row[1], row[2]) for row in rows] == [(row[1], history[row[1]].name) for row in rows]
    assert rows == sorted(rows)


def test_every_reason_is_used_and_has_the_detail_that_it_speaks_of() -> None:
    events = all_events()
    assert {event.reason for event in events} == set(REASONS)
    for event in events:
        wanted = re.findall(r"\{(\w+)\}", REASONS[event.reason])
        assert bool(wanted) == bool(event.detail), event
        if wanted == ["country"]:
            assert country_words(event.detail) != event.detail, event


async def test_the_reason_comes_first_and_an_event_of_later_says_when_it_was_launched(
    dispatcher: Dispatcher,
) -> None:
    launched = read(await dispatcher.run("onthisday", {"date": "16 July"}, DISCORD))
    assert "1969 · first people on the Moon · Saturn V | Apollo 11 · ✅ Success · 57 years ago\n" in launched
    landed = read(await dispatcher.run("onthisday", {"date": "20 July"}, DISCORD))
    words = "1969 · first people on the Moon · Saturn V | Apollo 11 · 57 years ago · launched 16 July 1969\n"
    assert words in landed
    # What happened here but was launched elsewhere is none of the day's launches.
    assert "In earlier years: 18 launches · 18 successes" in landed


async def test_an_event_leads_to_its_launch_and_back(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("onthisday", {"date": "20 July"}, DISCORD)
    assert isinstance(card, Card)
    opened = await dispatcher.press(entries(card)[0].open.action, DISCORD)
    assert isinstance(opened, Card)
    assert opened.title == "Saturn V | Apollo 11"
    assert read(await dispatcher.press(buttons(opened)["‹ Back"].action, DISCORD)) == read(card)


async def test_an_event_is_of_its_day_in_every_zone_and_a_launch_of_the_day_there(
    dispatcher: Dispatcher, state: State
) -> None:
    """Gagarin left at 6:07 UTC; in Honolulu, ten hours behind, it was the evening of 11 April."""
    await state.chats.set_zone(HOME.platform, HOME.owner_id, "Pacific/Honolulu")
    person = someone()
    first = {}
    for day in ("11 April", "12 April", "20 July", "19 July"):
        card = await dispatcher.run("onthisday", {"date": day}, person)
        assert isinstance(card, Card)
        first[day] = entries(card)[0].name
    assert first["11 April"] == "1961 · Vostok-K | Vostok 1"
    assert first["12 April"] == "1981 · Space Shuttle Columbia / OV-102 | STS-1"
    assert first["20 July"] == "1969 · Saturn V | Apollo 11"
    assert "Apollo 11" not in first["19 July"]


async def test_a_launch_and_its_event_on_the_same_day_are_told_once(
    dispatcher: Dispatcher, state: State
) -> None:
    """Discoverer 13 left on 10 August at 20:37 UTC, in Auckland on the day when its capsule was found."""
    await state.chats.set_zone(HOME.platform, HOME.owner_id, "Pacific/Auckland")
    card = await dispatcher.run("onthisday", {"date": "11 August"}, someone())
    assert isinstance(card, Card)
    assert [entry.name for entry in entries(card)].count("1960 · Thor Agena A | Discoverer 13") == 1


def test_no_event_is_of_the_future() -> None:
    assert max(event.day for event in all_events()) < datetime(2026, 8, 23, tzinfo=UTC).date()
