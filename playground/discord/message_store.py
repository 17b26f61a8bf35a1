"""Keeps messages: creates, edits and deletes them, and tells the feed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from .attachments import Attachments
from .errors import unknown
from .feed import Change, Feed
from .messages import CROSSPOSTED, EPHEMERAL, HAS_THREAD, LOADING, Message
from .places import Channel, User
from .shaping import shape_components, shape_embeds
from .snowflakes import Snowflakes
from .uploads import Upload

NONCE_WINDOW = timedelta(minutes=3)
"""For how long a nonce is remembered; Discord's documentation says "the past few minutes"."""


class MessageStore:
    """All messages, by channel."""

    def __init__(
        self, clock: Callable[[], datetime], snowflakes: Snowflakes, attachments: Attachments, feed: Feed
    ) -> None:
        self._clock = clock
        self._snowflakes = snowflakes
        self._attachments = attachments
        self._feed = feed
        self._by_channel: dict[int, dict[int, Message]] = {}
        self._nonces: dict[str, Message] = {}

    def create(
        self,
        channel: Channel,
        author: User,
        body: Mapping[str, Any],
        uploads: Iterable[Upload] = (),
        *,
        type_: int = 0,
        visible_to: User | None = None,
        extra: dict[str, Any] | None = None,
        id_: int | None = None,
    ) -> Message:
        """Create a message from a validated body, with the given ID or a new one."""
        message = Message(
            id=id_ or self._snowflakes.next(),
            channel=channel,
            author=author,
            created_at=self._clock(),
            type=type_,
            tts=bool(body.get("tts")),
            visible_to=visible_to,
            extra=extra or {},
        )
        self._apply(message, body, uploads)
        self._by_channel.setdefault(channel.id, {})[message.id] = message
        channel.last_message_id = message.id
        self._publish(message, "thinking" if message.loading else "message created")
        return message

    def edit(self, message: Message, body: Mapping[str, Any], uploads: Iterable[Upload] = ()) -> None:
        """Apply a validated body; a message that was loading stops loading."""
        was_loading = message.loading
        self._apply(message, body, uploads)
        message.flags &= ~LOADING
        message.edited_at = None if was_loading else self._clock()
        self._publish(message, "message created" if was_loading else "message edited")

    def delete(self, message: Message) -> None:
        """Take a message away."""
        del self._by_channel[message.channel.id][message.id]
        self._publish(message, "message deleted")

    def crosspost(self, message: Message) -> None:
        """Mark an announcement as published."""
        message.flags |= CROSSPOSTED
        self._publish(message, "message edited")

    def mark_thread(self, message: Message) -> None:
        """Mark a message under which a thread has been opened."""
        message.flags |= HAS_THREAD
        self._publish(message, "message edited")

    def get(self, channel: Channel, message_id: int) -> Message:
        """Give a message, ephemeral ones too; ApiError 10008 if there is none."""
        message = self._by_channel.get(channel.id, {}).get(message_id)
        if message is None:
            raise unknown("message")
        return message

    def has(self, message: Message) -> bool:
        """Tell whether the message has not been deleted."""
        return message.id in self._by_channel.get(message.channel.id, {})

    def in_channel(self, channel: Channel) -> list[Message]:
        """Give a channel's messages, oldest first."""
        return list(self._by_channel.get(channel.id, {}).values())

    def remember_nonce(self, nonce: str, message: Message) -> None:
        """Keep the nonce of a message for a while."""
        now = self._clock()
        self._nonces = {
            key: each for key, each in self._nonces.items() if now - each.created_at <= NONCE_WINDOW
        }
        self._nonces[nonce] = message

    def with_nonce(self, nonce: str) -> Message | None:
        """Give the message that the bot created with this nonce in the past few minutes, in any channel."""
        message = self._nonces.get(nonce)
        if message is None or self._clock() - message.created_at > NONCE_WINDOW:
            return None
        return message

    def _apply(self, message: Message, body: Mapping[str, Any], uploads: Iterable[Upload]) -> None:
        message.attachments = self._attachments.apply(message.channel.id, body, uploads, message)
        if "content" in body:
            message.content = body["content"] or ""
        if "embeds" in body:
            message.embeds = shape_embeds(body["embeds"] or (), message.attachments)
        if "components" in body:
            media_id = self._snowflakes.next()
            message.components = shape_components(body["components"] or (), message.attachments, media_id)
        message.flags |= body.get("flags") or 0
        if message.visible_to is not None:
            message.flags |= EPHEMERAL

    def _publish(self, message: Message, kind: Any) -> None:
        self._feed.publish(Change(kind, message.channel, message, message.visible_to))
