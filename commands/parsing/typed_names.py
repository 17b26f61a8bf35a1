"""Several names in a row, as people type them: with commas or "vs" between them, or each in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_BETWEEN = frozenset({"vs", "vs.", "versus", "&"})
"""Words that stand between names, besides commas."""

_MARKS = ' \t,;"“”„'
"""What is left over around a name where marks stand without a space between them."""


@dataclass(frozen=True, slots=True)
class Word:
    """A typed word, or all that stood between two quotation marks."""

    text: str
    quoted: bool = False


def names_of(words: Iterable[Word]) -> list[str]:
    """Return the names: quoted ones as they are, and the words between separators together."""
    names: list[str] = [""]
    for word in words:
        if word.quoted:
            names += [word.text.strip(), ""]
        elif is_between(word):
            names.append("")
        else:
            first, *others = re.split("[,;]", word.text)
            names[-1] += f" {first}"
            names += others
    return [name for name in (each.strip(_MARKS) for each in names) if name]


def is_between(word: Word) -> bool:
    """Tell whether a word only stands between two names."""
    return not word.quoted and (word.text.casefold() in _BETWEEN or not word.text.strip(_MARKS))


def is_ended(name: str) -> bool:
    """Tell whether no word belongs to a name any more, for it ends with a comma."""
    return name.endswith((",", ";"))
