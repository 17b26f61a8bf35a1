"""What the buttons of a finished card carry."""

from __future__ import annotations

from commands.cards.buttons import finished
from commands.cards.card import Button, Card, Choice, Entry, Form, Select
from commands.codec.actions import Action, FillForm, RunCommand, ShowPage
from commands.codec.callback_data import decode
from commands.codec.query_string import write
from storage.query import LaunchQuery
from tests.commands.conftest import Keeper, actions_of

MENU, LATEST = RunCommand("menu"), RunCommand("latest")
KEPT = ShowPage(LaunchQuery(provider_name_contains=("spacex",)))


def card(*actions: Action) -> Card:
    """A card that leads there in every way that a card has."""
    entries = tuple(Entry(n, (("x",),), Button("x", to=each), "x") for n, each in enumerate(actions))
    return Card(
        "x",
        blocks=entries,
        buttons=(tuple(Button("x", to=each) for each in actions),),
        selects=(Select("x", "x", tuple(Choice("x", to=each) for each in actions), Button("x", to=MENU)),),
    )


async def test_equal_actions_on_a_card_carry_different_strings_that_lead_to_the_same() -> None:
    keeper = Keeper()
    done = await finished(card(MENU, KEPT, LATEST, MENU), keeper.keep)
    carried = actions_of(done)
    assert len(carried) == len(set(carried)) == 13
    led = [await decode(text, keeper.recall) for text in carried]
    assert [led.count(action) for action in (MENU, KEPT, LATEST)] == [7, 3, 3]


async def test_a_query_too_long_for_buttons_is_kept_once() -> None:
    keeper, kept = Keeper(), list[str]()

    async def keep(text: str) -> str:
        kept.append(text)
        return await keeper.keep(text)

    await finished(card(KEPT, KEPT, MENU), keep)
    assert kept == [write(KEPT.query)]


async def test_what_leads_nowhere_in_the_bot_stays_as_it_is() -> None:
    plain = Card("x", buttons=((Button("x", url="https://example.org"), Button("x", disabled=True)),))
    assert await finished(plain, Keeper().keep) == plain


async def test_a_form_carries_what_it_is_filled_in_for() -> None:
    filled = FillForm(LaunchQuery(limit=5), filled=True)
    keeper = Keeper()
    form = await finished(Form("x", (), to=filled), keeper.keep)
    assert await decode(form.action, keeper.recall) == filled
