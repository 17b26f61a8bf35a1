"""Sweeps in pieces: a change of very many rows that lets other writes in between.

SQLite has one writer. A sweep that took a million rows in one transaction would hold up for seconds what a
person does meanwhile, so each piece is a transaction of its own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Delete, Update, and_, select

from storage.state.database import Database

PIECE = 500
"""Rows changed in one transaction: some milliseconds, the sync of the disk included."""


async def in_pieces(
    database: Database,
    key: Column[Any],
    which: ColumnElement[bool],
    change: Update | Delete,
    *,
    size: int = PIECE,
) -> int:
    """Change the rows of which `which` is true, in the order of their unique key; return how many.

    They are looked for without holding up anybody's write, and looked at again when they are changed: what
    has happened in between counts. Whoever waits to write is let in after each piece, as the database's
    writers take turns. Raises StoreError.
    """
    total = 0
    beyond: list[ColumnElement[bool]] = []
    while True:
        wanted = select(key).where(which, *beyond).order_by(key).limit(size)
        async with database.read() as connection:
            keys = list(await connection.scalars(wanted))
        if not keys:
            return total
        piece = and_(which, key >= keys[0], key <= keys[-1])
        async with database.write() as connection:
            if not database.is_sqlite:
                # What somebody else holds is left for the next sweep; the rest is looked at once it is held.
                free = select(key).where(piece).with_for_update(of=key.table, skip_locked=True)
                piece = and_(which, key.in_(list(await connection.scalars(free))))
            changed = await connection.execute(change.where(piece))
        total += changed.rowcount
        # What was passed is not looked at again: no row is read twice.
        beyond = [key > keys[-1]]
