"""From what people call a provider, rocket, place or orbit to Launch Library's ids, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from commands.language import _, marked
from commands.locale_words import either, listed
from commands.queries import Queries
from commands.registry import Suggestion
from storage.catalogue import Name, NameKind
from storage.errors import AskError
from storage.folding import fold, order_key

MAX_SUGGESTIONS = 25
"""Discord's limit: https://discord.com/developers/docs/interactions/application-commands#autocomplete"""

MAX_VALUE = 100
"""Characters in a suggestion's label or value, from the same page."""

NEAR = 72.0
"""Similarity, 0 to 100, from which on a name counts as a near miss: one typo in a short word passes."""

PART = 0.85
"""What the similarity of a part counts beside that of the whole: "Soyuz 2.1a" is only a part of a misspelt
"Soyuz 2.1a Fregat", and has to come after the whole."""

SPREAD = 12.0
"""How much less similar than the nearest name another may be to be offered beside it."""

_KIND_WORDS = {
    NameKind.PROVIDER: marked("provider"),
    NameKind.ROCKET: marked("rocket"),
    NameKind.LOCATION: marked("location"),
    NameKind.ORBIT: marked("orbit"),
    NameKind.PROGRAM: marked("program"),
    NameKind.MISSION_TYPE: marked("mission type"),
}


@dataclass(frozen=True, slots=True)
class _Index:
    """The names of one kind with their folded spellings; `spellings`, `keys` and `owners` are parallel.

    A key is the spelling without what people leave out or add: spaces and punctuation.
    """

    names: tuple[Name, ...]
    spellings: tuple[str, ...]
    keys: tuple[str, ...]
    owners: tuple[int, ...]

    @classmethod
    def build(cls, names: tuple[Name, ...]) -> _Index:
        pairs = [(text, i) for i, name in enumerate(names) for text in (name.name, *name.aliases)]
        texts = [text for text, _ in pairs]
        return cls(names, tuple(map(fold, texts)), tuple(map(order_key, texts)), tuple(i for _, i in pairs))

    def where(self, wanted: Iterable[int]) -> list[Name]:
        """The names at those spellings, most used first, each once."""
        return [self.names[i] for i in sorted({self.owners[s] for s in wanted})]


@dataclass(slots=True)
class Naming:
    """Resolves and completes names; knows the catalogue's names until the catalogue changes."""

    queries: Queries
    _indexes: dict[NameKind, tuple[int, _Index]] = field(default_factory=dict)

    async def resolve(self, kind: NameKind, text: str) -> tuple[int, ...]:
        """Return the ids of what `text` names: exactly, or but for spaces and punctuation, if it can.

        Else they are the ids of whatever contains its words. Raises `AskError` with the nearest names when
        nothing is called like that.
        """
        index = await self._index(kind)
        found = _exact(index, text) or _exact_but_for_spaces(index, text) or _containing(index, text)
        if found:
            return tuple(name.id for name in found)
        raise await self._unknown(kind, index, text)

    async def _unknown(self, kind: NameKind, index: _Index, text: str) -> AskError:
        word, shown = _(_KIND_WORDS[kind]), text[:50]
        if not index.names:
            sentence = _("No {kind} is known yet: the catalogue is being filled. Try again in a minute.")
            return AskError(sentence.format(kind=word))
        near = await asyncio.to_thread(_near, index, text)
        if near:
            suggestions = tuple(name.name for name in near[:5])
            sentence = _("No {kind} is called “{text}”. Did you mean {names}?")
            names = either(suggestions)
            return AskError(sentence.format(kind=word, text=shown, names=names), suggestions)
        top = tuple(name.name for name in index.names[:5])
        sentence = _("No {kind} is called “{text}”. The best known are {names}.")
        return AskError(sentence.format(kind=word, text=shown, names=listed(top)), top)

    async def complete(self, kind: NameKind, typed: str) -> tuple[Suggestion, ...]:
        """Return the likeliest names for what is being typed, most used first among equals."""
        index = await self._index(kind)
        if not typed.strip():
            found: Sequence[Name] = index.names
        else:
            found = await asyncio.to_thread(_likeliest, index, typed)
        labels = dict.fromkeys(name.name[:MAX_VALUE] for name in found)
        return tuple(Suggestion(label, label) for label in list(labels)[:MAX_SUGGESTIONS])

    async def label(self, kind: NameKind, ids: Sequence[int]) -> str:
        """Return a name for those ids together, such as "SpaceX" or "Falcon 9 and 3 more"."""
        index = await self._index(kind)
        wanted = set(ids)
        names = [name for name in index.names if name.id in wanted]
        if not names:
            return ", ".join(f"#{i}" for i in ids[:3])
        shared = _shared_name(names) if len(names) > 1 else ""
        if shared and len(_exact(index, shared)) == len(names):
            return shared
        if len(names) <= 2:
            return either(name.name for name in names)
        return _("{name} and {n} more").format(name=names[0].name, n=len(names) - 1)

    async def near(self, kind: NameKind, text: str) -> tuple[Name, ...]:
        """Return at most five names that `text` may be a misspelling of, nearest first."""
        return tuple((await asyncio.to_thread(_near, await self._index(kind), text))[:5])

    async def _index(self, kind: NameKind) -> _Index:
        generation = self.queries.catalogue.generation
        held = self._indexes.get(kind)
        if held is None or held[0] != generation:
            held = (generation, _Index.build(await self.queries.names(kind)))
            self._indexes[kind] = held
        return held[1]


def _exact(index: _Index, text: str) -> list[Name]:
    folded = fold(" ".join(text.split()))
    return index.where(i for i, spelling in enumerate(index.spellings) if spelling == folded)


def _exact_but_for_spaces(index: _Index, text: str) -> list[Name]:
    """Names that `text` has letter by letter, such as "falcon9", "N.A.S.A." or "proton k"."""
    wanted = order_key(text)
    return index.where(i for i, key in enumerate(index.keys) if wanted and key == wanted)


def _containing(index: _Index, text: str) -> list[Name]:
    words = fold(text).split()
    if not words:
        return []
    return index.where(i for i, s in enumerate(index.spellings) if all(word in s for word in words))


def _near(index: _Index, text: str) -> list[Name]:
    """Names by similarity of whole spellings or of a part, nearest first, then most used."""
    folded, key = fold(text)[:MAX_VALUE], order_key(text)[:MAX_VALUE]
    best: dict[int, float] = {}
    for wanted, spellings, scorer, weight in (
        (folded, index.spellings, fuzz.ratio, 1.0),
        (key, index.keys, fuzz.ratio, 1.0),
        (folded, index.spellings, fuzz.partial_ratio, PART),
        (folded, index.spellings, fuzz.token_set_ratio, PART),
    ):
        for spelling, score, i in process.extract(
            wanted, spellings, scorer=scorer, limit=15, score_cutoff=NEAR
        ):
            # A part of a long text always resembles a short name; the other way round it means something.
            if len(spelling) >= min(len(wanted), 4):
                owner = index.owners[i]
                best[owner] = max(best.get(owner, 0.0), score * weight)
    floor = max(best.values(), default=0.0) - SPREAD
    kept = [i for i, score in best.items() if score >= floor]
    return [index.names[i] for i in sorted(kept, key=lambda i: (-best[i], i))]


def _likeliest(index: _Index, typed: str) -> list[Name]:
    """Names that begin with, then contain, then resemble what is being typed."""
    folded = fold(" ".join(typed.split()))
    begins = index.where(i for i, s in enumerate(index.spellings) if s.startswith(folded))
    found = dict.fromkeys([*begins, *_containing(index, typed)])
    if len(found) < 5:
        found |= dict.fromkeys(_near(index, typed))
    return list(found)


def _shared_name(names: Sequence[Name]) -> str:
    """Return a name or alias that all of them carry, the most particular first, or ""."""
    shared = set.intersection(*({name.name, *name.aliases} for name in names))
    return max(shared, key=len, default="")
