"""The ways to write one name of the catalogue, alone: in brackets or without, in part, in other languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from commands.definitions.closed_lists import spellings
from commands.i18n.countries import english_country
from commands.parsing.names.name_words import COMMON, KIND_NOUNS, PROVIDER_ENDINGS
from commands.parsing.names.pads import pad_ways
from commands.parsing.names.people_names import people_ways
from commands.parsing.tokens import words_of
from storage.catalogue import Name
from storage.properties import Property

Words = tuple[str, ...]

NICK, FULL, PART = range(3)
"""How a name was said: by a nickname, wholly, or in part. What is said better is likelier meant."""

BRACKETS = re.compile(r"\(([^)]*)\)")
_COUNTRY = re.compile(r"^(?:(?:democratic|islamic|federative|people s) )*(?:republic|state) of ")


def name_text(kind: Property, name: Name) -> str:
    """Return how a name is written: a country's, which the catalogue has as a code, in English."""
    return english_country(name.name) if kind is Property.COUNTRY else name.name


def ways(kind: Property, name: Name) -> Iterator[tuple[Words, int]]:
    """Yield the ways to write a name, in words, each with how well it says the name."""
    if kind is Property.COUNTRY:
        yield from ((tuple(words_of(text)), FULL) for text in spellings(kind, name.name))
        return
    if kind is Property.PERSON:
        yield from ((way, FULL) for way in people_ways(name.name))
    elif kind is Property.PAD:
        yield from ((way, FULL if whole else PART) for way, whole in pad_ways(name.name))
    else:
        yield from _ways_of_things(kind, name)


def _ways_of_things(kind: Property, name: Name) -> Iterator[tuple[Words, int]]:
    if kind is Property.FAMILY:
        # "Proton / UR-500": either is a name of it.
        yield from ((tuple(words_of(part)), FULL) for part in name.name.split(" / "))
    for text in (name.name, *name.aliases, *spellings(kind, name.name)):
        for part in _with_and_without_brackets(text):
            words = tuple(words_of(part))
            yield words, FULL
            if kind is Property.LOCATION:
                yield from _places(part)
            elif kind is Property.PROVIDER:
                yield _without_endings(words, PROVIDER_ENDINGS), FULL
            elif kind is Property.ORBIT:
                yield tuple(word for word in words if word != "orbit"), FULL
            elif kind in (Property.PROGRAM, Property.FAMILY):
                yield _without_endings(words, KIND_NOUNS[kind]), FULL


def _with_and_without_brackets(text: str) -> Iterator[str]:
    yield text
    if (found := BRACKETS.search(text)) and words_of(found[1]):
        yield found[1]
        yield text.replace(found[0], " ")


def _places(text: str) -> Iterator[tuple[Words, int]]:
    """Yield the parts of a place's name between commas, and the first words of the first."""
    parts = [tuple(_COUNTRY.sub("", " ".join(words_of(part))).split()) for part in text.split(",")]
    for part in parts:
        # Two letters are a state of the USA, and a word of everyday use in other cases.
        if len("".join(part)) > 2:
            yield part, FULL
            yield _without_endings(part, KIND_NOUNS[Property.LOCATION]), FULL
    first = parts[0]
    yield from (
        (first[:count], PART)
        for count in range(1, min(len(first), 4))
        if count > 1 or (len(first[0]) > 3 and first[0] not in COMMON)
    )


def _without_endings(words: Words, endings: frozenset[str]) -> Words:
    while words and words[-1] in endings:
        words = words[:-1]
    if len(words) == 1 and (len(words[0]) < 4 or words[0] in COMMON):
        return ()
    return words
