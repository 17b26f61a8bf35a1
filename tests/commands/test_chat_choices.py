"""The language and the time zone of a chat, taken from a menu."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app import Outside, make_dispatcher
from commands.cards.card import Card, Choice
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from storage.catalogue import Catalogue
from storage.state.state import State
from tests.commands.conftest import NOW, read
from tests.commands.people import HOME, someone

ADA = someone()


@pytest.fixture
def asking(catalogue: Catalogue, needs: Outside) -> Dispatcher:
    return make_dispatcher(catalogue, replace(needs, languages=Languages.load()), lambda: NOW)


def choice(card: object, label: str) -> Choice:
    assert isinstance(card, Card)
    return next(each for select in card.selects for each in select.choices if each.label == label)


def chosen(card: object) -> list[str]:
    assert isinstance(card, Card)
    return [each.label for select in card.selects for each in select.choices if each.selected]


async def test_the_language_is_taken_from_a_menu(asking: Dispatcher, state: State) -> None:
    card = await asking.run("language", {}, ADA)
    assert chosen(card) == ["Each person’s own"]
    german = await asking.press(choice(card, "Deutsch").action, ADA)
    assert await state.chats.language(HOME.platform, HOME.owner_id) == "de"
    assert isinstance(german, Card)
    assert "Deutsch" in read(german)
    assert chosen(german) == ["Deutsch"]
    # The way back is in the language that was chosen, and so is every language by its own name.
    own = await asking.press(german.selects[0].choices[0].action, ADA)
    assert await state.chats.language(HOME.platform, HOME.owner_id) == ""
    assert chosen(own) == ["Each person’s own"]


async def test_the_time_zone_is_taken_from_a_menu_that_names_cities(asking: Dispatcher, state: State) -> None:
    german = replace(ADA, locale="de")
    card = await asking.run("timezone", {}, german)
    assert chosen(card) == ["UTC"]
    await asking.press(choice(card, "Moskau").action, german)
    assert await state.chats.zone(HOME.platform, HOME.owner_id) == "Europe/Moscow"
    assert chosen(await asking.run("timezone", {}, german)) == ["Moskau"]


@pytest.mark.parametrize(
    ("typed", "label"), [("Lisbon", "Lisbon"), ("UTC+2", "UTC+2"), ("UTC+5:45", "UTC+5:45")]
)
async def test_a_zone_that_is_not_on_the_menu_stands_there_once_it_is_chosen(
    asking: Dispatcher, state: State, typed: str, label: str
) -> None:
    await asking.run("timezone", {"zone": typed}, ADA)
    kept = await state.chats.zone(HOME.platform, HOME.owner_id)
    card = await asking.run("timezone", {}, ADA)
    assert chosen(card) == [label]
    await asking.press(choice(card, "Tokyo").action, ADA)
    await asking.press(choice(card, label).action, ADA)
    assert await state.chats.zone(HOME.platform, HOME.owner_id) == kept


@pytest.mark.parametrize("command", ["language", "timezone"])
async def test_whoever_may_not_decide_may_not_press_either(asking: Dispatcher, command: str) -> None:
    card = await asking.run(command, {}, ADA)
    eve = someone(manages=False, id_=2)
    refused = await asking.press(card.selects[0].choices[-1].action, eve)
    assert "only people who can manage the server can do it" in read(refused)
