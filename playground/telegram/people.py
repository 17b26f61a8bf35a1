"""Users, chats and who may do what in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from .errors import ApiError, bad_request, forbidden, migrated

if TYPE_CHECKING:
    from .messages import Message

ChatKind = Literal["private", "group", "supergroup", "channel"]
Standing = Literal["creator", "administrator", "member", "left", "kicked"]

ANONYMOUS_ADMIN_ID = 1087968824
"""GroupAnonymousBot: https://core.telegram.org/bots/api#user is the sender of anonymous administrators."""

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
MEMBER_RIGHTS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    *GROUP_RIGHTS,
)
"""What a restricted member of a supergroup may be denied: https://core.telegram.org/bots/api#chatmemberrestricted"""


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot. `language_code` is an IETF tag, or empty; with another one it is the same person."""

    id: int
    first_name: str
    username: str = ""
    last_name: str = ""
    language_code: str = field(default="", compare=False)
    is_bot: bool = False

    def wire(self) -> dict[str, Any]:
        """Give the User object."""
        fields = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
            **{name: value for name, value in fields.items() if value},
        }


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
