"""The tables of the state as the newest migration leaves them; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware `datetime`, stored as whole microseconds since 1970 in UTC.

    An integer sorts and subtracts alike in every database, and no driver guesses a time zone for it.
    Raises ValueError for a naive `datetime`.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Turn an instant into microseconds."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"{value!r} has no time zone"
            raise ValueError(message)
        return microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn microseconds into an instant."""
        return None if value is None else _EPOCH + value * _MICROSECOND


def microseconds(instant: datetime) -> int:
    """Return how an instant is stored."""
    return (instant - _EPOCH) // _MICROSECOND


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

saved_queries = Table(
    "saved_queries",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("used_at", Instant, nullable=False, index=True),
)

requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("purpose", Text, nullable=False),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("paused_until", Instant),
)
"""One row, `id` 1: whoever changes the ledger locks it first."""

wanted_details = Table(
    "wanted_details",
    metadata,
    Column("launch_id", Text, primary_key=True),
    Column("asked_at", Instant, nullable=False, index=True),
)

chats = Table(
    "chats",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
    Column("zone", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("left_at", Instant),
)
"""`left_at` is since when we have not been in there."""

places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger, nullable=False),
    Column("owner_id", BigInteger, nullable=False),
    Column("refused_at", Instant),
    Column("notice", Text),
    Column("left_at", Instant),
    UniqueConstraint("platform", "chat_id", "topic_id"),
    Index("ix_places_platform_owner_id", "platform", "owner_id"),
)

"""`refused_at` is since when a place has refused every post, `notice` why posts were paused, until told, and
`left_at` since when we have not been in there."""

watched_queries = Table(
    "watched_queries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False, unique=True),
    Column("matched", Boolean, nullable=False),
)
"""Each distinct query of subscriptions once; `matched` is only of use within one transaction."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("place_id", Integer, ForeignKey("places.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("query_id", Integer, ForeignKey("watched_queries.id"), nullable=False, index=True),
    Column("frequency", Text, nullable=False),
    Column("hour", Integer, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("role_id", BigInteger, nullable=False),
    Column("spoiler", Boolean, nullable=False),
    Column("failures_always", Boolean, nullable=False),
    Column("publish", Boolean, nullable=False),
    Column("silent", Boolean, nullable=False, server_default=false()),
    Column("thread", Boolean, nullable=False, server_default=false()),
    Column("paused", Text),
    Column("paused_at", Instant),
    Column("created_at", Instant, nullable=False),
    Column("next_at", Instant, index=True),
    Column("told_until", Instant, nullable=False),
    Column("number", Integer),
    sqlite_autoincrement=True,
)

"""`number` is what people call it in its place, as `storage.state.numbering` reads it."""

WISHES = (
    "query_id",
    "frequency",
    "hour",
    "weekday",
    "role_id",
    "spoiler",
    "failures_always",
    "publish",
    "silent",
    "thread",
)
"""What a subscription asks for: all of it the same is the same subscription."""

Index(
    "ux_subscriptions_place_id_wishes",
    *(subscriptions.c[name] for name in ("place_id", *WISHES)),
    unique=True,
)

removed_subscriptions = Table(
    "removed_subscriptions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("place_id", Integer, ForeignKey("places.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("removed_at", Instant, nullable=False, index=True),
    Column("kept", Text, nullable=False),
)
"""Subscriptions that were removed, each as `storage.state.removals` keeps it."""

mutes = Table(
    "mutes",
    metadata,
    Column("place_id", Integer, ForeignKey("places.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("ref_id", Integer, primary_key=True, autoincrement=False),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("launch_id", Text, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("status_id", Integer, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

detection = Table(
    "detection",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("looked_at", Instant),
)
"""One row, `id` 1: how fresh the catalogue was when it was last compared with `outcomes`."""

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("launch_id", Text, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("created_at", Instant, nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer, ForeignKey("events.id", ondelete="CASCADE"), nullable=False),
    Column("place_id", Integer, ForeignKey("places.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("platform", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("begun_at", Instant),
    Column("epoch", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("role_ids", Text, nullable=False),
    Column("spoiler", Boolean, nullable=False),
    Column("publish", Boolean, nullable=False),
    Column("silent", Boolean, nullable=False, server_default=false()),
    Column("thread", Boolean, nullable=False, server_default=false()),
    Column("message_id", BigInteger, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("event_id", "place_id"),
)


def _follow_up(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("delivery_id", Integer, ForeignKey("deliveries.id", ondelete="CASCADE"), primary_key=True,
               autoincrement=False),
        Column("state", Text, nullable=False),
        Column("due_at", Instant, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("reason", Text, nullable=False),
        Index(f"ix_{name}_state_due_at", "state", "due_at"),
    )  # fmt: skip


publications = _follow_up("publications")
"""Posts of announcement channels that are to reach the channels' followers."""

threads = _follow_up("threads")
"""Posts under which a thread is to be opened."""

troubles = Table(
    "troubles",
    metadata,
    Column("name", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("since", Instant, nullable=False),
)
"""Parts of the running bot that do not run."""

_PENDING = text("state = 'pending'")
_HELD = text("state IN ('claimed', 'sending', 'unknown', 'dead')")

Index("ix_deliveries_pending", deliveries.c.platform, deliveries.c.due_at, deliveries.c.id,
      sqlite_where=_PENDING, postgresql_where=_PENDING)  # fmt: skip
Index("ix_deliveries_held", deliveries.c.state, deliveries.c.platform,
      sqlite_where=_HELD, postgresql_where=_HELD)  # fmt: skip
