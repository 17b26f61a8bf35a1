"""What the announcer and the adapters share: a post, and what came of sending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from commands.cards.card import Card
from commands.i18n.translation import ENGLISH, Language
from storage.state.models import Pause, Place


@dataclass(frozen=True, slots=True)
class Post:
    """A card that answers nobody.

    `key` names the delivery (letters, digits, "-" and "_", at most 25 characters), the same at every
    attempt: Discord's nonce. The card's first button carries it, so that the post can be found again.
    `role_ids` are Discord roles to mention; `publish` passes it on to the followers of an announcement
    channel. `language` is the one of the card, for what an adapter still has to say.
    """

    key: str
    card: Card
    role_ids: tuple[int, ...] = ()
    publish: bool = False
    language: Language = ENGLISH


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there, as that message; `place` is where it went if the place has moved meanwhile."""

    message_id: int
    moved_to: Place | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """It surely was not done; trying again in `seconds` may help. `counts` says if it was an attempt."""

    seconds: float
    reason: str
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Nobody knows whether it was done."""

    reason: str


@dataclass(frozen=True, slots=True)
class Closed:
    """The place takes no posts from us, and will not until somebody changes that."""

    pause: Pause
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The post itself is not taken, which trying again does not change."""

    reason: str


@dataclass(frozen=True, slots=True)
class MessageGone:
    """The message that was to be edited is there no more, or takes no edits."""

    reason: str


@dataclass(frozen=True, slots=True)
class Halted:
    """The platform takes nothing from us at all: the token is not accepted, or we were too often wrong."""

    reason: str


Receipt = Sent | Later | Ambiguous | Closed | Refused | MessageGone | Halted
"""What came of a send or an edit."""


class Unreadable:
    """The history of a place cannot be read, so nobody knows whether a post is there."""


class Poster(Protocol):
    """How one platform posts. Nothing raises but cancellation."""

    @property
    def retries_safely(self) -> bool:
        """Whether an ambiguous post may be sent again with its key within `KEY_SECONDS`."""

    async def turn(self, place: Place) -> None:
        """Wait until the pace for posts allows one more request to that place.

        Apart from `post`, so that a delivery counts as begun only when its request is about to leave.
        """

    async def post(self, place: Place, post: Post) -> Receipt:
        """Send a post as a new message, at once."""

    async def edit(self, place: Place, message_id: int, post: Post) -> Receipt:
        """Make a message show another post, at once; mentions nobody."""

    async def find(self, place: Place, key: str, since: datetime) -> int | Unreadable | Later | None:
        """Return the id of the message with that key, sent at `since` or later; None if there is none.

        `Later` when the platform cannot be asked now.
        """


KEY_SECONDS = 60.0
"""For how long, counted from the first request, Discord surely still knows a nonce ("the past few minutes").
https://docs.discord.com/developers/resources/message#create-message"""
