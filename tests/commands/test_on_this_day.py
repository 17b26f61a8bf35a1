"""The launches of a day in earlier years: which they are, which come first, and the way on by touch."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import Outside, make_dispatcher
from commands.cards.card import Card, Entry
from commands.codec.layout import ACTION_LIMIT
from commands.dispatcher import Dispatcher
from commands.parsing.dates.days_of_year import read_day
from commands.parsing.timezones import zone_of
from commands.stats.calendar_days import CalendarDay
from commands.stats.notability import notability
from storage.catalogue import Catalogue, DayLaunch
from storage.errors import AskError
from storage.models import Counts, Launch, Mission, Program, StatusId
from storage.state.state import State
from tests.commands.conftest import DISCORD, TELEGRAM, actions_of, buttons, read
from tests.commands.conftest import NOW as TODAY
from tests.commands.people import HOME, someone
from tests.launches import (
    ARIANE_5,
    NOW,
    ROSCOSMOS,
    SOYUZ,
    launch,
    launch_id,
    nothing_missing,
    records,
    status,
)
from tests.raw_history import raw_history, status_of

Opened = Callable[..., AbstractAsyncContextManager[Dispatcher]]


@pytest.fixture
def over(tmp_path: Path, needs: Outside) -> Opened:
    """Opens a dispatcher over made-up launches; it is `NOW`, 1 October 2024, there."""

    @asynccontextmanager
    async def opened(*told: Launch, marks: dict[str, str] | None = None) -> AsyncIterator[Dispatcher]:
        async with Catalogue.open(tmp_path / "made-up.db", lambda: NOW) as catalogue:
            await catalogue.store(records(*told), marks=marks or nothing_missing(NOW))
            ticks = map(float, count(0, 600)).__next__
            yield make_dispatcher(catalogue, needs, lambda: NOW, monotonic=ticks)

    return opened


def on(year: int, month: int, day: int, hour: int = 12, **changes: Any) -> Launch:
    """Return a launch at that hour, which nothing but its changes makes notable."""
    net = datetime(year, month, day, hour, tzinfo=UTC)
    number = int(net.timestamp()) // 3600
    return launch(1, id=launch_id(number), net=net, name=f"Launch of {year}", **changes)


def names(card: Card) -> list[str]:
    """Return what a card lists, in its order."""
    return [block.name for block in card.blocks if isinstance(block, Entry)]


async def test_today_is_what_is_asked_about_without_a_date(dispatcher: Dispatcher) -> None:
    assert read(await dispatcher.run("onthisday", {}, DISCORD)).startswith("On this day: 23 November\n")


async def test_launches_are_told_with_year_name_outcome_and_age(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("onthisday", "April 12", TELEGRAM)
    text = read(card)
    ended = [status_of(each) for each in raw_history() if each["net"][5:10] == "04-12"]
    counts = f"{ended.count(3)} successes · {ended.count(4)} failures"
    assert f"In earlier years: {len(ended)} launches · {counts}" in text
    assert "1961 · first person in space · Vostok-K | Vostok 1 · ✅ Success · 65 years ago\n" in text
    assert (
        "2012 · Unha-3 | Kwangmyongsong-3 · ❌ Failure · 14 years ago · first flight of this rocket" in text
    )


@pytest.mark.parametrize(
    ("typed", "month", "day"),
    [
        ("July 20", 7, 20), ("20 July", 7, 20), ("20th of July", 7, 20), ("jul. 20", 7, 20),
        ("the 20th of july", 7, 20), ("July 20th", 7, 20), ("20. July", 7, 20), ("sept 3", 9, 3),
        ("2024-07-20", 7, 20), ("1969/7/20", 7, 20), ("07-20", 7, 20), ("July 20, 1969", 7, 20),
        ("20 July 1969", 7, 20), ("today", 10, 1), ("Yesterday", 9, 30), ("29 February", 2, 29),
        ("Feb 29", 2, 29), ("2024-02-29", 2, 29), ("on 4 October", 10, 4), ("3 days ago", 9, 28),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(typed: str, month: int, day: int) -> None:
    assert read_day(typed, NOW) == (month, day)


@pytest.mark.parametrize(
    "typed",
    [
        "2024", "July 2024", "July", "last week", "February 30", "31 June", "2023-02-29", "0 July", "13-01",
        "9999-12-31x", "ju 20", "20", "Falcon 9", "🚀", "\0", "'; DROP TABLE launches", "٢ ٣", "a" * 5_000,
    ],
)  # fmt: skip
async def test_what_is_no_single_day_is_answered_with_examples(dispatcher: Dispatcher, typed: str) -> None:
    card = await dispatcher.run("onthisday", {"date": typed}, DISCORD)
    assert "”. Try July 20, 20 July or 2024-07-20." in read(card)


@given(st.text(max_size=80))
def test_any_text_is_a_day_or_an_apology(text: str) -> None:
    try:
        month, day = read_day(text, NOW)
    except AskError:
        return
    date(2000, month, day)


@given(st.dates(date(2000, 1, 1), date(2000, 12, 31)))
def test_every_day_of_a_leap_year_reads_back_from_its_words(day: date) -> None:
    there = CalendarDay(day.month, day.day)
    assert read_day(there.words, NOW) == (day.month, day.day)
    assert there.before.after == there


async def test_only_earlier_years_and_that_day_count(over: Opened) -> None:
    told = [
        on(2023, 10, 1, 0), on(2022, 10, 1, 23), on(1957, 10, 1), on(2023, 9, 30, 23), on(2023, 10, 2, 0),
        on(2024, 10, 1, 3), on(2023, 11, 1),
    ]  # fmt: skip
    async with over(*told) as dispatcher:
        card = await dispatcher.run("onthisday", {}, DISCORD)
    assert sorted(names(card)) == [f"{y} · Launch of {y}" for y in (1957, 2022, 2023)]


async def test_a_day_begins_and_ends_where_the_chat_is(over: Opened, state: State) -> None:
    """In Auckland it is 2 October already, and clocks went forward there in the last week of September."""
    late, early, other = on(2023, 10, 1, 11), on(2022, 10, 2, 10), on(2023, 10, 1, 10)
    person = someone()
    await state.chats.set_zone(HOME.platform, HOME.owner_id, "Pacific/Auckland")
    async with over(late, early, other) as dispatcher:
        card = await dispatcher.run("onthisday", {}, person)
        elsewhere = await dispatcher.run("onthisday", {}, DISCORD)
    assert card.title == "On this day: 2 October"
    assert sorted(names(card)) == ["2022 · Launch of 2022", "2023 · Launch of 2023"]
    assert elsewhere.title == "On this day: 1 October"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "America/St_Johns", "Pacific/Apia", "Africa/Cairo"])
@given(st.datetimes(datetime(1957, 1, 1), datetime(2023, 12, 31)))  # noqa: DTZ001
def test_an_instant_lies_in_the_spans_of_its_own_day_and_of_no_other(zone: str, naive: datetime) -> None:
    there, instant = zone_of(zone), naive.replace(tzinfo=UTC)
    local = instant.astimezone(there)
    day = CalendarDay(local.month, local.day)
    for each, wanted in ((day, True), (day.before, False), (day.after, False)):
        spans = each.spans(2030, there)
        assert any(start <= instant < end for start, end in spans) is wanted


async def test_29_february_has_its_own_day_between_its_neighbours(over: Opened) -> None:
    async with over(on(2020, 2, 29), on(2021, 2, 28), on(2021, 3, 1)) as dispatcher:
        card = await dispatcher.say("onthisday", "29 February", TELEGRAM)
        assert names(card) == ["2020 · Launch of 2020"]
        before = await dispatcher.press(buttons(card)["‹ 28 February"].action, TELEGRAM)
        assert isinstance(before, Card)
        assert names(before) == ["2021 · Launch of 2021"]
        again = await dispatcher.press(buttons(before)["29 February ›"].action, TELEGRAM)
    assert read(again) == read(card)


async def test_days_can_be_walked_past_the_turn_of_the_year(dispatcher: Dispatcher) -> None:
    card = await dispatcher.say("onthisday", "Dec 31", TELEGRAM)
    new_year = await dispatcher.press(buttons(card)["1 January ›"].action, TELEGRAM)
    assert isinstance(new_year, Card)
    assert new_year.title == "On this day: 1 January"
    assert "‹ 31 December" in buttons(new_year)


async def test_a_day_without_launches_says_so_and_leads_on(over: Opened) -> None:
    async with over() as dispatcher:
        card = await dispatcher.run("onthisday", {}, DISCORD)
    assert "No launches on this day in earlier years." in read(card)
    assert set(buttons(card)) == {"‹ 30 September", "2 October ›"}


async def test_the_notable_come_first_and_the_others_by_year(over: Opened) -> None:
    # What all of these share is old: nothing here is the first of its rocket, provider or site but one.
    first_ones = [on(1960, 1, 1), on(1960, 1, 2, rocket=SOYUZ)]
    told = [
        on(2001, 10, 1), on(2002, 10, 1, is_crewed=True), on(2003, 10, 1),
        on(2004, 10, 1, status=status(StatusId.FAILURE)), on(2006, 10, 1, rocket=ARIANE_5),
        on(2007, 10, 1, rocket=SOYUZ, status=status(StatusId.PARTIAL_FAILURE)),
    ]  # fmt: skip
    async with over(*first_ones, *told) as dispatcher:
        card = await dispatcher.run("onthisday", {}, DISCORD)
    assert [name[:4] for name in names(card)] == ["2002", "2006", "2004", "2007", "2001", "2003"]
    text = read(card)
    assert text.index("Notable") < text.index("2002 · ") < text.index("Other launches") < text.index("2001 ·")
    assert "22 years ago · crewed" in text
    assert "18 years ago · first flight of this rocket" in text
    assert "2004 · Launch of 2004 · ❌ Failure · 20 years ago\n" in text


async def test_first_launches_are_not_claimed_while_the_history_is_being_filled(over: Opened) -> None:
    marks = {"history": "2024-09-30", "history_gaps": "2019-10"}
    counted = on(2021, 10, 1, counts=Counts(agency=100, location=1))
    async with over(on(2020, 10, 1), counted, marks=marks) as dispatcher:
        text = read(await dispatcher.run("onthisday", {}, DISCORD))
    assert "Still being loaded: October 2019." in text
    assert "2020 · Launch of 2020 · ✅ Success · 4 years ago\n" in text
    assert "3 years ago · launch number 100 of this provider, first launch from this site" in text


@pytest.mark.parametrize(
    ("changes", "ordinals", "years", "score", "reasons"),
    [
        ({}, (2, 99, 101), 50, 0, ()),
        ({}, (None, None, None), 7, 0, ()),
        ({"is_crewed": True}, (2, 2, 2), 7, 50, ("crewed",)),
        ({"is_crewed": True}, (2, 2, 2), 50, 58, ("crewed",)),
        ({"is_crewed": True}, (2, 2, 2), 75, 56, ("crewed",)),
        ({"is_crewed": True}, (2, 2, 2), 20, 54, ("crewed",)),
        ({"is_crewed": True}, (2, 2, 2), 15, 52, ("crewed",)),
        ({"is_crewed": None, "mission": Mission("M", type="Human Exploration")}, (2, 2, 2), 7, 50,
         ("human spaceflight",)),
        ({"is_crewed": False, "mission": Mission("M", type="Human Exploration")}, (2, 2, 2), 7, 0, ()),
        ({"mission": Mission("M", type="Lunar Exploration")}, (2, 2, 2), 7, 15, ("to the Moon or a planet",)),
        ({"programs": (Program(1, "Starlink"),)}, (2, 2, 2), 50, 0, ()),
        ({"programs": (Program(1, "Apollo"),), "is_crewed": True}, (2, 2, 2), 7, 60,
         ("crewed", "program Apollo")),
        ({"status": status(4)}, (2, 2, 2), 10, 24, ()),
        ({"status": status(7)}, (2, 2, 2), 7, 10, ()),
        ({}, (1, 1, 1), 7, 90, ("first flight of this rocket", "first launch of this provider",
                                "first launch from this site")),
        ({}, (100, 1_000, 300), 7, 30, ("flight number 100 of this rocket",
                                        "launch number 1,000 of this provider",
                                        "launch number 300 from this site")),
    ],
)  # fmt: skip
def test_the_score_is_the_sum_of_its_reasons(
    changes: dict[str, Any], ordinals: tuple[Any, Any, Any], years: int, score: int, reasons: tuple[str, ...]
) -> None:
    found = notability(DayLaunch(launch(1, **changes), *ordinals), years, whole=True)
    assert (found.score, found.reasons) == (score, reasons)


async def test_pages_are_turned_without_losing_or_repeating_a_launch(over: Opened) -> None:
    told = [on(year, 10, 1, hour) for year in range(1990, 2024) for hour in (3, 4)][:47]
    async with over(*told) as dispatcher:
        card: Any = await dispatcher.run("onthisday", {}, DISCORD)
        seen, numbers = names(card), [1]
        while "Next ›" in buttons(card):
            card = await dispatcher.press(buttons(card)["Next ›"].action, DISCORD)
            numbers.append(next(b.number for b in card.blocks if isinstance(b, Entry)))
            seen += names(card)
            actions = actions_of(card)
            assert len(set(actions)) == len(actions)
            assert all(len(action.encode()) <= ACTION_LIMIT for action in actions)
    assert sorted(seen) == sorted(f"{each.net.year} · {each.name}" for each in told)
    assert numbers == [1, 11, 21, 31, 41]


async def test_a_launch_leads_back_to_the_page_it_was_opened_from(over: Opened) -> None:
    async with over(*(on(year, 10, 1, provider=ROSCOSMOS) for year in range(1995, 2020))) as dispatcher:
        first = await dispatcher.run("onthisday", {}, DISCORD)
        second: Any = await dispatcher.press(buttons(first)["Next ›"].action, DISCORD)
        entry = next(block for block in second.blocks if isinstance(block, Entry))
        opened = await dispatcher.press(entry.open.action, DISCORD)
        assert isinstance(opened, Card)
        assert opened.title in entry.name
        back = await dispatcher.press(buttons(opened)["‹ Back"].action, DISCORD)
    assert read(back) == read(second)


async def test_a_page_beyond_the_last_is_the_last(over: Opened) -> None:
    async with over(*(on(year, 10, 1) for year in range(2000, 2012))) as dispatcher:
        card = await dispatcher.press("yp-a1zz", DISCORD)
    assert isinstance(card, Card)
    assert [b.label for row in card.buttons for b in row if b.disabled] == ["Page 2 of 2", "Next ›"]


@pytest.mark.parametrize(
    "action", ["yp-d10", "yp-2u0", "yp-000", "yp-", "yp-7", "yp-7k", "yp-7k-1", "yp-7kzzzzzzzzz"]
)
async def test_a_forged_day_gets_one_sentence(dispatcher: Dispatcher, action: str) -> None:
    assert "This button no longer works." in read(await dispatcher.press(action, DISCORD))


async def test_the_years_are_counted_from_now(dispatcher: Dispatcher) -> None:
    text = read(await dispatcher.run("onthisday", {"date": "1957-10-04"}, DISCORD))
    years = TODAY.year - 1957
    told = "1957 · first artificial satellite · Sputnik 8K74PS | Sputnik 1 · ✅ Success"
    assert f"{told} · {years} years ago" in text
    assert timedelta(days=365 * years) < TODAY - datetime(1957, 10, 4, tzinfo=UTC)
