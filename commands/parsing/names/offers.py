"""What is offered while somebody types a name: each text means, when it is sent, what its count counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from commands.definitions.closed_lists import spellings
from commands.parsing.names.spellings import Lexicon
from commands.parsing.names.ways import NICK, name_text
from commands.parsing.tokens import key_of, words_of
from storage.catalogue import Name
from storage.properties import Property


@dataclass(frozen=True, slots=True)
class Offer:
    """A name as it is sent, and the number of launches that it stands for."""

    text: str
    launches: int


def offered(kind: Property, lexicon: Lexicon, names: Sequence[Name], typed: str) -> list[tuple[int, Offer]]:
    """Return the names that begin with what is typed (0), or have words that do (1); all for nothing.

    Among equals the one with the most launches comes first, and so a family before its rockets.
    """
    key, begun = key_of(typed), [f" {word}" for word in words_of(typed)]
    best: dict[str, tuple[int, Offer]] = {}
    for text, launches, ways in _known(kind, lexicon, names, nicknames=bool(key)):
        if any(way.startswith(key) for way in ways) if key else not typed.strip():
            rank = 0
        elif begun and all(word in _spaced(text) for word in begun):
            rank = 1
        else:
            continue
        if text not in best or rank < best[text][0]:
            best[text] = rank, Offer(text, launches)
    return sorted(best.values(), key=lambda each: (each[0], -each[1].launches, each[1].text))


def _spaced(text: str) -> str:
    return "".join(f" {word}" for word in words_of(text))


def _known(
    kind: Property, lexicon: Lexicon, names: Sequence[Name], *, nicknames: bool
) -> list[tuple[str, int, tuple[str, ...]]]:
    """Return each name with its launches and the letters of its spellings; nicknames need to be typed."""
    known: list[tuple[str, int, tuple[str, ...]]] = []
    for name in names:
        ways = tuple(
            map(key_of, (name_text(kind, name), name.name, *name.aliases, *spellings(kind, name.name)))
        )
        meant = lexicon.of_kind(kind, name.name)
        text, launches = (meant.text, meant.launches) if meant else (name_text(kind, name), name.launches)
        known.append((text, launches, ways))
    for key, called in lexicon.names.items():
        known += [
            (each.text, each.launches, (key,))
            for each in called
            if each.kind is kind and (nicknames if each.rank == NICK else len(each.ids) > 1)
        ]
    return known
