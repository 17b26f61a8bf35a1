"""What goes wrong, over the wire: refusals, broken connections, exceptions, floods."""

from __future__ import annotations

import pytest

from commands.cards.card import Card, Picture
from playground.telegram.faults import Reset, bad_gateway, blocked, flood, internal_error, refused
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from tests.telegram.fakes import ONE_PIXEL, FakeDispatcher, shown

pytestmark = pytest.mark.usefixtures("bot")

SORRY = "Something went wrong here. Please try again in a moment."


async def fail(*_: str) -> Card:
    raise RuntimeError("the catalogue exploded")


async def pictured(*_: str) -> Card:
    return Card("Title", picture=Picture("Alt", "https://example.org/a.jpg"))


def sends(exchanges: list[Exchange], method: str = "sendMessage") -> list[Exchange]:
    return [exchange for exchange in exchanges if exchange.path.endswith(f"/{method}")]


async def still_answers(server: TelegramServer) -> None:
    await (await server.say(server.add_user("Eve"), text="/help")).reply()


async def test_an_exception_becomes_one_sentence_and_one_log_entry(
    server: TelegramServer, dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher.answers = fail
    reply = await (await server.say(server.add_user("Ada"), text="/previous")).reply()
    assert reply.text == SORRY
    (record,) = [record for record in caplog.records if record.levelname == "ERROR"]
    assert record.exc_info is not None
    assert "the catalogue exploded" in str(record.exc_info[1])


async def test_an_exception_after_a_press_answers_the_press(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    dispatcher.presses = fail
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    answer = await server.press(ada, reply, "p:2")
    assert (answer.text, answer.show_alert) == (SORRY, True)
    assert reply.revision == 0


async def test_a_reply_waits_as_told_after_a_429(server: TelegramServer, exchanges: list[Exchange]) -> None:
    server.faults.add("sendMessage", flood(1))
    await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert [exchange.status for exchange in sends(exchanges)] == [429, 200]


async def test_a_429_of_zero_seconds_is_tried_again_at_once(
    server: TelegramServer, exchanges: list[Exchange]
) -> None:
    server.faults.add("sendMessage", flood(0))
    await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert [exchange.status for exchange in sends(exchanges)] == [429, 200]


async def test_a_block_is_logged_in_one_line(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.faults.add("sendMessage", blocked())
    await server.say(server.add_user("Ada"), text="/latest")
    await still_answers(server)
    (record,) = [record for record in caplog.records if "request_refused request=send" in record.message]
    assert "blocked by the user" in record.message
    assert record.exc_info is None


@pytest.mark.parametrize("text", ["TOPIC_CLOSED", "not enough rights to send text messages to the chat"])
async def test_a_place_where_we_may_not_write_is_logged_and_not_tried_again(
    server: TelegramServer, exchanges: list[Exchange], caplog: pytest.LogCaptureFixture, text: str
) -> None:
    server.faults.add("sendMessage", refused(text))
    await server.say(server.add_user("Ada"), text="/latest")
    await still_answers(server)
    assert [exchange.status for exchange in sends(exchanges)] == [400, 200]
    assert "request_refused request=send" in caplog.text


async def test_a_group_that_became_a_supergroup_is_answered_there(server: TelegramServer) -> None:
    ada = server.add_user("Ada")
    group = server.add_group("Space", ada)
    upgraded = await server.migrate(group)
    await server.say(ada, group, "/latest")
    messages = upgraded.messages
    answer = await server.world.feed.until(
        lambda: next((message for message in messages.values() if message.by_bot), None), 5
    )
    assert answer.text == shown(1, "latest:")


@pytest.mark.parametrize("text", ["WEBPAGE_MEDIA_EMPTY", "something nobody has seen before"])
async def test_a_refused_picture_costs_the_picture_alone(
    server: TelegramServer, dispatcher: FakeDispatcher, exchanges: list[Exchange], text: str
) -> None:
    dispatcher.answers = pictured
    server.faults.add("sendMessage", refused(text))
    reply = await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert reply.text == "Title"
    assert reply.link_preview == {"is_disabled": True}


async def test_a_refused_picture_of_an_edit_costs_the_picture_alone(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    dispatcher.presses = pictured
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    server.faults.add("editMessageText", refused("WEBPAGE_CURL_FAILED"))
    await server.press(ada, reply, "p:2")
    assert (await server.edited(reply)).link_preview == {"is_disabled": True}


async def test_a_refused_photo_costs_the_photo_alone(
    server: TelegramServer, dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture
) -> None:
    dispatcher.answers = charted
    server.faults.add("sendPhoto", refused("IMAGE_PROCESS_FAILED"))
    ada = server.add_user("Ada")
    assert (await (await server.say(ada, text="/latest")).reply()).text == "Figures"
    await (await server.say(ada, text="/help")).reply()
    assert "picture_refused" in caplog.text


async def charted(*_: str) -> Card:
    return Card("Figures", picture=Picture("A chart", data=ONE_PIXEL))


@pytest.mark.parametrize(
    "fault", [refused("IMAGE_PROCESS_FAILED"), refused("something nobody has seen before")]
)
async def test_a_refused_photo_of_an_edit_costs_the_photo_alone(
    server: TelegramServer, dispatcher: FakeDispatcher, caplog: pytest.LogCaptureFixture, fault: Reset
) -> None:
    dispatcher.presses = charted
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    server.faults.add("editMessageMedia", fault)
    await server.press(ada, reply, "p:2")
    edited = await server.edited(reply)
    assert (edited.text, "photo" in edited.media) == ("Figures", False)
    assert "picture_refused" in caplog.text


async def test_a_chart_that_is_too_old_to_be_taken_away_stays_above_what_follows_it(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    dispatcher.answers = charted
    ada = server.add_user("Ada")
    said = await server.say(ada, text="/latest")
    photo = await said.reply()
    server.faults.add("deleteMessage", refused("message can't be deleted for everyone"))
    await server.press(ada, photo, "p:2", forged=True)
    assert ((await said.reply()).text or "").startswith("Page 2")
    assert photo.text == "Figures"


@pytest.mark.parametrize("fault", [internal_error(), bad_gateway(), Reset(after=False), Reset(after=True)])
async def test_a_send_that_may_have_arrived_is_not_repeated(
    server: TelegramServer, exchanges: list[Exchange], caplog: pytest.LogCaptureFixture, fault: Reset
) -> None:
    server.faults.add("sendMessage", fault)
    await server.say(server.add_user("Ada"), text="/latest")
    await still_answers(server)
    assert len(sends(exchanges)) == 2
    assert "request_refused request=send" in caplog.text


@pytest.mark.parametrize("fault", [internal_error(), bad_gateway(), Reset(after=False), Reset(after=True)])
async def test_an_edit_is_repeated_since_doing_it_twice_does_no_harm(
    server: TelegramServer, exchanges: list[Exchange], fault: Reset
) -> None:
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    server.faults.add("editMessageText", fault)
    server.faults.add("answerCallbackQuery", internal_error())
    await server.press(ada, reply, "p:2")
    assert (await server.edited(reply)).text == shown(2)


async def test_an_edit_that_is_refused_for_good_is_logged(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    ada = server.add_user("Ada")
    reply = await (await server.say(ada, text="/previous")).reply()
    server.faults.add("editMessageText", blocked())
    await server.press(ada, reply, "p:2")
    await server.press(ada, reply, "p:0")
    await server.edited(reply)
    assert "request_refused request=edit" in caplog.text
