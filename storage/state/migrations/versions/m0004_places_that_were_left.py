"""Since when the bot has not been in a place, and in a chat or server as a whole."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_places = sa.table(
    "places",
    sa.column("id", sa.Integer),
    sa.column("platform", sa.Text),
    sa.column("owner_id", sa.BigInteger),
    sa.column("left_at", sa.BigInteger),
)
_chats = sa.table(
    "chats",
    sa.column("platform", sa.Text),
    sa.column("owner_id", sa.BigInteger),
    sa.column("left_at", sa.BigInteger),
)
_subscriptions = sa.table(
    "subscriptions",
    sa.column("place_id", sa.Integer),
    sa.column("paused", sa.Text),
    sa.column("paused_at", sa.BigInteger),
)


def upgrade() -> None:
    """Add the columns, filled from when the subscriptions of places were paused for that reason."""
    op.add_column("places", sa.Column("left_at", sa.BigInteger))
    op.add_column("chats", sa.Column("left_at", sa.BigInteger))
    since = (
        sa.select(sa.func.min(_subscriptions.c.paused_at))
        .where(
            _subscriptions.c.place_id == _places.c.id,
            _subscriptions.c.paused.in_(["left", "blocked", "gone"]),
        )
        .scalar_subquery()
    )
    op.get_bind().execute(sa.update(_places).values(left_at=since))
    owned = sa.and_(_places.c.platform == _chats.c.platform, _places.c.owner_id == _chats.c.owner_id)
    left = sa.select(sa.func.min(_places.c.left_at)).where(owned).scalar_subquery()
    stays = sa.exists().where(owned, _places.c.left_at.is_(None))
    op.get_bind().execute(sa.update(_chats).where(~stays).values(left_at=left))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("chats", "left_at")
    op.drop_column("places", "left_at")
