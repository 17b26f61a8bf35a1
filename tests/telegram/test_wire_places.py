"""Where somebody asks, over the wire: the place, who may decide there, and what the bot hears of itself."""

from __future__ import annotations

import pytest
from telegram import Chat as ApiChat
from telegram import Message as ApiMessage
from telegram import Update, User

from adapters.telegram.application import TelegramBot
from adapters.telegram.context import REMEMBERED, REMEMBERED_SECONDS, Places
from commands.definitions.command import Here, PlaceKind
from commands.definitions.permissions import Right
from playground.telegram.chats import Chat
from playground.telegram.faults import internal_error
from playground.telegram.people import User as Visitor
from playground.telegram.server import TelegramServer
from playground.wire import Exchange
from storage.state.models import Pause, Place
from tests.telegram.conftest import NOW
from tests.telegram.fakes import FakeDispatcher

pytestmark = pytest.mark.usefixtures("bot")


@pytest.fixture
def ada(server: TelegramServer) -> Visitor:
    return server.add_user("Ada")


@pytest.fixture
def bob(server: TelegramServer) -> Visitor:
    return server.add_user("Bob")


@pytest.fixture
def group(server: TelegramServer, ada: Visitor, bob: Visitor) -> Chat:
    """A group that Ada has made and Bob is in."""
    return server.add_supergroup("Space", ada, bob)


def heard(dispatcher: FakeDispatcher) -> Here:
    """Return where the last question came from."""
    here = dispatcher.people[-1].here
    assert here is not None
    return here


async def test_a_private_chat_is_its_owners_to_decide(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor
) -> None:
    await (await server.say(ada, text="/latest")).reply()
    here = heard(dispatcher)
    assert (here.place, here.kind) == (Place("telegram", ada.id), PlaceKind.PRIVATE)
    assert here.place.owner_id == ada.id
    assert await here.may(Right.SERVER)
    assert await here.obstacle() is None


async def test_in_a_group_only_administrators_decide(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor, bob: Visitor, group: Chat
) -> None:
    cy = server.add_user("Cy")
    server.promote(cy, group)
    decides = {}
    for person in (ada, bob, cy):
        await (await server.say(person, group, "/latest")).reply()
        decides[person.first_name] = await heard(dispatcher).may(Right.SERVER)
    assert decides == {"Ada": True, "Bob": False, "Cy": True}
    assert heard(dispatcher).kind is PlaceKind.GROUP
    assert heard(dispatcher).place == Place("telegram", group.id)


async def test_an_anonymous_administrator_decides_without_telegram_being_asked(
    server: TelegramServer,
    dispatcher: FakeDispatcher,
    exchanges: list[Exchange],
    ada: Visitor,
    group: Chat,
) -> None:
    server.promote(ada, group, anonymous=True)
    await (await server.say(ada, group, "/latest", anonymous=True)).reply()
    assert await heard(dispatcher).may(Right.SERVER)
    assert not [each for each in exchanges if each.path.endswith("/getChatMember")]


async def test_a_channel_is_decided_by_a_post_in_it_and_by_its_administrators_presses(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor, bob: Visitor
) -> None:
    channel = server.add_channel("News", ada, bob)
    reply = await (await server.post(channel, "/latest")).reply()
    here = heard(dispatcher)
    assert (here.place, here.kind) == (Place("telegram", channel.id), PlaceKind.ANNOUNCEMENTS)
    assert await here.may(Right.SERVER)
    decides = []
    for person in (ada, bob):
        await server.press(person, reply, "p:2", forged=True)
        decides.append(await heard(dispatcher).may(Right.SERVER))
    assert decides == [True, False]


async def test_a_topic_is_a_place_of_its_own_for_words_and_for_presses(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor
) -> None:
    forum = server.add_supergroup("Club", ada, is_forum=True)
    topic = server.add_topic(forum, "News", ada)
    reply = await (await server.say(ada, forum, "/latest", thread_id=topic.id)).reply()
    assert heard(dispatcher).place == Place("telegram", forum.id, topic.id)
    await server.press(ada, reply, "p:2")
    assert heard(dispatcher).place == Place("telegram", forum.id, topic.id)
    await (await server.say(ada, forum, "/latest")).reply()
    assert heard(dispatcher).place == Place("telegram", forum.id)


async def test_a_reply_chain_outside_forums_is_the_group_itself(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor, group: Chat
) -> None:
    first = await server.say(ada, group, "hello")
    await (await server.say(ada, group, "/latest", reply_to=first.message)).reply()
    assert heard(dispatcher).place == Place("telegram", group.id)


async def test_who_cannot_be_asked_about_does_not_decide(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor, group: Chat
) -> None:
    await (await server.say(ada, group, "/latest")).reply()
    server.faults.add("getChatMember", internal_error())
    here = heard(dispatcher)
    assert not await here.may(Right.SERVER)
    assert await here.may(Right.SERVER)


async def test_what_keeps_the_bot_from_posting_is_known_beforehand(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor, group: Chat
) -> None:
    channel = server.add_channel("News", ada)
    asked = {}
    for chat in (group, channel):
        said = server.post(channel, "/latest") if chat is channel else server.say(ada, chat, "/latest")
        await (await said).reply()
        asked[chat.id] = heard(dispatcher)
        server.silence_bot(chat)
    assert await asked[group.id].obstacle() is Pause.FORBIDDEN
    assert await asked[channel.id].obstacle() is Pause.FORBIDDEN


async def test_a_right_that_was_given_is_known_at_once(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor, group: Chat
) -> None:
    await (await server.say(ada, group, "/latest")).reply()
    here = heard(dispatcher)
    server.silence_bot(group)
    assert await here.obstacle() is Pause.FORBIDDEN
    server.silence_bot(group, silent=False)
    await server.add_bot(ada, group, admin=True)
    await (await server.say(ada, group, "/latest")).reply()
    assert await here.obstacle() is None


async def test_coming_going_and_moving_are_told(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor, group: Chat
) -> None:
    small = server.add_group("Small", ada)
    await server.remove_bot(ada, group)
    await server.add_bot(ada, group)
    await server.remove_bot(ada, group, kicked=False)
    await server.block(ada)
    await server.unblock(ada)
    moved = await server.migrate(small)
    await (await server.say(ada, text="/latest")).reply()
    assert [each for each in dispatcher.noted if each[1] == group.id] == [
        ("left", group.id), ("joined", group.id), ("rights changed", group.id), ("left", group.id),
    ]  # fmt: skip
    assert [each for each in dispatcher.noted if each[1] == ada.id] == [
        ("left", ada.id), ("joined", ada.id), ("rights changed", ada.id),
    ]  # fmt: skip
    assert ("migrated", small.id, moved.id) in dispatcher.noted


async def test_a_location_in_reply_to_us_is_taken_in_a_group(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor, group: Chat
) -> None:
    ours = await (await server.say(ada, group, "/latest")).reply()
    said = await server.say(ada, group, location=(28.5, -80.6), reply_to=ours)
    assert (await said.reply()).text == "a place"
    assert heard(dispatcher).place == Place("telegram", group.id)


async def test_a_live_location_is_answered_once_however_far_it_moves(
    server: TelegramServer, dispatcher: FakeDispatcher, ada: Visitor
) -> None:
    said = await server.say(ada, location=(28.5, -80.6))
    await said.reply()
    for step in range(3):
        said.message.media = {"location": {"latitude": 28.6 + step, "longitude": -80.6}}
        server.world.announce_edit(said.message)
    await (await server.say(ada, text="/latest")).reply()
    assert [call[0] for call in dispatcher.calls] == ["zone_at", "say"]


class TestRemembering:
    """Memberships are asked for once a minute, on a clock that the test moves."""

    @pytest.fixture
    def places(self, bot: TelegramBot) -> Places:
        self.now = 0.0
        return Places(bot.application.bot, lambda: self.now)

    def here(self, places: Places, chat: Chat, user_id: int) -> Here:
        user = User(user_id, "Somebody", False)
        message = ApiMessage(1, NOW, ApiChat(chat.id, chat.type), from_user=user, text="/subscribe")
        here = places.person(Update(1, message=message)).here
        assert here is not None
        return here

    async def test_a_promotion_is_seen_after_a_minute(
        self,
        server: TelegramServer,
        places: Places,
        exchanges: list[Exchange],
        bob: Visitor,
        group: Chat,
    ) -> None:
        here = self.here(places, group, bob.id)
        assert not await here.may(Right.SERVER)
        server.promote(bob, group)
        self.now = REMEMBERED_SECONDS - 1
        assert not await here.may(Right.SERVER)
        self.now = REMEMBERED_SECONDS
        assert await here.may(Right.SERVER)
        assert len([each for each in exchanges if each.path.endswith("/getChatMember")]) == 2

    async def test_no_more_memberships_are_kept_than_there_is_room_for(
        self, server: TelegramServer, places: Places, bob: Visitor, group: Chat
    ) -> None:
        assert not await self.here(places, group, bob.id).may(Right.SERVER)
        member = await places._bot.get_chat_member(group.id, bob.id)
        for chat_id in range(1, REMEMBERED + 50):
            places.note(chat_id, member)
        assert len(places._members) == REMEMBERED
        server.promote(bob, group)
        assert await self.here(places, group, bob.id).may(Right.SERVER)
