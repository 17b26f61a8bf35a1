"""Boosters, people and spacecraft over the wire: asked, completed and walked through on both platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from commands.dispatcher import Dispatcher
from playground.discord.component_types import walk
from tests.wire import button, embedded, follow, menu, on_discord, on_telegram

LAUNCH = "Falcon 9 Block 5 | Starlink Group 15-20"
EARLIER = "Falcon 9 Block 5 | NROL-105"


def _text(message: Any) -> str:
    """What a message on Discord says."""
    return "\n".join(str(part.get("content", "")) for part in walk(message.components)).replace("\\", "")


@pytest.fixture
async def dispatcher(tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with embedded(tmp_path) as made:
        yield made


async def test_discord_leads_from_a_launch_to_its_booster_to_its_other_flights_and_back(
    dispatcher: Dispatcher,
) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):
        told = (await server.slash(ada, channel, "launch", {"launch": LAUNCH})).message
        assert told is not None
        await server.press(ada, told, button(told, "Booster B1100"))
        assert "## Booster B1100" in _text(told)
        # The first of its flights in order.
        where, value = menu(told, f"1. {EARLIER}")
        await server.choose(ada, told, where, [value])
        assert f"## {EARLIER}" in _text(told)
        assert "Landing Zone 4" in _text(told)
        await server.press(ada, told, button(told, "‹ Back"))
        assert "## Booster B1100" in _text(told)
        await server.press(ada, told, button(told, "Show these launches"))
        assert "Starlink Group 15-20" in _text(told)
        searched = (await server.slash(ada, channel, "previous", {"search": "B1100"})).message
        assert searched is not None
        assert "## Booster B1100" in _text(searched)


async def test_discord_completes_and_tells_boosters_and_the_fleet(dispatcher: Dispatcher) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):
        completed = await server.autocomplete(ada, channel, "booster", {"booster": "b110"}, "booster")
        assert "B1100" in str(completed)
        for typed in ("B1100", "b1100"):
            told = (await server.slash(ada, channel, "booster", {"booster": typed})).message
            assert told is not None
            assert "**Landings:** 8 tried, 8 succeeded" in _text(told)
        fleet = (await server.slash(ada, channel, "boosters")).message
        assert fleet is not None
        assert "## Boosters · Most flown" in _text(fleet)
        await server.press(ada, fleet, button(fleet, "Fastest turnaround"))
        assert "## Boosters · Fastest turnaround" in _text(fleet)
        await server.press(ada, fleet, button(fleet, "Most flown"))
        where, value = menu(fleet, "B1067")
        await server.choose(ada, fleet, where, [value])
        assert "## Booster B1067" in _text(fleet)


async def test_discord_tells_of_people_and_spacecraft_and_leads_to_their_launches_and_back(
    dispatcher: Dispatcher,
) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):
        completed = await server.autocomplete(ada, channel, "astronaut", {"name": "yuri gag"}, "name")
        assert "Yuri Gagarin" in str(completed)
        person = (await server.slash(ada, channel, "astronaut", {"name": "Yuri Gagarin"})).message
        assert person is not None
        assert "Vostok-K | Vostok 1" in _text(person)
        assert "Commander" in _text(person)
        where, value = menu(person, "1. Vostok-K | Vostok 1")
        await server.choose(ada, person, where, [value])
        assert "Crew: Yuri Gagarin" in _text(person)
        await server.press(ada, person, button(person, "‹ Back"))
        assert "## Yuri Gagarin" in _text(person)
        craft = (await server.slash(ada, channel, "spacecraft", {"name": "Dragon 2"})).message
        assert craft is not None
        assert "## Dragon 2" in _text(craft)
        where, value = menu(craft, "Crew Dragon Endeavour")
        await server.choose(ada, craft, where, [value])
        assert "## Crew Dragon Endeavour" in _text(craft)
        await server.press(ada, craft, button(craft, "Show these launches"))
        assert "Crew Dragon Endeavour" in _text(craft)


async def test_telegram_walks_through_boosters_people_and_spacecraft(dispatcher: Dispatcher) -> None:
    async with on_telegram(dispatcher) as (server, bo):

        async def walk_through(asked: str, begins: str, *steps: tuple[str, str]) -> None:
            message = await (await server.say(bo, text=asked)).reply()
            assert (message.text or "").startswith(begins)
            for label, shown in steps:
                message = await follow(server, bo, message, label)
                assert shown in (message.text or ""), label

        await walk_through(
            f"/launch {LAUNCH}",
            LAUNCH,
            ("Similar launches", LAUNCH),
            ("Booster B1100", "Booster B1100\n"),
            ("1", EARLIER),
            ("‹ Back", "Booster B1100\n"),
        )
        # A booster's number alone is enough, however it is written.
        await walk_through("B1100", "Booster B1100\n", ("All boosters", "Boosters · Most flown"))
        await walk_through("b1067", "Booster B1067\n")
        await walk_through(
            "/boosters",
            "Boosters · Most flown",
            ("Fastest turnaround", "Boosters · Fastest turnaround"),
        )
        await walk_through(
            "/astronaut Yuri Gagarin",
            "Yuri Gagarin\n",
            ("1", "Crew: Yuri Gagarin"),
            ("‹ Back", "Yuri Gagarin\n"),
        )
        await walk_through("/spacecraft Dragon 2", "Dragon 2\n", ("Show these launches", "Dragon 2"))
