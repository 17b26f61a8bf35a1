"""What people call a launch: every way to write its name, and which launches a text names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commands.parsing.tokens import plain
from storage.catalogue import LaunchLabel

Words = tuple[str, ...]

_WORD = re.compile(r"\d+|[^\W\d_]+")
"""Letters or digits without the other between them: "STS-107", "STS 107" and "sts107" are the same words."""

_BRACKETS = re.compile(r"\(([^)]*)\)")
_NUMERALS = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx"
_ROMAN = {numeral: str(number) for number, numeral in enumerate(_NUMERALS.split(), 1)}

FULL, MISSION, OTHER, KEY = range(4)
"""How well a text is a launch's name: the whole name, the mission's, another one, or the letters of one."""


def words(text: str) -> Words:
    """Return the words of a name, folded, without what stands between them."""
    return tuple(_WORD.findall(plain(text)))


def in_arabic(of: Words) -> Words:
    """Return words with Arabic numerals for the Roman ones after the first word: Apollo XI is Apollo 11."""
    return (*of[:1], *(_ROMAN.get(word, word) for word in of[1:]))


@dataclass(frozen=True, slots=True)
class LaunchNames:
    """The names of the previous launches; launches are numbered from the latest, 0, on.

    `exact` tells for a name as words which launches have it, and how well; `joined` the same for its letters
    and digits alone. `holders` are the launches in whose names a word stands, and `vocabulary` those words
    in order.
    """

    labels: tuple[LaunchLabel, ...]
    exact: Mapping[Words, Mapping[int, int]]
    joined: Mapping[str, Mapping[int, int]]
    holders: Mapping[str, frozenset[int]]
    vocabulary: Sequence[str]

    @classmethod
    def build(cls, labels: tuple[LaunchLabel, ...]) -> LaunchNames:
        """Return the names of those launches, the latest first; takes some hundred milliseconds."""
        exact: dict[Words, dict[int, int]] = defaultdict(dict)
        joined: dict[str, dict[int, int]] = defaultdict(dict)
        holders: dict[str, set[int]] = defaultdict(set)
        for number, label in enumerate(labels):
            for name, rank in _names(label):
                spelled = words(name)
                for way in dict.fromkeys((spelled, in_arabic(spelled))):
                    _note(exact[way], number, rank)
                    _note(joined["".join(way)], number, max(rank, KEY))
                    for word in way:
                        holders[word].add(number)
        exact.pop((), None)
        joined.pop("", None)
        frozen = {word: frozenset(numbers) for word, numbers in holders.items()}
        return cls(labels, exact, joined, frozen, sorted(frozen))

    def named(self, text: str) -> tuple[LaunchLabel, ...]:
        """Return the launches that are called just so, by the best of their names, the latest first."""
        spelled = words(text)
        ways = dict.fromkeys((spelled, in_arabic(spelled)))
        for found in (*(self.exact.get(way, {}) for way in ways), self.joined.get("".join(spelled), {})):
            if found:
                best = min(found.values())
                called = tuple(self.labels[n] for n in sorted(found) if found[n] == best)
                return tuple(x for x in called if text in (x.name, x.mission_name)) or called
        return ()

    def all_named(self, text: str) -> tuple[LaunchLabel, ...]:
        """Return the launches with any name that is written just so: by their best name, then the latest."""
        spelled = words(text)
        ranks = dict(self.joined.get("".join(spelled), {}))
        for way in (in_arabic(spelled), spelled):
            ranks |= self.exact.get(way, {})
        return tuple(self.labels[n] for n in sorted(ranks, key=lambda n: (ranks[n], n)))

    def with_words(self, text: str) -> tuple[LaunchLabel, ...]:
        """Return the launches in whose names all these words stand as words, the latest first."""
        spelled = words(text)
        if not spelled:
            return ()
        for way in dict.fromkeys((spelled, in_arabic(spelled))):
            found = _common(self.holders.get(word, frozenset()) for word in way)
            if found:
                held = [self.labels[n] for n in sorted(found)]
                together = tuple(label for label in held if _stand_together(way, label))
                # Twice the same number is more than once: "1-1" does not stand in "11-1".
                return together or tuple(label for label in held if _has_as_often(way, label))
        return ()

    def beginning(self, text: str, *, typing: bool = False) -> tuple[LaunchLabel, ...]:
        """Return the launches in whose names words begin with each of these, the latest first.

        A whole number begins nothing but itself, unless it is the last word and still being `typing`.
        """
        spelled = words(text)
        if not spelled:
            return ()
        found = [
            self.labels[n]
            for n in sorted(_common(self._beginning(w, typing and w is spelled[-1]) for w in spelled))
        ]
        is_repeating = len(set(spelled)) < len(spelled)
        return tuple(label for label in found if not is_repeating or _has_as_often(spelled, label))

    def _beginning(self, word: str, typing: bool) -> frozenset[int]:
        if word.isdecimal() and not typing:
            return self.holders.get(word, frozenset())
        start = bisect_left(self.vocabulary, word)
        numbers = set[int]()
        for known in self.vocabulary[start:]:
            if not known.startswith(word):
                break
            numbers |= self.holders[known]
        return frozenset(numbers)


def _names(label: LaunchLabel) -> Iterator[tuple[str, int]]:
    """Yield what a launch is called, and how well."""
    yield label.name, FULL
    _rocket, _bar, after = label.name.partition("|")
    missions = dict.fromkeys((after.strip(), label.mission_name))
    for mission in missions:
        yield mission, MISSION
        bare = _BRACKETS.sub(" ", mission)
        if bare != mission:
            yield bare, OTHER
            for other in _BRACKETS.findall(mission):
                yield other, OTHER
    if label.slug:
        yield label.slug, OTHER


def _note(ranks: dict[int, int], number: int, rank: int) -> None:
    ranks[number] = min(rank, ranks.get(number, rank))


def _common(sets: Iterable[frozenset[int]]) -> frozenset[int]:
    found: frozenset[int] | None = None
    for each in sets:
        found = each if found is None else found & each
        if not found:
            break
    return found or frozenset()


def _has_as_often(wanted: Words, label: LaunchLabel) -> bool:
    """Whether each word stands in a name of the launch as many times as it is wanted."""
    most = Counter[str]()
    for name, _rank in _names(label):
        most |= Counter(words(name)) | Counter(in_arabic(words(name)))
    return Counter(wanted) <= most


def _stand_together(wanted: Words, label: LaunchLabel) -> bool:
    """Whether the words follow one another in a name of the launch."""
    for name, _rank in _names(label):
        spelled = words(name)
        for way in (spelled, in_arabic(spelled)):
            if any(way[at : at + len(wanted)] == wanted for at in range(len(way) - len(wanted) + 1)):
                return True
    return False
