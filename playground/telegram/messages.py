"""A message, and what it looks like on the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from .people import Chat, User
    from .text import Entity


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now; an edit changes it in place and counts `revision` up.

    Waiting for an edit counts `awaited_revision` up, so that no edit is waited for twice.
    `via_bot` is the bot whose inline result this is, which knows it by `inline_message_id` if it has
    buttons. `thread_id` is a topic's id, or that of a chain of replies. `media` holds a photo or document
    field, `service` the field of a service message. `markup` is the inline keyboard, `keyboard` any
    other reply markup, which bots never see again.
    """

    chat: Chat
    message_id: int
    date: datetime
    sender: User | None = None
    sender_chat: Chat | None = None
    text: str | None = None
    entities: list[Entity] = field(default_factory=list)
    media: dict[str, Any] = field(default_factory=dict)
    service: dict[str, Any] = field(default_factory=dict)
    markup: dict[str, Any] | None = None
    keyboard: dict[str, Any] | None = None
    link_preview: dict[str, Any] | None = None
    reply_to: Message | None = None
    thread_id: int | None = None
    is_topic_message: bool = False
    edited: datetime | None = None
    is_deleted: bool = False
    revision: int = 0
    awaited_revision: int = 0
    author_signature: str = ""
    by_bot: bool = False
    via_bot: User | None = None
    inline_message_id: str = ""

    @property
    def has_caption(self) -> bool:
        """Whether the text stands under a photo or document."""
        return "photo" in self.media or "document" in self.media

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All buttons of the inline keyboard, row by row."""
        return [button for row in (self.markup or {}).get("inline_keyboard", []) for button in row]

    def button(self, label: str) -> dict[str, Any]:
        """Find the button with this text; raise LookupError naming those there are."""
        for button in self.buttons:
            if button["text"] == label:
                return button
        labels = ", ".join(button["text"] for button in self.buttons) or "none"
        problem = f"no button {label!r} under the message; there are: {labels}"
        raise LookupError(problem)

    def wire(self, *, with_reply: bool = True) -> dict[str, Any]:
        """Give the Message object; a message that is replied to shows no reply of its own."""
        body: dict[str, Any] = {
            "message_id": self.message_id,
            "date": int(self.date.timestamp()),
            "chat": self.chat.wire(),
        }
        if self.sender is not None:
            body["from"] = self.sender.wire()
        if self.sender_chat is not None:
            body["sender_chat"] = self.sender_chat.wire()
        if self.via_bot is not None:
            body["via_bot"] = self.via_bot.wire()
        if self.author_signature:
            body["author_signature"] = self.author_signature
        if self.thread_id is not None:
            body["message_thread_id"] = self.thread_id
        if self.is_topic_message:
            body["is_topic_message"] = True
        if self.edited is not None:
            body["edit_date"] = int(self.edited.timestamp())
        if self.reply_to is not None and with_reply:
            body["reply_to_message"] = self.reply_to.wire(with_reply=False)
        return body | self._content() | self.service

    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = dict(self.media)
        if self.text:
            content["caption" if self.has_caption else "text"] = self.text
            if self.entities:
                content["caption_entities" if self.has_caption else "entities"] = self.entities
        if self.link_preview:
            content["link_preview_options"] = self.link_preview
        if self.markup is not None:
            content["reply_markup"] = self.markup
        return content


def inaccessible(message: Message) -> dict[str, Any]:
    """Give the InaccessibleMessage object that stands for a deleted message."""
    return {"chat": message.chat.wire(), "message_id": message.message_id, "date": 0}
