"""Asks for launches by their rockets' manufacturer, which no table has but that of `test_one_more_property`.

Run where the code is changed so: `python -m tests.one_more_property FOLDER`. It ends well where the new
property is a filter, completed, a menu, a group of figures and understood in plain words, on both platforms.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import msgspec

from bot.app import make_dispatcher
from commands.dispatcher import Dispatcher
from playground.discord.component_types import walk
from storage.models import Agency, Rocket
from tests.launches import ATLAS_V, FALCON_9, NOW, catalogue_of, launch, records
from tests.outside import outside
from tests.states import opened_state
from tests.wire import button, menu, on_discord, on_telegram, press

MADE_BY = "Hawthorne Rocket Works"
OTHER = "Decatur Works"


def made(rocket: Rocket, maker: str, number: int) -> Rocket:
    return msgspec.structs.replace(rocket, manufacturer=Agency(number, maker))


LAUNCHES = records(
    *(launch(number, rocket=made(FALCON_9, MADE_BY, 900)) for number in range(1, 4)),
    *(launch(number, rocket=made(ATLAS_V, OTHER, 901)) for number in range(4, 6)),
)


@asynccontextmanager
async def asked(folder: Path) -> AsyncIterator[Dispatcher]:
    async with (
        await opened_state(folder / "state.db", lambda: NOW) as state,
        catalogue_of(folder / "c.db", LAUNCHES) as catalogue,
    ):
        ticks = map(float, count(0, 600)).__next__
        yield make_dispatcher(catalogue, outside(state), lambda: NOW, monotonic=ticks)


def text_of(message: Any) -> str:
    return "\n".join(str(part["content"]) for part in walk(message.components) if "content" in part)


def expect(part: str, whole: str) -> None:
    assert part in whole, f"{part!r} is not in {whole!r}"


async def on_discord_it_is_everywhere(dispatcher: Dispatcher) -> None:
    async with on_discord(dispatcher) as (server, ada, channel):

        async def ask(command: str, **options: str) -> Any:
            message = (await server.slash(ada, channel, command, options)).message
            assert message is not None
            return message

        expect(f"{MADE_BY} launches · 3", text_of(await ask("previous", manufacturer=MADE_BY)))
        (choice,) = await server.autocomplete(
            ada, channel, "previous", {"manufacturer": "hawth"}, "manufacturer"
        )
        assert choice["value"] == MADE_BY
        expect(f"**{OTHER}** · 2 launches", text_of(await ask("stats", by="manufacturer")))
        listed = await ask("previous")
        panel = (await server.press(ada, listed, button(listed, "Filters"))).message
        assert panel is not None
        where, value = menu(panel, OTHER)
        await server.choose(ada, panel, where, [value])
        expect(OTHER, text_of((await server.press(ada, panel, button(panel, "Show this list"))).message))


async def on_telegram_it_is_everywhere(dispatcher: Dispatcher) -> None:
    async with on_telegram(dispatcher) as (server, bo):

        async def ask(text: str) -> Any:
            return await (await server.say(bo, text=text)).reply()

        expect(f"{MADE_BY} launches · 3", (await ask(f'/previous manufacturer:"{MADE_BY}"')).text)
        expect(f"{OTHER} · 2 launches", (await ask("/stats by:manufacturer")).text)
        expect(f"the most of them: {MADE_BY} (3)", (await ask("launches per manufacturer")).text)
        expect(f"built by {OTHER}", (await ask(f"launches of manufacturer {OTHER}")).text)
        message = await ask("/previous")
        await press(server, bo, message, "Filters")
        await press(server, bo, message, "Manufacturer")
        await press(server, bo, message, f"{OTHER} (2)")
        expect(OTHER, await press(server, bo, message, "Show this list"))


async def main(folder: str) -> None:
    """Ask on both platforms; raises AssertionError where the new property is unknown."""
    async with asked(Path(folder)) as dispatcher:
        await on_discord_it_is_everywhere(dispatcher)
        await on_telegram_it_is_everywhere(dispatcher)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
