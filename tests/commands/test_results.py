"""Results as they are posted: what they tell, how long they are, and what a spoiler leaves to be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace as changed

from commands.cards.card import Card, Spoiler, Tone
from commands.cards.fitting import line_rows, line_words
from commands.cards.result import MOST_ROWS, correction_card, digest_card, result_card
from commands.cards.result_facts import title_rows
from commands.cards.width import columns
from commands.i18n.languages import Languages
from commands.i18n.translation import Language, speaking
from storage.catalogue import Precedents, Turnaround
from storage.history import BUNDLED_HISTORY
from storage.models import (
    Booster,
    Counts,
    Launch,
    Mission,
    Picture,
    Status,
    StatusId,
    Update,
    Webcast,
)
from tests.launches import LEO, launch

TOLD = (
    "A batch of 29 satellites for the Starlink mega-constellation. They are SpaceX's project for space-based"
    " Internet communication. There is a third sentence."
)
LANDED = Booster(
    "B1078", 27, landing_attempt=True, landing_success=True, landing_place="A Shortfall of Gravitas",
    landing_type="ASDS",
)  # fmt: skip
EVERYTHING = Precedents(
    counts=Counts(agency=656, orbital_year=263, pad=1000),
    of_rocket=1,
    is_first_success=True,
    failure=launch(9, StatusId.FAILURE, net=datetime(2024, 9, 30, tzinfo=UTC)),
    turnaround=Turnaround("B1078", timedelta(days=9)),
    most_flown="B1078",
)
ENDS = (StatusId.SUCCESS, StatusId.FAILURE, StatusId.PARTIAL_FAILURE)


def result(**changes: Any) -> Launch:
    fields: dict[str, Any] = {
        "mission": Mission("Starlink Group 6-100", 1, TOLD, "Communications", LEO),
        "name": "Falcon 9 Block 5 | Starlink Group 6-100",
        "counts": Counts(agency=656, orbital_year=63),
        "boosters": (LANDED,),
        "net": datetime(2026, 1, 18, 23, 31, tzinfo=UTC),
    }
    return launch(1, **fields | changes)


def rows(card: Card) -> int:
    """How many lines of a phone a post takes."""
    lines = [line for block in card.blocks for line in block.lines]
    return title_rows(card.title) + sum(map(line_rows, lines)) + line_rows(card.footer)


def lines(card: Card) -> list[str]:
    return [line_words(line) for block in card.blocks for line in block.lines]


def bars(card: Card) -> list[Spoiler]:
    spans = [span for block in card.blocks for line in block.lines for span in line]
    return [span for span in spans if isinstance(span, Spoiler)]


def test_the_outcome_comes_first_in_words_and_sign_with_the_launch() -> None:
    assert result_card(result()).title == "✅ Success: Falcon 9 Block 5 | Starlink Group 6-100"
    failed = changed(result(), status=Status(StatusId.FAILURE, ""))
    assert result_card(failed).title == "❌ Failure: Falcon 9 Block 5 | Starlink Group 6-100"


def test_a_result_tells_landing_ordinals_mission_place_and_time() -> None:
    short = result(mission=Mission("Starlink", 1, "Satellites.", "Communications", LEO), name="Falcon 9 | X")
    assert lines(result_card(short))[:2] == [
        "B1078’s 27th flight, landed on A Shortfall of Gravitas",
        "656th SpaceX launch, 63rd orbital launch of 2026",
    ]
    assert "Satellites." in lines(result_card(short))
    told = lines(result_card(result()))
    assert any(line.startswith("A batch of 29 satellites") for line in told)
    assert "Cape Canaveral" in told[-1]
    assert "18 January 2026" in told[-1]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "B1078’s 27th flight, landed on A Shortfall of Gravitas"),
        ({"landing_success": False}, "B1078’s 27th flight, landing on A Shortfall of Gravitas failed"),
        ({"landing_type": "RTLS", "landing_place": "LZ 1"}, "B1078’s 27th flight, landed at LZ 1"),
        (
            {"landing_type": "Ocean", "landing_place": "Pacific"},
            "B1078’s 27th flight, landed in the sea (Pacific)",
        ),
        ({"landing_place": None}, "B1078’s 27th flight, landed"),
        ({"landing_success": None}, "B1078’s 27th flight"),
        ({"landing_attempt": False, "landing_success": None}, "B1078’s 27th flight"),
        ({"flight_number": None}, "Booster B1078, landed on A Shortfall of Gravitas"),
    ],
)
def test_a_landing_is_one_sentence(changes: dict[str, object], words: str) -> None:
    told = result(boosters=(changed(LANDED, **changes),), mission=None)
    assert lines(result_card(told))[0] == words


def test_of_several_boosters_it_says_how_many_landed() -> None:
    lost = changed(LANDED, serial_number="B1070", landing_success=False)
    told = result(boosters=(LANDED, changed(LANDED, serial_number="B1079"), lost), mission=None)
    assert lines(result_card(told))[0] == "2 of 3 boosters landed (B1078, B1079, B1070)"


@pytest.mark.parametrize(
    ("precedents", "words"),
    [
        (Precedents(of_rocket=1), "First flight of Falcon 9"),
        (Precedents(of_rocket=7, is_first_of_version=True), "First flight of Falcon 9 Block 5"),
        (Precedents(is_first_success=True), "First success of Falcon 9"),
        (Precedents(failure=EVERYTHING.failure), "Back to flight after the failure of 30 September 2024"),
        (Precedents(most_flown="B1078"), "B1078 is now SpaceX’s most flown booster"),
        (Precedents(turnaround=EVERYTHING.turnaround), "SpaceX’s fastest booster turnaround: 9 days"),
        (Precedents(of_rocket=600), "600th flight of Falcon 9"),
        (Precedents(counts=Counts(pad=200)), "200th launch from this pad"),
    ],
)
def test_a_milestone_is_a_line_of_its_own(precedents: Precedents, words: str) -> None:
    told = result_card(result(), precedents=precedents)
    assert words in lines(told)
    assert words not in lines(result_card(result()))
    assert words not in lines(result_card(result(), precedents=precedents, spoiler=True))


LANGUAGES = tuple(Languages.load())


def drawn_in(language: Language) -> list[Launch]:
    """A sixth of all launches there were, another one in each language, and those with the longest names."""
    launches = BUNDLED_HISTORY.read().launches
    longest = sorted(launches, key=lambda each: -len(each.name))[:50]
    return [*launches[LANGUAGES.index(language) :: len(LANGUAGES)], *longest]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.code)
def test_no_result_of_the_whole_history_takes_more_than_eight_lines_of_a_phone(language: Language) -> None:
    """Each with all the facts that there can be, whatever it has itself."""
    was = Status(StatusId.PARTIAL_FAILURE, "")
    with speaking(language):
        for number, flown in enumerate(drawn_in(language)):
            told = changed(
                flown,
                mission=changed(flown.mission or Mission("Nothing"), description=TOLD),
                boosters=flown.boosters or (LANDED,),
                failure_reason=TOLD * (number % 2),
            )
            corrects = was if number % 3 else None
            card = result_card(told, precedents=EVERYTHING, was=corrects, spoiler=not number % 5)
            assert rows(card) <= MOST_ROWS, lines(card)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda each: each.code)
def test_a_spoiler_looks_the_same_whatever_the_outcome(language: Language) -> None:
    picture = Picture("https://example.com/explosion.jpg")
    with speaking(language):
        cards = []
        for status in (*ENDS, StatusId.GO):
            for was in (None, Status(StatusId.SUCCESS, ""), Status(StatusId.FAILURE, "")):
                told = changed(
                    result(),
                    status=Status(status, ""),
                    picture=picture,
                    failure_reason="It blew up." if status is StatusId.FAILURE else None,
                    boosters=(changed(LANDED, landing_success=status is StatusId.SUCCESS),),
                )
                precedents = (
                    EVERYTHING if status is StatusId.SUCCESS else Precedents(counts=EVERYTHING.counts)
                )
                cards.append(result_card(told, spoiler=True, was=was, precedents=precedents))
    seen = {replace(card, blocks=(), buttons=()) for card in cards}
    assert len(seen) == 1
    assert {columns(bar.text) for card in cards for bar in bars(card)} == {columns(bars(cards[0])[0].text)}
    assert not any(" " in bar.text for card in cards for bar in bars(card))
    unhidden = {tuple(each for each in lines(card) if bars(card)[0].text not in each) for card in cards}
    assert len(unhidden) == 1
    assert cards[0].tone is Tone.NEUTRAL
    assert cards[0].picture is not None
    assert cards[0].picture.spoiler


def test_the_bar_tells_the_outcome_once_it_is_tapped() -> None:
    failed = changed(result(), status=Status(StatusId.FAILURE, ""))
    (bar,) = bars(result_card(failed, spoiler=True))
    assert bar.text.strip("\u2800") == "Failure"
    (bar,) = bars(result_card(failed, spoiler=True, was=Status(StatusId.SUCCESS, "")))
    assert bar.text.strip("\u2800") == "Failure\u2800(corrected)"
    follow_up = correction_card(failed, Status(StatusId.SUCCESS, ""), spoiler=True)
    assert follow_up.title == failed.name
    assert [each.text for each in bars(follow_up)] == [bar.text]


def test_a_digest_with_hidden_outcomes_counts_none_of_them() -> None:
    launches = tuple(changed(launch(n), status=Status(status, "")) for n, status in enumerate(ENDS, 1))
    card = digest_card(launches, "Launches of the day", spoiler=True)
    assert lines(card)[0] == "3 launches"
    assert len({columns(bar.text) for bar in bars(card)}) == 1
    assert not any(sign in "".join(lines(card)) for sign in ("✅", "❌", "⚠️"))


def test_the_name_of_a_post_is_that_of_the_launch_whatever_it_tells() -> None:
    assert {result_card(result(), spoiler=hidden).name for hidden in (False, True)} == {result().name}


def test_a_suborbital_launch_is_no_orbital_one() -> None:
    hop = result(mission=Mission("Hop", 1, None, "Suborbital", None), boosters=())
    assert lines(result_card(hop))[0] == "656th SpaceX launch"


def test_what_nobody_knows_is_not_told() -> None:
    bare = Launch(result().id, "Atlas | Nothing", Status(StatusId.SUCCESS, ""), result().net)
    assert lines(result_card(bare)) == ["18 January 2026 00:00 AM"]


RE_STREAM = Webcast("https://example.com/a", language="en", priority=7, type="Unofficial Re-stream")
UNOFFICIAL = Webcast("https://example.com/b", language="en", priority=9, type="Unofficial Webcast")
ENGLISH_ONE = Webcast("https://example.com/c", language="en", priority=10, type="Official Webcast")
RUSSIAN_ONE = Webcast("https://example.com/d", language="ru", priority=11, type="Official Webcast")


@pytest.mark.parametrize(
    ("code", "films", "first"),
    [
        ("en", (RE_STREAM, UNOFFICIAL, RUSSIAN_ONE, ENGLISH_ONE), ENGLISH_ONE),
        ("ru", (RE_STREAM, UNOFFICIAL, ENGLISH_ONE, RUSSIAN_ONE), RUSSIAN_ONE),
        ("de", (RUSSIAN_ONE, ENGLISH_ONE), ENGLISH_ONE),
        ("en", (RE_STREAM, UNOFFICIAL), UNOFFICIAL),
        ("en", (RE_STREAM,), RE_STREAM),
    ],
)
def test_the_replay_is_the_official_webcast_in_the_language_of_the_chat(
    code: str, films: tuple[Webcast, ...], first: Webcast
) -> None:
    with speaking(Languages.load().of(code)):
        (_details, replay) = result_card(result(webcasts=films)).buttons[0]
    assert replay.url == first.url


def test_the_source_is_the_page_of_the_latest_update_since_lift_off() -> None:
    net = result().net
    updates = (
        Update("Added launch.", net - timedelta(days=9), "https://example.com/old"),
        Update("Launch success.", net + timedelta(hours=1), "https://x.com/SpaceX/status/1"),
        Update("Liftoff!", net, "https://example.com/lift-off"),
    )
    card = result_card(result(updates=updates, webcasts=(ENGLISH_ONE,)))
    assert [button.label for button in card.buttons[0]] == ["Details", "Replay", "Source"]
    assert card.buttons[0][-1].url == "https://x.com/SpaceX/status/1"
    assert line_words(card.footer) == "x.com/SpaceX · Launch Library 2"


def test_an_encyclopedia_is_no_source_of_news() -> None:
    pages = ("https://en.wikipedia.org/wiki/Starlink", "https://www.spacex.com/launches/sl-6-100")
    assert result_card(result(info_urls=pages)).buttons[0][-1].url == pages[1]
    (details,) = result_card(result(info_urls=pages[:1])).buttons[0]
    assert details.label == "Details"
