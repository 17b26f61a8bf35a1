"""What the database's errors mean, in a plain sentence for the operator."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.errors import DamagedStoreError, StoreError

_SQLITE_REASONS = {
    sqlite3.SQLITE_BUSY: "is locked by another program",
    sqlite3.SQLITE_LOCKED: "is locked by another program",
    sqlite3.SQLITE_PERM: "may not be opened: permission denied",
    sqlite3.SQLITE_READONLY: "is read-only",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error",
    sqlite3.SQLITE_FULL: "cannot be written: the disk is full",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened: check that the folder exists and may be written to",
}
"""Primary result codes. Source: https://www.sqlite.org/rescode.html"""

_SQLITE_DAMAGE = {
    sqlite3.SQLITE_CORRUPT: "is damaged",
    sqlite3.SQLITE_NOTADB: "is damaged or not an SQLite database",
}


class UnusableError(Exception):
    """A look at the database shows that it cannot be used; `failures_of` completes the sentence."""


@contextmanager
def failures_of(subject: str) -> Iterator[None]:
    """Raise what the block raises about the database as StoreError or DamagedStoreError.

    The text is one line, "<subject> is locked by another program", and the same for the same kind of
    failure. It holds no SQL and no values.
    """
    try:
        yield
    except UnusableError as error:
        message = f"{subject} {error}"
        raise DamagedStoreError(message) from error
    except (SQLAlchemyError, OSError, UnicodeError) as error:
        raise _translated(subject, error) from error


def _translated(subject: str, error: Exception) -> StoreError:
    cause = error.orig if isinstance(error, DBAPIError) else error
    # Extended codes keep the primary one in their lowest byte.
    code = getattr(cause, "sqlite_errorcode", None) or 0
    if damage := _SQLITE_DAMAGE.get(code & 0xFF):
        return DamagedStoreError(f"{subject} {damage}")
    return StoreError(f"{subject} {_SQLITE_REASONS.get(code & 0xFF) or _reason(cause)}")


def _reason(cause: BaseException | None) -> str:
    if isinstance(cause, UnicodeError):
        return "cannot hold such a text"
    if isinstance(cause, OSError):
        return f"cannot be used: {cause.strerror or type(cause).__name__}"
    # SQLAlchemy's shim of an asynchronous driver hides that driver's own, telling class.
    told = cause.__cause__ if cause is not None and cause.__cause__ is not None else cause
    # The driver of PostgreSQL has a class of its own for a server that it cannot reach in time.
    if isinstance(told, TimeoutError) or type(told).__name__ == "ConnectionTimeout":
        return "does not answer"
    return f"refused: {type(told).__name__}"
