"""The ways on from a launch: what resembles it, and where its booster flew before and after."""

from __future__ import annotations

from commands.cards.card import Card, Entry
from commands.codec.layout import ACTION_LIMIT
from commands.dispatcher import Dispatcher
from tests.commands.conftest import DISCORD, TELEGRAM, actions_of, buttons, read


def _similar(card: object) -> dict[str, str]:
    assert isinstance(card, Card)
    return {
        choice.label: choice.action
        for menu in card.selects
        if menu.name == "similar"
        for choice in menu.choices
    }


async def test_a_launch_leads_to_those_of_its_rocket_pad_and_programmes(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("launch", {"launch": "Apollo 11"}, TELEGRAM)
    ways = _similar(card)
    assert list(ways) == ["Same rocket", "Same pad", "Program: Apollo"]
    for label, headline in (
        ("Same rocket", "rocket Saturn V"),
        ("Same pad", "from pad Launch Complex 39A, Kennedy Space Center, FL, USA"),
        ("Program: Apollo", "programme Apollo"),
    ):
        listed = await dispatcher.press(ways[label], TELEGRAM)
        assert headline in read(listed)


async def test_each_way_says_how_many_launches_it_leads_to(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("launch", {"launch": "Apollo 11"}, DISCORD)
    (menu,) = [each for each in card.selects if each.name == "similar"]
    for choice in menu.choices:
        listed = await dispatcher.press(choice.action, DISCORD)
        count = choice.description.rpartition(" · ")[2]
        assert count.endswith(" launches")
        assert count in read(listed)


async def test_what_nothing_else_shares_is_not_offered(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("launch", {"launch": "Sputnik 1"}, DISCORD)
    assert "Same pad" in _similar(card)
    assert not [label for label in _similar(card) if label.startswith("Programme")]


async def test_a_booster_leads_along_its_flights_and_back_to_the_list(dispatcher: Dispatcher) -> None:
    listed = await dispatcher.run("previous", {"rocket": "Falcon Heavy", "view": "list"}, DISCORD)
    assert isinstance(listed, Card)
    entries = [block for block in listed.blocks if isinstance(block, Entry)]
    (opening,) = [entry.open.action for entry in entries if "Psyche" in entry.name]
    first = await dispatcher.press(opening, DISCORD)
    assert "Psyche" in read(first)
    (onwards,) = [each for each in buttons(first).values() if each.label.startswith("Flight of")]
    assert onwards.label == "Next flight of B1064 and B1065 ›"
    after = await dispatcher.press(onwards.action, DISCORD)
    assert "Psyche" not in read(after)
    assert "Booster B1064" in read(after)
    again = await dispatcher.press(buttons(after)["‹ Previous flight of B1064 and B1065"].action, DISCORD)
    assert read(again) == read(first)
    back = await dispatcher.press(buttons(again)["‹ Back to the list"].action, DISCORD)
    assert read(back) == read(listed)


async def test_the_ways_are_there_in_the_detailed_view_too(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("previous", {"search": "psyche", "view": "detailed"}, DISCORD)
    assert [menu.name for menu in card.selects] == ["similar", "order", "view"]
    actions = actions_of(card)
    assert len(set(actions)) == len(actions)
    assert all(len(action) <= ACTION_LIMIT for action in actions)
