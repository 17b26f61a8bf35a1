"""Subscriptions, and what is owed to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PENDING = sa.text("state = 'pending'")
_HELD = sa.text("state IN ('claimed', 'sending', 'unknown', 'dead')")


def upgrade() -> None:
    """Create the tables, and the only row of `detection`."""
    _places()
    _subscriptions()
    _outcomes()
    _deliveries()


def downgrade() -> None:
    """Drop everything that people subscribed to."""
    for table in (
        "deliveries", "events", "detection", "outcomes", "mutes", "subscriptions", "watched_queries",
        "places", "chats",
    ):  # fmt: skip
        op.drop_table(table)


def _places() -> None:
    op.create_table(
        "chats",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("owner_id", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("zone", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("platform", "owner_id", name="pk_chats"),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("topic_id", sa.BigInteger, nullable=False),
        sa.Column("owner_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
        sa.UniqueConstraint("platform", "chat_id", "topic_id", name="uq_places_platform_chat_id_topic_id"),
    )
    op.create_index("ix_places_platform_owner_id", "places", ["platform", "owner_id"])


def _subscriptions() -> None:
    op.create_table(
        "watched_queries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("matched", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watched_queries"),
        sa.UniqueConstraint("text", name="uq_watched_queries_text"),
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("place_id", sa.Integer, nullable=False),
        sa.Column("query_id", sa.Integer, nullable=False),
        sa.Column("frequency", sa.Text, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("role_id", sa.BigInteger, nullable=False),
        sa.Column("spoiler", sa.Boolean, nullable=False),
        sa.Column("failures_always", sa.Boolean, nullable=False),
        sa.Column("publish", sa.Boolean, nullable=False),
        sa.Column("paused", sa.Text),
        sa.Column("paused_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("next_at", sa.BigInteger),
        sa.Column("told_until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscriptions"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name="fk_subscriptions_place_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["query_id"], ["watched_queries.id"], name="fk_subscriptions_query_id"),
        # A number is never given again: an old card's buttons must not reach a newer subscription.
        sqlite_autoincrement=True,
    )
    for column in ("place_id", "query_id", "next_at"):
        op.create_index(f"ix_subscriptions_{column}", "subscriptions", [column])
    op.create_table(
        "mutes",
        sa.Column("place_id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("ref_id", sa.Integer, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("place_id", "kind", "ref_id", name="pk_mutes"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_mutes_place_id", ondelete="CASCADE"),
    )


def _outcomes() -> None:
    op.create_table(
        "outcomes",
        sa.Column("launch_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("status_id", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("launch_id", name="pk_outcomes"),
    )
    detection = op.create_table(
        "detection",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("looked_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_detection"),
    )
    op.bulk_insert(detection, [{"id": 1, "looked_at": None}])


def _deliveries() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("launch_id", sa.Text, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("key", name="uq_events_key"),
    )
    for column in ("launch_id", "created_at"):
        op.create_index(f"ix_events_{column}", "events", [column])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("event_id", sa.Integer, nullable=False),
        sa.Column("place_id", sa.Integer, nullable=False),
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("begun_at", sa.BigInteger),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("role_ids", sa.Text, nullable=False),
        sa.Column("spoiler", sa.Boolean, nullable=False),
        sa.Column("publish", sa.Boolean, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("event_id", "place_id", name="uq_deliveries_event_id_place_id"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_deliveries_event_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name="fk_deliveries_place_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_deliveries_place_id", "deliveries", ["place_id"])
    op.create_index(
        "ix_deliveries_pending", "deliveries", ["platform", "due_at", "id"],
        sqlite_where=_PENDING, postgresql_where=_PENDING,
    )  # fmt: skip
    op.create_index(
        "ix_deliveries_held", "deliveries", ["state", "platform"],
        sqlite_where=_HELD, postgresql_where=_HELD,
    )  # fmt: skip
