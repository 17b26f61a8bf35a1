"""All usual filters in one form: what it offers, what comes back, and what becomes of a wrong date."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from commands.cards.card import Card, ChoiceInput, Choosing, Form
from commands.cards.periods import period_typed
from commands.codec.actions import FillForm
from commands.codec.callback_data import encode
from commands.dispatcher import Dispatcher
from commands.i18n.local_days import counting_days_in
from commands.parsing.names.resolver import Naming
from commands.parsing.plain_words.reader import PlainWords
from commands.parsing.query import Asking
from storage.catalogue import Catalogue
from storage.errors import AskError
from storage.query import NO_RANGE, LaunchQuery, Range, View
from tests.commands.conftest import DISCORD, NOW, TELEGRAM, Keeper, buttons, read
from tests.commands.people import someone

FAILURES = {"provider": "SpaceX", "outcome": "failure", "since": "2020"}


async def opened(dispatcher: Dispatcher, given: dict[str, str]) -> Form:
    """The form of a list."""
    card = await dispatcher.run("previous", given, DISCORD)
    form = await dispatcher.press(buttons(card)["Quick filter"].action, DISCORD)
    assert isinstance(form, Form)
    return form


def values(form: Form) -> dict[str, str]:
    """What comes back of a form that is sent off as it was opened."""
    return {
        each.name: ",".join(choice.value for choice in each.choices if choice.selected)
        if isinstance(each, ChoiceInput)
        else each.value
        for each in form.inputs
    }


async def test_one_form_has_provider_outcome_crew_dates_and_words_as_the_list_has_them(
    dispatcher: Dispatcher,
) -> None:
    form = await opened(dispatcher, FAILURES)
    assert [each.name for each in form.inputs] == ["provider", "outcome", "crewed", "when", "search"]
    kinds = [each.choosing for each in form.inputs if isinstance(each, ChoiceInput)]
    assert kinds == [Choosing.MENU, Choosing.SEVERAL, Choosing.ONE]
    assert values(form) == {
        "provider": "121", "outcome": "failure", "crewed": "any", "when": "since 2020", "search": "",
    }  # fmt: skip


async def test_a_form_sent_as_it_was_opened_changes_nothing(dispatcher: Dispatcher) -> None:
    form = await opened(dispatcher, FAILURES)
    card = await dispatcher.fill(form.action, values(form), DISCORD)
    assert card.title.startswith("SpaceX failures since 2020 · ")
    assert card.content.query == (await dispatcher.run("previous", FAILURES, DISCORD)).content.query.having(  # type: ignore[union-attr]
        word_starts=True
    )


async def test_one_sending_changes_several_filters_at_once(dispatcher: Dispatcher) -> None:
    form = await opened(dispatcher, {})
    told = {
        "provider": "121,44", "outcome": "success,partial", "crewed": "yes", "when": "2011 to 2024",
        "search": "dragon",
    }  # fmt: skip
    card = await dispatcher.fill(form.action, told, DISCORD)
    query = card.content.query
    assert query is not None
    assert (query.provider_ids, query.status_ids, query.is_crewed) == ((44, 121), (3, 7), True)
    assert (query.search, query.net) == (
        "dragon", Range(gte=datetime(2011, 1, 1, tzinfo=UTC), lt=datetime(2025, 1, 1, tzinfo=UTC)),
    )  # fmt: skip
    assert card.content.count


async def test_what_is_emptied_filters_no_more(dispatcher: Dispatcher) -> None:
    form = await opened(dispatcher, FAILURES)
    empty = {"provider": "", "outcome": "", "crewed": "any", "when": "", "search": ""}
    card = await dispatcher.fill(form.action, empty, DISCORD)
    assert card.title.startswith("Past launches · ")


async def test_a_wrong_date_gets_a_sentence_and_keeps_what_was_typed(dispatcher: Dispatcher) -> None:
    form = await opened(dispatcher, {})
    told = {"provider": "121", "outcome": "failure", "crewed": "no", "when": "sincee 2O20", "search": "star"}
    card = await dispatcher.fill(form.action, told, DISCORD)
    assert "I don’t understand the date “sincee 2O20”" in read(card)
    again = await dispatcher.press(buttons(card)["Change what I typed"].action, DISCORD)
    assert isinstance(again, Form)
    assert values(again) == told
    hints = {each.name: each.hint for each in again.inputs if not isinstance(each, ChoiceInput)}
    assert hints["when"].startswith("I don’t understand the date")
    fixed = await dispatcher.fill(again.action, {**values(again), "when": "since 2020"}, DISCORD)
    assert fixed.content.query is not None
    assert fixed.content.query.provider_ids == (121,)


@pytest.mark.parametrize(
    "values_",
    [{"provider": "x"}, {"provider": "9" * 30}, {"outcome": "maybe"}, {"crewed": "perhaps"}],
    ids=str,
)
async def test_what_no_form_offers_is_answered_in_a_sentence(
    dispatcher: Dispatcher, values_: dict[str, str]
) -> None:
    form = await opened(dispatcher, {})
    card = await dispatcher.fill(form.action, values_, DISCORD)
    assert "no longer works" in read(card)


async def test_a_form_opened_before_the_update_is_read_as_it_was_then(
    dispatcher: Dispatcher, keeper: Keeper
) -> None:
    query = LaunchQuery(provider_ids=(121,), limit=5, strict=True, view=View.NORMAL)
    action = await encode(FillForm(query, filled=True), "0", keeper.keep)
    card = await dispatcher.fill(action, {"search": "starlink", "since": "2020", "until": ""}, DISCORD)
    assert {"✕ “starlink”", "✕ since 1 January 2020", "✕ provider SpaceX"} <= set(buttons(card))


async def test_the_form_of_a_subscription_asks_for_no_dates_and_only_for_results(
    dispatcher: Dispatcher, keeper: Keeper
) -> None:
    action = await encode(FillForm(LaunchQuery(limit=5, strict=True), subscription=3), "0", keeper.keep)
    form = await dispatcher.press(action, someone())
    assert isinstance(form, Form)
    assert [each.name for each in form.inputs] == ["provider", "outcome", "crewed", "search"]
    outcomes = next(each for each in form.inputs if each.name == "outcome")
    assert isinstance(outcomes, ChoiceInput)
    assert [choice.value for choice in outcomes.choices] == ["success", "failure", "partial"]


async def test_where_there_are_no_forms_the_page_is_only_told(dispatcher: Dispatcher) -> None:
    card = await dispatcher.run("previous", {"provider": "SpaceX"}, TELEGRAM)
    assert isinstance(card, Card)
    middle = next(each for row in card.buttons for each in row if " of " in each.label)
    assert (middle.form, middle.keep) == (True, True)


@pytest.fixture
def asking(catalogue: Catalogue) -> Asking:
    naming = Naming(catalogue)
    return Asking(naming, lambda: NOW, PlainWords(naming, lambda: NOW))


def day(year: int, month: int = 1, day_: int = 1, hour: int = 0) -> datetime:
    """An instant in UTC."""
    return datetime(year, month, day_, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "bounds",
    [
        NO_RANGE, Range(gte=day(2020)), Range(lt=day(2020)), Range(gte=day(2020), lt=day(2021)),
        Range(gte=day(2020), lt=day(2025)), Range(gte=day(2020, 3, 5)),
        Range(gte=day(2020, 3, 5), lt=day(2021, 6, 7)),
        Range(gte=day(2020, 3, 5), lt=day(2020, 3, 6)), Range(gte=day(2020, 3, 5, 7)),
        Range(lt=day(2020, 3, 5, 7)),
        Range(gte=day(2020, 3, 5, 7), lt=day(2020, 3, 9, 11)),
    ],
    ids=str,
)  # fmt: skip
def test_dates_in_one_line_are_read_back_as_they_were(asking: Asking, bounds: Range) -> None:
    with counting_days_in(UTC):
        assert asking.dates(period_typed(bounds)) == bounds


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("2024", Range(gte=day(2024), lt=day(2025))),
        ("in June 2023", Range(gte=day(2023, 6), lt=day(2023, 7))),
        ("2020-2024", Range(gte=day(2020), lt=day(2025))),
        ("before 1970", Range(lt=day(1970))),
        ("May 2020 to March 2021", Range(gte=day(2020, 5), lt=day(2021, 4))),
    ],
)
def test_dates_in_one_line_are_read_as_people_write_them(asking: Asking, text: str, bounds: Range) -> None:
    with counting_days_in(UTC):
        assert asking.dates(text) == bounds


@pytest.mark.parametrize("text", ["nonsense", "2020 spacex", "13/13/2013", "since"])
def test_a_line_that_is_more_or_less_than_dates_is_refused(asking: Asking, text: str) -> None:
    with pytest.raises(AskError):
        asking.dates(text)
