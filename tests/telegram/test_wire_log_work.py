"""What is logged while an update is worked on names that update."""

from __future__ import annotations

import pytest

from commands.cards.card import Card
from playground.telegram.server import TelegramServer
from storage.log_records import current_work
from tests.telegram.fakes import FakeDispatcher, echo


@pytest.mark.usefixtures("bot")
async def test_each_update_is_a_piece_of_work(server: TelegramServer, dispatcher: FakeDispatcher) -> None:
    seen: list[str] = []

    async def answer(name: str, text: str) -> Card:
        seen.append(current_work())
        return await echo(name, text)

    dispatcher.answers = answer
    ada = server.add_user("Ada")
    for _ in range(2):
        await (await server.say(ada, text="/previous")).reply()
    numbers = [int(work.removeprefix("telegram-")) for work in seen]
    assert len(set(numbers)) == 2
    assert numbers[0] < numbers[1]
