"""Every way to write a pad: "Launch Complex 39A" is LC-39A, and pad 39A."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.parsing.tokens import words_of

Words = tuple[str, ...]

_NUMBERED = re.compile(
    r"(?P<whose>.*?) ?\b(?:space launch complex|launch complex|launch area|launch pad|slc|lc|sls|lp|la|pad)"
    r" (?P<number>\d+) ?(?P<letter>[a-z]?)"
)
_NOUNS = frozenset(["pad", "complex", "platform", "mount", "ramp", "area", "center"])
_BARE = re.compile(r"\d+\w*( \d+\w*)?")
_SPOKEN = (
    ("space", "launch", "complex"), ("launch", "complex"), ("complex",), ("launch", "pad"), ("pad",),
    ("slc",), ("lc",),
)  # fmt: skip
_BRACKETS = re.compile(r"\(([^)]*)\)")


def pad_ways(text: str) -> Iterator[tuple[Words, bool]]:
    """Yield the ways to write a pad's name, which its place follows after a comma.

    Each with whether it is the whole designation: "LC-39" is only a part of Launch Complex 39A.
    """
    yield tuple(words_of(text)), True
    head = text.partition(", ")[0]
    for part in (head, _BRACKETS.sub(" ", head), *_BRACKETS.findall(head)):
        spelled = tuple(words_of(part))
        if spelled and _NOUNS & set(spelled):
            yield spelled, True
        yield from _designations(spelled)


def _designations(spelled: Words) -> Iterator[tuple[Words, bool]]:
    together = " ".join(spelled)
    if found := _NUMBERED.fullmatch(together):
        number, letter = found["number"], found["letter"]
        ways = (("ela",), ("ariane", "launch", "area")) if found["whose"] == "ariane" else _SPOKEN
        for way in ways:
            yield (*way, number + letter), True
            if letter:
                yield (*way, number), False
    elif _BARE.fullmatch(together):
        yield ("pad", *spelled), True
        yield ("site", *spelled), True
