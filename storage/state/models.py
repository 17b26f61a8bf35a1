"""Places, what they subscribed to, and what is owed to them.

Every value is immutable. Times are aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal

from storage.models import Launch

Platform = Literal["discord", "telegram"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where posts go.

    `chat_id` is a Discord channel or thread, or a Telegram chat; `topic_id` is a Telegram forum topic,
    0 for none. `owner_id` is what the place belongs to: the Discord server, or the chat itself where
    there is none. It says whose settings hold, and what is forgotten together.
    """

    platform: Platform
    chat_id: int
    topic_id: int = 0
    owner_id: int = field(default=0, compare=False)

    @property
    def is_part(self) -> bool:
        """Whether it is one of several places: a server's channel or thread, or a topic."""
        return self.topic_id != 0 or self.owner_id != self.chat_id


class Frequency(StrEnum):
    """When a place hears of results, or of what happened in earlier years."""

    INSTANT = "instant"
    DAILY = "daily"
    WEEKLY = "weekly"
    MEMORY_DAILY = "onthisday"
    MEMORY_WEEKLY = "onthisday-weekly"

    @property
    def is_weekly(self) -> bool:
        """Whether its posts come once a week."""
        return self in (Frequency.WEEKLY, Frequency.MEMORY_WEEKLY)

    @property
    def is_memory(self) -> bool:
        """Whether it tells of earlier years, and no results."""
        return self in (Frequency.MEMORY_DAILY, Frequency.MEMORY_WEEKLY)


class Pause(StrEnum):
    """Why nothing is posted for a subscription."""

    BY_HAND = "by hand"
    LEFT = "left"
    FORBIDDEN = "forbidden"
    GONE = "gone"
    BLOCKED = "blocked"
    TOPIC_CLOSED = "topic closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a subscription asks for.

    `query` is the text form of the filters (`commands.codec.query_string`). `hour` (0 to 23) and
    `weekday` (0 is Monday) are local to the place and count for digests only. `role_id` is the Discord role
    to mention, 0 for none. `spoiler` hides the outcome until tapped, `failures_always` lets failures
    through any filter, `publish` passes posts of an announcement channel on to its followers, `silent` ones
    make no sound, `thread` opens one under each result.
    """

    query: str
    frequency: Frequency = Frequency.INSTANT
    hour: int = 9
    weekday: int = 0
    role_id: int = 0
    spoiler: bool = False
    failures_always: bool = False
    publish: bool = False
    silent: bool = False
    thread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One subscription as kept.

    `id` is unique over all places, `number` what people call it in its place: they start at 1 in each.
    `paused` is None while it is active, `paused_at` is since when it is not. `next_at` is when its next
    digest is due, `told_until` up to when digests have told what became known; of one that is posted
    instantly, since when it is active.
    """

    id: int
    place: Place
    wishes: Wishes
    created_at: datetime
    paused: Pause | None = None
    next_at: datetime | None = None
    told_until: datetime
    number: int = 0
    paused_at: datetime | None = None


class MuteKind(StrEnum):
    """What a place does not want to hear of."""

    ROCKET = "rocket"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True)
class Mute:
    """Launches of one rocket (launcher configuration) or provider that a place does not want."""

    kind: MuteKind
    id: int

    def covers(self, launch: Launch) -> bool:
        """Tell whether a launch is one of them."""
        muted = launch.rocket if self.kind is MuteKind.ROCKET else launch.provider
        return muted is not None and muted.id == self.id


class EventKind(StrEnum):
    """What there is to tell."""

    RESULT = "result"
    CORRECTION = "correction"
    SUMMARY = "summary"
    DIGEST = "digest"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """Something to tell.

    `key` is unique over all events for ever: an event whose key is known is not told again. `launch_id`
    and `revision` are those of a result or correction; `content` is what else the card needs, as JSON.
    What is not sent by `expires_at` is not sent at all.
    """

    kind: EventKind
    key: str
    created_at: datetime
    expires_at: datetime
    launch_id: str = ""
    revision: int = 0
    content: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(NewEvent):
    """An event as kept."""

    id: int


class DeliveryState(StrEnum):
    """How far a delivery has come; the last four are final."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event owed to one place.

    `begun_at` is when the first request that may have reached the platform was about to leave, None
    before. `attempts` counts those that failed and counted. `refused_since` is since when its place has
    refused every post, None while it takes them. `message_id` and `shown` (the revision that
    the message tells) are known once it is sent. `reason` says why it is late, unknown or dead. `epoch` is
    the run of a sender that has claimed it, and that alone may go on with it.
    """

    id: int
    event: Event
    place: Place
    state: DeliveryState
    due_at: datetime
    epoch: str = ""
    begun_at: datetime | None = None
    refused_since: datetime | None = None
    attempts: int = 0
    role_ids: tuple[int, ...] = ()
    spoiler: bool = False
    publish: bool = False
    silent: bool = False
    thread: bool = False
    message_id: int = 0
    shown: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OutcomeSeen:
    """The latest revision of a launch's outcome that the state knows.

    Revision 0 is a launch that was seen without an outcome; `status_id` is Launch Library's, 0 for an
    outcome that was withdrawn. `seen_at` is when the state took note.
    """

    launch_id: str
    revision: int
    status_id: int
    seen_at: datetime
