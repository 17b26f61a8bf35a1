"""Saved queries, the ledger of requests, and the details somebody waits for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables, and the ledger's only row."""
    op.create_table(
        "saved_queries",
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("used_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_saved_queries"),
    )
    op.create_index("ix_saved_queries_used_at", "saved_queries", ["used_at"])
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
    )
    op.create_index("ix_requests_at", "requests", ["at"])
    ledger = op.create_table(
        "ledger",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("paused_until", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
    )
    op.bulk_insert(ledger, [{"id": 1, "paused_until": None}])
    op.create_table(
        "wanted_details",
        sa.Column("launch_id", sa.Text, nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("launch_id", name="pk_wanted_details"),
    )
    op.create_index("ix_wanted_details_asked_at", "wanted_details", ["asked_at"])


def downgrade() -> None:
    """Drop everything: before this revision there was no state."""
    for table in ("wanted_details", "ledger", "requests", "saved_queries"):
        op.drop_table(table)
