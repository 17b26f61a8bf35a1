"""From launch to launch over the wire: by what they share and along a booster's flights."""

from __future__ import annotations

from pathlib import Path

from tests.wire import button, embedded, menu, on_discord, on_telegram, press


async def test_discord_leads_from_a_launch_to_similar_ones_and_to_its_boosters_next_flight(
    tmp_path: Path,
) -> None:
    async with embedded(tmp_path) as dispatcher, on_discord(dispatcher) as (server, ada, channel):
        told = (await server.slash(ada, channel, "launch", {"launch": "Falcon Heavy | Psyche"})).message
        assert told is not None
        await server.press(ada, told, button(told, "Next flight of B1064 and B1065 ›"))
        assert "Europa Clipper" in str(told.components)
        await server.press(ada, told, button(told, "‹ Previous flight of B1064 and B1065"))
        assert "Psyche" in str(told.components)
        where, value = menu(told, "Same pad")
        await server.choose(ada, told, where, [value])
        assert "## Launches from Launch Complex 39A, Kennedy Space Center · " in str(told.components)


async def test_telegram_leads_from_a_launch_to_similar_ones_and_to_its_boosters_next_flight(
    tmp_path: Path,
) -> None:
    async with embedded(tmp_path) as dispatcher, on_telegram(dispatcher) as (server, bo):
        told = await (await server.say(bo, text="/launch Falcon Heavy | Psyche")).reply()
        assert {key["text"] for key in told.buttons} >= {"Similar launches"}
        assert "Same rocket" not in {key["text"] for key in told.buttons}
        await press(server, bo, told, "Similar launches")
        after = await press(server, bo, told, "Next flight of B1064 and B1065 ›")
        assert after.startswith("Falcon Heavy | Europa Clipper")
        await press(server, bo, told, "Similar launches")
        before = await press(server, bo, told, "‹ Previous flight of B1064 and B1065")
        assert before.startswith("Falcon Heavy | Psyche")
        await press(server, bo, told, "Similar launches")
        await press(server, bo, told, "‹ Back")
        await press(server, bo, told, "Similar launches")
        listed = await press(server, bo, told, "Same rocket")
        assert listed.startswith("Falcon Heavy launches · 12")
