"""Edits of messages across a restart: Telegram tells of edits that nobody has made."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters.telegram.application import TelegramBot
from playground.telegram.server import TelegramServer
from tests.launches import HandClock
from tests.telegram.fakes import FakeDispatcher


@pytest.mark.parametrize("edits", [0, 1])
async def test_a_reaction_after_a_restart_is_no_new_question(dispatcher: FakeDispatcher, edits: int) -> None:
    """Whether a message was edited before makes no difference to a bot that does not remember it."""
    clock = HandClock()
    async with TelegramServer(clock=clock) as server:
        api_url = server.base_url.removesuffix("/bot")
        ada = server.add_user("Ada")
        async with TelegramBot(dispatcher, server.token, api_url=api_url, clock=clock):
            said = await server.say(ada, text="/previous vega")
            for number in range(edits):
                await server.edit(ada, said, f"/previous falcon {number}")
            await said.replies(1 + edits)
        clock.now += timedelta(minutes=1)
        async with TelegramBot(dispatcher, server.token, api_url=api_url, clock=clock):
            await server.react(said)
            later = await server.say(ada, text="/latest")
            await later.reply()
            await server.edit(ada, later, "/previous soyuz")
            await later.reply()
    assert [call[2] for call in dispatcher.calls] == ["vega", *(["falcon 0"] * edits), "", "soyuz"]


async def test_what_was_written_and_edited_while_the_bot_was_away_is_answered(
    dispatcher: FakeDispatcher,
) -> None:
    clock = HandClock()
    async with TelegramServer(clock=clock) as server:
        ada = server.add_user("Ada")
        said = await server.say(ada, text="/previous vega")
        await server.edit(ada, said, "/previous soyuz")
        clock.now += timedelta(minutes=1)
        api_url = server.base_url.removesuffix("/bot")
        async with TelegramBot(dispatcher, server.token, api_url=api_url, clock=clock):
            await said.replies(2)
    assert [call[2] for call in dispatcher.calls] == ["vega", "soyuz"]
