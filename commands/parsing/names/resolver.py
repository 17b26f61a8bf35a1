"""From what people call a provider, rocket, place, orbit or mission type to Launch Library's, and back."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from commands.caveats import or_not_loaded
from commands.definitions.closed_lists import IN_WORDS, spellings, value_words
from commands.definitions.command import Suggestion
from commands.definitions.filters import NAMED
from commands.definitions.mission_types import SPOKEN
from commands.i18n.countries import country_words
from commands.i18n.formatting import beside, either, listed, number
from commands.i18n.translation import _, ngettext
from commands.parsing.names.near_misses import MOST_OFFERED, Near, NearMisses
from commands.parsing.names.offers import Offer, offered
from commands.parsing.names.people_names import people_ways
from commands.parsing.names.shared_names import Shared, covering, shared_names
from commands.parsing.names.spellings import KINDS, Lexicon
from commands.parsing.names.ways import name_text
from commands.parsing.tokens import key_of, words_of
from storage.catalogue import Catalogue, Generation, Name
from storage.errors import AskError, NearMissError
from storage.properties import Property
from storage.query import LaunchQuery
from storage.text import fold

MAX_SUGGESTIONS = 25
"""Discord's limit: https://discord.com/developers/docs/interactions/application-commands#autocomplete"""

MAX_VALUE = 100
"""Characters in a suggestion's label or value, from the same page."""

NEAR = 72.0
"""Similarity, 0 to 100, from which on a name counts as a near miss: one typo in a short word passes."""

PART = 0.85
"""What the similarity of a part counts beside that of the whole: "Soyuz 2.1a" is only a part of a misspelt
"Soyuz 2.1a Fregat", and has to come after the whole."""

MOST_LISTED = 2
"""Names that are told one by one; of more, only the first and how many others."""

SPREAD = 12.0
"""How much less similar than the nearest name another may be to be offered beside it."""


@dataclass(frozen=True, slots=True)
class _Index:
    """The names of one kind with their folded spellings; `spellings`, `keys` and `owners` are parallel.

    A key is the spelling without what people leave out or add: spaces and punctuation; `spaced` is it with
    a space before each word.
    """

    names: tuple[Name, ...]
    spellings: tuple[str, ...]
    keys: tuple[str, ...]
    spaced: tuple[str, ...]
    owners: tuple[int, ...]
    shared: Shared

    @classmethod
    def build(cls, kind: Property, names: tuple[Name, ...]) -> _Index:
        if kind is Property.MISSION_TYPE:
            names = tuple(
                replace(name, aliases=(*SPOKEN.get(name.name, ()), *spellings(kind, name.name)))
                for name in names
            )
        if kind is Property.PERSON:
            names = tuple(replace(name, aliases=_ways_of(name.name)) for name in names)
        pairs = [(text, i) for i, name in enumerate(names) for text in (name.name, *name.aliases)]
        texts = [text for text, _ in pairs]
        return cls(
            names,
            tuple(map(fold, texts)),
            tuple(map(key_of, texts)),
            tuple("".join(f" {word}" for word in words_of(text)) for text in texts),
            tuple(i for _, i in pairs),
            shared_names(kind, names),
        )

    def where(self, wanted: Iterable[int]) -> list[Name]:
        """The names at those spellings, most used first, each once."""
        return [self.names[i] for i in sorted({self.owners[s] for s in wanted})]


@dataclass(frozen=True, slots=True)
class Match:
    """The names a text matches, and whether the match is exact or only by words it contains."""

    names: tuple[Name, ...]
    exact: bool

    @property
    def ids(self) -> tuple[int, ...]:
        """The ids of what is meant."""
        return tuple(name.id for name in self.names)


@dataclass(slots=True)
class Naming:
    """Resolves and completes names; knows the catalogue's names until the catalogue changes."""

    catalogue: Catalogue
    _held: tuple[Generation, asyncio.Task[tuple[Lexicon, NearMisses]]] | None = None
    _indexes: dict[Property, tuple[Generation, _Index]] = field(default_factory=dict)

    async def resolve(self, kind: Property, text: str) -> tuple[int, ...]:
        """Return the ids of what `text` names: exactly, or but for spaces and punctuation, if it can.

        Else they are the ids of whatever contains its words. Raises `AskError` with the nearest names when
        nothing is called like that.
        """
        return tuple(name.id for name in await self._names(kind, text))

    async def values(self, kind: Property, text: str) -> tuple[int | str, ...]:
        """Return what a query holds for what `resolve` finds: ids, or the names of mission types."""
        return tuple(name.value for name in await self._names(kind, text))

    async def named(self, kind: Property, name: str) -> tuple[int | str, ...]:
        """Return `values` for what a command's parameter `name` names; raises `NearMissError` for nothing."""
        try:
            return await self.values(kind, name)
        except AskError as error:
            raise NearMissError(error.sentence, error.suggestions, "name") from error

    async def _names(self, kind: Property, text: str) -> tuple[Name, ...]:
        if match := await self.match(kind, text):
            return match.names
        raise await self._unknown(kind, await self._index(kind), text)

    async def match(self, kind: Property, text: str) -> Match | None:
        """Return what `resolve` makes of a text, or None where that raises."""
        index = await self._index(kind)
        if called := (await self.lexicon()).of_kind(kind, text):
            return Match(tuple(name for name in index.names if name.value in called.ids), True)
        exact = _exact_but_for_spaces(index, text)
        found = exact or _containing(index, text)
        if not found and kind is Property.FAMILY and (rockets := await self.match(Property.ROCKET, text)):
            return await self._families(rockets) if rockets.exact else None
        return Match(tuple(found), bool(exact)) if found else None

    async def _families(self, rockets: Match) -> Match:
        """Return the families that those rockets are of."""
        query = LaunchQuery(configuration_ids=rockets.ids)
        values = {facet.value for facet in await self.catalogue.facet(Property.FAMILY, query)}
        index = await self._index(Property.FAMILY)
        return Match(tuple(name for name in index.names if name.value in values), True)

    async def read(self) -> None:
        """Read all names before anybody asks for one, unless they are known; raises `StoreError`."""
        await self._spellings()
        for kind in NAMED:
            await self._index(kind)

    async def lexicon(self) -> Lexicon:
        """Return how the names of the catalogue are written, read anew when it has changed."""
        return (await self._spellings())[0]

    async def _spellings(self) -> tuple[Lexicon, NearMisses]:
        generation = await self.catalogue.generation()
        if self._held is None or self._held[0] != generation or _failed(self._held[1]):
            self._held = generation, asyncio.create_task(self._read_spellings())
            self._held[1].add_done_callback(_failed)
        # Whoever gives up waiting, as Discord's completions soon must, leaves it to who asks next.
        return await asyncio.shield(self._held[1])

    async def _read_spellings(self) -> tuple[Lexicon, NearMisses]:
        names = {kind: await self.catalogue.names(kind) for kind in KINDS}
        launches = await self.catalogue.launch_names()
        lexicon = await asyncio.to_thread(Lexicon.build, names, launches)
        return lexicon, await asyncio.to_thread(NearMisses.build, lexicon, names)

    async def _unknown(self, kind: Property, index: _Index, text: str) -> AskError:
        word, shown = _(NAMED[kind].word), text[:50]
        if not index.names:
            sentence = _("I haven’t loaded any {kind} data yet. Try again in a minute.")
            return AskError(sentence.format(kind=word))
        written = {name_text(kind, name): value_words(kind, name.name) for name in index.names}
        if suggestions := tuple(written.get(each, each) for each in await self._alike(kind, text)):
            sentence = _("No {kind} is called “{text}”. Did you mean {names}?")
            names = either(suggestions)
            told = sentence.format(kind=word, text=shown, names=names)
            return AskError(await or_not_loaded(told, self.catalogue), suggestions)
        top = tuple(written.values())[:5]
        sentence = _("No {kind} is called “{text}”. Popular ones: {names}")
        told = sentence.format(kind=word, text=shown, names=beside(top))
        return AskError(await or_not_loaded(told, self.catalogue), top)

    async def _alike(self, kind: Property, text: str) -> tuple[str, ...]:
        """Return at most five names of a kind of which a text may be a misspelling, nearest first."""
        near = await self.near((kind,), text)
        if near:
            return tuple(each.text for each in near)
        resembling = await asyncio.to_thread(_near, await self._index(kind), text)
        return tuple(name.name for name in resembling[:MOST_OFFERED])

    async def complete(self, kind: Property, typed: str) -> tuple[Suggestion, ...]:
        """Return the likeliest names for what is being typed, each with its launches; families come first."""
        offers = [offer for _rank, offer in await self._ranked(kind, typed)]
        shown = {}
        if kind in IN_WORDS:
            names = (await self._index(kind)).names
            shown = {name_text(kind, name): value_words(kind, name.name) for name in names}
        return tuple(
            _suggestion(offer, shown=shown.get(offer.text, "")) for offer in offers[:MAX_SUGGESTIONS]
        )

    async def complete_any(self, kinds: Sequence[Property], typed: str) -> tuple[Suggestion, ...]:
        """Return the likeliest names among providers and rockets, each with its kind."""
        ranked = [
            (rank, -offer.launches, kind, offer)
            for kind in kinds
            for rank, offer in await self._ranked(kind, typed)
        ]
        found: dict[str, Suggestion] = {}
        for _rank, _launches, kind, offer in sorted(ranked, key=lambda each: each[:2]):
            found.setdefault(offer.text, _suggestion(offer, f" · {_(NAMED[kind].label)}"))
        return tuple(found.values())[:MAX_SUGGESTIONS]

    async def _ranked(self, kind: Property, typed: str) -> list[tuple[int, Offer]]:
        """Return what begins so (0), has words that do (1), or resembles what is typed (2)."""
        index = await self._index(kind)
        offers = await asyncio.to_thread(offered, kind, await self.lexicon(), index.names, typed)
        if len(offers) < MOST_OFFERED:
            known = {offer.text for _rank, offer in offers}
            for text in await self._alike(kind, typed):
                match = await self.match(kind, text)
                if match and text not in known:
                    offers.append((2, Offer(text, sum(name.launches for name in match.names))))
        return offers

    async def nearest(self, kinds: Sequence[Property], text: str) -> tuple[str, ...]:
        """Return at most five names of several kinds of which `text` may be a misspelling, nearest first.

        Where none is near, they are the best known ones; empty while none is known at all.
        """
        if near := await self.near(kinds, text):
            return tuple(dict.fromkeys(each.text for each in near))
        indexes = [await self._index(kind) for kind in kinds]
        names = sorted((name for index in indexes for name in index.names), key=lambda n: -n.launches)
        return tuple(dict.fromkeys(name.name for name in names))[:MOST_OFFERED]

    async def label(self, kind: Property, values: Sequence[int] | Sequence[str]) -> str:
        """Return a name for those ids together, such as "SpaceX", "Soyuz" or "Electron and 3 more".

        Mission types are given by their names.
        """
        index = await self._index(kind)
        wanted: set[int | str] = set(values)
        names = [name for name in index.names if name.value in wanted]
        if kind is Property.COUNTRY:
            together = (await self.lexicon()).together(kind, wanted)
            return together or either(country_words(str(code)) for code in values)
        if not names:
            return listed(f"#{value}" if isinstance(value, int) else value for value in values[:3])
        texts = covering(wanted, index.shared, names) if len(names) > 1 else [names[0].name]
        if kind in IN_WORDS:
            texts = [value_words(kind, name.name) for name in names]
        if len(texts) > 1 and (together := (await self.lexicon()).together(kind, wanted)):
            return together
        if len(texts) <= MOST_LISTED:
            return either(texts)
        more = len(names) - 1
        text = ngettext("{name} and {n} more", "{name} and {n} more", more)
        return text.format(name=value_words(kind, names[0].name), n=number(more))

    async def short_label(self, kind: Property, ids: Sequence[int], length: int) -> str:
        """Return a name for those ids that has at most so many characters: an abbreviation, or cut off."""
        label = await self.label(kind, ids)
        if len(label) <= length:
            return label
        known = (name for name in (await self._index(kind)).names if (name.id,) == tuple(ids))
        shorter = [alias for name in known for alias in name.aliases if len(alias) <= length]
        return max(shorter, key=len) if shorter else label[: length - 1].rstrip() + "…"

    async def near(self, kinds: Collection[Property | None], text: str) -> tuple[Near, ...]:
        """Return at most five things of those kinds, None for missions, that `text` may be meant for."""
        _lexicon, near = await self._spellings()
        return await asyncio.to_thread(near.nearest, text[:MAX_VALUE], kinds)

    async def _index(self, kind: Property) -> _Index:
        generation = await self.catalogue.generation()
        held = self._indexes.get(kind)
        if held is None or held[0] != generation:
            names = await self.catalogue.names(kind)
            held = (generation, await asyncio.to_thread(_Index.build, kind, names))
            self._indexes[kind] = held
        return held[1]


def _failed(reading: asyncio.Task[tuple[Lexicon, NearMisses]]) -> bool:
    """Return whether it has to be done again; its error is then known, even where nobody waits any more."""
    return reading.done() and (reading.cancelled() or reading.exception() is not None)


def _ways_of(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(way) for way in people_ways(name)))


def _exact_but_for_spaces(index: _Index, text: str) -> list[Name]:
    """Names that `text` has letter by letter, such as "falcon9", "N.A.S.A." or "proton k"."""
    wanted = key_of(text)
    return index.where(i for i, key in enumerate(index.keys) if wanted and key == wanted)


def _containing(index: _Index, text: str) -> list[Name]:
    """Names in which each of the words begins one."""
    words = [f" {word}" for word in words_of(text)]
    if not words:
        return []
    return index.where(i for i, s in enumerate(index.spaced) if all(word in s for word in words))


def _near(index: _Index, text: str) -> list[Name]:
    """Names by similarity of whole spellings or of a part, nearest first, then own names, then most used."""
    return [name for _score, name in _scored(index, text)]


def _scored(index: _Index, text: str) -> list[tuple[float, Name]]:
    folded, key = fold(text)[:MAX_VALUE], key_of(text)[:MAX_VALUE]
    best: dict[int, tuple[float, bool]] = {}
    for wanted, written, scorer, weight in (
        (folded, index.spellings, fuzz.ratio, 1.0),
        (key, index.keys, fuzz.ratio, 1.0),
        (folded, index.spellings, fuzz.partial_ratio, PART),
        (folded, index.spellings, fuzz.token_set_ratio, PART),
    ):
        for spelling, score, i in process.extract(
            wanted, written, scorer=scorer, limit=15, score_cutoff=NEAR
        ):
            # A part of a long text always resembles a short name; the other way round it means something.
            if len(spelling) >= min(len(wanted), 4):
                owner = index.owners[i]
                is_own = weight == 1.0 and spelling == fold(index.names[owner].name)
                best[owner] = max(best.get(owner, (0.0, False)), (score * weight, is_own))
    floor = max((score for score, _own in best.values()), default=0.0) - SPREAD
    kept = [i for i, (score, _own) in best.items() if score >= floor]
    order = sorted(kept, key=lambda i: (-best[i][0], not best[i][1], i))
    return [(best[i][0], index.names[i]) for i in order]


def _suggestion(offer: Offer, suffix: str = "", shown: str = "") -> Suggestion:
    count = ngettext("{n} launch", "{n} launches", offer.launches).format(n=number(offer.launches))
    told = f" · {count}{suffix}"
    return Suggestion((shown or offer.text)[: MAX_VALUE - len(told)] + told, offer.text[:MAX_VALUE])
