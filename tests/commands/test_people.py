"""People, spacecraft and payloads: as filters, while they are typed, on cards, and the ways between them."""

from __future__ import annotations

import pytest

from commands.cards.card import Card, Entry
from commands.codec.layout import ACTION_LIMIT
from commands.dispatcher import Dispatcher
from tests.bundled_sql import bundled
from tests.commands.conftest import DISCORD, TELEGRAM, actions_of, buttons, read

FLOWN = "SELECT count(DISTINCT launch) FROM people WHERE person = ?"


def entries(card: Card) -> list[Entry]:
    return [block for block in card.blocks if isinstance(block, Entry)]


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("Bob Behnken", "Robert Behnken"),
        ("robert behnken", "Robert Behnken"),
        ("Gagarin", "Yuri Gagarin"),
        ("Юрий Гагарин", "Yuri Gagarin"),
        ("Alexey Leonov", "Alexei Leonov"),
        ("Алексей Леонов", "Alexei Leonov"),
        ("Butch Wilmore", "Barry Wilmore"),
        ("Suni Williams", "Sunita Williams"),
        ("Reid Wiseman", "Gregory R. Wiseman"),
        ("alberto gutierrez", "Alberto Gutiérrez"),
        ("Jim Lovell", "James Lovell"),
    ],
)
async def test_somebody_is_found_however_the_name_is_written(
    dispatcher: Dispatcher, typed: str, person: str
) -> None:
    ((flights,),) = bundled().execute(FLOWN, (person,))
    card = await dispatcher.say("previous", f'crew:"{typed}"', TELEGRAM)
    assert card.content.count == flights > 0
    assert f"with {person}" in read(card) or person in read(card)


@pytest.mark.parametrize(("typed", "crewed"), [("yes", 1), ("no", 0), ("Crewed", 1), ("not crewed", 0)])
async def test_crew_yes_and_no_still_ask_whether_there_was_one(
    dispatcher: Dispatcher, typed: str, crewed: int
) -> None:
    ((expected,),) = bundled().execute(f"SELECT count(*) FROM launches WHERE (crew > 0) = {crewed}")
    for given in ({"crew": typed}, {"crewed": "yes" if crewed else "no"}):
        card = await dispatcher.run("previous", given, DISCORD)
        assert card.content.count == expected


async def test_a_misspelt_name_is_offered_as_it_is_written(dispatcher: Dispatcher) -> None:
    for command, given in (("previous", {"crew": "Yuri Gagrin"}), ("astronaut", {"name": "Yuri Gagrin"})):
        card = await dispatcher.run(command, given, DISCORD)
        assert "Yuri Gagarin" in buttons(card)


async def test_what_is_not_known_of_a_crew_is_admitted(dispatcher: Dispatcher) -> None:
    ((unknown,),) = bundled().execute("SELECT count(*) FROM launches WHERE crew IS NULL")
    for command, given in (
        ("previous", {"crew": "Neil Armstrong"}),
        ("astronaut", {"name": "Neil Armstrong"}),
        ("stats", {"crew": "Neil Armstrong"}),
    ):
        assert f"Not known for {unknown:,} launches: the crew." in read(
            await dispatcher.run(command, given, DISCORD)
        )


async def test_a_card_of_somebody_has_all_flights_in_order_with_role_and_spacecraft(
    dispatcher: Dispatcher,
) -> None:
    card = await dispatcher.say("astronaut", "neil armstrong", TELEGRAM)
    text = read(card)
    assert card.title == "Neil Armstrong"
    assert "2 flights · 2 successes" in text
    assert "Spacecraft: Gemini, Apollo" in text
    assert [entry.name for entry in entries(card)] == ["Titan II GLV | Gemini VIII", "Saturn V | Apollo 11"]
    assert "16 July 1969 · Commander · Columbia" in text or "1969-07-16 · Commander · Columbia" in text


async def test_a_card_of_a_spacecraft_counts_crewed_flights_and_outcomes(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("spacecraft", "dragon 2", TELEGRAM)
    text = read(card)
    ((crewed, uncrewed, unknown),) = bundled().execute(
        "SELECT sum(crew > 0), sum(crew = 0), sum(crew IS NULL) FROM launches WHERE mission LIKE 'Crew-%' OR"
        " name LIKE '%| SpX-DM%' OR mission LIKE 'Dragon CRS-2 %' OR mission LIKE 'Axiom Space%'"
        " OR mission = 'Inspiration4' OR name LIKE '%Dragon In-Flight%'"
    )
    assert card.title == "Dragon 2"
    assert f"{crewed + uncrewed + unknown} launches · " in text
    assert f"Crewed: {crewed} · not crewed: {uncrewed} · not known: {unknown}" in text
    assert "Success rate: 100%" in text
    assert "People aboard: 10 people" in text
    assert {choice.label for select in card.selects for choice in select.choices} >= {
        "Crew Dragon", "Cargo Dragon", "Crew Dragon Endeavour",
    }  # fmt: skip


async def test_from_a_launch_to_who_flew_to_another_flight_and_back(dispatcher: Dispatcher) -> None:
    launch = await dispatcher.run("launch", {"launch": "Apollo 11"}, DISCORD)
    assert "Crew: Neil Armstrong (Commander), Michael Collins (Pilot), Buzz Aldrin (Pilot)" in read(launch)
    aboard = next(select for select in launch.selects if select.placeholder == "Crew and spacecraft")
    offered = [choice.label for choice in aboard.choices]
    assert offered[:3] == ["Neil Armstrong", "Michael Collins", "Buzz Aldrin"]
    assert {"Apollo", "Apollo Columbia"} <= set(offered)
    person = await dispatcher.press(aboard.choices[0].action, DISCORD)
    assert isinstance(person, Card)
    again = await dispatcher.press(buttons(person)["‹ Back to the launch"].action, DISCORD)
    assert isinstance(again, Card)
    assert again.title == launch.title
    other = await dispatcher.press(entries(person)[0].open.action, DISCORD)
    assert isinstance(other, Card)
    assert other.title == "Titan II GLV | Gemini VIII"
    home = await dispatcher.press(buttons(other)["‹ Back"].action, DISCORD)
    assert read(home).startswith("Neil Armstrong")


@pytest.mark.parametrize("command", ["astronaut", "spacecraft"])
async def test_everything_on_a_card_fits_a_button_and_works(dispatcher: Dispatcher, command: str) -> None:
    name = {"astronaut": "Sergei Krikalev", "spacecraft": "Space Shuttle"}[command]
    card = await dispatcher.run(command, {"name": name}, TELEGRAM)
    pressed = [action for action in actions_of(card) if action]
    assert pressed
    for action in pressed:
        assert len(action.encode()) <= ACTION_LIMIT
        answered = await dispatcher.press(action, TELEGRAM)
        assert isinstance(answered, Card)
        assert answered.title


async def test_names_are_completed_with_how_often_they_flew(dispatcher: Dispatcher) -> None:
    (suggestion, *_rest) = await dispatcher.complete("previous", "crew", "krikal", {}, DISCORD)
    assert (suggestion.label, suggestion.value) == ("Sergei Krikalev · 2 launches", "Sergei Krikalev")
    ships = await dispatcher.complete("spacecraft", "name", "space shuttle c", {}, DISCORD)
    assert [each.value for each in ships][:2] == ["Space Shuttle Columbia", "Space Shuttle Challenger"]


async def test_figures_are_grouped_by_who_flew_and_by_what(dispatcher: Dispatcher) -> None:
    people = read(await dispatcher.say("stats", "crewed:yes by:person", TELEGRAM))
    assert "By person" in people
    assert "Alexei Leonov · 2 launches" in people
    assert "Space Shuttle · 135 launches" in read(await dispatcher.say("stats", "by:spacecraft", TELEGRAM))


async def test_words_of_a_payload_or_mission_are_a_filter(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "payload:hubble", TELEGRAM)
    assert card.title.endswith("STS-31 (Hubble)")
    ((starlinks,),) = bundled().execute("SELECT count(*) FROM launches WHERE mission LIKE '%Starlink%'")
    assert (await dispatcher.say("previous", "payload:starlink", TELEGRAM)).content.count == starlinks
    falcons = await dispatcher.say("previous", "payload:falcon rocket:falcon", TELEGRAM)
    assert falcons.content.count is not None
    assert falcons.content.count < 10, "a rocket is no payload"
