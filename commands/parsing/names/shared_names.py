"""One name for several things: "Soyuz" for all its variants, "USA" for all places there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from storage.catalogue import Name
from storage.properties import Property

_WORD = re.compile(r"\d+(?=[A-Z]{1,2}\b)|\b(?:I{1,3}|I?V)(?=[A-E]S?\b)|\w+")
"""A word, or the number in one such as "2D" or "IIIC"."""

Shared = Mapping[str, frozenset[int | str]]
"""A text, and the values (see `Name.value`) of everything that it names."""


def shared_names(kind: Property, names: Sequence[Name]) -> Shared:
    """Return the texts that name several things of a kind.

    They are common aliases, the first words of rockets, and what stands after a comma in places.
    """
    found: dict[str, set[int | str]] = defaultdict(set)
    for name in names:
        for text in _texts(kind, name):
            found[text].add(name.value)
    return {text: frozenset(values) for text, values in sorted(found.items()) if len(values) > 1}


def covering(wanted: Iterable[int | str], shared: Shared, names: Sequence[Name]) -> list[str]:
    """Return the fewest texts that together name those things, and nothing else, the largest first."""
    left, found = set(wanted), list[str]()
    fitting = [(text, values) for text, values in shared.items() if values <= left]
    while fitting:
        # Of texts that name the same, the most particular.
        text, values = max(fitting, key=lambda each: (len(each[1]), len(each[0]), each[0]))
        found.append(text)
        left -= values
        fitting = [each for each in fitting if each[1] <= left]
    return [*found, *(name.name for name in names if name.value in left)]


def _texts(kind: Property, name: Name) -> Iterator[str]:
    if kind is Property.PERSON:
        yield name.name
        return
    for text in {name.name, *name.aliases}:
        yield text
        if kind is Property.ROCKET:
            yield from (text[: word.end()] for word in _WORD.finditer(text))
        elif kind is Property.LOCATION:
            parts = [part.strip() for part in text.split(",")]
            yield from (", ".join(parts[at:]) for at in range(1, len(parts)))
