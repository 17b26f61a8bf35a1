"""Days are the days of the time zone of the chat, in what is asked and in what is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from commands.cards.card import Card, Form, TextInput
from commands.cards.periods import period_dates, period_words
from commands.dispatcher import Dispatcher
from commands.i18n.local_days import counting_days_in
from commands.parsing.timezones import zone_of
from storage.query import LaunchQuery, Range
from storage.state.state import State
from tests.commands.conftest import buttons, read
from tests.commands.people import HOME, someone


@pytest.fixture
async def berlin(state: State) -> None:
    await state.chats.set_zone(HOME.platform, HOME.owner_id, "Europe/Berlin")


@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize(
    "typed", ["since:2024-07-01 until:2024-07-31", "july 2024", "from 1 july 2024 to 31 july 2024"]
)
async def test_filters_and_plain_words_begin_their_days_where_the_chat_is(
    dispatcher: Dispatcher, typed: str
) -> None:
    card = await dispatcher.say("previous", typed, someone())
    assert isinstance(card, Card)
    assert isinstance(card.subject, LaunchQuery)
    assert isinstance(card.subject, LaunchQuery)
    assert card.subject.net == Range(
        gte=datetime(2024, 6, 30, 22, tzinfo=UTC), lt=datetime(2024, 7, 31, 22, tzinfo=UTC)
    )
    assert "1 July 2024 to 31 July 2024" in read(card)


async def test_days_are_those_of_utc_where_no_zone_is_set(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("previous", "july 2024", someone())
    assert isinstance(card.subject, LaunchQuery)
    assert card.subject.net == Range(
        gte=datetime(2024, 7, 1, tzinfo=UTC), lt=datetime(2024, 8, 1, tzinfo=UTC)
    )


@pytest.mark.usefixtures("berlin")
async def test_the_form_shows_the_days_that_were_asked_for_and_keeps_them(dispatcher: Dispatcher) -> None:
    person = someone()
    panel = await dispatcher.press(
        buttons(await dispatcher.say("previous", "since:2015 until:2020", person))["Filters"].action, person
    )
    form = await dispatcher.press(buttons(panel)["In one form"].action, person)
    assert isinstance(form, Form)
    values = {field.name: field.value for field in form.inputs if isinstance(field, TextInput)}
    assert values["when"] == "2015 to 2020"
    filled = await dispatcher.fill(form.action, values, person)
    assert "✕ from 2015 to 2020" in buttons(filled)


@pytest.mark.parametrize(
    ("bounds", "zone", "words", "dates"),
    [
        (("2024-01-01T00:00", "2025-01-01T00:00"), "", "in 2024", ("2024-01-01", "2024-12-31")),
        (("2023-12-31T23:00", "2024-12-31T23:00"), "Europe/Berlin", "in 2024", ("2024-01-01", "2024-12-31")),
        (
            ("2024-01-01T00:00", "2025-01-01T00:00"), "Europe/Berlin", "in 2024 (UTC)",
            ("2024-01-01T00:00Z", "2024-12-31T23:59Z"),
        ),
        (
            ("2024-01-01T05:30", None), "Europe/Berlin", "since 1 January 2024, 06:30 CET",
            ("2024-01-01T05:30Z", ""),
        ),
        (
            (None, "2024-01-01T05:30"), "UTC-3:30",
            "until 1 January 2024, 02:00 UTC-3:30", ("", "2024-01-01T05:29Z"),
        ),
        (
            ("0001-01-01T00:00", None), "America/New_York", "since 1 January 1 (UTC)",
            ("0001-01-01T00:00Z", ""),
        ),
    ],
)  # fmt: skip
def test_a_range_is_told_in_days_of_the_chat_or_says_what_else_it_is(
    bounds: tuple[str | None, str | None], zone: str, words: str, dates: tuple[str, str]
) -> None:
    start, end = (datetime.fromisoformat(each).replace(tzinfo=UTC) if each else None for each in bounds)
    with counting_days_in(zone_of(zone)):
        assert period_words(Range(gte=start, lt=end)) == words
        assert period_dates(Range(gte=start, lt=end)) == dates
