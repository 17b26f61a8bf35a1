"""Who asks, and whose buttons a message has."""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatType

from commands.definitions.command import Person


def asker_of(update: Update) -> Person:
    """Return who wrote or pressed: a person, or the chat behind an anonymous administrator or channel."""
    user, sender = update.effective_user, update.effective_sender
    return Person("telegram", sender.id if sender else 0, (user.language_code if user else None) or "")


def may_press(message: Message, user_id: int) -> bool:
    """Tell whether the buttons under `message` are that user's to press.

    In a group they belong to whoever wrote the command that our message replies to. Where nobody can
    know (a deleted command, an anonymous administrator, a channel) they are everybody's.
    """
    if message.chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
        return True
    asked = message.reply_to_message
    # In a topic, a message that replies to nothing stands as a reply to the topic's beginning.
    if asked is None or asked.forum_topic_created or asked.sender_chat or asked.from_user is None:
        return True
    return asked.from_user.is_bot or asked.from_user.id == user_id
