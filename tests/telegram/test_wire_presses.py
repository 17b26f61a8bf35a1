"""Pressed buttons, over the wire."""

from __future__ import annotations

import asyncio

import pytest

from commands.cards.card import Card, Picture, Text
from playground.telegram.chats import Message
from playground.telegram.faults import refused
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from tests.telegram.conftest import Launch
from tests.telegram.fakes import ONE_PIXEL, FakeDispatcher, page, shown

NOT_YOURS = "These buttons belong to the person who asked. Send /previous to get your own."


@pytest.mark.usefixtures("bot")
async def test_a_press_edits_the_message_in_place(server: TelegramServer) -> None:
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    answer = await server.press(ada, reply, "p:2")
    assert (answer.text, answer.show_alert) == ("", False)
    assert (await server.edited(reply)).text == shown(2)


@pytest.mark.usefixtures("bot")
async def test_a_page_that_is_shown_already_is_no_error(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    await server.press(ada, reply, "p:2")
    await server.edited(reply)
    assert (await server.press(ada, reply, "p:2", forged=True)).text == ""
    await server.press(ada, reply, "p:3")
    assert (await server.edited(reply)).text == shown(3)
    assert "request_refused request=edit" not in caplog.text


@pytest.mark.usefixtures("bot")
async def test_in_a_group_others_are_led_to_a_card_of_their_own(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada, bob = server.add_user("Ada"), server.add_user("Bob")
    reply = await (await server.say(ada, server.add_group("Space", ada, bob), "/previous")).reply()
    answer = await server.press(bob, reply, "look-2", forged=True)
    assert (answer.text, answer.url) == ("", f"https://t.me/{server.world.bot.username}?start=look-2")
    assert reply.revision == 0
    assert not [call for call in dispatcher.calls if call[0] == "press"]
    await server.press(ada, reply, "p:2")
    assert (await server.edited(reply)).text == shown(2)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("data", ["do-2", "p:2", "-"])
async def test_in_a_group_others_are_told_whose_it_is_where_a_button_does_more_than_show(
    server: TelegramServer, dispatcher: FakeDispatcher, data: str
) -> None:
    ada, bob = server.add_user("Ada"), server.add_user("Bob")
    reply = await (await server.say(ada, server.add_group("Space", ada, bob), "/previous")).reply()
    answer = await server.press(bob, reply, data, forged=True)
    assert (answer.text, answer.url) == (NOT_YOURS, "")
    assert not [call for call in dispatcher.calls if call[0] == "press"]


@pytest.mark.usefixtures("bot")
async def test_a_message_gets_a_chart_and_another_one_and_gives_way_where_there_is_none(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    """Text and chart are one message, so neither is ever left behind saying something else."""

    async def figures(action: str) -> Card:
        picture = Picture("A chart", data=ONE_PIXEL) if action.startswith("chart") else None
        return Card(f"About {action}", picture=picture)

    dispatcher.presses = figures
    ada, bob = server.add_user("Ada"), server.add_user("Bob")
    group = server.add_group("Space", ada, bob)
    said = await server.say(ada, group, "/previous")
    reply = await said.reply()
    for action in ("chart1", "chart2"):
        await server.press(ada, reply, action, forged=True)
        await server.edited(reply)
        assert (reply.text, "photo" in reply.media) == (f"About {action}", True)
    await server.press(ada, reply, "list", forged=True)
    listed = await said.reply()
    assert (listed.text, listed.media, listed.reply_to) == ("About list", {}, said.message)
    await server.world.feed.until(lambda: reply.message_id not in group.messages or None, 5)


@pytest.mark.usefixtures("bot")
async def test_when_the_command_is_deleted_anybody_may_press(server: TelegramServer) -> None:
    ada, bob = server.add_user("Ada"), server.add_user("Bob")
    said = await server.say(ada, server.add_supergroup("Space", ada, bob), "/previous")
    reply = await said.reply()
    await server.delete(said.message)
    reply.reply_to = None
    await server.press(bob, reply, "p:2")
    assert (await server.edited(reply)).text == shown(2)


@pytest.mark.usefixtures("bot")
async def test_a_channels_buttons_are_everybodys(server: TelegramServer) -> None:
    ada, bob = server.add_user("Ada"), server.add_user("Bob")
    reply = await (await server.post(server.add_channel("Launches", ada), "/previous")).reply()
    await server.press(bob, reply, "p:2")
    assert (await server.edited(reply)).text == shown(2)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("data", ["no such thing", "💥" * 16, "p:1;DROP TABLE", "x" * 64])
async def test_a_forged_button_gets_one_plain_sentence_and_the_message_stays(
    server: TelegramServer, data: str
) -> None:
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    answer = await server.press(ada, reply, data, forged=True)
    assert (answer.text, answer.show_alert) == (
        "This button no longer works. Ask again with /previous",
        True,
    )
    assert reply.revision == 0


@pytest.mark.usefixtures("bot")
async def test_a_button_of_an_old_message_that_only_tells_something_is_answered_silently(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    assert (await server.press(ada, reply, "-", forged=True)).text == ""
    assert not [call for call in dispatcher.calls if call[0] == "press"]


@pytest.mark.usefixtures("bot")
async def test_a_notice_is_shown_as_a_toast_beside_the_edit(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    async def noticed(_action: str) -> Card:
        return Card("Filter dropped", notice="7 more launches")

    dispatcher.presses = noticed
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    answer = await server.press(ada, reply, "p:2")
    assert (answer.text, answer.show_alert) == ("7 more launches", False)
    assert (await server.edited(reply)).text == "Filter dropped"


@pytest.mark.usefixtures("bot")
async def test_a_long_private_answer_is_cut_to_fit_an_alert(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    async def wordy(_action: str) -> Card:
        return Card("No", blocks=(Text((("word " * 100,),)),), private=True, notice="word " * 100)

    dispatcher.presses = wordy
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    answer = await server.press(ada, reply, "p:2")
    assert len(answer.text) <= 200
    assert answer.text.endswith("word…")


@pytest.mark.usefixtures("bot")
async def test_quick_presses_on_one_message_are_worked_on_in_order(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    first_may_go = asyncio.Event()

    async def slow_first(action: str) -> Card:
        if action == "p:0":
            await first_may_go.wait()
        return page(int(action.removeprefix("p:")))

    dispatcher.presses = slow_first
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    server.open_press(ada, reply, "p:0")
    second = server.open_press(ada, reply, "p:2")
    other = await (await server.say(ada, text="/latest")).reply()
    await server.press(ada, other, "p:2")
    assert second.answer is None
    first_may_go.set()
    await server.edited(reply)
    assert (await server.edited(reply)).text == shown(2)


async def pressed_after_restart(server: TelegramServer, launch: Launch) -> Message:
    ada = server.add_user("Ada")
    async with launch():
        reply = await (await server.say(ada, text="/previous")).reply()
    async with launch():
        await server.press(ada, reply, "p:2")
        return await server.edited(reply)


async def test_an_old_button_works_after_a_restart(server: TelegramServer, launch: Launch) -> None:
    assert (await pressed_after_restart(server, launch)).text == shown(2)


async def test_a_press_made_while_the_bot_was_off_is_worked_on_later(
    server: TelegramServer, launch: Launch
) -> None:
    ada = server.add_user("Ada")
    async with launch():
        reply = await (await server.say(ada, text="/previous")).reply()
    query = server.open_press(ada, reply, "p:2")
    async with launch():
        await server.edited(reply)
    assert query.answer is not None


@pytest.mark.usefixtures("bot")
async def test_a_press_on_a_message_out_of_reach_gets_a_new_message(server: TelegramServer) -> None:
    ada = server.add_user("Ada")
    said = await server.say(ada, text="/previous")
    reply = await said.reply()
    await server.delete(reply)
    await server.press(ada, reply, "p:2")
    assert (await said.reply()).text == shown(2)


@pytest.mark.usefixtures("bot")
async def test_a_group_message_that_cannot_be_edited_is_replaced_by_one_for_the_same_person(
    server: TelegramServer,
) -> None:
    ada, bob = server.add_user("Ada"), server.add_user("Bob")
    said = await server.say(ada, server.add_group("Space", ada, bob), "/previous")
    reply = await said.reply()
    server.faults.add("editMessageText", refused("message can't be edited"))
    await server.press(ada, reply, "p:2")
    replacement = await said.reply()
    assert replacement.reply_to is said.message
    assert (await server.press(bob, replacement, "p:3", forged=True)).text == NOT_YOURS


@pytest.mark.usefixtures("bot")
async def test_a_press_that_is_too_old_to_be_answered_still_edits(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    text = "query is too old and response timeout expired or query ID is invalid"
    server.faults.add("answerCallbackQuery", refused(text))
    server.open_press(ada, reply, "p:2")
    assert (await server.edited(reply)).text == shown(2)
    assert "ERROR" not in caplog.text


@pytest.mark.usefixtures("bot")
async def test_every_press_is_answered_exactly_once(
    server: TelegramServer, exchanges: list[Exchange]
) -> None:
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    for data in ("p:2", "-", "nonsense", "p:3"):
        await server.press(ada, reply, data, forged=True)
    assert sum(exchange.path.endswith("/answerCallbackQuery") for exchange in exchanges) == 4
