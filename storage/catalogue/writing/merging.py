"""What a catalogue makes of two records of the same launch."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from storage.models import Launch, Mission, Mode, Picture

S = TypeVar("S", bound=msgspec.Struct)

_TOLD_FROM_NORMAL_ON = frozenset({"mission", "failure_reason", "hold_reason", "probability"})
"""Fields in which a normal or detailed record's emptiness is a statement."""


def merge(old: Launch, new: Launch, mode: Mode) -> Launch:
    """Return `old` with everything that `new`, a record of that mode, tells.

    What `new` does not tell is kept: a poorer record never takes away what a richer one said.
    """
    told = _TOLD_FROM_NORMAL_ON if mode >= Mode.NORMAL else frozenset[str]()
    return _overlay(old, new, told)


def _overlay(old: S, new: S, told: frozenset[str] = frozenset()) -> S:
    values: dict[str, Any] = {}
    for name in old.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if after is None and name not in told:
            values[name] = before
        elif isinstance(before, msgspec.Struct) and _same_thing(before, after):
            values[name] = _overlay(before, after)
        else:
            values[name] = after
    return type(old)(**values)


def _same_thing(before: msgspec.Struct, after: object) -> bool:
    """Whether both tell of one thing, so that each may know of it what the other does not."""
    if isinstance(before, Picture) and isinstance(after, Picture):
        return before.url == after.url
    if isinstance(before, Mission) and isinstance(after, Mission) and after.id is None:
        # A list record has of its mission no more than the name and the type.
        return True
    same_type = type(before) is type(after)
    return same_type and getattr(before, "id", None) == getattr(after, "id", None)
