"""Country, family, pad and program over the wire: typed, completed and by touch, on both platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from bot.app import make_dispatcher
from commands.dispatcher import Dispatcher
from playground.discord.component_types import walk
from tests.history import HISTORY_NOW, opened
from tests.outside import outside
from tests.states import opened_state
from tests.wire import button, menu, on_discord, on_telegram, press

SITE = "Launch Complex 39A, Kennedy Space Center"
PAD = f"{SITE}, FL, USA"
FILTERS = {
    "country": ("usa", "United States launches · 2,617\n", "united st", "United States"),
    "family": ("falcon", "Falcon launches · 571\n", "falc", "Falcon"),
    "pad": ("LC-39A", f"Launches from {SITE} · 195\n", "launch complex 39a", "Launch Complex 39A"),
    "program": ("Artemis", "Artemis launches · 2\n", "artem", "Artemis"),
}


@pytest.fixture
async def dispatcher(history_file: Path, tmp_path: Path) -> AsyncIterator[Dispatcher]:
    async with (
        await opened_state(tmp_path / "state.db", lambda: HISTORY_NOW) as state,
        opened(history_file) as catalogue,
    ):
        ticks = map(float, count(0, 600)).__next__
        yield make_dispatcher(catalogue, outside(state), lambda: HISTORY_NOW, monotonic=ticks)


def text_of(message: Any) -> str:
    return "\n".join(str(part["content"]) for part in walk(message.components) if "content" in part)


async def test_discord_takes_and_completes_each_and_offers_it_by_touch(dispatcher: Dispatcher) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):

        async def ask(command: str, **options: str) -> Any:
            message = (await server.slash(ada, channel, command, options)).message
            assert message is not None
            return message

        for name, (typed, told, half, whole) in FILTERS.items():
            assert told in text_of(await ask("previous", **{name: typed}))
            choices = await server.autocomplete(ada, channel, "previous", {name: half}, name)
            assert str(choices[0]["name"]).startswith(whole)
            assert str(choices[0]["name"]).endswith(("launch", "launches"))
            assert told in text_of(await ask("previous", **{name: str(choices[0]["value"])}))
            assert "### By " in text_of(await ask("stats", by=name, since="2022"))
        figures = await ask("stats", by="country")
        assert "**United States** · 2,617 launches" in text_of(figures)
        where, value = menu(figures, "By family")
        await server.choose(ada, figures, where, [value])
        assert "**Soyuz** · 1,171 launches" in text_of(figures)
        listed = await ask("previous", family="Falcon")
        panel = (await server.press(ada, listed, button(listed, "Filters"))).message
        assert panel is not None
        for choice, told in ((PAD, f"99 launches · family Falcon · from pad {PAD}"), FILTERS["program"][:2]):
            if choice == "Artemis":
                await server.press(ada, panel, button(panel, "Remove all"))
            where, value = menu(panel, choice)
            await server.choose(ada, panel, where, [value])
            shown = (await server.press(ada, panel, button(panel, "Show this list"))).message
            assert told in text_of(shown)


async def test_telegram_takes_each_and_offers_it_by_touch(dispatcher: Dispatcher) -> None:
    async with on_telegram(dispatcher) as (server, bo):
        for name, (typed, told, _half, _whole) in FILTERS.items():
            listed = await (await server.say(bo, text=f"/previous {name}:{typed}")).reply()
            assert told in (listed.text or "")
        message = await (await server.say(bo, text="/previous family:falcon")).reply()
        await press(server, bo, message, "Filters")
        await press(server, bo, message, "Launch pad")
        chosen = await press(server, bo, message, "Launch Complex 39A, Kennedy… (99)")
        assert f"99 launches · family Falcon · from pad {PAD}\n" in chosen
        listing = await press(server, bo, message, "Show this list")
        assert "family Falcon · from pad Launch Complex 39A" in listing
        for words, told in (
            ("launches from pad 39a", "from pad Launch Complex 39A"),
            ("falcon family launches", "family Falcon"),
            ("launches by country", "the most of them: United States (2,617)"),
        ):
            assert told in ((await (await server.say(bo, text=words)).reply()).text or "")


async def test_what_nothing_is_called_gets_the_nearest(dispatcher: Dispatcher) -> None:
    async with on_telegram(dispatcher) as (server, bo):
        for typed, meant in (
            ("country:germny", "Germany"), ("family:vulcn", "Vulcan"), ("program:artmeis", "Artemis"),
        ):  # fmt: skip
            message = await (await server.say(bo, text=f"/previous {typed}")).reply()
            assert f"Did you mean {meant}?" in (message.text or "")
            answer = await press(server, bo, message, meant)
            assert meant in answer
