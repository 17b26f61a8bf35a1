"""Which launches a text speaks of by name: a message that was written for people, not for us."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

from commands.parsing.names.launch_names import MISSION, OTHER, LaunchNames, Words, in_arabic
from commands.parsing.tokens import plain
from storage.catalogue import LaunchLabel

LONGEST_NAME = 16
"""Words of the longest name that is looked for."""

MOST_ALIKE = 5
"""Launches that may share a name: of more, nobody means one by it."""

FEWEST_LETTERS = 4
"""Letters and digits of the shortest name: "V-2" and "Ye" stand in other words' places too often."""

_WORDS_OF_OTHER = 4

_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_WORD = re.compile(r"\d+|[^\W\d_]+")


def mentioned(text: str, names: LaunchNames) -> tuple[LaunchLabel, ...]:
    """Return the launches that a text names or links to, in its order, each once.

    The longest name counts where one stands in another. A word alone is a name only with a capital.
    """
    found: dict[str, LaunchLabel] = {}
    by_id = {label.id: label for label in names.labels}
    for match in _ID.finditer(text):
        if label := by_id.get(str(uuid.UUID(match[0]))):
            found[label.id] = label
    for label in _named(_ID.sub(" ", text), names):
        found.setdefault(label.id, label)
    return tuple(found.values())


def _named(text: str, names: LaunchNames) -> Iterator[LaunchLabel]:
    written = _WORD.findall(text)
    spelled = [plain(word) for word in written]
    at = 0
    while at < len(spelled):
        for count in range(min(LONGEST_NAME, len(spelled) - at), 0, -1):
            way = tuple(spelled[at : at + count])
            numbers = _numbers(way, names) if _may_be_a_name(written[at : at + count]) else ()
            if numbers:
                yield from (names.labels[number] for number in numbers)
                at += count - 1
                break
        at += 1


def _may_be_a_name(written: list[str]) -> bool:
    if sum(map(len, written)) < FEWEST_LETTERS or not any(word.isalpha() for word in written):
        return False
    return len(written) > 1 or not written[0].islower()


def _numbers(way: Words, names: LaunchNames) -> tuple[int, ...]:
    ranks = names.exact.get(way) or names.exact.get(in_arabic(way)) or {}
    # Names in brackets are often those of something else; slugs have more words.
    if not ranks or (best := min(ranks.values())) > (OTHER if len(way) >= _WORDS_OF_OTHER else MISSION):
        return ()
    called = tuple(number for number in sorted(ranks) if ranks[number] == best)
    return called if len(called) <= MOST_ALIKE else ()
