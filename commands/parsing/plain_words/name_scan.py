"""The names in the words of a text: of rockets, places and the like, of missions, and of what was carried."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from commands.definitions.filters import NAME_FIELDS, NAMED
from commands.parsing.names.name_words import KIND_NOUNS
from commands.parsing.names.spellings import LONGEST, Called, Lexicon
from commands.parsing.names.ways import NICK, PART
from commands.parsing.plain_words.grammar import (
    ARTICLES,
    HINTS,
    NOT_NAMES,
    PHRASES,
    PLURALS,
    STOPS,
    UNFINISHED,
    UNITS,
)
from commands.parsing.plain_words.meanings import SEARCH, Item, Meaning
from commands.parsing.plain_words.numbers import COUNTED
from commands.parsing.tokens import Token
from storage.properties import Property

SERIES = 5
"""How many times fewer missions may begin with a name than launches have it, for the missions to be meant
as well: "Kosmos" is a rocket, and more often what it carried."""

_AFTER_COUNTS = PLURALS | COUNTED | UNITS
"""What a number before it counts."""

_BEFORE_PEOPLE = frozenset(
    {
        "with",
        "of",
        "by",
        "aboard",
        "did",
        "has",
        "was",
        "when",
        "carrying",
        "carried",
        "astronaut",
        "cosmonaut",
        "commander",
        "and",
        "or",
    }
)
"""Words after which a surname alone means somebody."""

_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class NameScan:
    """Finds names that begin at a word."""

    tokens: Sequence[Token]
    lexicon: Lexicon

    def name(self, at: int) -> Item | None:
        """The longest name; but one of a provider comes before the beginning of a longer one of a place."""
        partial: Item | None = None
        for count, key in self._keys(at):
            called = next(filter(None, map(self.lexicon.names.get, (key, *_singulars(key)))), ())
            end, hint = self._after(at + count, called)
            hint = hint or self._hint(at)
            meant = [each for each in called if self._can_be_meant(each, hint, at, count)]
            if meant:
                meanings = tuple(dict.fromkeys(self._meanings(meant, hint, key, at, at + count)))
                item = replace(item_of(self.tokens, at, count, meanings), end=end)
                if partial is None and (count == 1 or meant[0].kind is hint or meant[0].rank != PART):
                    return item
                if partial and meant[0].rank != PART and meant[0].kind is Property.PROVIDER:
                    return item
                partial = partial or item
        return partial

    def _can_be_meant(self, called: Called, hint: Property | None, at: int, count: int) -> bool:
        """Whether a name can be meant where it stands: words of everyday use need to be told as names."""
        if called.kind is hint and (count > 1 or self.tokens[at].word not in STOPS):
            return True
        if NAMED[called.kind].only_there:
            return False
        if called.kind is Property.PERSON and called.rank == PART:
            # So many surnames are words or ships that one alone means somebody only where people stand.
            return len(self.tokens[at].word) > 2 and self._before(at) in _BEFORE_PEOPLE
        if called.kind is Property.PROGRAM and called.rank != NICK:
            return self._is_program(called, at, count)
        word = self.tokens[at].word
        short = len(word) < 3 and word.isalpha() and called.rank != NICK
        return count > 1 or not (word in NOT_NAMES or word in STOPS or short)

    def _is_program(self, called: Called, at: int, count: int) -> bool:
        """Whether a programme's name means it: many launches have one and are not known to belong to it.

        A name of several words does, unless one of them is a name itself: "SpaceX Starship" is who and what.
        """
        keys = [token.key for token in self.tokens[at : at + count]]
        if count > 1:
            own = {each.kind for key in keys for each in self.lexicon.names.get(key, ())}
            return own.isdisjoint({Property.PROVIDER, Property.ROCKET})
        return 0 < self.lexicon.series.get(keys[0], 0) < 2 * called.launches

    def _meanings(
        self, called: Sequence[Called], hint: Property | None, key: str, start: int, end: int
    ) -> Iterable[Meaning]:
        hinted = [each for each in called if each.kind is hint]
        first = (hinted or list(called))[0]
        yield Meaning(NAME_FIELDS[first.kind], first.ids)
        for each in called:
            if each is not first and each.rank <= first.rank:
                yield Meaning(NAME_FIELDS[each.kind], each.ids)
        series = self.lexicon.series.get(key, 0)
        if (
            not hinted
            and first.rank != NICK
            and (key in self.lexicon.missions or series * SERIES > first.launches)
        ):
            yield Meaning(SEARCH, text_of(self.tokens, start, end))

    def mission(self, at: int) -> Item | None:
        """The name of a mission, or the beginning of one: all its words are searched for."""
        word = self.tokens[at].word
        begins = word not in STOPS and word not in PHRASES
        for count, key in self._keys(at):
            text = text_of(self.tokens, at, at + count)
            for spelled in (key, *_singulars(key)) if count > 1 else ():
                if spelled in self.lexicon.missions or (begins and spelled in self.lexicon.openings):
                    said = text[: len(text) - (len(key) - len(spelled))]
                    return item_of(self.tokens, at, count, (Meaning(SEARCH, said),))
        return self._series(at)

    def _series(self, at: int) -> Item | None:
        """The name that several missions begin with, where a noun says so: "the Apollo program"."""
        noun = self.tokens[at + 1].word if at + 1 < len(self.tokens) else ""
        if noun in KIND_NOUNS[Property.PROGRAM] and self.lexicon.series.get(self.tokens[at].key, 0) > 1:
            return item_of(self.tokens, at, 2, (Meaning(SEARCH, text_of(self.tokens, at, at + 1)),))
        return None

    def _keys(self, at: int) -> Iterable[tuple[int, str]]:
        """Yield the longest stretches first: how many words, and their key."""
        stretch: list[Token] = []
        for token in self.tokens[at : at + LONGEST]:
            if not token.word:
                break
            stretch.append(token)
        for count in range(len(stretch), 0, -1):
            if stretch[0].key and stretch[count - 1].key:
                yield count, "".join(token.key for token in stretch[:count])

    def _after(self, end: int, called: Sequence[Called]) -> tuple[int, Property | None]:
        """Return where a name ends with the nouns of its kind, and the kind if they tell it."""
        kinds = {each.kind for each in called}
        for kind, nouns in KIND_NOUNS.items():
            last = end
            while kind in kinds and last < len(self.tokens) and self.tokens[last].word in nouns:
                last += 1
            while last > end and self.tokens[last - 1].word in UNFINISHED:
                last -= 1
            if last > end:
                return last, kind
        word = self.tokens[end].word if end < len(self.tokens) else ""
        return end, Property.ROCKET if word in ("rocket", "rockets") and Property.ROCKET in kinds else None

    def _before(self, at: int) -> str:
        """Return the word before, articles left out."""
        at -= 1
        while at >= 0 and self.tokens[at].word in ARTICLES:
            at -= 1
        return self.tokens[at].word if at >= 0 else ""

    def _hint(self, at: int) -> Property | None:
        return HINTS.get(self._before(at))

    def satellite(self, at: int) -> Item | None:
        """Take a rocket's name with a number as what it carried, where that bears its name: "Kosmos 954"."""
        for count, key in self._keys(at):
            called = self.lexicon.names.get(key, ())
            number, after = (self._word(at + count + more) for more in range(2))
            is_number = number.isdecimal() and not _YEAR.fullmatch(number) and after not in _AFTER_COUNTS
            is_rocket = bool(called) and called[0].kind is Property.ROCKET
            if is_number and is_rocket and self.lexicon.series.get(key, 0) > 1:
                rocket = Meaning(NAME_FIELDS[Property.ROCKET], called[0].ids)
                return item_of(
                    self.tokens,
                    at,
                    count + 1,
                    (Meaning(SEARCH, text_of(self.tokens, at, at + count + 1)), rocket),
                )
        return None

    def _word(self, at: int) -> str:
        return self.tokens[at].word if at < len(self.tokens) else ""


def item_of(tokens: Sequence[Token], at: int, count: int, meanings: tuple[Meaning, ...]) -> Item:
    """Return so many words from one on, and what they mean."""
    return Item(at, at + count, meanings, text_of(tokens, at, at + count))


def text_of(tokens: Sequence[Token], start: int, end: int) -> str:
    """Return words as they were typed."""
    return " ".join(token.text for token in tokens[start:end])


def _singulars(key: str) -> Iterable[str]:
    """Yield a key without the ending of a plural, if it has one."""
    if len(key) > 3 and key.endswith("s"):
        yield key[:-1]
        if key.endswith(("ches", "shes", "xes", "ses")):
            yield key[:-2]
