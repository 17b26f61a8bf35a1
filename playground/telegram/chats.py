"""Chats with their topics and messages: what they look like on the wire, and who may do what in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .errors import ApiError, bad_request, forbidden, migrated
from .people import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    MEMBER_RIGHTS,
    ChatKind,
    Standing,
    User,
)

if TYPE_CHECKING:
    from datetime import datetime

    from .text import Entity


@dataclass(slots=True, eq=False)
class Topic:
    """A topic of a forum; its id is the message id of the service message that opened it."""

    root: Message
    name: str
    is_closed: bool = False

    @property
    def id(self) -> int:
        """The topic's `message_thread_id`."""
        return self.root.message_id


@dataclass(slots=True, eq=False)
class Chat:
    """A chat with everything in it.

    `standing` holds each member's, the bot's as well. `silenced` members may not write, `blocked`
    says that the person has blocked the bot, `migrated_to` is the id of the supergroup after an upgrade.
    """

    id: int
    type: ChatKind
    title: str = ""
    username: str = ""
    person: User | None = None
    is_forum: bool = False
    standing: dict[int, Standing] = field(default_factory=dict)
    members: dict[int, User] = field(default_factory=dict)
    silenced: set[int] = field(default_factory=set)
    anonymous: set[int] = field(default_factory=set)
    blocked: bool = False
    migrated_to: int | None = None
    topics: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    last_message_id: int = 0

    def wire(self) -> dict[str, Any]:
        """Give the Chat object."""
        chat: dict[str, Any] = {"id": self.id, "type": self.type}
        if self.person is not None:
            names = {"first_name": self.person.first_name, "last_name": self.person.last_name}
            names["username"] = self.person.username
            return chat | {name: value for name, value in names.items() if value}
        chat["title"] = self.title
        if self.username:
            chat["username"] = self.username
        if self.is_forum:
            chat["is_forum"] = True
        return chat

    def full_wire(self) -> dict[str, Any]:
        """Give the ChatFullInfo object."""
        gifts = ("unlimited", "limited", "unique", "premium_subscription")
        accepted = {f"{name}_gifts" if "premium" not in name else name: False for name in gifts}
        return self.wire() | {
            "accent_color_id": abs(self.id) % 7,
            "max_reaction_count": 11,
            "accepted_gift_types": accepted | {"gifts_from_channels": False},
        }

    def join(self, user: User, standing: Standing = "member") -> None:
        """Let a user in, or change what they are."""
        self.members[user.id] = user
        self.standing[user.id] = standing

    def is_admin(self, user_id: int) -> bool:
        """Say whether a user administers this chat."""
        return self.standing.get(user_id) in ("creator", "administrator")

    def member_wire(self, user: User) -> dict[str, Any]:
        """Give the ChatMember object of a user, who may be no member at all."""
        standing = self.standing.get(user.id, "left")
        member: dict[str, Any] = {"status": standing, "user": user.wire()}
        if standing == "kicked":
            return member | {"until_date": 0}
        if standing == "creator":
            return member | {"is_anonymous": user.id in self.anonymous}
        if standing == "administrator":
            rights = (*ADMIN_RIGHTS, *(CHANNEL_RIGHTS if self.type == "channel" else GROUP_RIGHTS))
            member |= {"can_be_edited": False, "is_anonymous": user.id in self.anonymous}
            return member | dict.fromkeys(rights, user.id not in self.silenced)
        if self.type == "supergroup" and user.id in self.silenced and standing == "member":
            member |= {"status": "restricted", "is_member": True, "until_date": 0}
            return member | dict.fromkeys(MEMBER_RIGHTS, False)
        return member

    def check_writable(self, bot_id: int, what: str = "text messages") -> None:
        """Refuse where the bot may not write; `what` is the kind of message in Telegram's words."""
        problem = self._bar(bot_id, what)
        if problem is not None:
            raise problem

    def _bar(self, bot_id: int, what: str) -> ApiError | None:
        kind = f"{self.type} chat"
        standing = self.standing.get(bot_id, "left")
        bars = (
            (self.type == "private", forbidden("bot was blocked by the user") if self.blocked else None),
            (standing == "kicked", forbidden(f"bot was kicked from the {kind}")),
            (standing == "left", forbidden(f"bot is not a member of the {kind}")),
            (
                self.type == "channel" and (standing != "administrator" or bot_id in self.silenced),
                bad_request("need administrator rights in the channel chat"),
            ),
            (bot_id in self.silenced, bad_request(f"not enough rights to send {what} to the chat")),
        )
        if self.migrated_to is not None:
            return migrated(self.migrated_to)
        return next((problem for applies, problem in bars if applies), None)

    def check_topic(self, thread_id: int | None, bot_id: int) -> Topic | None:
        """Give the topic to write to, or None for none.

        The "General" topic has no id of its own: naming it as 1 is refused, as Telegram does.
        """
        if thread_id is None:
            return None
        topic = self.topics.get(thread_id)
        if topic is None:
            raise bad_request("message thread not found")
        if topic.is_closed and not self.is_admin(bot_id):
            raise bad_request("TOPIC_CLOSED")
        return topic


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
