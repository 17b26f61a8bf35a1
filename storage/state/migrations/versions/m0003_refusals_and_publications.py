"""Since when a place refuses posts, what is still to be published, and what does not run."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two columns and two tables."""
    op.add_column("places", sa.Column("refused_at", sa.BigInteger))
    op.add_column("places", sa.Column("notice", sa.Text))
    op.create_table(
        "publications",
        sa.Column("delivery_id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_publications"),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name="fk_publications_delivery_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_publications_state_due_at", "publications", ["state", "due_at"])
    op.create_table(
        "troubles",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_troubles"),
    )


def downgrade() -> None:
    """Forget all that."""
    op.drop_table("troubles")
    op.drop_table("publications")
    op.drop_column("places", "notice")
    op.drop_column("places", "refused_at")
