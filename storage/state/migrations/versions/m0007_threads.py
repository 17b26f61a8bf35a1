"""Under which posts a thread is to be opened, and how far that has come."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

oldest_reader = "0004"
"""What it makes is heard: the columns have a default, and it opens no threads."""


def upgrade() -> None:
    """Add the columns and the table: so far, no thread is opened."""
    for table in ("subscriptions", "deliveries"):
        op.add_column(table, sa.Column("thread", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "threads",
        sa.Column("delivery_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_threads"),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_threads_delivery_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_threads_state_due_at", "threads", ["state", "due_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("threads")
    for table in ("subscriptions", "deliveries"):
        op.drop_column(table, "thread")
