"""Filters by touch: what is offered, what it says it leaves, and where it leads."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from commands.cards.card import Card, Entry, Form, TextInput
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue
from storage.properties import Property
from storage.query import LaunchQuery
from tests.commands.conftest import DISCORD, TELEGRAM, buttons, read
from tests.raw_history import raw_history

ROCKETS = {record["rocket"]["configuration"]["id"] for record in raw_history()}


async def _panel(dispatcher: Dispatcher, text: str) -> Card:
    listed = await dispatcher.say("previous", text, DISCORD)
    panel = await dispatcher.press(buttons(listed)["Filters"].action, DISCORD)
    assert isinstance(panel, Card)
    return panel


async def test_facets_count_what_a_naive_count_finds(catalogue: Catalogue) -> None:
    providers = Counter(record["launch_service_provider"]["id"] for record in raw_history())
    found = await catalogue.facet(Property.PROVIDER, LaunchQuery())
    assert {facet.value: facet.launches for facet in found} == providers
    failures = [record for record in raw_history() if record["status"]["id"] == 4]
    years = Counter(int(record["net"][:4]) for record in failures)
    found = await catalogue.facet(Property.YEAR, LaunchQuery(status_ids=(4,)))
    assert [(facet.value, facet.launches) for facet in found] == sorted(years.items(), reverse=True)


@pytest.mark.parametrize("text", ["", "provider:spacex", "outcome:failure since:1980", "search:apollo"])
async def test_every_choice_leaves_as_many_launches_as_it_says(dispatcher: Dispatcher, text: str) -> None:
    panel = await _panel(dispatcher, text)
    for select in panel.selects:
        assert len(select.choices) <= 25
        for choice in select.choices[:6]:
            if choice.count is not None:
                answer = await dispatcher.press(choice.action, DISCORD)
                count = re.search(r"^([\d,]+) launch", read(answer), re.MULTILINE)
                assert count is not None
                assert count[1] == f"{choice.count:,}", choice.label


async def test_active_filters_are_buttons_that_remove_them(dispatcher: Dispatcher) -> None:
    panel = await _panel(dispatcher, "provider:spacex outcome:failure")
    assert {"✕ provider SpaceX", "✕ failures", "Remove all"} <= set(buttons(panel))
    without = await dispatcher.press(buttons(panel)["✕ failures"].action, DISCORD)
    assert "✕ failures" not in buttons(without)
    empty = await dispatcher.press(buttons(panel)["Remove all"].action, DISCORD)
    assert not [label for label in buttons(empty) if label.startswith("✕")]


async def test_paging_through_values_meets_each_once(dispatcher: Dispatcher) -> None:
    card: Any = await dispatcher.press(
        buttons(await dispatcher.run("menu", {}, DISCORD))["By rocket"].action, DISCORD
    )
    actions: list[str] = []
    while True:
        actions += [choice.action for choice in card.selects[0].choices]
        if "Next ›" not in buttons(card):
            break
        card = await dispatcher.press(buttons(card)["Next ›"].action, DISCORD)
    assert len(actions) == len(set(actions)) == len(ROCKETS)


async def test_from_the_menu_a_detail_is_three_touches_away(dispatcher: Dispatcher) -> None:
    menu = await dispatcher.run("previous", {}, TELEGRAM)
    assert menu == await dispatcher.run("menu", {}, TELEGRAM)
    values: Any = await dispatcher.press(buttons(menu)["By provider"].action, TELEGRAM)
    spacex = next(choice for choice in values.selects[0].choices if choice.label == "SpaceX")
    listed: Any = await dispatcher.press(spacex.action, TELEGRAM)
    entry = next(block for block in listed.blocks if isinstance(block, Entry))
    assert (await dispatcher.press(entry.open.action, TELEGRAM)).title == entry.name


async def test_form_takes_words_and_dates_and_refuses_what_is_no_date(dispatcher: Dispatcher) -> None:
    panel = await _panel(dispatcher, "provider:spacex since:2015")
    form = await dispatcher.press(buttons(panel)["In one form"].action, DISCORD)
    assert isinstance(form, Form)
    assert [field.value for field in form.inputs if isinstance(field, TextInput)] == ["since 2015", ""]
    filled = await dispatcher.fill(form.action, {"search": "starlink", "since": "", "until": "2024"}, DISCORD)
    assert {"✕ “starlink”", "✕ until 31 December 2024", "✕ provider SpaceX"} <= set(buttons(filled))
    refused = await dispatcher.fill(form.action, {"since": "someday"}, DISCORD)
    assert "I don’t understand the date “someday”." in refused.notice


async def test_a_near_miss_is_a_button_that_keeps_the_other_filters(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "provider:spacx outcome:failure", DISCORD)
    offered = buttons(card)
    assert next(iter(offered)) == "SpaceX"
    assert len(offered) <= 5
    corrected = await dispatcher.press(offered["SpaceX"].action, DISCORD)
    assert "SpaceX failures · " in read(corrected)
    assert isinstance(corrected, Card)
    assert corrected.fresh


async def test_a_misspelt_launch_opens_by_its_button(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("launch", "apolo 11", DISCORD)
    opened = await dispatcher.press(buttons(card)["Saturn V | Apollo 11"].action, DISCORD)
    assert read(opened).startswith("Saturn V | Apollo 11\n")
