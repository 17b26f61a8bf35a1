"""Every way to write the catalogue's names, looked up by their letters and digits alone."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commands.definitions.closed_lists import spellings
from commands.definitions.filters import NAME_FIELDS
from commands.i18n.countries import english_country
from commands.parsing.names.launch_names import in_arabic
from commands.parsing.names.launch_names import words as split_words
from commands.parsing.names.name_words import COMMON, KIND_NOUNS, PROVIDER_ENDINGS
from commands.parsing.names.nicknames import NICKNAMES
from commands.parsing.names.pads import pad_ways
from commands.parsing.names.people_names import people_ways, shared_surnames
from commands.parsing.names.shared_names import shared_names
from commands.parsing.tokens import key_of, words_of
from storage.catalogue import Name
from storage.properties import Property

Words = tuple[str, ...]
Value = int | str
Values = tuple[int, ...] | tuple[str, ...]
"""What a query holds for a name: ids, or texts where there are none."""

Groups = tuple[Values, ...]

KINDS = (*NAME_FIELDS, Property.MISSION_TYPE)
"""The kinds of names that are read."""

NICK, FULL, PART = range(3)
"""How a name was said: by a nickname, wholly, or in part. What is said better is likelier meant."""

LONGEST = 10
"""Most words that are looked up together; longer names are known by their parts."""

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
_ROMAN_WORD = re.compile(r"(i{1,3}|i[vx]|vi{0,3})([a-e]s?)?")
_NUMBERED = re.compile(r"(\d+)([a-z]{1,2})")
_DESIGNATION = re.compile(r"([a-z]{2,3})(\d+[a-z]?)")
_BRACKETS = re.compile(r"\(([^)]*)\)")
_COUNTRY = re.compile(r"^(?:(?:democratic|islamic|federative|people s) )*(?:republic|state) of ")


@dataclass(frozen=True, slots=True)
class Called:
    """Things of one kind that a name calls, how it does, and how many previous launches they have.

    `text` is the best way to write it: the whole name of a single thing, what several have in common.
    """

    kind: Property
    ids: Values
    rank: int
    launches: int
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The names of a catalogue, and those of its missions.

    Keys are letters and digits without anything between; `missions` are texts by such keys. `openings` are
    the first two or more words of missions; `series` counts the missions that begin with a word. `types` are
    the types of missions, as they are written. `nicknamed` tells what several things are called together.
    """

    names: Mapping[str, tuple[Called, ...]]
    missions: Mapping[str, str]
    openings: frozenset[str]
    series: Mapping[str, int]
    types: frozenset[str]
    nicknamed: Mapping[tuple[Property, frozenset[Value]], str]

    def of_kind(self, kind: Property, text: str) -> Called | None:
        """Return what a text calls among things of a kind, whatever stands between its letters and digits."""
        key = key_of(text)
        for way in (key, f"pad{key}") if kind is Property.PAD else (key,):
            for called in self.names.get(way, ()):
                if called.kind is kind:
                    return called
        return None

    def together(self, kind: Property, ids: Iterable[Value]) -> str:
        """Return the nickname of several things together, such as "Russia", empty where they have none."""
        return self.nicknamed.get((kind, frozenset(ids)), "")

    @classmethod
    def build(cls, names: Mapping[Property, Sequence[Name]], launch_names: Iterable[str]) -> Lexicon:
        """Return what those names can be called; takes some tens of milliseconds."""
        missions, openings, series = _missions(launch_names)
        types = frozenset(name.name for name in names.get(Property.MISSION_TYPE, ()))
        called = _unmistakable(_names(names), missions)
        nicknamed: dict[tuple[Property, frozenset[Value]], str] = {
            (each.kind, frozenset(each.ids)): each.text
            for found in called.values()
            for each in found
            if each.rank == NICK and len(each.ids) > 1
        }
        return cls(called, missions, openings, series, types, nicknamed)


_AFTER_ALL = frozenset({Property.PERSON, Property.SPACECRAFT})
"""What is meant by a name only where nothing else is: the Vostok is a rocket, and Vostok 1 a mission."""


def _unmistakable(
    names: Mapping[str, tuple[Called, ...]], missions: Collection[str]
) -> dict[str, tuple[Called, ...]]:
    """Return the names without those of people and spacecraft that are called like something else.

    One word with which missions begin is searched for in their names, unless most of its flights are called
    otherwise: a Dragon flew on Crew-1. What flew once is its mission: Soyuz MS-10.
    """
    kept: dict[str, tuple[Called, ...]] = {}
    in_order = sorted(missions)
    for key, called in names.items():
        others = tuple(each for each in called if each.kind not in _AFTER_ALL)
        if others:
            kept[key] = others
        elif key not in missions or called[0].launches > 1:
            begun = _beginning_with(key, in_order)
            if not begun or len(words_of(called[0].text)) > 1 or called[0].launches >= 2 * begun:
                kept[key] = called
    return kept


def _beginning_with(key: str, in_order: Sequence[str]) -> int:
    """Count the sorted keys that begin with one: those from it on to the last that could."""
    return bisect_left(in_order, f"{key}{chr(sys.maxunicode)}") - bisect_left(in_order, key)


def _missions(launch_names: Iterable[str]) -> tuple[dict[str, str], frozenset[str], Mapping[str, int]]:
    missions, openings, series = dict[str, str](), set[str](), Counter[str]()
    for name in launch_names:
        rocket, _bar, mission = (part.strip() for part in name.rpartition("|"))
        bare, whole = words_of(_BRACKETS.sub(" ", mission)), words_of(mission)
        for key in ("".join(whole), "".join(bare), "".join((*words_of(rocket), *whole))):
            missions.setdefault(key, mission)
        for other in _BRACKETS.findall(mission):
            missions.setdefault("".join(words_of(other)), mission)
        missions.setdefault("".join(in_arabic(split_words(mission))), mission)
        openings |= {"".join(bare[:count]) for count in range(2, min(len(bare), LONGEST) + 1)}
        series.update(bare[:1])
    missions.pop("", None)
    return missions, frozenset(openings), series


def _names(names: Mapping[Property, Sequence[Name]]) -> dict[str, tuple[Called, ...]]:
    called: dict[str, list[Called]] = defaultdict(list)
    for kind in NAME_FIELDS:
        known = names.get(kind, ())
        by_id = {name.value: name for name in known}
        spoken = _spoken(kind, known)
        texts = _texts(kind, known, spoken)
        for key, (rank, groups) in spoken.items():
            for ids in groups:
                text = name_text(kind, by_id[ids[0]]) if len(ids) == 1 else texts[frozenset(ids)]
                launches = sum(by_id[i].launches for i in ids)
                called[key].append(Called(kind, ids, rank, launches, text))
    return {key: _best_first(found) for key, found in called.items()}


def _texts(
    kind: Property, known: Sequence[Name], spoken: Mapping[str, tuple[int, Groups]]
) -> dict[frozenset[Value], str]:
    """Return how to write what several things are called together: as in their names, or by a nickname."""
    texts: dict[frozenset[Value], str] = {}
    nicknames = {
        key_of(nickname): _title(several.partition("|")[0])
        for several in NICKNAMES.get(kind, {})
        for nickname in several.split("|")
    }
    in_names = {key_of(text): text for text in shared_names(kind, known)}
    ranks: dict[frozenset[Value], tuple[int, int]] = {}
    for key, (_rank, groups) in spoken.items():
        # The shortest that is in the names: "Proton" and not "Proton / UR-500".
        rank = 0 if key in in_names else 1 if key in nicknames else 2, len(key)
        for ids in [frozenset[Value](group) for group in groups]:
            if rank < ranks.get(ids, (3, 0)):
                ranks[ids] = rank
                texts[ids] = in_names.get(key) or nicknames.get(key) or _spelled(kind, key)
    return texts


def _spelled(kind: Property, key: str) -> str:
    """Return a key as people write it: "LC-39" for several pads, of which no name has just that."""
    if kind is Property.PERSON:
        return key.title()
    designation = _DESIGNATION.fullmatch(key) if kind is Property.PAD else None
    return f"{designation[1]}-{designation[2]}".upper() if designation else key


def _title(nickname: str) -> str:
    return nickname.upper() if len(nickname) < 4 else nickname.title()


def _best_first(found: Iterable[Called]) -> tuple[Called, ...]:
    kinds = list(Property)
    return tuple(sorted(found, key=lambda each: (each.rank, kinds.index(each.kind), -each.launches)))


def _spoken(kind: Property, known: Sequence[Name]) -> dict[str, tuple[int, Groups]]:
    """Return the keys of one kind, each with its rank and the groups of ids it calls.

    One name of several providers may call any of them; of rockets, places and orbits, all.
    """
    found: dict[str, dict[Value, int]] = defaultdict(dict)
    for name in known:
        for words, rank in _ways(kind, name):
            ids = found["".join(words)]
            ids[name.value] = min(rank, ids.get(name.value, PART))
    if kind is Property.ROCKET:
        for key, ids_of in _families(known).items():
            found[key] |= dict.fromkeys(ids_of, FULL)
    if kind is Property.PERSON:
        for key, people in shared_surnames(known).items():
            found[key] = {each.value: PART for each in people} | found[key]
    found.pop("", None)
    spoken: dict[str, tuple[int, Groups]] = {}
    for key, ids in found.items():
        groups = [[each] for each in ids] if kind is Property.PROVIDER else [list(ids)]
        spoken[key] = min(ids.values()), tuple(map(_values, groups))
    return spoken | {key: (NICK, (ids,)) for key, ids in _nicknames(kind, known).items()}


def name_text(kind: Property, name: Name) -> str:
    """Return how a name is written: a country's, which the catalogue has as a code, in English."""
    return english_country(name.name) if kind is Property.COUNTRY else name.name


def _ways(kind: Property, name: Name) -> Iterator[tuple[Words, int]]:
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
    if (found := _BRACKETS.search(text)) and words_of(found[1]):
        yield found[1]
        yield text.replace(found[0], " ")


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


def values_of(names: Iterable[Name]) -> Values:
    """Return what a query holds for names of one property."""
    return _values(name.value for name in names)


def _values(values: Iterable[Value]) -> Values:
    """Return the values of one property, which are all ids or all texts."""
    return tuple(values)  # type: ignore[return-value]


def _in_words(fragment: str) -> str:
    """Return a fragment among words with spaces around them; the last word of "Ariane 6*" goes on."""
    bare = fragment.removesuffix("*")
    return f" {' '.join(words_of(bare))}{' ' if bare == fragment else ''}"


def _families(known: Sequence[Name]) -> dict[str, set[int]]:
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


def _nicknames(kind: Property, known: Sequence[Name]) -> dict[str, Values]:
    spelled = [
        (name.value, [f" {' '.join(words_of(text))} " for text in (name.name, *name.aliases)])
        for name in known
    ]
    found: dict[str, Values] = {}
    for nicknames, fragments in NICKNAMES.get(kind, {}).items():
        wanted = list(map(_in_words, fragments.split("|")))
        ids = _values(i for i, texts in spelled if any(each in text for each in wanted for text in texts))
        if ids:
            found |= dict.fromkeys(map(key_of, nicknames.split("|")), ids)
    return found
