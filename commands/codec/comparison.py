"""A comparison in a few characters, for buttons: its time, then what is compared, in that order.

The parts have "_" between them: `G` and `T` first day and day after the last (base-36 days since 1970, "N"
for minus), `P` a provider and `R` a rocket, or several together (base-36 ids with "-" between).
"""

from __future__ import annotations

from datetime import datetime

from commands.codec.actions import FEWEST_COMPARED, MOST_COMPARED, ShowComparison, ShowProfile
from commands.codec.base36 import to_base36
from commands.codec.compact import day_of, day_text
from commands.codec.parameter_values import MAX_ID
from commands.definitions.filters import NAMED
from storage.properties import Property
from storage.query import Range

_COMPARED = (Property.PROVIDER, Property.ROCKET)
_KINDS = {NAMED[kind].tag: kind for kind in _COMPARED}
_BOUNDS = {"G": "gte", "T": "lt"}


def write(comparison: ShowComparison) -> str:
    """Return the comparison in short."""
    bounds = (("G", comparison.net.gte), ("T", comparison.net.lt))
    said = [tag + day_text(bound) for tag, bound in bounds if bound is not None]
    said += [NAMED[each.kind].tag + "-".join(map(to_base36, each.ids)) for each in comparison.contenders]
    return "_".join(said)


def read(code: str) -> ShowComparison:
    """Return the comparison; raises ValueError, KeyError, IndexError or OverflowError."""
    contenders, net = [], dict[str, datetime]()
    for part in code.split("_"):
        tag, value = part[0], part[1:]
        if tag in _BOUNDS:
            net[_BOUNDS[tag]] = day_of(value)
        else:
            contenders.append(ShowProfile(_KINDS[tag], _ids(value)))
    if not FEWEST_COMPARED <= len(contenders) <= MOST_COMPARED or len(set(contenders)) < len(contenders):
        raise ValueError(code)
    return ShowComparison(tuple(contenders), Range(**net))


def _ids(text: str) -> tuple[int, ...]:
    ids = tuple(int(part, 36) for part in text.split("-"))
    if ids != tuple(sorted(set(ids))) or ids[0] < 0 or ids[-1] > MAX_ID:
        raise ValueError(text)
    return ids
