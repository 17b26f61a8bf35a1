"""What a catalogue makes of several records of the same launch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from storage.catalogue.writing.tellings import Telling
from storage.instants import to_micros
from storage.models import Launch, Mission, Mode, Picture

S = TypeVar("S", bound=msgspec.Struct)

_TOLD_FROM_NORMAL_ON = frozenset({"mission", "failure_reason", "hold_reason", "probability"})
"""Fields in which a normal or detailed record's emptiness is a statement."""


def fold(tellings: Iterable[Telling]) -> tuple[Launch, Launch]:
    """Return the launch that those tell of together, and the same without the bundled history.

    The newer wins and the poorer takes nothing away. Whatever order they are given in, they are laid one
    upon the other by age, so that the launch is always the same. Raises `ValueError` for none.
    """
    in_order = sorted(tellings, key=lambda telling: telling.age)
    bundled = [telling for telling in in_order if telling.is_bundled]
    recorded = in_order[len(bundled) :]
    if not bundled or not recorded:
        launch, _mode = _laid(in_order)
        return launch, launch
    launch, mode = _laid(recorded)
    return _upon_history(bundled, launch, mode), launch


def _upon_history(bundled: Sequence[Telling], launch: Launch, mode: Mode) -> Launch:
    """Let Launch Library replace what is bundled, field by field and never whole.

    An outcome that is bundled is taken back only by what was updated since the history was made.
    """
    base, _mode = _laid(bundled)
    merged = merge(base, launch, mode)
    since = launch.last_updated is not None and to_micros(launch.last_updated) > bundled[-1].received
    if launch.status.outcome is None and base.status.outcome is not None and not since:
        return msgspec.structs.replace(merged, status=base.status)
    return merged


def _laid(tellings: Sequence[Telling]) -> tuple[Launch, Mode]:
    """Lay the newer upon the older; return the launch, and the mode of the richest."""
    if not tellings:
        raise ValueError("no launch without a record of it")
    launch, richest = tellings[0].launch, tellings[0]
    for new in tellings[1:]:
        if new.mode >= richest.mode and new.version >= richest.version:
            launch = new.launch
        else:
            launch = merge(launch, new.launch, new.mode)
        richest = max(richest, new, key=lambda telling: telling.wealth)
    return launch, richest.mode


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
