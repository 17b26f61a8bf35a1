"""Boosters: the flights of one, the fleet of all, and the ways between launches and boosters."""

from __future__ import annotations

import re

import pytest

from commands.cards.card import Card, Entry, Text
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue, Landings
from storage.query import LaunchQuery
from tests.booster_oracle import boosters
from tests.bundled_sql import bundled
from tests.commands.conftest import DISCORD, TELEGRAM, buttons, read
from tests.raw_history import raw_history


async def _asked(dispatcher: Dispatcher, text: str, command: str = "booster") -> Card:
    return await dispatcher.say(command, text, DISCORD)


async def test_a_booster_tells_its_flights_in_order_with_landings_and_turnarounds(
    dispatcher: Dispatcher,
) -> None:
    # Counted by hand from the file: flights 33 to 36 of 36, 22 February to 9 July 2026.
    card = await _asked(dispatcher, "b1067")
    lines = read(card).splitlines()
    assert card.title == "Booster B1067"
    assert "Flew 36 times" in lines
    assert "Landings: 4 tried, 4 succeeded" in lines
    assert "Fastest turnaround: 31 days" in lines
    assert "Most flown: 1st of 52 boosters known here" in lines
    assert "Of 36 flights, 4 are known here." in lines
    flights = [line for line in lines if "flight · " in line]
    assert [line.partition(" · ")[0] for line in flights] == [
        "Starlink Group 6-104", "Starlink Group 10-44", "Starlink Group 10-35", "Starlink Group 10-42",
    ]  # fmt: skip
    assert "33rd flight · landed (A Shortfall of Gravitas)" in flights[0]
    assert "days after" not in flights[0]
    assert flights[1].endswith("landed (Just Read the Instructions) · 37 days after the previous flight")


@pytest.mark.parametrize(
    ("command", "person"), [("previous", TELEGRAM), ("search", DISCORD), ("launch", DISCORD)]
)
async def test_a_serial_number_typed_alone_finds_its_booster(
    dispatcher: Dispatcher, command: str, person: object
) -> None:
    card = await dispatcher.say(command, "B1078", person)  # type: ignore[arg-type]
    assert card.title == "Booster B1078"
    assert card.content.count == 5


async def test_a_launch_leads_to_its_booster_and_that_to_its_other_flights_and_back(
    dispatcher: Dispatcher,
) -> None:
    launch = await dispatcher.say("launch", "Starlink Group 10-44", DISCORD)
    booster = await dispatcher.press(buttons(launch)["Booster B1067"].action, DISCORD)
    assert isinstance(booster, Card)
    assert booster.title == "Booster B1067"
    flights = [block for block in booster.blocks if isinstance(block, Entry)]
    other = await dispatcher.press(flights[-1].open.action, DISCORD)
    assert isinstance(other, Card)
    assert other.title.endswith("Starlink Group 10-42")
    back = await dispatcher.press(buttons(other)["‹ Back"].action, DISCORD)
    assert isinstance(back, Card)
    assert back.title == "Booster B1067"


async def test_a_number_that_no_booster_has_gets_the_nearest(dispatcher: Dispatcher) -> None:
    card = await _asked(dispatcher, "B1068")
    assert "No booster is called “B1068”" in read(card)
    assert "B1067" in buttons(card)
    pressed = await dispatcher.press(buttons(card)["B1067"].action, DISCORD)
    assert isinstance(pressed, Card)
    assert pressed.title == "Booster B1067"


async def test_the_fleet_is_ranked_by_flights_and_by_turnaround_and_told_apart(
    dispatcher: Dispatcher,
) -> None:
    fleet = await _asked(dispatcher, "", "boosters")
    [(known,)] = bundled().execute("SELECT count(DISTINCT serial) FROM boosters")
    assert f"{known} boosters" in read(fleet)
    assert "1. B1067 · flew 36 times" in read(fleet)
    fastest = await _asked(dispatcher, "turnaround", "boosters")
    # 2 March to 22 March 2026, its 26th and 27th flights.
    assert "1. B1078 · flew 30 times" in read(fastest)
    assert "fastest turnaround 20 days" in read(fastest).splitlines()[2]
    second = await dispatcher.press(buttons(fleet)["Next ›"].action, DISCORD)
    assert "11. " in read(second)
    active = await dispatcher.press(buttons(fleet)["Active fleet"].action, DISCORD)
    # B1069 was not to land on its last flight: it flies no more.
    assert "B1069" not in read(active)
    assert "B1067" in read(active)


async def test_what_is_ranked_is_what_the_file_tells(catalogue: Catalogue) -> None:
    counted = bundled().execute(
        "SELECT serial, max(coalesce(max(flight), 0), count(*)), count(*), total(attempt),"
        " total(attempt AND landed) FROM boosters GROUP BY serial"
    )
    told = {
        (each.serial_number, each.flights, each.known, each.attempted, each.landed)
        for each in await catalogue.fleet()
    }
    assert told == set(counted)


async def test_landings_and_their_streaks_are_those_of_the_raw_records(catalogue: Catalogue) -> None:
    told = [(record["net"], record["id"], each) for record in raw_history() for each in boosters(record)]
    ends = [each.end for *_at, each in sorted(told, key=lambda at: at[:2]) if each.tried]
    runs, longest = 0, 0
    for end in ends:
        runs = 0 if end == "failure" else runs + (end == "success")
        longest = max(longest, runs)
    counted = (await catalogue.landings(LaunchQuery())).all
    assert counted == Landings(len(ends), ends.count("success"), ends.count("failure"), runs, longest)


async def test_landings_are_told_by_booster_by_ship_and_beside_each_other(dispatcher: Dispatcher) -> None:
    by_booster = read(await _asked(dispatcher, "by:booster", "stats"))
    assert "B1100 · 8 launches · 100% · Landings: 8 tried, 8 succeeded (100%)" in by_booster
    by_ship = read(await _asked(dispatcher, 'by:"landing place"', "stats"))
    assert "A Shortfall of Gravitas · 27 launches" in by_ship
    assert "Landings: 27 tried, 27 succeeded (100%)" in by_ship
    compared = read(await _asked(dispatcher, "spacex, blue origin", "compare"))
    assert "Landings: 112 tried, 108 succeeded" in compared
    assert "Landings: 4 tried, 4 succeeded (100%)" in compared
    profile = read(await _asked(dispatcher, "spacex", "provider"))
    assert "Landing streak: 13 in a row · longest 66" in profile


@pytest.mark.parametrize("asked", ["reused:yes", "reused:yes by:year", "crewed:yes rocket:soyuz", ""])
async def test_what_is_not_known_of_the_launches_asked_for_is_told_once(
    asked: str, dispatcher: Dispatcher
) -> None:
    """The line on landings tells of those launches alone that are known to be meant."""
    admitted = [
        line.removesuffix(".").partition(": ")[2].split(", ")
        for line in read(await _asked(dispatcher, asked, "stats")).splitlines()
        if line.startswith("Not known for ")
    ]
    told = [fact for facts in admitted for fact in facts]
    assert told
    assert len(told) == len(set(told))


async def test_reuse_by_year_has_a_chart_of_its_own(dispatcher: Dispatcher) -> None:
    card = await _asked(dispatcher, "by:year then:reused", "stats")
    assert card.picture is not None
    assert card.picture.data.startswith(b"\x89PNG")
    [(reused,)] = bundled().execute("SELECT count(DISTINCT launch) FROM boosters WHERE flight > 1")
    assert f"Reused booster · {reused} launches" in card.picture.alt


async def test_what_begins_a_line_or_stands_beside_a_bar_begins_with_a_capital(
    dispatcher: Dispatcher,
) -> None:
    assert "\nFlew 36 times\n" in read(await _asked(dispatcher, "B1067"))
    card = await _asked(dispatcher, "provider:SpaceX by:reused", "stats")
    assert card.picture is not None
    assert "(Unknown)" in card.picture.alt


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("booster", "B1067"),
        ("rocket", "falcon 9"),
        ("provider", "spacex"),
        ("site", "baikonur"),
        ("stats", ""),
    ],
)
async def test_what_a_fact_is_of_stands_in_bold_on_each_line(
    dispatcher: Dispatcher, command: str, text: str
) -> None:
    card = await _asked(dispatcher, text, command)
    lines = [line for block in card.blocks if isinstance(block, Text) for line in block.lines]
    assert len(lines) > 4
    # How many rockets a profile is of is a sentence.
    plain = [line[0] for line in lines if line and isinstance(line[0], str) and "rockets" not in line[0]]
    assert [words for words in plain if re.match(r"[A-Z][^:.]*: ", words)] == []


async def test_a_booster_is_completed_while_its_number_is_typed(dispatcher: Dispatcher) -> None:
    offered = await dispatcher.complete("booster", "booster", "b10", {}, DISCORD)
    assert offered
    assert all(each.value.upper().startswith("B10") for each in offered[:5])
