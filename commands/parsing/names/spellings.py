"""Every way to write the catalogue's names, looked up by their letters and digits alone."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from commands.definitions.filters import NAME_FIELDS
from commands.parsing.names.launch_names import in_arabic
from commands.parsing.names.launch_names import words as split_words
from commands.parsing.names.nicknames import NICKNAMES
from commands.parsing.names.people_names import shared_surnames
from commands.parsing.names.rocket_families import families_of
from commands.parsing.names.shared_names import shared_names
from commands.parsing.names.ways import BRACKETS, FULL, NICK, PART, name_text, ways
from commands.parsing.tokens import key_of, words_of
from storage.catalogue import Name
from storage.properties import Property

Value = int | str
Values = tuple[int, ...] | tuple[str, ...]
"""What a query holds for a name: ids, or texts where there are none."""

Groups = tuple[Values, ...]

KINDS = (*NAME_FIELDS, Property.MISSION_TYPE)
"""The kinds of names that are read."""

LONGEST = 10
"""Most words that are looked up together; longer names are known by their parts."""

_DESIGNATION = re.compile(r"([a-z]{2,3})(\d+[a-z]?)")


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
        bare, whole = words_of(BRACKETS.sub(" ", mission)), words_of(mission)
        for key in ("".join(whole), "".join(bare), "".join((*words_of(rocket), *whole))):
            missions.setdefault(key, mission)
        for other in BRACKETS.findall(mission):
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
        for words, rank in ways(kind, name):
            ids = found["".join(words)]
            ids[name.value] = min(rank, ids.get(name.value, PART))
    if kind is Property.ROCKET:
        for key, ids_of in families_of(known).items():
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
