"""The names that several rockets share: the first words of theirs, with numbers however they are written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from commands.parsing.names.name_words import COMMON
from commands.parsing.tokens import words_of
from storage.catalogue import Name

Words = tuple[str, ...]

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ROMAN_WORD = re.compile(r"(i{1,3}|i[vx]|vi{0,3})([a-e]s?)?")
_NUMBERED = re.compile(r"(\d+)([a-z]{1,2})")


def families_of(known: Sequence[Name]) -> dict[str, set[int]]:
    """Return the first words that rockets share: "Atlas V" calls all of them, and "Atlas" even more.

    What a rocket is called otherwise counts where no rocket is called that: the N-I is no N1.
    """
    spelled = [(name.id, tuple(words_of(text))) for name in known for text in (name.name, *name.aliases)]
    otherwise = [(id_, other) for id_, words in spelled for other in _otherwise(words)]
    return _shared_beginnings(otherwise) | _shared_beginnings(spelled)


def _shared_beginnings(spelled: Iterable[tuple[int, Words]]) -> dict[str, set[int]]:
    ids: dict[Words, set[int]] = defaultdict(set)
    nexts: dict[Words, set[str]] = defaultdict(set)
    for id_, words in spelled:
        for first, following in _beginnings(words):
            ids[first].add(id_)
            nexts[first].add(following)
    return {"".join(words): found for words, found in ids.items() if _is_family(words, nexts[words])}


def _beginnings(words: Words) -> Iterator[tuple[Words, str]]:
    """Yield the first words of a name with what follows; "Long March 2" as well begins "Long March 2D"."""
    for count, word in enumerate(words):
        number = _NUMBERED.fullmatch(word) or _ROMAN_WORD.fullmatch(word)
        if number and number[2]:
            yield (*words[:count], number[1]), number[2]
        yield words[: count + 1], words[count + 1] if count + 1 < len(words) else ""


def _is_family(words: Words, nexts: set[str]) -> bool:
    """Whether those first words are a name: others follow in different ways, or a number or letter does."""
    if len("".join(words)) < 3 or (len(words) == 1 and words[0] in COMMON):
        return False
    return len(nexts) > 1 or any(_is_designation(word) for word in nexts)


def _is_designation(word: str) -> bool:
    return len(word) < 3 or any(map(str.isdigit, word)) or _ROMAN_WORD.fullmatch(word) is not None


def _otherwise(words: Words) -> Iterator[Words]:
    """Yield a rocket's name with Arabic numerals for Roman ones, and the Chinese name of the Long March."""
    arabic = tuple(_arabic(word) for word in words)
    if arabic != words:
        yield arabic
    if words[:2] == ("long", "march"):
        for prefix in (("cz",), ("lm",), ("chang", "zheng")):
            yield (*prefix, *words[2:])


def _arabic(word: str) -> str:
    match = _ROMAN_WORD.fullmatch(word)
    return f"{_ROMAN[match[1]]}{match[2] or ''}" if match else word
