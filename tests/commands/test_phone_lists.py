"""Lists on a phone: how many lines a launch takes, what is told twice, and what a heading says."""

from __future__ import annotations

import re
from typing import Any

import pytest

from adapters.discord.render import draw
from commands.cards.card import Line, When
from commands.cards.launch_lines import MOST_ROWS, mission_name, summary
from commands.cards.text import net_text
from commands.cards.width import first_fitting, rows
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from commands.i18n.translation import speaking
from playground.discord.component_types import Type, walk
from storage.catalogue import Catalogue
from storage.models import Launch
from storage.query import MAX_LIMIT, LaunchQuery
from tests.commands.conftest import DISCORD, TELEGRAM, buttons, read
from tests.discord.test_render import payload_of


def shown(line: Line, launch: Launch) -> str:
    """A line as it is read; a sign takes the room of two letters."""
    return "".join(
        net_text(launch) if isinstance(span, When) else span if isinstance(span, str) else span.text
        for span in line
    )


def drawn(card: object) -> list[dict[str, Any]]:
    """The buttons of a card as Discord gets them."""
    parts = walk(payload_of(draw(card)))  # type: ignore[arg-type]
    return [part for part in parts if part["type"] == Type.BUTTON]


def told(name: str, text: str) -> int:
    """How often a name stands in a text as words."""
    return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))


async def launches(catalogue: Catalogue) -> list[Launch]:
    """All launches there are."""
    found: list[Launch] = []
    while len(page := (await catalogue.find(LaunchQuery(limit=MAX_LIMIT).at(len(found)))).items):
        found += page
    return found


@pytest.mark.parametrize("locale", ["en", "de", "es", "fr", "ru", "zh"])
async def test_no_launch_takes_more_than_four_lines_of_a_phone_nor_names_its_rocket_twice(
    catalogue: Catalogue, locale: str
) -> None:
    over, twice = [], []
    every = await launches(catalogue)
    assert len(every) > 7_000
    with speaking(Languages.load().of(locale)):
        # In every language but one a part is enough: only statuses and days are written otherwise.
        for launch in every[:: 1 if locale == "en" else 11]:
            first, outcome, *others = (shown(line, launch) for line in summary(launch))
            if rows(f"99. {first}") + rows(outcome) + sum(map(rows, others)) > MOST_ROWS:
                over.append(launch.name)
            rocket = (launch.rocket.full_name or launch.rocket.name) if launch.rocket else "-"
            if told(rocket, "\n".join((first, outcome, *others))) > max(
                1, told(rocket, mission_name(launch))
            ):
                twice.append(launch.name)
    assert over == []
    assert twice == []


async def test_a_launch_is_told_by_mission_sign_word_day_rocket_provider_and_site(
    dispatcher: Dispatcher,
) -> None:
    card = await dispatcher.run("previous", {"provider": "SpaceX", "until": "2024-07-12"}, DISCORD)
    assert read(card).splitlines()[1:5] == [
        "Starlink Group 9-3", "❌ Failure · 2024-07-12", "Falcon 9 Block 5 · SpaceX",
        "Vandenberg SFB, CA, USA",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({}, "Past launches · "),
        ({"provider": "SpaceX"}, "SpaceX launches · "),
        ({"provider": "SpaceX", "outcome": "failure", "since": "2020"}, "SpaceX failures since 2020 · "),
        ({"outcome": "failure", "until": "1960"}, "Failures until the end of 1960 · "),
        ({"rocket": "Saturn V", "crewed": "yes"}, "Saturn V launches · crewed · "),
        ({"since": "1969", "until": "1969"}, "Launches in 1969 · "),
        ({"since": "2020-03-05"}, "Launches since 5 March 2020 · "),
        ({"location": "Baikonur"}, "Launches from Baikonur Cosmodrome · "),
        ({"pad": "lc-39a"}, "Launches from Launch Complex 39A, Kennedy Space Center · "),
        ({"orbit": "leo", "since": "2020"}, "Launches to Low Earth Orbit since 2020 · "),
        ({"location": "Kennedy", "outcome": "failure"}, "Launches from Kennedy Space Center: failures · "),
        ({"orbit": "gto", "outcome": "failure"}, "Launches to Geostationary Transfer Orbit: failures · "),
        ({"provider": "SpaceX", "location": "Kennedy"}, "SpaceX launches from Kennedy Space Center · "),
        ({"provider": "SpaceX", "orbit": "leo"}, "SpaceX launches to Low Earth Orbit · "),
        (
            {"provider": "SpaceX", "orbit": "leo", "outcome": "success"},
            "SpaceX launches to Low Earth Orbit: successes · ",
        ),
        (
            {"provider": "SpaceX", "location": "Vandenberg", "outcome": "success"},
            "SpaceX launches from Vandenberg SFB: successes · ",
        ),
        (
            {"location": "Kennedy", "orbit": "leo"},
            "Launches from Kennedy Space Center · to Low Earth Orbit · ",
        ),
    ],
)
@pytest.mark.parametrize("person", [DISCORD, TELEGRAM], ids=["discord", "telegram"])
async def test_a_heading_says_what_the_list_is_and_how_many_it_has(
    dispatcher: Dispatcher, given: dict[str, str], title: str, person: object
) -> None:
    card = await dispatcher.run("previous", {**given, "view": "list"}, person)  # type: ignore[arg-type]
    assert card.title == f"{title}{card.content.count:,}"


async def test_a_heading_too_long_for_a_phone_leaves_the_names_to_the_line_below(
    dispatcher: Dispatcher,
) -> None:
    given = {
        "provider": "SpaceX", "rocket": "Falcon 9", "location": "Kennedy", "outcome": "success",
        "program": "Commercial Crew Program",
    }  # fmt: skip
    card = await dispatcher.run("previous", given, DISCORD)
    assert card.title == f"Successes · {card.content.count}"
    line = read(card).splitlines()[1]
    assert line.startswith(f"{card.content.count} launches · provider SpaceX · rocket Falcon 9 · ")


async def test_figures_and_comparisons_say_what_they_are_of(dispatcher: Dispatcher) -> None:
    figures = await dispatcher.run("stats", {"provider": "SpaceX", "since": "2015"}, DISCORD)
    assert figures.title == "Figures · SpaceX launches since 2015"
    compared = await dispatcher.run("compare", {"first": "SpaceX", "second": "ULA"}, DISCORD)
    assert compared.title == "Comparison · SpaceX, ULA"


async def test_the_pager_is_one_row_of_short_keys_with_a_page_that_can_be_typed(
    dispatcher: Dispatcher,
) -> None:
    card = await dispatcher.run("previous", {"provider": "SpaceX"}, DISCORD)
    row = next(row for row in card.buttons if len(row) == 5)
    pages = -(-(card.content.count or 0) // 5)
    shown = [
        each["label"] for each in drawn(card) if "/" in each["label"] or set(each["label"]) & set("«‹›»")
    ]
    assert shown == ["‹", f"1 / {pages}", "2 ›"]
    assert [button.short for button in row] == ["«", "‹", f"1 / {pages}", "2 ›", f"{pages} »"]
    form = await dispatcher.press(buttons(card)[f"Page 1 of {pages}"].action, DISCORD)
    there = await dispatcher.fill(form.action, {"page": "7"}, DISCORD)  # type: ignore[union-attr]
    assert f"Page 7 of {pages}" in buttons(there)
    beyond = await dispatcher.fill(form.action, {"page": "100000"}, DISCORD)  # type: ignore[union-attr]
    assert f"Page {pages} of {pages}" in buttons(beyond)
    wrong = await dispatcher.fill(form.action, {"page": "seven"}, DISCORD)  # type: ignore[union-attr]
    assert "“seven” is not a page number" in read(wrong)


@pytest.mark.parametrize(
    ("text", "taken"),
    [("", 0), ("a b", 1), ("ab cd ef", 2), ("abcdefgh", 2), ("发射场", 2), ("ab abcdef x", 3)],
)
def test_words_are_measured_as_a_phone_breaks_them(text: str, taken: int) -> None:
    assert rows(text, 5) == taken


def test_the_fullest_words_that_fit_are_taken_and_else_the_shortest() -> None:
    assert first_fitting(("abcdef", "", "abc", "a"), 4) == "abc"
    assert first_fitting(("abcdef", "abcde"), 4) == "abcde"
