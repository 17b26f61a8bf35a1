"""Figures as people read them, and the way on by touch."""

from __future__ import annotations

import pytest

from commands.action_strings import ACTION_LIMIT
from commands.cards import Card
from commands.dispatcher import Dispatcher
from tests.commands.conftest import DISCORD, TELEGRAM, actions_of, buttons, read


async def test_the_figures_say_how_they_count(dispatcher: Dispatcher) -> None:
    text = read(await dispatcher.run("stats", {"provider": "SpaceX"}, DISCORD))
    assert "provider SpaceX" in text
    assert "26 launches · 19 successes · 5 failures · 1 partial failure · 1 without outcome" in text
    assert "Success rate: 76% (19 of 25 with an outcome; a partial failure is no success)" in text
    assert "Streak:" in text
    assert "This year so far:" in text
    assert "Busiest site:" in text
    assert "By year" in text


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"by": "rocket"}, "By rocket"),
        ({"by": "month", "since": "2025"}, "By month"),
        ({"by": "year", "then": "outcome"}, "By year and outcome"),
        ({"by": "location", "then": "location"}, "By location"),
        ({}, "By year"),
    ],
)
async def test_groups_are_chosen_by_words(
    dispatcher: Dispatcher, given: dict[str, str], heading: str
) -> None:
    assert heading in read(await dispatcher.run("stats", given, TELEGRAM))


async def test_groups_are_changed_by_touch_and_the_launches_are_one_press_away(
    dispatcher: Dispatcher,
) -> None:
    card = await dispatcher.say("stats", "provider:spacex by:outcome", TELEGRAM)
    (select,) = card.selects
    assert [choice.label for choice in select.choices if choice.selected] == ["By outcome"]
    rocket = next(choice for choice in select.choices if choice.label == "By rocket")
    changed = await dispatcher.press(rocket.action, TELEGRAM)
    assert isinstance(changed, Card)
    assert "By rocket" in read(changed)
    assert "Falcon Heavy" in read(changed)
    listed = await dispatcher.press(buttons(changed)["Show these launches"].action, TELEGRAM)
    assert "provider SpaceX" in read(listed)
    for each in (card, changed):
        actions = actions_of(each)
        assert len(set(actions)) == len(actions)
        assert all(len(action.encode()) <= ACTION_LIMIT for action in actions)


async def test_a_period_of_the_past_is_not_compared_with_this_year(dispatcher: Dispatcher) -> None:
    text = read(await dispatcher.run("stats", {"since": "the 60s", "until": "the 60s"}, DISCORD))
    assert "This year so far" not in text
    assert "1969 · " in text


async def test_nothing_found_and_bad_input_are_told_in_a_sentence(dispatcher: Dispatcher) -> None:
    none = await dispatcher.run("stats", {"search": "xyzzy"}, DISCORD)
    assert "No previous launch matches these filters." in read(none)
    wrong = await dispatcher.run("stats", {"by": "colour"}, DISCORD)
    assert "“colour” is not a choice for by." in read(wrong)
    missed = await dispatcher.run("stats", {"provider": "Spacx", "by": "rocket"}, DISCORD)
    corrected = await dispatcher.press(buttons(missed)["SpaceX"].action, DISCORD)
    assert "By rocket" in read(corrected)


@pytest.mark.parametrize("action", ["tb--0-na", "tb-z-0-na", "tb-ymo-0-na", "tb-y"])
async def test_a_forged_button_gets_one_sentence(dispatcher: Dispatcher, action: str) -> None:
    assert "This button no longer works." in read(await dispatcher.press(action, DISCORD))
