"""Which subscriptions and posts make no sound."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

oldest_reader = "0004"
"""What it makes is heard: the columns have a default."""


def upgrade() -> None:
    """Add the columns: so far, everything makes the sound that a chat has for it."""
    for table in ("subscriptions", "deliveries"):
        op.add_column(table, sa.Column("silent", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop the columns."""
    for table in ("subscriptions", "deliveries"):
        op.drop_column(table, "silent")
