"""What number a subscription has in its place, and those that were removed, so that it can be undone.

The oldest reader is noted beside the revision from here on.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

oldest_reader = "0004"
"""It gives new subscriptions no number, which `storage.state.numbering` makes up for."""

_subscriptions = sa.table(
    "subscriptions",
    sa.column("id", sa.Integer),
    sa.column("place_id", sa.Integer),
    sa.column("number", sa.Integer),
)


def upgrade() -> None:
    """Add the columns and the table; what is there is numbered in the order in which it was made."""
    op.add_column("launchlog_version", sa.Column("oldest_reader", sa.Text))
    op.add_column("subscriptions", sa.Column("number", sa.Integer))
    before = _subscriptions.alias()
    place = sa.select(sa.func.count()).where(
        before.c.place_id == _subscriptions.c.place_id, before.c.id <= _subscriptions.c.id
    )
    op.get_bind().execute(sa.update(_subscriptions).values(number=place.scalar_subquery()))
    op.create_table(
        "removed_subscriptions",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("place_id", sa.Integer, nullable=False),
        sa.Column("removed_at", sa.BigInteger, nullable=False),
        sa.Column("kept", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removed_subscriptions"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["places.id"], name="fk_removed_subscriptions_place_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_removed_subscriptions_place_id", "removed_subscriptions", ["place_id"])
    op.create_index("ix_removed_subscriptions_removed_at", "removed_subscriptions", ["removed_at"])


def downgrade() -> None:
    """Forget all that."""
    op.drop_table("removed_subscriptions")
    op.drop_column("subscriptions", "number")
    op.drop_column("launchlog_version", "oldest_reader")
