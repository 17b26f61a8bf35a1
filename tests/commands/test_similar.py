"""The ways on from a launch: what resembles it, and where its booster flew before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from commands.cards.card import Card, Entry
from commands.codec.layout import ACTION_LIMIT
from commands.dispatcher import Dispatcher
from tests.commands.conftest import DISCORD, TELEGRAM, actions_of, buttons, read
from tests.raw_history import latest_first


def flew(serial_number: str) -> Callable[[dict[str, Any]], bool]:
    """Return on which launches of the records that booster was."""
    return lambda record: any(
        stage["launcher"]["serial_number"] == serial_number
        for stage in record["rocket"].get("launcher_stage", ())
    )


def _similar(card: object) -> dict[str, str]:
    assert isinstance(card, Card)
    return {
        choice.label: choice.action
        for menu in card.selects
        if menu.name == "similar"
        for choice in menu.choices
    }


async def test_a_launch_leads_to_those_of_its_rocket_pad_and_programs(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("launch", {"launch": "Shenzhou 21"}, TELEGRAM)
    ways = _similar(card)
    programs = ["Program: Shenzhou", "Program: Tiangong space station"]
    assert sorted(ways) == [*programs, "Same pad", "Same rocket"]
    for label, headline in (
        ("Same rocket", "Long March 2F/G launches · "),
        ("Same pad", "from pad Launch Area 91 (SLS-1 / 921), Jiuquan Satellite Launch Center"),
        ("Program: Shenzhou", "Shenzhou launches · "),
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
        assert listed.title.endswith(f" · {count.removesuffix(' launches')}")


async def test_what_nothing_else_shares_is_not_offered(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("launch", {"launch": "Sputnik 1"}, DISCORD)
    assert "Same pad" in _similar(card)
    assert not [label for label in _similar(card) if label.startswith("Programme")]


async def test_a_booster_leads_along_its_flights_and_back_to_the_list(dispatcher: Dispatcher) -> None:
    before, following = [each["name"] for each in reversed(latest_first(flew("B1100")))][:2]
    asked = {"search": before.rpartition("Group ")[2], "view": "list"}
    listed = await dispatcher.run("previous", asked, DISCORD)
    assert isinstance(listed, Card)
    entries = [block for block in listed.blocks if isinstance(block, Entry)]
    (opening,) = [entry.open.action for entry in entries if entry.name == before]
    first = await dispatcher.press(opening, DISCORD)
    assert read(first).startswith(f"{before}\n")
    (onwards,) = [each for each in buttons(first).values() if each.label.startswith("Next flight of")]
    assert onwards.label == "Next flight of B1100 ›"
    after = await dispatcher.press(onwards.action, DISCORD)
    assert read(after).startswith(f"{following}\n")
    assert "Booster B1100" in read(after)
    again = await dispatcher.press(buttons(after)["‹ Previous flight of B1100"].action, DISCORD)
    assert read(again) == read(first)
    back = await dispatcher.press(buttons(again)["‹ Back to the list"].action, DISCORD)
    assert read(back) == read(listed)


async def test_the_ways_are_there_in_the_detailed_view_too(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("previous", {"search": "psyche", "view": "detailed"}, DISCORD)
    assert [menu.name for menu in card.selects] == ["similar", "order", "view"]
    actions = actions_of(card)
    assert len(set(actions)) == len(actions)
    assert all(len(action) <= ACTION_LIMIT for action in actions)
