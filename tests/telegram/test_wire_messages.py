"""What people write, over the wire: who is answered, where, and with what."""

from __future__ import annotations

import pytest

from adapters.telegram.application import TelegramBot
from commands.cards.card import Card, Picture, Strong, Text
from playground.telegram.server import TelegramServer
from tests.telegram.fakes import ONE_PIXEL, FakeDispatcher, shown

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_command_reaches_the_dispatcher_with_its_words(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada", language_code="de")
    said = await server.say(ada, text='/previous provider:"Rocket Lab" since:2024')
    reply = await said.reply()
    assert reply.text == shown(1, 'previous: provider:"Rocket Lab" since:2024')
    assert dispatcher.calls == [("say", "previous", 'provider:"Rocket Lab" since:2024')]
    assert (dispatcher.people[0].key, dispatcher.people[0].locale) == (f"telegram:{ada.id}", "de")
    assert reply.reply_to is None


async def test_the_answer_has_its_buttons(server: TelegramServer) -> None:
    reply = await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert [(key["text"], key["callback_data"]) for key in reply.buttons] == [
        ("1", "d:1"),
        ("Back", "p:0"),
        ("Next", "p:2"),
    ]


async def test_plain_words_in_a_private_chat_ask_for_previous_launches(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    await (await server.say(server.add_user("Ada"), text="crew dragon")).reply()
    assert dispatcher.calls == [("say", "previous", "crew dragon")]


async def test_plain_words_in_a_group_are_left_alone(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada")
    group = server.add_supergroup("Space", ada)
    await server.add_bot(ada, group, admin=True)
    await server.say(ada, group, "has anybody seen crew dragon?")
    await server.say(ada, group, "/unknown thing")
    await (await server.say(ada, group, "/latest")).reply()
    assert dispatcher.calls == [("say", "latest", "")]


async def test_in_a_group_the_answer_is_a_reply(server: TelegramServer) -> None:
    ada = server.add_user("Ada")
    said = await server.say(ada, server.add_group("Space", ada), "/latest")
    assert (await said.reply()).reply_to is said.message


async def test_a_command_addressed_to_us_is_answered_in_any_case_of_letters(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada")
    await (await server.say(ada, server.add_group("Space", ada), "/Previous@LAUNCHLOG_bot x")).reply()
    assert dispatcher.calls == [("say", "previous", "x")]


async def test_a_command_addressed_to_another_bot_is_ignored(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada")
    group = server.add_supergroup("Space", ada)
    await server.add_bot(ada, group, admin=True)
    await server.say(ada, group, "/previous@weather_bot x")
    await (await server.say(ada, group, "/latest")).reply()
    assert dispatcher.calls == [("say", "latest", "")]


async def test_an_unknown_command_in_a_private_chat_is_answered_as_one(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    await (await server.say(server.add_user("Ada"), text="/frobnicate it")).reply()
    assert dispatcher.calls == [("say", "frobnicate", "it")]


async def test_start_greets(server: TelegramServer, dispatcher: FakeDispatcher) -> None:
    await (await server.say(server.add_user("Ada"), text="/start")).reply()
    assert dispatcher.calls == [("run", "start", "{}")]


async def test_a_deep_link_opens_what_its_action_leads_to(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    await (await server.say(server.add_user("Ada"), text="/start d_Zm9v-bar")).reply()
    assert dispatcher.calls == [("follow", "d_Zm9v-bar", "")]


async def test_a_forum_topic_is_answered_in_the_topic(server: TelegramServer) -> None:
    ada = server.add_user("Ada")
    forum = server.add_supergroup("Space", ada, is_forum=True)
    topic = server.add_topic(forum, "Launches", ada)
    reply = await (await server.say(ada, forum, "/latest", thread_id=topic.id)).reply()
    assert reply.thread_id == topic.id


async def test_a_reply_chain_outside_forums_is_no_topic(server: TelegramServer) -> None:
    ada = server.add_user("Ada")
    group = server.add_supergroup("Space", ada)
    first = await server.say(ada, group, "what was that launch?")
    said = await server.say(ada, group, "/latest", reply_to=first.message)
    assert (await said.reply()).reply_to is said.message


async def test_an_edited_command_is_answered_again(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada")
    said = await server.say(ada, text="/previous flacon")
    await said.reply()
    await server.edit(ada, said, "/previous falcon")
    assert (await said.reply()).text == shown(1, "previous: falcon")
    assert [call[2] for call in dispatcher.calls] == ["flacon", "falcon"]


async def test_a_channel_post_is_answered_in_the_channel(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    channel = server.add_channel("Launches", server.add_user("Ada"))
    reply = await (await server.post(channel, "/latest")).reply()
    assert reply.chat is channel
    assert dispatcher.people[0].id == channel.id


async def test_an_anonymous_administrator_is_answered(server: TelegramServer) -> None:
    ada = server.add_user("Ada")
    group = server.add_supergroup("Space", ada)
    server.promote(ada, group, anonymous=True)
    said = await server.say(ada, group, "/latest", anonymous=True)
    assert (await said.reply()).reply_to is said.message


async def test_a_location_that_is_not_for_us_is_ignored(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada = server.add_user("Ada")
    group = server.add_supergroup("Space", ada)
    await server.say(ada, group, location=(28.5, -80.6))
    await (await server.say(ada, group, "/latest")).reply()
    assert dispatcher.calls == [("say", "latest", "")]


async def test_a_location_shared_with_us_is_taken_for_the_time_zone(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    said = await server.say(server.add_user("Ada"), location=(28.5, -80.6))
    assert (await said.reply()).text == "a place"
    assert dispatcher.calls == [("zone_at", "28.5 -80.6", "")]


async def test_markup_and_mentions_from_a_launch_are_shown_as_text(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    async def hostile(_name: str, _text: str) -> Card:
        line = ("<b>Starlink</b> & @everyone tg://user?id=1 ", Strong("a<b"))
        return Card("</b>Title", blocks=(Text((line,)),))

    dispatcher.answers = hostile
    reply = await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert (reply.text or "").replace("\u2060", "") == (
        "</b>Title\n\n<b>Starlink</b> & @everyone tg://user?id=1 a<b"
    )
    assert {entity["type"] for entity in reply.entities} == {"bold"}


async def test_a_picture_by_link_is_shown_above_the_text(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    async def pictured(_name: str, _text: str) -> Card:
        return Card("Title", picture=Picture("Alt", "https://example.org/a.jpg"))

    dispatcher.answers = pictured
    reply = await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert reply.link_preview == {
        "url": "https://example.org/a.jpg",
        "prefer_large_media": True,
        "show_above_text": True,
    }


async def test_a_picture_of_our_own_and_its_text_are_one_message(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    async def charted(_name: str, _text: str) -> Card:
        return Card("Title", picture=Picture("A chart", data=ONE_PIXEL))

    dispatcher.answers = charted
    photo = await (await server.say(server.add_user("Ada"), text="/latest")).reply()
    assert photo.text == "Title"
    assert "photo" in photo.media


async def test_hundred_commands_of_one_person_do_not_hold_up_another(
    server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    ada, bob = server.add_user("Ada"), server.add_user("Bob")
    for _ in range(100):
        await server.say(ada, text="/latest")
    await (await server.say(bob, text="/latest")).reply()
    assert any(person.id == bob.id for person in dispatcher.people)


async def test_the_bot_offers_its_commands_in_every_kind_of_chat(
    server: TelegramServer, bot: TelegramBot
) -> None:
    await bot.wait_ready()
    ada = server.add_user("Ada")
    names = ["previous", "search", "latest", "help"]
    assert [command["command"] for command in server.menu(ada)] == names
    assert [command["command"] for command in server.menu(ada, server.add_group("Space", ada))] == names


@pytest.mark.parametrize("edits", [0, 1])
async def test_a_reaction_to_a_command_is_no_new_question(
    bot: TelegramBot, server: TelegramServer, dispatcher: FakeDispatcher, edits: int
) -> None:
    ada = server.add_user("Ada")
    said = await server.say(ada, text="/previous vega")
    for number in range(edits):
        await server.edit(ada, said, f"/previous falcon {number}")
    await server.react(said)
    await server.react(said)
    await (await server.say(ada, text="/latest")).replies(2 + edits)
    assert [call[2] for call in dispatcher.calls] == ["vega", *(["falcon 0"] * edits), ""]


async def test_a_reaction_to_a_post_in_a_channel_is_no_new_question(
    bot: TelegramBot, server: TelegramServer, dispatcher: FakeDispatcher
) -> None:
    channel = server.add_channel("News", server.add_user("Ada"))
    said = await server.post(channel, "/previous vega")
    await said.reply()
    await server.react(said)
    await (await server.post(channel, "/latest")).reply()
    assert [call[2] for call in dispatcher.calls] == ["vega", ""]
