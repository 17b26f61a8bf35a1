"""One subscription of each kind in a place: those that were made twice at once become one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0007"
branch_labels = None
depends_on = None

oldest_reader = "0004"
"""An older version makes no second one where it looks first; where it does not see it in time, it fails."""

_WISHES = (
    "query_id", "frequency", "hour", "weekday", "role_id", "spoiler", "failures_always", "publish", "silent",
    "thread",
)  # fmt: skip


def upgrade() -> None:
    """Keep of those that are the same an active one, the oldest of these, and let there be no other again."""
    same = " AND ".join(f"other.{name} = subscriptions.{name}" for name in ("place_id", *_WISHES))
    rank = "(CASE WHEN {0}.paused IS NULL THEN 0 ELSE 1 END)"
    mine, others = rank.format("subscriptions"), rank.format("other")
    better = f"({others} < {mine} OR ({others} = {mine} AND other.id < subscriptions.id))"
    op.execute(
        sa.text(
            f"DELETE FROM subscriptions WHERE EXISTS (SELECT 1 FROM subscriptions AS other "  # noqa: S608 - ours
            f"WHERE {same} AND {better})"
        )
    )
    op.create_index("ux_subscriptions_place_id_wishes", "subscriptions", ["place_id", *_WISHES], unique=True)


def downgrade() -> None:
    """Drop the index."""
    op.drop_index("ux_subscriptions_place_id_wishes", "subscriptions")
