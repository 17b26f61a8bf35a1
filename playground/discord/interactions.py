"""Interactions: what a person did, and what the bot made of it.

Times: https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Literal

from .messages import Message
from .places import Channel, User

FIRST_ANSWER = timedelta(seconds=3)
TOKEN_LIFE = timedelta(minutes=15)

Kind = Literal["message", "deferred", "update", "deferred update", "choices", "modal", "pong"]


class InteractionType(IntEnum):
    """Source: https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-object."""

    PING = 1
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(slots=True, eq=False)
class Modal:
    """A modal as the bot sent it, opened by an interaction."""

    custom_id: str
    title: str
    components: list[dict[str, Any]]
    opened_by: Interaction


@dataclass(slots=True, eq=False)
class Interaction:
    """One interaction, from the person's press to the bot's last word.

    `source` is the message whose component was used. `kind` says what the first response was, None before it.
    `message` is the answer or the edited message, `followups` what came after it. `lost` is set once the
    person has seen "The application did not respond".
    """

    id: int
    token: str
    type: InteractionType
    user: User
    channel: Channel
    created_at: datetime
    data: dict[str, Any]
    owners: dict[str, str]
    source: Message | None = None
    opened_by: Interaction | None = None
    kind: Kind | None = None
    message: Message | None = None
    modal: Modal | None = None
    choices: list[dict[str, Any]] = field(default_factory=list)
    followups: list[Message] = field(default_factory=list)
    lost: bool = False
    answer_within: timedelta = FIRST_ANSWER
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    _settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ephemeral(self) -> bool:
        """Tell whether only the person sees the answer."""
        return self.message is not None and self.message.ephemeral

    @property
    def deferred(self) -> bool:
        """Tell whether the first response only promised an answer."""
        return self.kind in ("deferred", "deferred update")

    def answer(self, kind: Kind) -> None:
        """Record the first response and wake whoever waits for it."""
        self.kind = kind
        self.answered.set()
        if not self.deferred:
            self._settled.set()

    def settle(self) -> None:
        """Note that a promised answer has come."""
        self._settled.set()

    async def settled(self, seconds: float = 20.0) -> Message | None:
        """Wait until a promised answer has come and give the message; TimeoutError after so many seconds."""
        async with asyncio.timeout(seconds):
            await self._settled.wait()
        return self.message

    def too_late_for_first_answer(self, now: datetime) -> bool:
        """Tell whether the 3 seconds are over, or what else is given."""
        return self.lost or now - self.created_at > self.answer_within

    def token_expired(self, now: datetime) -> bool:
        """Tell whether the 15 minutes are over."""
        return now - self.created_at > TOKEN_LIFE

    def metadata(self, user: dict[str, Any]) -> dict[str, Any]:
        """Give the interaction_metadata of messages that answer this interaction."""
        metadata: dict[str, Any] = {
            "id": str(self.id),
            "type": int(self.type),
            "user": user,
            "authorizing_integration_owners": self.owners,
        }
        if self.type is InteractionType.COMPONENT and self.source is not None:
            metadata["interacted_message_id"] = str(self.source.id)
        elif self.type is InteractionType.MODAL and self.opened_by is not None:
            metadata["triggering_interaction_metadata"] = self.opened_by.metadata(user)
        return metadata
