"""Messages as the server keeps them, and the flags on them.

Flags: https://docs.discord.com/developers/resources/message#message-object-message-flags
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .places import Channel, User

CROSSPOSTED = 1 << 0
HAS_THREAD = 1 << 5
SUPPRESS_EMBEDS = 1 << 2
EPHEMERAL = 1 << 6
LOADING = 1 << 7
SUPPRESS_NOTIFICATIONS = 1 << 12
IS_COMPONENTS_V2 = 1 << 15


@dataclass(slots=True, eq=False)
class Message:
    """One message.

    `embeds`, `components` and `attachments` are in the shape in which Discord hands them out. `visible_to`
    is the only person who sees an ephemeral message, None when everybody does. `extra` holds the fields
    that tell where the message came from (interaction_metadata, message_reference and so on).
    """

    id: int
    channel: Channel
    author: User
    created_at: datetime
    type: int = 0
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    flags: int = 0
    tts: bool = False
    edited_at: datetime | None = None
    visible_to: User | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def ephemeral(self) -> bool:
        """Tell whether only one person sees the message."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Return whether the message still shows that the bot is thinking."""
        return bool(self.flags & LOADING)

    def seen_by(self, user: User) -> bool:
        """Tell whether a person sees the message."""
        return self.visible_to is None or self.visible_to is user
