"""What the announcer and the adapters share: a post, and what came of sending it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Protocol, TypeVar

from commands.cards.card import Card
from storage.state.models import Pause, Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Post:
    """A card that answers nobody.

    `key` names the delivery (letters, digits, "-" and "_", at most 25 characters), the same at every
    attempt: Discord's nonce. The card's first button carries it, so that the post can be found again.
    `role_ids` are Discord roles to mention. `status_id` is the status of the one launch that it tells, None
    where it tells of several. A `silent` one makes no sound where it arrives.
    """

    key: str
    card: Card
    role_ids: tuple[int, ...] = ()
    status_id: int | None = None
    silent: bool = False

    @property
    def without_picture(self) -> Post | None:
        """The same without its picture, None where it has none."""
        return replace(self, card=replace(self.card, picture=None)) if self.card.picture else None


@dataclass(frozen=True, slots=True)
class Sent:
    """It is there, as that message; `place` is where it went if the place has moved meanwhile."""

    message_id: int
    moved_to: Place | None = None


class Scope(Enum):
    """What a limit applies to: one destination, the whole platform, or our IP address."""

    PLACE = "place"
    PLATFORM = "platform"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Later:
    """It was not done by this request; trying again in `seconds` may help.

    `counts` says if it was an attempt, `scope` who had better not ask before that. With `left`, an earlier
    request of the same attempt may have done it all the same.
    """

    seconds: float
    reason: str
    counts: bool = True
    scope: Scope = Scope.PLACE
    left: bool = False


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
    """The platform says that it does not know us; one stray answer proves nothing, see `Poster.is_known`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An error that nobody foresaw, of ours or a library's; `left` if a request may have been made."""

    reason: str
    left: bool = False


Receipt = Sent | Later | Ambiguous | Closed | Refused | MessageGone | Halted | Failed
"""What came of a send or an edit."""


async def or_plainer(whole: T, plainer: T | None, request: Callable[[T], Awaitable[Receipt]]) -> Receipt:
    """Make a request with the whole, once more without what can be spared, such as a picture, if refused."""
    came = await request(whole)
    return await request(plainer) if isinstance(came, Refused) and plainer is not None else came


class Unreadable:
    """The history of a place cannot be read, so nobody knows whether a post is there."""


class Poster(Protocol):
    """How one platform posts. Nothing raises but cancellation."""

    @property
    def retries_safely(self) -> bool:
        """Whether an ambiguous post may be sent again with its key within `KEY_SECONDS`."""

    @property
    def at_once(self) -> int:
        """How many requests are under way at most: what nobody can know about after a crash."""

    async def is_known(self) -> bool | None:
        """Ask the platform who we are: whether it knows us, None when it cannot be asked."""

    async def turn(self, place: Place) -> None:
        """Wait until the pace for posts allows one more request to that place.

        Apart from `post`, so that a delivery counts as begun only when its request is about to leave.
        """

    async def post(self, place: Place, post: Post) -> Receipt:
        """Send a post as a new message, at once."""

    async def edit(self, place: Place, message_id: int, post: Post) -> Receipt:
        """Make a message show another post, at once; mentions nobody."""

    async def publish(self, place: Place, message_id: int) -> Receipt:
        """Publish a post to the followers of its channel at once; doing it twice is harmless."""

    async def open_thread(self, place: Place, message_id: int, name: str) -> Receipt:
        """Open a thread of that name under a post at once; doing it twice is harmless."""

    async def find(self, place: Place, key: str, since: datetime) -> int | Unreadable | Later | None:
        """Return the id of the message with that key, sent at `since` or later; None if there is none.

        That may take several requests, each of which waits for its turn. `Later` when the platform cannot
        be asked now.
        """


KEY_SECONDS = 60.0
"""For how long, counted from the first request, Discord surely still knows a nonce ("the past few minutes").
https://docs.discord.com/developers/resources/message#create-message"""
