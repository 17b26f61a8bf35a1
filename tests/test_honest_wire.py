"""What is not known is said, over the wire: how precise a NET is, unknown facts, and missing months."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.app import make_dispatcher
from commands.dispatcher import Dispatcher
from commands.i18n.languages import Languages
from storage.catalogue import Catalogue
from storage.models import Launch, StatusId
from tests.commands.conftest import NOW
from tests.launches import FALCON_HEAVY, ULA, launch, nothing_missing, records
from tests.outside import outside
from tests.states import opened_state
from tests.wire import on_discord, on_telegram

GAPS = {"history": "2026-11-24", "history_gaps": "2024-09 2024-10 2024-11 2025-11"}
MISSING = "Still being loaded: September – November 2024, November 2025."

PLAN = launch(
    1, StatusId.TBD, name="Neutron | Plan", net=datetime(2026, 3, 31, tzinfo=UTC), net_precision="Quarter 1"
)
HOUR = launch(
    2, name="Electron | Hour", net=datetime(2026, 3, 28, 14, tzinfo=UTC), net_precision="Hour", provider=ULA
)
SILENT = [
    launch(number, name=f"Silent {number}", net=NOW - timedelta(days=400 + number), is_crewed=None)
    for number in range(10, 13)
]
CREWED = launch(20, name="Crewed One", net=NOW - timedelta(days=300), is_crewed=True, rocket=FALCON_HEAVY)
KNOWN = (PLAN, HOUR, *SILENT, CREWED)


@asynccontextmanager
async def over(folder: Path, *told: Launch, gaps: bool = False) -> AsyncIterator[Dispatcher]:
    """A dispatcher over made-up launches, of which months may be missing."""
    async with (
        await opened_state(folder / "state.db", lambda: NOW) as state,
        Catalogue.open(folder / "catalogue.db", lambda: NOW) as catalogue,
    ):
        await catalogue.store(records(*told), marks=GAPS if gaps else nothing_missing(NOW))
        ticks = map(float, count(0, 600)).__next__
        needs = outside(state, languages=Languages.load())
        yield make_dispatcher(catalogue, needs, lambda: NOW, monotonic=ticks)


SAID = [
    # A plan is told as coarsely as it is known, and counts nowhere.
    ("launch", {"launch": "Neutron | Plan"}, ["Date to be determined", "Q1 2026"], ["31 March", "ago"]),
    ("previous", {"since": "1957-01-01"}, ["Launches since 1957 · 5"], ["Neutron"]),
    ("latest", {}, ["Electron", "Hour"], ["Neutron"]),
    ("stats", {}, ["5 launches", "5 successes"], []),
    # A filter answers with what is known, and says for how many it is not.
    ("previous", {"crewed": "yes"}, ["1 launch · crewed", "Not known for 3 launches: the crew."], []),
    ("previous", {"crewed": "yes", "rocket": "Falcon 9"},
     ["No launch is known to match", "Not known for 3 launches: the crew."], ["No previous launch"]),
    ("stats", {"crewed": "yes", "rocket": "Falcon 9"},
     ["No launch is known to match these filters.", "Not known for 3 launches: the crew."],
     ["No previous launch"]),
    ("previous", {"crewed": "yes", "provider": "ULA"}, ["No launches match"], ["Not known"]),
]  # fmt: skip


@pytest.mark.parametrize(("command", "given", "present", "absent"), SAID)
async def test_both_platforms_say_what_is_known_and_what_is_not(
    tmp_path: Path, command: str, given: dict[str, str], present: list[str], absent: list[str]
) -> None:
    for folder, shown in await both(tmp_path, command, given, gaps=False):
        assert [words for words in present if words not in shown] == [], folder
        assert [words for words in absent if words in shown] == [], folder


LOADING = [
    ("previous", {"since": "1957-01-01"}, [MISSING]),
    ("previous", {"provider": "ULA", "crewed": "yes"}, ["No launch is known to match", MISSING]),
    ("stats", {}, [MISSING]),
    ("provider", {"name": "SpaceX"}, [MISSING]),
    ("rocket", {"name": "Saturn V"}, ["No rocket is called “Saturn V”.", "Perhaps it is not loaded yet."]),
    ("launch", {"launch": "Apollo 11"}, ["is called “Apollo 11”", "Perhaps it is not loaded yet."]),
    ("previous", {"since": "2024-10-01", "until": "2024-12-31"},
     ["Still being loaded: October – November 2024."]),
]  # fmt: skip


@pytest.mark.parametrize(("command", "given", "present"), LOADING)
async def test_both_platforms_say_what_may_not_be_loaded_yet(
    tmp_path: Path, command: str, given: dict[str, str], present: list[str]
) -> None:
    for folder, shown in await both(tmp_path, command, given, gaps=True):
        assert [words for words in present if words not in shown] == [], folder
    for folder, shown in await both(tmp_path, command, given, gaps=False):
        assert "Still being loaded" not in shown, folder
        assert "not loaded yet" not in shown, folder


async def test_a_time_without_gaps_is_told_without_a_word_of_them(tmp_path: Path) -> None:
    for _folder, shown in await both(tmp_path, "previous", {"since": "2026-01-01"}, gaps=True):
        assert "Launches since 2026 · 2" in shown
        assert "Still being loaded" not in shown


async def test_an_hour_is_an_instant_on_discord_and_words_on_telegram(tmp_path: Path) -> None:
    hour = int(HOUR.net.timestamp())
    (_, on_a_server), (_, in_a_chat) = await both(tmp_path, "launch", {"launch": HOUR.name}, gaps=False)
    assert f"<t:{hour}:D>, about <t:{hour}:t>" in on_a_server
    assert "28 March 2026, about 14:00 UTC" in in_a_chat


async def test_inline_results_say_above_them_what_they_leave_open(tmp_path: Path) -> None:
    for name, gaps, typed, expected in (
        ("a", False, "crewed:yes", "Not known for 3 launches: the crew."),
        ("b", False, 'crewed:yes rocket:"Falcon 9"', "Not known for 3 launches: the crew."),
        ("c", True, "electron", MISSING),
        ("d", True, "nothing of the kind", MISSING),
        ("e", False, "electron", None),
    ):
        (tmp_path / name).mkdir()
        async with (
            over(tmp_path / name, *KNOWN, gaps=gaps) as dispatcher,
            on_telegram(dispatcher) as (server, bo),
        ):
            answer = await server.inline(bo, typed)
            above = answer.button["text"] if answer.button else None
            assert above == expected, typed


async def test_the_plan_is_told_in_the_language_of_whoever_asks(tmp_path: Path) -> None:
    async with over(tmp_path, *KNOWN) as dispatcher:
        for locale, words in (
            ("fr", "T1 2026"),
            ("ru", "1-й кв. 2026"),
            ("zh", "2026年第1季度"),
            ("de", "Q1 2026"),
        ):
            async with on_telegram(dispatcher) as (server, _bo):
                asker = server.world.add_user("Max", language_code=locale)
                shown = (await (await server.say(asker, text="/launch Neutron | Plan")).reply()).text
                assert shown is not None
                assert words in shown


async def both(tmp_path: Path, command: str, given: dict[str, str], *, gaps: bool) -> list[tuple[str, str]]:
    """Ask on both platforms; return what each shows, in words."""
    told = []
    for name, ask in (("discord", ask_on_discord), ("telegram", ask_on_telegram)):
        folder = tmp_path / f"{name}-{gaps}"
        folder.mkdir()
        async with over(folder, *KNOWN, gaps=gaps) as dispatcher:
            told.append((name, await ask(dispatcher, command, given)))
    return told


async def ask_on_discord(dispatcher: Dispatcher, command: str, given: dict[str, str]) -> str:
    async with on_discord(dispatcher) as (server, ada, channel):
        answer = await server.slash(ada, channel, command, given)
        assert answer.message is not None
        return str(answer.message.components)


async def ask_on_telegram(dispatcher: Dispatcher, command: str, given: dict[str, str]) -> str:
    words = " ".join(
        value if name in ("launch", "name") else f'{name}:"{value}"' for name, value in given.items()
    )
    async with on_telegram(dispatcher) as (server, bo):
        message = await (await server.say(bo, text=f"/{command} {words}")).reply()
        return message.text or ""
