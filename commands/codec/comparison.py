"""A comparison in a few characters, for buttons: its time, then what is compared, in that order.

The parts have "_" between them: `G` and `T` from when on and until when, as `compact` has them, `P` a
provider and `R` a rocket, or several together (base-36 ids with "-" between).
"""

from __future__ import annotations

from datetime import datetime

from commands.codec.actions import FEWEST_COMPARED, MOST_COMPARED, ShowComparison, ShowProfile
from commands.codec.compact import instant_of, instant_text, to_base36
from commands.codec.parameter_values import MAX_ID
from storage.catalogue import NameKind
from storage.query import Range

_TAGS = {NameKind.PROVIDER: "P", NameKind.ROCKET: "R"}
_KINDS = {tag: kind for kind, tag in _TAGS.items()}
_BOUNDS = {"G": "gte", "T": "lt"}


def write(comparison: ShowComparison) -> str:
    """Return the comparison in short."""
    bounds = (("G", comparison.net.gte), ("T", comparison.net.lt))
    said = [tag + instant_text(bound) for tag, bound in bounds if bound is not None]
    said += [_TAGS[each.kind] + "-".join(map(to_base36, each.ids)) for each in comparison.contenders]
    return "_".join(said)


def read(code: str) -> ShowComparison:
    """Return the comparison; raises ValueError, KeyError, IndexError or OverflowError."""
    contenders, net = [], dict[str, datetime]()
    for part in code.split("_"):
        tag, value = part[0], part[1:]
        if tag in _BOUNDS:
            net[_BOUNDS[tag]] = instant_of(value)
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
