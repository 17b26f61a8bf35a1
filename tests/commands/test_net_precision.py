"""A NET is shown as precisely as it is known, and in each language's own way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest

from adapters.launch_library.pages import decode_page
from bot.app import Outside, make_dispatcher
from commands.cards.card import Card, When, WhenStyle
from commands.cards.result import digest_card, result_card
from commands.cards.text import net_text
from commands.dispatcher import Dispatcher
from commands.i18n.formatting import net_words
from commands.i18n.languages import Languages
from commands.i18n.translation import ENGLISH, speaking
from storage.catalogue import Catalogue
from storage.models import Launch, Status, StatusId
from storage.net_precision import TIMES, NetPrecision
from tests.commands.conftest import Keeper, read
from tests.commands.people import HOME, someone
from tests.launch_library import shapes
from tests.launches import launch, nothing_missing, records

QUARTER_END = datetime(2026, 3, 31, tzinfo=UTC)
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ADA = someone(HOME)

# ruff: noqa: RUF001
WORDS = {
    "en": ("31 March 2026, in the morning", "31 March 2026", "week of 31 March 2026", "March 2026", "Q1 2026",
           "first half of 2026", "2026", "fiscal year 2026", "2020s", "around March 2026"),
    "de": ("31. März 2026, vormittags", "31. März 2026", "Woche um den 31. März 2026", "März 2026", "Q1 2026",
           "erstes Halbjahr 2026", "2026", "Haushaltsjahr 2026", "2020er", "etwa März 2026"),
    "es": ("31 de marzo de 2026, por la mañana", "31 de marzo de 2026", "semana del 31 de marzo de 2026",
           "marzo de 2026", "T1 2026", "primer semestre de 2026", "2026", "año fiscal 2026", "Años 2020",
           "hacia marzo de 2026"),
    "fr": ("31 mars 2026, dans la matinée", "31 mars 2026", "semaine du 31 mars 2026", "mars 2026", "T1 2026",
           "premier semestre 2026", "2026", "année budgétaire 2026", "Années 2020", "vers mars 2026"),
    "ru": ("31 марта 2026 г., утром", "31 марта 2026 г.", "неделя, включающая 31 марта 2026 г.",
           "март 2026 г.", "1-й кв. 2026 г.", "первое полугодие 2026 г.", "2026", "2026 финансовый год",
           "2020-е", "ориентировочно март 2026 г."),
    "zh": ("2026年3月31日上午", "2026年3月31日", "2026年3月31日所在的一周", "2026年3月", "2026年第1季度",
           "2026年上半年", "2026年", "2026财年", "2020 年代", "2026年3月前后"),
}  # fmt: skip
TOLD = (
    NetPrecision.MORNING, NetPrecision.DAY, NetPrecision.WEEK, NetPrecision.MONTH, NetPrecision.QUARTER_1,
    NetPrecision.HALF_1, NetPrecision.YEAR, NetPrecision.FISCAL_YEAR, NetPrecision.DECADE,
    NetPrecision.UNDATED,
)  # fmt: skip


@pytest.mark.parametrize("code", WORDS)
def test_each_language_has_its_words_for_what_is_no_instant(code: str) -> None:
    language = next((each for each in Languages.load() if each.code == code), ENGLISH)
    with speaking(language):
        words = tuple(net_words(QUARTER_END, each).replace("\N{NARROW NO-BREAK SPACE}", " ") for each in TOLD)
    assert words == WORDS[code]


def test_a_quarter_is_the_one_that_its_precision_names() -> None:
    net = datetime(2026, 4, 1, tzinfo=UTC)
    assert [net_words(net, each) for each in NetPrecision if each.value.startswith("Quarter")] == [
        f"Q{n} 2026" for n in (1, 2, 3, 4)
    ]


@asynccontextmanager
async def over(folder: Path, needs: Outside, *told: Launch) -> AsyncIterator[Dispatcher]:
    async with Catalogue.open(folder / "made-up.db", lambda: NOW) as catalogue:
        await catalogue.store(records(*told), marks=nothing_missing(NOW))
        ticks = map(float, count(0, 600)).__next__
        yield make_dispatcher(catalogue, needs, lambda: NOW, monotonic=ticks)


def named(precision: str | None, **changes: Any) -> Launch:
    """Return a launch of the last instant of a quarter, known so precisely."""
    fields: dict[str, Any] = {
        "name": "Neutron | First", "net": QUARTER_END, "net_precision": precision,
        "window_start": QUARTER_END, "window_end": QUARTER_END + timedelta(days=1),
    }  # fmt: skip
    return launch(1, **fields | changes)


def instants(card: Card) -> list[When]:
    """Return the instants that a card shows."""
    return [span for block in card.blocks for line in block.lines for span in line if isinstance(span, When)]


async def cards(folder: Path, needs: Outside, keeper: Keeper, told: Launch) -> list[Card]:
    """Return all kinds of cards that show one launch."""
    digest = digest_card((told,), "Digest")
    posted = [result_card(told), result_card(told, was=Status(StatusId.GO, "Go")), digest]
    async with over(folder, needs, told) as dispatcher:
        (offered,) = (await dispatcher.offer("neutron", "", ADA)).offers
        asked = ("launch Neutron | First", "previous", "previous neutron", "search neutron", "latest",
                 "rocket Falcon 9", "stats", "compare Falcon 9, SpaceX")  # fmt: skip
        shown = [await dispatcher.say(*text.partition(" ")[::2], ADA) for text in asked]
    return [*posted, *shown, offered.card]


@pytest.mark.parametrize("precision", [each for each in NetPrecision if each not in TIMES])
async def test_no_card_shows_an_instant_where_none_is_known(
    tmp_path: Path, needs: Outside, keeper: Keeper, precision: NetPrecision
) -> None:
    told = named(precision)
    for card in await cards(tmp_path, needs, keeper, told):
        assert instants(card) == []
        assert net_text(told) in read(card)


async def test_an_hour_is_told_as_about_that_time(tmp_path: Path, needs: Outside, keeper: Keeper) -> None:
    detailed, *_others = await cards(tmp_path, needs, keeper, named("Hour"))
    assert instants(detailed)[:2] == [When(QUARTER_END), When(QUARTER_END, WhenStyle.TIME)]
    assert ", about " in read(detailed)


@pytest.mark.parametrize("precision", [None, "Second", "Minute"])
async def test_what_is_known_to_the_minute_is_an_instant(
    tmp_path: Path, needs: Outside, keeper: Keeper, precision: str | None
) -> None:
    for card in await cards(tmp_path, needs, keeper, named(precision)):
        assert QUARTER_END in [each.instant for each in instants(card)]


async def test_a_plan_is_not_the_latest_launch_and_counts_nowhere_but_is_found_by_its_name(
    tmp_path: Path, needs: Outside
) -> None:
    plan = named("Quarter 1", status=Status(StatusId.TBD, "To Be Determined"))
    flown = launch(2, name="Electron | Before", net=QUARTER_END - timedelta(days=60))
    async with over(tmp_path, needs, plan, flown) as dispatcher:
        assert "Electron | Before" in read(await dispatcher.say("latest", "", ADA))
        assert read(await dispatcher.say("previous", "view:normal", ADA)).startswith("Past launches · 1\n")
        assert "1 launch · 1 success" in read(await dispatcher.say("stats", "", ADA))
        assert "1 launch · 1 success" in read(await dispatcher.say("provider", "SpaceX", ADA))
        offered = (await dispatcher.offer("", "", ADA)).offers
        assert [each.title for each in offered] == ["Electron | Before"]
        shown = read(await dispatcher.say("launch", "Neutron | First", ADA))
        assert "Date to be determined\nQ1 2026\n" in shown
        (named_exactly,) = (await dispatcher.offer("Neutron | First", "", ADA)).offers
        assert named_exactly.line == "Date to be determined · Q1 2026 · SpaceX"


@pytest.mark.parametrize(
    ("flags", "precision"),
    [
        ({"tbdtime": True, "tbddate": True}, NetPrecision.UNDATED),
        ({"tbdtime": True, "tbddate": False}, NetPrecision.DAY),
        ({"tbdtime": False, "tbddate": False}, None),
    ],
)
def test_the_flags_of_2_0_0_are_precisions(flags: dict[str, bool], precision: NetPrecision | None) -> None:
    page = decode_page(msgspec.json.encode([shapes.normal_2_0_0(**flags)]), "2.0.0", NOW)
    assert [each.launch.net_precision for each in page.records] == [precision]
