"""Posts over the wire: what is sent, what comes of it, and that nothing is sent twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest

from adapters.telegram.application import TelegramBot
from commands.cards.card import Button, Card, Picture, Spoiler, Strong, Text, When, WhenStyle
from commands.subscriptions.poster import (
    Ambiguous,
    Closed,
    Halted,
    Later,
    MessageGone,
    Post,
    Receipt,
    Refused,
    Sent,
    Unreadable,
)
from playground.telegram.chats import Chat, Message
from playground.telegram.errors import ApiError, unauthorized
from playground.telegram.faults import (
    Action,
    Broken,
    Refuse,
    Reset,
    bad_gateway,
    flood,
    internal_error,
    refused,
)
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from storage.state.models import Pause, Place
from tests.telegram.conftest import NOW
from tests.telegram.fakes import FakeDispatcher

CARD = Card(
    "Falcon 9 | Starlink",
    blocks=(Text(((Strong("Success"),),)),),
    buttons=((Button("Details", "d-7"),),),
)
PICTURED = replace(CARD, picture=Picture("Falcon 9", "https://example.org/falcon.jpg"))
POST = Post("key-1", CARD)


def at(chat: Chat, topic_id: int = 0) -> Place:
    return Place("telegram", chat.id, topic_id, owner_id=chat.id)


def requests(exchanges: list[Exchange], method: str) -> list[dict[str, object]]:
    return [dict(each.request) for each in exchanges if each.path.endswith(f"/{method}")]


def posted(chat: Chat) -> list[Message]:
    return [message for message in chat.messages.values() if message.by_bot and not message.is_deleted]


@pytest.fixture
def group(server: TelegramServer) -> Chat:
    return server.add_supergroup("Space", server.add_user("Ada"))


async def sent(bot: TelegramBot, chat: Chat, post: Post = POST) -> Message:
    """Post, and return the message as it stands in the chat."""
    came = await bot.poster.post(at(chat), post)
    assert isinstance(came, Sent)
    return chat.messages[came.message_id]


async def test_a_post_arrives_and_its_receipt_names_the_message(bot: TelegramBot, group: Chat) -> None:
    message = await sent(bot, group)
    assert message.text == "Falcon 9 | Starlink\n\nSuccess"
    assert posted(group) == [message]


async def test_a_post_to_a_topic_stands_in_the_topic(server: TelegramServer, bot: TelegramBot) -> None:
    ada = server.add_user("Ada")
    forum = server.add_supergroup("Club", ada, is_forum=True)
    topic = server.add_topic(forum, "News", ada)
    assert isinstance(await bot.poster.post(at(forum, topic.id), POST), Sent)
    assert [message.thread_id for message in posted(forum)] == [topic.id]


async def test_a_posts_details_open_in_the_private_chat_of_whoever_follows_them(
    server: TelegramServer, bot: TelegramBot, dispatcher: FakeDispatcher, group: Chat
) -> None:
    details = (await sent(bot, group)).buttons[0]
    address, _, payload = details["url"].partition("?start=")
    assert address == "https://t.me/Launchlog_Bot"
    await (await server.follow_link(server.add_user("Bob"), payload)).reply()
    assert dispatcher.calls == [("follow", "d-7", "")]


async def test_a_mute_under_an_old_post_is_an_alert_and_the_post_stays(
    server: TelegramServer, bot: TelegramBot, dispatcher: FakeDispatcher, group: Chat
) -> None:
    async def muted(_: str) -> Card:
        return Card("Muted: SpaceX", private=True, notice="Muted: SpaceX")

    dispatcher.presses = muted
    message = await sent(bot, group)
    assert message.markup is not None
    message.markup["inline_keyboard"][0].append({"text": "Mute SpaceX", "callback_data": "m-121"})
    answer = await server.press(server.add_user("Bob"), message, "m-121")
    assert (answer.text, answer.show_alert) == ("Muted: SpaceX", True)
    assert message.revision == 0


async def test_what_is_a_spoiler_is_hidden_until_it_is_tapped(bot: TelegramBot, group: Chat) -> None:
    hidden = replace(CARD, blocks=(Text(((Spoiler("It <failed>"),),)),))
    message = await sent(bot, group, Post("key-2", hidden))
    (spoiler,) = [entity for entity in message.entities if entity["type"] == "spoiler"]
    start = spoiler["offset"]
    assert (message.text or "")[start : start + spoiler["length"]] == "It <failed>"


async def test_times_are_told_in_the_time_zone_of_the_card(bot: TelegramBot, group: Chat) -> None:
    zone = timezone(timedelta(hours=5, minutes=45))
    told = replace(CARD, blocks=(Text(((When(NOW, WhenStyle.DATE_TIME),),)),), zone=zone)
    assert "17:45" in ((await sent(bot, group, Post("key-3", told))).text or "")


@pytest.mark.parametrize(
    ("fault", "receipt", "arrived"),
    [
        pytest.param(flood(7), Later, 0, id="429"),
        pytest.param(flood(0), Later, 0, id="429 without a wait"),
        pytest.param(internal_error(), Ambiguous, 0, id="500"),
        pytest.param(bad_gateway(), Ambiguous, 0, id="502"),
        pytest.param(Broken(504), Ambiguous, 0, id="504"),
        pytest.param(Reset(after=False), Ambiguous, 0, id="reset before"),
        pytest.param(Reset(after=True), Ambiguous, 1, id="answer lost"),
        pytest.param(Refuse(unauthorized()), Halted, 0, id="401"),
        pytest.param(Refuse(ApiError(403, "Forbidden: user is deactivated")), Closed, 0, id="403"),
        pytest.param(refused("message is too long"), Refused, 0, id="other 400"),
    ],
)
async def test_a_post_that_fails_is_requested_once_and_says_what_came_of_it(
    server: TelegramServer,
    bot: TelegramBot,
    group: Chat,
    exchanges: list[Exchange],
    fault: Action,
    receipt: type[Receipt],
    arrived: int,
) -> None:
    server.faults.add("sendMessage", fault)
    assert isinstance(await bot.poster.post(at(group), POST), receipt)
    assert len(posted(group)) == arrived
    assert len(requests(exchanges, "sendMessage")) <= 1


async def test_a_server_that_cannot_be_reached_is_asked_later(
    server: TelegramServer, bot: TelegramBot, group: Chat
) -> None:
    await server.stop()
    came = await bot.poster.post(at(group), POST)
    assert isinstance(came, Later)
    assert came.counts


async def test_a_chat_that_told_us_to_wait_halts_nobody_else(
    server: TelegramServer, bot: TelegramBot, group: Chat, exchanges: list[Exchange]
) -> None:
    other = server.add_supergroup("Rockets", server.add_user("Bob"))
    server.faults.add("sendMessage", flood(3600))
    first = await bot.poster.post(at(group), POST)
    second = await bot.poster.post(at(group), POST)
    assert isinstance(first, Later)
    assert isinstance(second, Later)
    assert (first.seconds, first.counts, second.counts) == (3600.0, False, False)
    assert len(requests(exchanges, "sendMessage")) == 1
    await sent(bot, other)


async def test_places_that_take_nothing_say_why(server: TelegramServer, bot: TelegramBot) -> None:
    ada = server.add_user("Ada")
    kicked, left, silent = (server.add_supergroup(title, ada) for title in ("K", "L", "S"))
    await server.remove_bot(ada, kicked)
    await server.remove_bot(ada, left, kicked=False)
    server.silence_bot(silent)
    channel = server.add_channel("News", ada)
    server.silence_bot(channel)
    forum = server.add_supergroup("F", ada, is_forum=True)
    topic = server.add_topic(forum, "Closed", ada)
    topic.is_closed = True
    await server.block(ada)
    places = {
        at(kicked): Pause.LEFT,
        at(left): Pause.LEFT,
        at(silent): Pause.FORBIDDEN,
        at(channel): Pause.FORBIDDEN,
        at(forum, topic.id): Pause.TOPIC_CLOSED,
        at(forum, 4711): Pause.GONE,
        at(server.private(ada)): Pause.BLOCKED,
        Place("telegram", -100999): Pause.GONE,
    }
    for place, pause in places.items():
        came = await bot.poster.post(place, POST)
        assert isinstance(came, Closed), place
        assert came.pause is pause


async def test_a_group_that_became_a_supergroup_gets_the_post_there(
    server: TelegramServer, bot: TelegramBot
) -> None:
    group = server.add_group("Space", server.add_user("Ada"))
    upgraded = await server.migrate(group)
    upgraded.join(server.world.bot)
    came = await bot.poster.post(at(group), POST)
    assert isinstance(came, Sent)
    assert came.moved_to is not None
    assert (came.moved_to.chat_id, came.moved_to.owner_id) == (upgraded.id, upgraded.id)
    assert [message.message_id for message in posted(upgraded)] == [came.message_id]


async def test_an_ambiguous_post_after_a_move_stays_ambiguous(
    server: TelegramServer, bot: TelegramBot, exchanges: list[Exchange]
) -> None:
    moved = ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat",
                     parameters={"migrate_to_chat_id": -1009})  # fmt: skip
    group = server.add_group("Space", server.add_user("Ada"))
    server.faults.add("sendMessage", Refuse(moved))
    server.faults.add("sendMessage", internal_error())
    assert isinstance(await bot.poster.post(at(group), POST), Ambiguous)
    assert [each["chat_id"] for each in requests(exchanges, "sendMessage")] == [group.id, -1009]


async def test_a_refused_picture_costs_the_picture_alone(
    server: TelegramServer, bot: TelegramBot, group: Chat, exchanges: list[Exchange]
) -> None:
    server.faults.add("sendMessage", refused("WEBPAGE_MEDIA_EMPTY"))
    message = await sent(bot, group, Post("key-4", PICTURED))
    assert posted(group) == [message]
    previews = [each["link_preview_options"] for each in requests(exchanges, "sendMessage")]
    assert [isinstance(each, dict) and "url" in each for each in previews] == [True, False]


async def test_a_picture_is_not_blamed_when_nobody_knows_what_happened(
    server: TelegramServer, bot: TelegramBot, group: Chat, exchanges: list[Exchange]
) -> None:
    server.faults.add("sendMessage", Reset(after=True))
    assert isinstance(await bot.poster.post(at(group), Post("key-5", PICTURED)), Ambiguous)
    assert len(posted(group)) == 1


async def test_a_post_refused_with_and_without_its_picture_is_given_up(
    server: TelegramServer, bot: TelegramBot, group: Chat, exchanges: list[Exchange]
) -> None:
    server.faults.add("sendMessage", refused("can't parse entities"), 2)
    assert isinstance(await bot.poster.post(at(group), Post("key-6", PICTURED)), Refused)
    assert len(requests(exchanges, "sendMessage")) == 2


@pytest.mark.parametrize("silent", [False, True])
async def test_a_silent_post_asks_for_no_sound(
    server: TelegramServer, bot: TelegramBot, exchanges: list[Exchange], silent: bool
) -> None:
    group = server.add_group("Space", server.add_user("Ada"))
    await sent(bot, group, replace(POST, silent=silent))
    (asked,) = requests(exchanges, "sendMessage")
    assert asked.get("disable_notification", False) is silent


CORRECTED = Post("key-7", replace(CARD, blocks=(Text(((Strong("Corrected: Failure"),),)),)))


async def test_an_edit_shows_the_correction_in_place(bot: TelegramBot, group: Chat) -> None:
    message = await sent(bot, group)
    assert await bot.poster.edit(at(group), message.message_id, CORRECTED) == Sent(message.message_id)
    assert "Corrected: Failure" in (message.text or "")
    assert posted(group) == [message]


async def test_an_edit_that_was_made_already_is_done(bot: TelegramBot, group: Chat) -> None:
    message = await sent(bot, group)
    for _ in range(2):
        assert await bot.poster.edit(at(group), message.message_id, CORRECTED) == Sent(message.message_id)
    assert message.revision == 1


async def test_an_edit_whose_answer_was_lost_may_be_repeated(
    server: TelegramServer, bot: TelegramBot, group: Chat
) -> None:
    message = await sent(bot, group)
    server.faults.add("editMessageText", Reset(after=True))
    assert isinstance(await bot.poster.edit(at(group), message.message_id, CORRECTED), Ambiguous)
    assert await bot.poster.edit(at(group), message.message_id, CORRECTED) == Sent(message.message_id)


async def test_a_deleted_post_cannot_be_edited(server: TelegramServer, bot: TelegramBot, group: Chat) -> None:
    message = await sent(bot, group)
    await server.delete(message)
    assert isinstance(await bot.poster.edit(at(group), message.message_id, CORRECTED), MessageGone)


async def test_a_post_in_a_group_that_has_moved_cannot_be_edited(
    server: TelegramServer, bot: TelegramBot
) -> None:
    group = server.add_group("Space", server.add_user("Ada"))
    message = await sent(bot, group)
    await server.migrate(group)
    assert isinstance(await bot.poster.edit(at(group), message.message_id, CORRECTED), MessageGone)


async def test_an_edit_that_a_place_refuses_proves_nothing_about_the_place(
    server: TelegramServer, bot: TelegramBot, group: Chat
) -> None:
    message = await sent(bot, group)
    await server.remove_bot(server.add_user("Ada"), group)
    assert isinstance(await bot.poster.edit(at(group), message.message_id, CORRECTED), MessageGone)


async def test_what_was_posted_cannot_be_looked_up(bot: TelegramBot, group: Chat) -> None:
    await sent(bot, group)
    assert isinstance(await bot.poster.find(at(group), POST.key, NOW), Unreadable)
    assert not bot.poster.retries_safely
