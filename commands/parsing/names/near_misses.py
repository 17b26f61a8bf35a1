"""What a misspelt name may mean: the nearest of all that has a name, of one kind or of every kind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

from commands.parsing.names.spellings import Called, Lexicon, Values, values_of
from commands.parsing.names.ways import name_text
from commands.parsing.tokens import key_of, words_of
from storage.catalogue import Name
from storage.properties import Property

MOST_OFFERED = 5
"""Names that are offered in place of one that nothing has."""

SPREAD = 0.13
"""How much less similar than the nearest name another may be to be offered beside it."""

_SLIPS = ((3, 1), (6, 1), (9, 2), (14, 3), (10_000, 4))
"""Letters of a text, and how many slips in it are forgiven: one wrong, missing, added or swapped each."""

_KNOWN = 0.012
"""What ten times as many launches count beside the similarity: the well known is likelier meant."""

_LEAST_MISSION = 5
"""Letters of the shortest mission that is offered: what is shorter resembles too many words."""


@dataclass(frozen=True, slots=True)
class Near:
    """Something that a text may mean: how it is written, its kind, and its ids.

    A mission has no kind and no ids; its launches are searched for.
    """

    text: str
    kind: Property | None
    ids: Values
    launches: int


@dataclass(frozen=True, slots=True)
class NearMisses:
    """The spellings among which the nearest is looked for; `keys` and `owners` are parallel."""

    keys: Sequence[str]
    owners: Sequence[Near]

    @classmethod
    def build(cls, lexicon: Lexicon, names: Mapping[Property, Sequence[Name]]) -> NearMisses:
        """Return the spellings of a catalogue; takes some tens of milliseconds."""
        found: dict[tuple[str, Property | None], Near] = {}
        for key, called in lexicon.names.items():
            for each in called:
                found.setdefault((key, each.kind), _near(each))
        for kind, known in names.items():
            for name in known:
                for key in _beginnings(name):
                    near = Near(name_text(kind, name), kind, values_of([name]), name.launches)
                    found.setdefault((key, kind), near)
        for key, mission in (*lexicon.missions.items(), *_missions_begun(lexicon)):
            if len(key) >= _LEAST_MISSION:
                found.setdefault((key, None), Near(mission, None, (), 1))
        return cls([key for key, _kind in found], list(found.values()))

    def nearest(self, text: str, kinds: Collection[Property | None]) -> tuple[Near, ...]:
        """Return at most five things of those kinds, the likeliest first; None is the kind of missions."""
        wanted = key_of(text)
        slips = next(slips for length, slips in _SLIPS if len(wanted) <= length)
        if len(wanted) < 3:
            return ()
        hits = process.extract(wanted, self.keys, scorer=OSA.distance, limit=200, score_cutoff=slips)
        scored = [
            (_score(wanted, key, int(distance), self.owners[i]), self.owners[i])
            for key, distance, i in hits
            if self.owners[i].kind in kinds and _is_like(wanted, key, int(distance), self.owners[i])
        ]
        return _likeliest(scored)


def _near(called: Called) -> Near:
    return Near(called.text, called.kind, called.ids, called.launches)


def _beginnings(name: Name) -> Iterable[str]:
    """Yield the first words of long names: nobody types the "Corporation" at the end."""
    for text in (name.name, *name.aliases):
        words = words_of(text)
        yield from ("".join(words[:count]) for count in range(2, len(words)))


def _missions_begun(lexicon: Lexicon) -> Iterable[tuple[str, str]]:
    """Yield the first words of missions: James Webb is known by fewer words than its telescope has."""
    for mission in lexicon.missions.values():
        words = mission.split()
        for count in range(2, len(words)):
            text = " ".join(words[:count])
            if not text.endswith(("&", "-", "(")) and len(key_of(words[0])) > 3:
                yield key_of(text), text


def _is_like(wanted: str, key: str, distance: int, near: Near) -> bool:
    """Whether so many slips are likely in so few letters."""
    if not distance:
        return near.kind is not None
    shorter = min(len(wanted), len(key))
    if shorter < 4:
        # Of three letters, only a swap leaves enough to know the name by.
        return sorted(wanted) == sorted(key)
    if near.kind is None and (distance > 1 or wanted[0] != key[0]):
        return shorter > 6 and distance * 4 <= shorter
    return distance == 1 or distance * 4 <= shorter


def _score(wanted: str, key: str, distance: int, near: Near) -> float:
    similarity = 1 - distance / max(len(wanted), len(key))
    begins = 0.02 if wanted[0] == key[0] else 0.0
    return similarity + begins + _KNOWN * log10(near.launches + 1) - (0.0 if near.kind else _KNOWN)


def _likeliest(scored: Sequence[tuple[float, Near]]) -> tuple[Near, ...]:
    floor = max((score for score, _near in scored), default=0.0) - SPREAD
    ordered = sorted((pair for pair in scored if pair[0] >= floor), key=lambda pair: (-pair[0], pair[1].text))
    best: dict[tuple[Property | None, str], Near] = {}
    for _score, near in ordered:
        best.setdefault((near.kind, near.text), near)
    return tuple(best.values())[:MOST_OFFERED]
