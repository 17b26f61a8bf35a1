"""Buttons, selects and modals, with the real client."""

from __future__ import annotations

import pytest

from playground.discord.command_input import ClientRefusalError
from playground.discord.messages import IS_COMPONENTS_V2
from playground.discord.places import Channel, User
from playground.discord.server import DiscordServer

from .bot import Bot
from .conftest import running


async def test_a_button_edits_its_message(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    first = (await server.slash(ann, channel, "pages")).message
    assert first is not None
    assert first.flags & IS_COMPONENTS_V2
    pressed = await server.press(ann, first, "count:2")
    assert pressed.kind == "update"
    assert pressed.message is first
    assert first.edited_at is not None
    section = first.components[0]["components"][0]
    assert section["components"][0]["content"] == "Page 2"
    assert section["accessory"]["custom_id"] == "count:3"


async def test_an_old_button_works_after_a_restart_of_the_bot(
    server: DiscordServer, ann: User, channel: Channel
) -> None:
    async with running(Bot(), server):
        message = (await server.slash(ann, channel, "pages")).message
    assert message is not None
    async with running(Bot(), server):
        assert (await server.press(ann, message, "count:2")).kind == "update"


async def test_the_client_keeps_back_impossible_presses(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    message = (await server.slash(ann, channel, "order")).message
    assert message is not None
    with pytest.raises(ClientRefusalError, match="nothing with"):
        await server.press(ann, message, "count:9")
    with pytest.raises(ClientRefusalError, match="not a button"):
        await server.press(ann, message, "order")
    with pytest.raises(ClientRefusalError, match="does not offer"):
        await server.choose(ann, message, "order", ["Sideways"])
    with pytest.raises(ClientRefusalError, match="does not take"):
        await server.choose(ann, message, "order", [])


async def test_a_modal_is_filled_in_and_answered(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    with server.subscribe() as changes:
        opened = await server.slash(ann, channel, "search")
        assert (await changes.next()).kind == "modal opened"
    assert opened.modal is not None
    assert opened.modal.title == "Search"
    answer = await server.submit(ann, opened.modal, {"words": "crew dragon"})
    assert answer.message is not None
    assert answer.message.content == "Searching crew dragon"


async def test_the_client_keeps_back_a_modal_that_is_not_filled_in(
    server: DiscordServer, bot: Bot, ann: User, channel: Channel
) -> None:
    modal = (await server.slash(ann, channel, "search")).modal
    assert modal is not None
    for words in ("", "x" * 21):
        with pytest.raises(ClientRefusalError):
            await server.submit(ann, modal, {"words": words})
