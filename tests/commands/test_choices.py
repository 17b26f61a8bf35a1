"""What is offered to be touched: every value once, with the count of the card that it leads to.

Every count is held against a count over the records; of long menus some are pressed, for each press takes
a look-up.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from commands.cards.card import Card, Choice, Form
from commands.definitions.filters import MENUS
from commands.dispatcher import Dispatcher
from storage.catalogue import Catalogue
from storage.display_names import agency_name, rocket_name
from storage.properties import Property
from storage.query import LaunchQuery
from tests.commands.conftest import DISCORD, TELEGRAM, actions_of, buttons, read
from tests.raw_history import raw_history

MENU = {
    "By provider": Property.PROVIDER,
    "By rocket": Property.ROCKET,
    "By launch site": Property.LOCATION,
    "By year": Property.YEAR,
}
QUERIES = ["", "provider:spacex", "rocket:soyuz outcome:success", "since:1980 until:2010 crewed:no"]


def count_on(card: Card | Form) -> int:
    """Return the number of launches that a list names in its heading, and other cards in a line."""
    text = read(card)
    heading = text.partition("\n")[0]
    found = re.search(r" · ([\d,]+)$", heading) or re.search(r"^([\d,]+) launch(?:es)?\b", text, re.MULTILINE)
    assert found is not None, text
    return int(found[1].replace(",", ""))


async def panel(dispatcher: Dispatcher, text: str) -> Card:
    listed = await dispatcher.say("previous", text or "view:normal", TELEGRAM)
    found = await dispatcher.press(buttons(listed)["Filters"].action, TELEGRAM)
    assert isinstance(found, Card)
    return found


def openers(shown: Card) -> Iterator[tuple[str, str]]:
    """Yield what each filter is called and what opens its values, those of *More filters* among them."""
    for select in shown.selects:
        if select.placeholder == "More filters":
            yield from ((choice.label, choice.action) for choice in select.choices)
        else:
            assert select.open is not None
            yield select.placeholder, select.open.action


async def turned(dispatcher: Dispatcher, card: Card | Form) -> list[Choice]:
    """Return the choices of a card of values and of the pages after it."""
    assert isinstance(card, Card)
    choices = list(card.selects[0].choices)
    while "Next ›" in buttons(card):
        card = await dispatcher.press(buttons(card)["Next ›"].action, TELEGRAM)
        assert isinstance(card, Card)
        assert len(card.selects[0].choices) <= 25
        choices += card.selects[0].choices
    return choices


def some(choices: list[Choice]) -> list[Choice]:
    """Return the ends of a menu and some of what is between; test_facets_oracle counts all."""
    middle = choices[4:-2]
    return [*choices[:4], *Random(7).sample(middle, min(4, len(middle))), *choices[4:][-2:]]


def is_once_each(choices: list[Choice]) -> bool:
    actions = [choice.action for choice in choices]
    return len(set(actions)) == len(actions)


@pytest.mark.parametrize("text", QUERIES)
async def test_every_value_of_every_filter_leads_to_as_many_launches_as_it_says(
    dispatcher: Dispatcher, text: str
) -> None:
    for called, opener in openers(await panel(dispatcher, text)):
        choices = await turned(dispatcher, await dispatcher.press(opener, TELEGRAM))
        assert choices
        assert is_once_each(choices)
        assert all(choice.count for choice in choices), "a choice that leaves nothing"
        for choice in some(choices):
            answer = await dispatcher.press(choice.action, TELEGRAM)
            assert count_on(answer) == choice.count, (called, choice.label)


async def test_more_reaches_every_value_that_a_naive_look_at_the_launches_finds(
    dispatcher: Dispatcher,
) -> None:
    counts: dict[str, Counter[tuple[object, str]]] = {
        "Rocket": Counter(map(_rocket, raw_history())),
        "Provider": Counter(map(_provider, raw_history())),
        "Year": Counter((None, record["net"][:4]) for record in raw_history()),
    }
    shown = {select.placeholder: select for select in (await panel(dispatcher, "")).selects}
    for label, expected in counts.items():
        more = shown[label].choices[-1]
        assert more.label == "More…"
        choices = await turned(dispatcher, await dispatcher.press(more.action, TELEGRAM))
        # Two rockets may bear one name.
        assert sorted((choice.label, choice.count) for choice in choices) == sorted(
            (name, launches) for (_id, name), launches in expected.items()
        )


def _rocket(record: dict[str, Any]) -> tuple[object, str]:
    rocket = record["rocket"]["configuration"]
    return rocket["id"], rocket_name(rocket["name"], rocket["full_name"])


def _provider(record: dict[str, Any]) -> tuple[object, str]:
    provider = record["launch_service_provider"]
    return provider["id"], agency_name(provider["name"], provider.get("abbrev"))


@pytest.mark.parametrize("entrance", MENU)
async def test_a_value_of_the_menu_leads_to_a_list_of_as_many_launches_as_it_says(
    dispatcher: Dispatcher, catalogue: Catalogue, entrance: str
) -> None:
    menu = await dispatcher.run("menu", {}, TELEGRAM)
    choices = await turned(dispatcher, await dispatcher.press(buttons(menu)[entrance].action, TELEGRAM))
    facets = await catalogue.facet(MENU[entrance], LaunchQuery())
    assert [choice.count for choice in choices] == [facet.launches for facet in facets]
    assert is_once_each(choices)
    for choice in some(choices):
        listed = await dispatcher.press(choice.action, TELEGRAM)
        assert count_on(listed) == choice.count, choice.label


async def test_years_come_latest_first_and_everything_else_most_used_first(dispatcher: Dispatcher) -> None:
    for called, opener in openers(await panel(dispatcher, "")):
        choices = await turned(dispatcher, await dispatcher.press(opener, TELEGRAM))
        if called == "Year":
            assert [c.label for c in choices] == sorted((c.label for c in choices), reverse=True)
        elif called not in {"Outcome", "Landing"}:
            counts = [choice.count or 0 for choice in choices]
            assert counts == sorted(counts, reverse=True), called


async def test_outcomes_add_up_to_all_launches(dispatcher: Dispatcher) -> None:
    shown = await panel(dispatcher, "provider:spacex")
    (outcomes,) = [select for select in shown.selects if select.placeholder == "Outcome"]
    counts = {choice.label: choice.count for choice in outcomes.choices if choice.count}
    both = counts.pop("Failure or partial failure")
    assert both == counts.get("Failure", 0) + counts.get("Partial failure", 0)
    assert sum(counts.values()) == count_on(shown)


async def test_a_removed_filter_leaves_what_the_others_leave(dispatcher: Dispatcher) -> None:
    shown = await panel(dispatcher, "provider:spacex outcome:success since:2015 crewed:yes")
    texts = {
        "✕ provider SpaceX": "outcome:success since:2015 crewed:yes",
        "✕ successes": "provider:spacex since:2015 crewed:yes",
        "✕ since 1 January 2015": "provider:spacex outcome:success crewed:yes",
        "✕ crewed": "provider:spacex outcome:success since:2015",
        "Remove all": "",
    }
    for label, text in texts.items():
        without = await dispatcher.press(buttons(shown)[label].action, TELEGRAM)
        assert without == await panel(dispatcher, text), label


async def test_any_in_a_menu_removes_its_filter(dispatcher: Dispatcher) -> None:
    shown = await panel(dispatcher, "provider:spacex outcome:failure")
    (provider,) = [select for select in shown.selects if select.placeholder == "Provider"]
    assert provider.choices[0].label == "Any"
    assert [choice.label for choice in provider.choices if choice.selected] == ["SpaceX"]
    anyone = await dispatcher.press(provider.choices[0].action, TELEGRAM)
    assert anyone == await panel(dispatcher, "outcome:failure")


@pytest.mark.parametrize("text", QUERIES)
async def test_no_menu_is_too_long_and_no_action_too_long_or_met_twice(
    dispatcher: Dispatcher, text: str
) -> None:
    shown = await panel(dispatcher, text)
    cards: list[Card | Form] = [shown]
    assert all(len(select.choices) <= 25 for select in shown.selects)
    ways = list(openers(shown))
    assert {called.partition(":")[0] for called, _ in ways} <= {row.label for row in MENUS.values()}
    for _, opener in ways:
        cards.append(await dispatcher.press(opener, TELEGRAM))
    for card in cards:
        actions = actions_of(card)
        assert len(set(actions)) == len(actions)
        assert all(len(action.encode()) <= 64 for action in actions)


async def test_a_command_without_words_is_the_newest_page_where_typing_is_completed(
    dispatcher: Dispatcher,
) -> None:
    listed = await dispatcher.run("previous", {}, DISCORD)
    assert read(listed).startswith("Past launches · ")
    assert count_on(listed) == len(raw_history())
