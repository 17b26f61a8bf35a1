"""How the values of query parameters are read.

Every reader takes the parameter's name, for its sentence, and the value. Raises `AskError` for a value of the
wrong type.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from commands.i18n.formatting import either
from commands.i18n.translation import _
from storage.errors import AskError
from storage.query import Landing, View

MAX_ID = 2**63 - 1
"""Largest id that a database column holds."""

MAX_VALUES = 1000
"""Most values in one list."""


def text(_name: str, value: str) -> str:
    """Return the value without space around it."""
    return value.strip()


def number(name: str, value: str) -> int:
    """Return a whole number that a database column holds."""
    try:
        read = int(value)
    except ValueError:
        read = MAX_ID + 1
    if abs(read) > MAX_ID:
        raise AskError(
            _("“{name}” must be a whole number, not “{value}”.").format(name=name, value=value[:50])
        )
    return read


def _pieces(name: str, value: str) -> list[str]:
    pieces = [piece.strip() for piece in value.split(",")]
    if len(pieces) > MAX_VALUES:
        raise AskError(_("“{name}” can have at most {n} values.").format(name=name, n=MAX_VALUES))
    return [piece for piece in pieces if piece]


def numbers(name: str, value: str) -> tuple[int, ...]:
    """Return whole numbers with commas between them."""
    return tuple(number(name, piece) for piece in _pieces(name, value))


def uuids(name: str, value: str) -> tuple[str, ...]:
    """Return ids of launches with commas between them."""
    found = []
    for piece in _pieces(name, value):
        try:
            found.append(str(uuid.UUID(piece)))
        except ValueError:
            sentence = _("“{value}” is not the id of a launch: ids look like {example}.")
            example = "e3df2ecd-c239-472f-95e4-2b89b4f75800"
            raise AskError(sentence.format(value=piece[:50], example=example)) from None
    return tuple(found)


def flag(name: str, value: str) -> bool:
    """Return the boolean that a text means."""
    folded = value.strip().casefold()
    if folded in ("true", "1", "yes"):
        return True
    if folded in ("false", "0", "no"):
        return False
    raise AskError(_("“{name}” is either true or false, not “{value}”.").format(name=name, value=value[:50]))


def instant(name: str, value: str) -> datetime:
    """Return an instant in UTC."""
    try:
        # A "+" of a zone that was not percent-encoded arrives as a space.
        read = datetime.fromisoformat(value.strip().replace(" ", "+" if "T" in value else " "))
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError):
        sentence = _("“{name}” must be a time such as 2024-09-11T16:23:12Z, not “{value}”.")
        raise AskError(sentence.format(name=name, value=value[:50])) from None


def texts(name: str, value: str) -> tuple[str, ...]:
    """Return texts with commas between them."""
    return tuple(_pieces(name, value))


def landings(name: str, value: str) -> tuple[str, ...]:
    """Return what is asked of landings, with commas between it."""
    pieces = [piece.casefold() for piece in _pieces(name, value)]
    for piece in pieces:
        if piece not in set(Landing):
            sentence = _("“{name}” is one of {choices}, not “{value}”.")
            raise AskError(sentence.format(name=name, choices=either(Landing), value=piece[:50]))
    return tuple(pieces)


def codes(name: str, value: str) -> tuple[str, ...]:
    """Return codes of countries with commas between them."""
    return tuple(piece.upper() for piece in _pieces(name, value))


def ordering(_name: str, value: str) -> tuple[str, ...]:
    """Return names to order by; which are known is the query's own matter."""
    return tuple(piece.strip() for piece in value.split(","))


def view(_name: str, value: str) -> View:
    """Return the mode, the usual one for one that does not exist."""
    return View(value) if value in set(View) else View.NORMAL


def fallback(default: int) -> Callable[[str, str], int]:
    """A reader of limit or offset, which never refuses a value."""

    def read(name: str, value: str) -> int:
        try:
            return number(name, value)
        except AskError:
            return default

    return read
