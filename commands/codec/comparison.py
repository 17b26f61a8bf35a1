"""A comparison in a few characters, for buttons: its time, then what is compared, in that order.

The parts have "_" between them: `G` and `T` from when on and until when, as `compact` has them, `P` a
provider, `R` a rocket and `L` a launch site, or several together (base-36 ids with "-" between).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from commands.codec.base36 import to_base36
from commands.codec.compact import instant_of, instant_text
from commands.codec.parameter_values import MAX_ID
from commands.definitions.filters import NAMED
from storage.properties import Property
from storage.query import Range

FEWEST_COMPARED, MOST_COMPARED = 2, 4
"""Rockets, providers or launch sites that are compared at once."""

Contender = tuple[Property, tuple[int, ...]]
"""One of those compared: what it is, and its ids, sorted and without repeats."""

COMPARED = (Property.PROVIDER, Property.ROCKET, Property.LOCATION)
"""What can be compared."""

_KINDS = {NAMED[kind].tag: kind for kind in COMPARED}
_BOUNDS = {"G": "gte", "T": "lt"}


def write(contenders: Iterable[Contender], net: Range) -> str:
    """Return the comparison in short."""
    bounds = (("G", net.gte), ("T", net.lt))
    said = [tag + instant_text(bound) for tag, bound in bounds if bound is not None]
    said += [NAMED[kind].tag + "-".join(map(to_base36, ids)) for kind, ids in contenders]
    return "_".join(said)


def read(code: str) -> tuple[list[Contender], Range]:
    """Return what is compared, and when; raises ValueError, KeyError, IndexError or OverflowError."""
    contenders, net = list[Contender](), dict[str, datetime]()
    for part in code.split("_"):
        tag, value = part[0], part[1:]
        if tag in _BOUNDS:
            net[_BOUNDS[tag]] = instant_of(value)
        else:
            contenders.append((_KINDS[tag], _ids(value)))
    if not FEWEST_COMPARED <= len(contenders) <= MOST_COMPARED or len(set(contenders)) < len(contenders):
        raise ValueError(code)
    return contenders, Range(**net)


def _ids(text: str) -> tuple[int, ...]:
    ids = tuple(int(part, 36) for part in text.split("-"))
    if ids != tuple(sorted(set(ids))) or ids[0] < 0 or ids[-1] > MAX_ID:
        raise ValueError(text)
    return ids
