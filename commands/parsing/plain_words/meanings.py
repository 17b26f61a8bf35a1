"""What a stretch of words can mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from commands.definitions.filters import NAMED
from storage.properties import Property
from storage.query import Range

Value = tuple[int, ...] | tuple[str, ...] | bool | Range | str

SEARCH: Final = "search"
NAME_FIELDS: Final[Mapping[Property, str]] = {
    kind: row.field for kind, row in NAMED.items() if kind is not Property.MISSION_TYPE
}
"""What is named in plain words, and the field of a query that holds it."""

FREE_KINDS: Final = tuple(kind for kind in NAME_FIELDS if not NAMED[kind].only_there)
"""What a name can mean wherever it stands."""

MISSION_TYPES: Final = "mission_types"


@dataclass(frozen=True, slots=True)
class Meaning:
    """A field of `LaunchQuery` and the value that some words give it."""

    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Item:
    """The words from `start` up to `end`, and what they can mean, the likeliest first.

    An item without meanings only shows that this is a sentence. `said` is what is searched for where the
    meaning has no place. `joined` items come after "and", "or" or a comma. `count` is how many launches
    were asked for, `nth` which one of them, 0 if that was not said.
    """

    start: int
    end: int
    meanings: tuple[Meaning, ...] = ()
    said: str = ""
    joined: bool = False
    count: int = 0
    nth: int = 0
