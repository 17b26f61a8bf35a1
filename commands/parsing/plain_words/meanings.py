"""What a stretch of words can mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from storage.query import Range

Value = tuple[int, ...] | tuple[str, ...] | bool | Range | str

SEARCH: Final = "search"
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
