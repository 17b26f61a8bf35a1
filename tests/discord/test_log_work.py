"""What is logged while an interaction is answered names that interaction."""

from __future__ import annotations

import pytest

from commands.cards.card import Card
from playground.discord.server import DiscordServer
from storage.log_records import current_work
from tests.discord.cast import Cast, FakeDispatcher, listing


@pytest.mark.usefixtures("bot")
async def test_each_command_and_press_is_a_piece_of_work(
    server: DiscordServer, cast: Cast, dispatcher: FakeDispatcher
) -> None:
    seen: list[str] = []

    def answer(what: str) -> Card:
        seen.append(current_work())
        return listing(what)

    dispatcher.answer = answer
    asked = await server.slash(cast.ada, cast.channel, "previous")
    reply = await asked.settled()
    assert reply is not None
    pressed = await server.press(cast.ada, reply, "p:2")
    await pressed.settled()
    assert seen == [f"discord-{asked.id}", f"discord-{pressed.id}"]
