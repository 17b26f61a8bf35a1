"""A command with two slips is put right by two presses, on both platforms."""

from __future__ import annotations

from pathlib import Path

from tests.whole import count_of, on_falcon_heavy
from tests.wire import button, embedded, on_discord, on_telegram, press

WRONG = {"provider": "spacx", "rocket": "falcn hevy"}


async def test_discord_asks_about_one_slip_after_the_other(tmp_path: Path) -> None:
    async with embedded(tmp_path) as dispatcher, on_discord(dispatcher) as (server, ada, channel):
        first = (await server.slash(ada, channel, "previous", WRONG)).message
        assert first is not None
        assert "No provider is called “spacx”." in str(first.components)
        second = (await server.press(ada, first, button(first, "SpaceX"))).message
        assert second is not None
        assert "No rocket is called “falcn hevy”." in str(second.components)
        listed = (await server.press(ada, second, button(second, "Falcon Heavy"))).message
        assert listed is not None
        assert f"SpaceX, Falcon Heavy launches · {count_of(on_falcon_heavy)}" in str(listed.components)


async def test_telegram_asks_about_one_slip_after_the_other(tmp_path: Path) -> None:
    asked = "/previous " + " ".join(f'{name}:"{value}"' for name, value in WRONG.items())
    async with embedded(tmp_path) as dispatcher, on_telegram(dispatcher) as (server, bo):
        message = await (await server.say(bo, text=asked)).reply()
        assert "No provider is called “spacx”." in (message.text or "")
        assert "No rocket is called “falcn hevy”." in await press(server, bo, message, "SpaceX")
        listed = await press(server, bo, message, "Falcon Heavy")
        assert f"SpaceX, Falcon Heavy launches · {count_of(on_falcon_heavy)}" in listed
