"""Figures as people read them, and the way on by touch."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from commands.cards.card import Card, Text
from commands.cards.fitting import line_rows, line_words
from commands.codec.layout import ACTION_LIMIT
from commands.definitions.command import Person
from commands.dispatcher import Dispatcher
from tests.commands.conftest import DISCORD, TELEGRAM, actions_of, buttons, read
from tests.raw_history import by, latest_first, status_of

SPACEX = Counter(map(status_of, latest_first(by("SpaceX"))))
"""The launches of SpaceX by status."""


async def test_the_figures_say_how_they_count(dispatcher: Dispatcher) -> None:
    text = read(await dispatcher.run("stats", {"provider": "SpaceX"}, DISCORD))
    assert "SpaceX launches" in text
    all_, success, failure, partial = SPACEX.total(), SPACEX[3], SPACEX[4], SPACEX[7]
    ended = success + failure + partial
    counts = f"{success} successes · {failure} failures · {partial} partial failures"
    assert f"{all_} launches · {counts} · {all_ - ended} without outcome" in text
    kept = f"{success} of {ended} with an outcome; partial failures don’t count as successes"
    rate = f"{success / ended:.1%} ({kept})"
    assert f"Success rate: {rate}" in text
    assert "Streak:" in text
    assert "This year so far:" in text
    assert "Busiest launch site:" in text
    assert "By year · success rate" in text


@pytest.mark.parametrize("locale", ["en", "de", "es", "fr", "ru", "zh"])
async def test_a_year_takes_one_line_of_a_phone(dispatcher: Dispatcher, locale: str) -> None:
    person = replace(DISCORD, locale=locale)
    card = await dispatcher.run("stats", {"provider": "SpaceX", "since": "2010"}, person)
    assert isinstance(card, Card)
    years = card.blocks[-1]
    assert isinstance(years, Text)
    assert len(years.lines) > 10
    assert [line_words(line) for line in years.lines if line_rows(line) > 1] == []


@pytest.mark.parametrize("outcome", ["failure", "unsuccessful", "success", "pending"])
async def test_launches_chosen_by_their_outcome_have_neither_a_rate_nor_a_streak(
    dispatcher: Dispatcher, outcome: str
) -> None:
    text = read(await dispatcher.run("stats", {"provider": "SpaceX", "outcome": outcome}, DISCORD))
    assert "By year" in text
    assert "Streak:" not in text
    assert "success rate" not in text.casefold()


async def test_a_rocket_that_never_succeeded_has_no_streak(dispatcher: Dispatcher) -> None:
    text = read(await dispatcher.run("stats", {"rocket": "N1"}, DISCORD))
    assert "Success rate: 0%" in text
    assert "Streak:" not in text


@pytest.mark.parametrize(
    ("given", "heading"),
    [
        ({"by": "rocket"}, "By rocket"),
        ({"by": "month", "since": "2025"}, "By month"),
        ({"by": "year", "then": "outcome"}, "By year and outcome"),
        ({"by": "location", "then": "location"}, "By launch site"),
        ({}, "By year"),
    ],
)
async def test_groups_are_chosen_by_words(
    dispatcher: Dispatcher, given: dict[str, str], heading: str
) -> None:
    assert heading in read(await dispatcher.run("stats", given, TELEGRAM))


async def test_what_is_unknown_is_one_group(dispatcher: Dispatcher) -> None:
    for locale in ("en-US", "de"):
        text = read(await dispatcher.run("stats", {"by": "orbit"}, replace(DISCORD, locale=locale)))
        assert len(re.findall(r"^(?:unknown|unbekannt) · ", text, re.MULTILINE | re.IGNORECASE)) == 1


async def test_groups_are_changed_by_touch_and_the_launches_are_one_press_away(
    dispatcher: Dispatcher,
) -> None:
    card = await dispatcher.say("stats", "provider:spacex by:outcome", TELEGRAM)
    by, _years = card.selects
    assert [choice.label for choice in by.choices if choice.selected] == ["By outcome"]
    rocket = next(choice for choice in by.choices if choice.label == "By rocket")
    changed = await dispatcher.press(rocket.action, TELEGRAM)
    assert isinstance(changed, Card)
    assert "By rocket" in read(changed)
    assert "Falcon Heavy" in read(changed)
    listed = await dispatcher.press(buttons(changed)["Show these launches"].action, TELEGRAM)
    assert "SpaceX launches" in read(listed)
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
    # Months of the history are still missing, so that nothing is denied.
    assert "No launch is known to match these filters." in read(none)
    wrong = await dispatcher.run("stats", {"by": "colour"}, DISCORD)
    assert "“colour” isn’t an option for by." in read(wrong)
    missed = await dispatcher.run("stats", {"provider": "Spacx", "by": "rocket"}, DISCORD)
    corrected = await dispatcher.press(buttons(missed)["SpaceX"].action, DISCORD)
    assert "By rocket" in read(corrected)


def previous_of_spacex() -> list[str]:
    """The NETs of SpaceX's launches."""
    return [each["net"] for each in latest_first(by("SpaceX"))]


async def test_the_years_are_changed_by_touch_and_all_else_stays(dispatcher: Dispatcher) -> None:
    card: Any = await dispatcher.say("stats", "provider:spacex by:rocket", TELEGRAM)
    decades = {f"{net[:3]}0s" for net in previous_of_spacex()}
    assert {each.label for each in card.selects[1].choices} == {
        "All years", "Last 10 years", "Last 5 years", "This year", *decades,
    }  # fmt: skip
    for label, first, last in (
        ("Last 10 years", "2017", "2026"), ("Last 5 years", "2022", "2026"), ("This year", "2026", "2026"),
        ("2010s", "2010", "2019"), ("All years", "0000", "9999"),
    ):  # fmt: skip
        wanted = next(each for each in card.selects[1].choices if each.label == label)
        card = await dispatcher.press(wanted.action, TELEGRAM)
        count = sum(first <= net[:4] <= last for net in previous_of_spacex())
        assert f"{count} launch" in read(card), label
        assert "SpaceX launches" in read(card)
        assert "By rocket" in read(card)
        assert [each.label for each in card.selects[1].choices if each.selected] == [label]


async def test_a_time_of_ones_own_is_none_of_the_choices(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("stats", "since:March 2015", TELEGRAM)
    assert not [each.label for each in card.selects[1].choices if each.selected]
    assert "1960s" in [each.label for each in card.selects[1].choices]


async def test_the_filters_lead_back_to_the_figures(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("stats", "provider:spacex", DISCORD)
    panel = await dispatcher.press(buttons(card)["Filters"].action, DISCORD)
    failures = await dispatcher.press(
        next(
            choice.action
            for select in panel.selects  # type: ignore[union-attr]
            for choice in select.choices
            if choice.label == "Failure"
        ),
        DISCORD,
    )
    figures = await dispatcher.press(buttons(failures)["Show figures"].action, DISCORD)
    assert isinstance(figures, Card)
    assert figures.fresh
    assert "SpaceX failures" in read(figures)
    assert f"{SPACEX[4]} launches · {SPACEX[4]} failures" in read(figures)
    assert "Show these launches" in buttons(figures)


async def test_figures_have_the_chart_of_what_they_show_now(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("stats", "provider:spacex", TELEGRAM)
    assert card.picture is not None
    by_rocket = next(choice for choice in card.selects[0].choices if choice.label == "By rocket")
    changed = await dispatcher.press(by_rocket.action, TELEGRAM)
    assert isinstance(changed, Card)
    assert changed.picture is not None
    assert changed.picture.alt.startswith("Bar chart: Launches by rocket · provider SpaceX. Highest: ")
    on_discord = await dispatcher.press(by_rocket.action, DISCORD)
    assert isinstance(on_discord, Card)
    assert on_discord.picture == changed.picture


@pytest.mark.parametrize("person", [DISCORD, TELEGRAM])
async def test_a_chart_button_of_an_old_message_shows_the_figures_with_their_chart(
    dispatcher: Dispatcher, person: Person
) -> None:
    card = await dispatcher.press("oc-ty-0-naP3d", person)
    assert isinstance(card, Card)
    assert card.title == "Figures · SpaceX launches"
    assert card.picture is not None
    assert card.picture.alt.startswith("Bar chart: Launches by year · provider SpaceX")


async def test_without_launches_there_is_nothing_to_draw(dispatcher: Dispatcher) -> None:
    empty = await dispatcher.press("ty-y-0-naP3d_S4_C1", TELEGRAM)
    assert "No launch is known to match these filters." in read(empty)
    assert isinstance(empty, Card)
    assert empty.picture is None
    assert read(await dispatcher.press("oy-ty-0-naP3d_S4_C1", TELEGRAM)) == read(empty)


@pytest.mark.parametrize("action", ["tb--0-na", "tb-z-0-na", "tb-ymo-0-na", "tb-y"])
async def test_a_forged_button_gets_one_sentence(dispatcher: Dispatcher, action: str) -> None:
    assert "This button no longer works." in read(await dispatcher.press(action, DISCORD))
