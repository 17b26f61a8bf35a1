"""What a person said, with the means to wait for the bot's reaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .chats import Message
    from .world import World

PATIENCE = 20.0
"""Seconds to wait for a reaction before TimeoutError."""


class Said:
    """A person's message and the bot's messages after it, in the same chat and topic.

    `update_id` is None when the bot was not shown the message (privacy mode, a block).
    """

    def __init__(self, world: World, message: Message, update_id: int | None) -> None:
        self._world = world
        self._last_seen = message.message_id
        self.message = message
        self.update_id = update_id

    async def reply(self, seconds: float = PATIENCE) -> Message:
        """Wait for the bot's next message; every call gives the one after the last given."""
        reply = await self._world.feed.until(self._next, seconds)
        self._last_seen = reply.message_id
        return reply

    async def replies(self, count: int, seconds: float = PATIENCE) -> list[Message]:
        """Wait for the bot's next `count` messages."""
        return [await self.reply(seconds) for _ in range(count)]

    def _next(self) -> Message | None:
        chat, mine = self.message.chat, self.message
        for message_id in range(self._last_seen + 1, chat.last_message_id + 1):
            message = chat.messages.get(message_id)
            if message is None or not message.by_bot or message.is_topic_message != mine.is_topic_message:
                continue
            if not mine.is_topic_message or message.thread_id == mine.thread_id:
                return message
        return None
