from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, ForumTopicCreated, Message, Update, User

from adapters.telegram.people import asker_of, may_press

DATE = datetime(2026, 1, 1, tzinfo=UTC)
GROUP = Chat(-5, "supergroup")
ASKER = User(1, "Asker", False, language_code="de")


def command(**fields: Any) -> Message:
    values: dict[str, Any] = {"from_user": ASKER, "text": "/previous"} | fields
    return Message(10, DATE, GROUP, **values)


def answer(asked: Message | None, chat: Chat = GROUP) -> Message:
    return Message(11, DATE, chat, reply_to_message=asked)


def test_in_a_group_the_buttons_belong_to_who_asked() -> None:
    assert may_press(answer(command()), 1)
    assert not may_press(answer(command()), 2)


@pytest.mark.parametrize(
    "asked",
    [
        None,
        command(from_user=User(1087968824, "Group", True), sender_chat=GROUP),
        command(from_user=None),
        command(forum_topic_created=ForumTopicCreated("Launches", 1), text=None),
    ],
)
def test_where_nobody_can_know_who_asked_everybody_may_press(asked: Message | None) -> None:
    assert may_press(answer(asked), 2)


def test_outside_groups_everybody_who_sees_a_message_may_press() -> None:
    assert may_press(answer(command(), Chat(1, "private")), 2)
    assert may_press(answer(command(), Chat(-9, "channel")), 2)


def test_a_person_is_known_by_id_and_language() -> None:
    person = asker_of(Update(1, message=command()))
    assert (person.key, person.locale) == ("telegram:1", "de")


def test_an_anonymous_administrator_is_known_by_the_group() -> None:
    anonymous = command(from_user=User(1087968824, "Group", True), sender_chat=GROUP)
    assert asker_of(Update(1, message=anonymous)).id == GROUP.id


def test_a_channel_post_is_asked_by_the_channel() -> None:
    channel = Chat(-9, "channel")
    post = Message(1, DATE, channel, sender_chat=channel, text="/latest")
    assert asker_of(Update(1, channel_post=post)).key == "telegram:-9"
