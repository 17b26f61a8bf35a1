"""Users, and what they can be allowed in a chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

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
