"""A launch on New Year's Eve is of the year that it is in the chat, on both platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.app import make_dispatcher
from commands.dispatcher import Dispatcher
from playground.discord.component_types import walk
from playground.telegram.chats import Message
from storage.catalogue import Catalogue
from tests.commands.conftest import NOW
from tests.launches import launch, nothing_missing, records
from tests.outside import outside
from tests.states import opened_state
from tests.wire import button, on_discord, on_telegram, press

EVE = datetime(2024, 12, 31, 20, tzinfo=UTC)
MORNING = datetime(2025, 1, 1, 5, tzinfo=UTC)
LONG_AGO = datetime(2024, 6, 1, tzinfo=UTC)

YEARS = (2024, 2025)
IN_ZONES = [
    ("Asia/Tokyo", {2024: 1, 2025: 2}),
    ("America/Los_Angeles", {2024: 3}),
    ("UTC", {2024: 2, 2025: 1}),
]


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    nets = (LONG_AGO, EVE, MORNING)
    told = records(*(launch(number, net=net) for number, net in enumerate(nets, 1)))
    async with (
        Catalogue.open(tmp_path / "catalogue.db", lambda: NOW) as catalogue,
        await opened_state(tmp_path / "state.db", lambda: NOW) as state,
    ):
        await catalogue.store(told, marks=nothing_missing(NOW))
        ticks = map(float, count(0, 600)).__next__
        yield make_dispatcher(catalogue, outside(state), lambda: NOW, monotonic=ticks)


def _launches(number: int) -> str:
    return "1 launch" if number == 1 else f"{number} launches" if number else "match"


def _text(message: Any) -> str:
    return "\n".join(str(part["content"]) for part in walk(message.components) if "content" in part)


@pytest.mark.parametrize(("zone", "years"), IN_ZONES)
async def test_discord_counts_years_where_the_server_is(
    dispatcher: Dispatcher, zone: str, years: dict[int, int]
) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):

        async def ask(command: str, **options: str) -> str:
            message = await (await server.slash(ada, channel, command, options)).settled()
            assert message is not None
            return _text(message)

        await ask("timezone", zone=zone)
        everything = await ask("stats")
        for year in YEARS:
            told = _launches(years.get(year, 0))
            for options in (
                {"since": f"{year}", "until": f"{year}"}, {"search": f"launches in {year}"},
                {"since": f"{year}-01-01", "until": f"{year}-12-31"}, {"search": f"falcon 9 {year}"},
            ):  # fmt: skip
                assert told in (await ask("stats", **options)), options
            assert (f"**{year}** · {told}" in everything) is (year in years)
        listed = await (await server.slash(ada, channel, "previous", {})).settled()
        assert listed is not None
        panel = await (await server.press(ada, listed, button(listed, "Filters"))).settled()
        assert panel is not None
        choices = {
            option["label"]: option["description"]
            for part in walk(panel.components)
            for option in part.get("options", [])
            if option["label"].isdecimal()
        }
        assert choices == {str(year): _launches(number) for year, number in years.items()} or len(years) == 1


@pytest.mark.parametrize(("zone", "years"), IN_ZONES)
async def test_telegram_counts_years_where_the_chat_is(
    dispatcher: Dispatcher, zone: str, years: dict[int, int]
) -> None:
    async with on_telegram(dispatcher) as (server, bo):

        async def ask(text: str) -> Message:
            return await (await server.say(bo, text=text)).reply()

        await ask(f"/timezone {zone}")
        everything = (await ask("/stats")).text or ""
        for year in YEARS:
            number = years.get(year, 0)
            for words in (f"since:{year} until:{year}", f"launches in {year}", f"falcon 9 {year}"):
                listed = (await ask(f"/previous view:list {words}")).text or ""
                if number:
                    assert listed.partition("\n")[0].endswith(f"aunches in {year} · {number}"), words
                else:
                    assert "No launches match: " in listed, words
            assert (f"{year} · {_launches(number)}" in everything) is (year in years)
        menu = await ask("/menu")
        await press(server, bo, menu, "By year")
        for year, number in years.items():
            assert menu.button(f"{year} ({number})")
        year, number = max(years.items())
        assert f"Launches in {year} · {number}\n" in await press(server, bo, menu, f"{year} ({number})")


async def test_a_button_means_the_same_after_the_zone_has_changed(dispatcher: Dispatcher) -> None:
    async with on_telegram(dispatcher) as (server, bo):

        async def ask(text: str) -> Message:
            return await (await server.say(bo, text=text)).reply()

        await ask("/timezone Asia/Tokyo")
        listed = await ask("since:2025 until:2025")
        assert "Launches in 2025 · 2" in (listed.text or "")
        await ask("/timezone America/Los_Angeles")
        shown = await press(server, bo, listed, "Filters")
        period = "31 December 2024, 07:00 PST to 31 December 2025, 07:00 PST"
        # A phone has no room for all of it on a button.
        assert f"2 launches · {period}" in shown
        assert listed.button("✕ 31 December 2024, 07:00 PST to…")


async def test_what_is_shared_from_a_chat_finds_the_same_launches_in_any_other(
    dispatcher: Dispatcher,
) -> None:
    async with on_telegram(dispatcher) as (server, bo):
        await (await server.say(bo, text="/timezone Asia/Tokyo")).reply()
        listed = await (await server.say(bo, text="falcon 9 in 2025")).reply()
        words = listed.button("Share")["switch_inline_query"]
        offered = await server.inline(bo, words)
        assert len(offered.results) == 2
