"""Numbers of launches as they are said: so many of them, or the one that is so many-eth."""

from __future__ import annotations

import re
from collections.abc import Sequence

from commands.parsing.plain_words.grammar import COUNTS
from commands.parsing.tokens import Token

COUNTED = frozenset({
    "launch", "liftoff", "flight", "mission", "rocket", "attempt", "failure", "success", "explosion",
    "hop", "one",
})  # fmt: skip
"""Nouns in the singular for what is counted; with one of them, an ordinal tells which launch is meant."""

_NTH = re.compile(r"(\d{1,5})(?:st|nd|rd|th)")
_NUMBER = re.compile(r"[1-9]\d{0,3}")
_ORDINALS = (
    "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
_SPOKEN = {**{word: n for n, word in enumerate(_ORDINALS, 2)}, "hundredth": 100, "thousandth": 1000}
_FROM_THE_END = (("second", "to", "last"), ("second", "last"), ("next", "to", "last"), ("last", "but", "one"))
"""Ways to say the one before the last; "third to last" goes as the first of them."""


def number_of(word: str) -> int:
    """Return how many a word counts, 0 where it is no small number."""
    return COUNTS.get(word) or (int(word) if word.isdecimal() and len(word) < 4 else 0)


def ordinal_at(tokens: Sequence[Token]) -> tuple[int, int, bool] | None:
    """Return which one the first words say, in how many words, and whether it is counted from the end.

    The first and the last one are said in other ways. None where it is no ordinal.
    """
    words = [token.word.replace("-", " ") for token in tokens[:3]]
    spoken = " ".join(words).split()
    if spoken[:1] == ["penultimate"]:
        return 2, 1, True
    for way in _FROM_THE_END[1:]:
        if tuple(spoken[: len(way)]) == way:
            return 2, _tokens_of(words, len(way)), True
    nth = _ordinal(spoken[0]) if spoken else 0
    if not nth:
        return None
    if spoken[1:3] == ["to", "last"]:
        return nth, _tokens_of(words, 3), True
    return nth, 1, False


def flight_at(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Return which one the first words say, as "flight 5" or "launch number 5", and in how many words."""
    words = [token.word for token in tokens]
    if words[:1] not in (["flight"], ["launch"]):
        return None
    at = 2 if words[1:2] in (["number"], ["no"], ["nr"]) else 1
    number = words[at].removeprefix("#") if at < len(words) else ""
    return (int(number), at + 1) if _NUMBER.fullmatch(number) else None


def _ordinal(word: str) -> int:
    match = _NTH.fullmatch(word)
    return int(match[1]) if match else _SPOKEN.get(word, 0)


def _tokens_of(words: Sequence[str], count: int) -> int:
    """Return how many tokens have so many words: "second-to-last" is one."""
    for at in range(1, len(words) + 1):
        if sum(len(word.split()) for word in words[:at]) >= count:
            return at
    return len(words)
