"""A scan over the words of a text that finds the longest stretches that mean something."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from commands.definitions.commands import ORDERS
from commands.definitions.filters import NAME_FIELDS, NAMED
from commands.parsing.names.name_words import KIND_NOUNS
from commands.parsing.names.spellings import LONGEST, NICK, PART, Called, Lexicon
from commands.parsing.plain_words.grammar import (
    ARTICLES,
    HINTS,
    JOINERS,
    MOST_WORDS,
    NEGATIONS,
    NEGATIVE_PAIRS,
    NOT_NAMES,
    PHRASES,
    PLURALS,
    STOPS,
    UNFINISHED,
    UNITS,
)
from commands.parsing.plain_words.meanings import MISSION_TYPES, SEARCH, Item, Meaning
from commands.parsing.plain_words.numbers import COUNTED, flight_at, number_of, ordinal_at
from commands.parsing.plain_words.question_words import COMPARING, PER, VERSUS
from commands.parsing.plain_words.times import time_at
from commands.parsing.tokens import Token
from storage.properties import Property

SERIES = 5
"""How many times fewer missions may begin with a name than launches have it, for the missions to be meant
as well: "Kosmos" is a rocket, and more often what it carried."""


NUMBERED_FIELDS = (NAME_FIELDS[Property.PROVIDER], NAME_FIELDS[Property.ROCKET])
"""What has flights that are told by number."""

_AFTER_COUNTS = PLURALS | COUNTED | UNITS
"""What a number before it counts."""

_YEAR = re.compile(r"(?:19|20)\d\d")

_BETWEEN = (
    JOINERS | ARTICLES | HINTS.keys() | VERSUS | {word for words in COMPARING for word in words.split()}
)
"""Words that may stand between two values of one filter."""


@dataclass(slots=True)
class Scan:
    """Finds the items of a text: each word belongs to one at most."""

    tokens: Sequence[Token]
    lexicon: Lexicon
    now: datetime

    async def items(self) -> list[Item]:
        """Return the items in the order of the text; times are counted from `now`, in days of its zone."""
        found: list[Item] = []
        at = 0
        while at < len(self.tokens):
            item = await self._longest(at, found)
            if item is not None:
                found.append(item)
            at = item.end if item else at + 1
        return found

    async def _longest(self, at: int, found: Sequence[Item]) -> Item | None:
        candidates = [
            await self._time(at), self._ordinal(at), self._flight(at, found), self._phrase(at, found),
            self._name(at), self._satellite(at), self._mission(at), self._cardinal(at, found),
        ]  # fmt: skip
        items = [item for item in candidates if item is not None and not self._is_unwanted(item)]
        if not items:
            return None
        # Of equally long ones the first counts: what is said of all launches before what is said of one.
        item = max(items, key=lambda each: each.end)
        end = max(item.end, at + 1)
        return replace(item, end=end, joined=self._is_joined(at, found))

    async def _time(self, at: int) -> Item | None:
        words: list[str] = []
        for token in self.tokens[at:]:
            if not token.word:
                break
            words.append(token.word)
        time = time_at(words, self.now, self.now.tzinfo or UTC)
        if time is None:
            return None
        return self._item(at, time.words, tuple(Meaning("net", bounds) for bounds in time.ranges))

    def _phrase(self, at: int, found: Sequence[Item]) -> Item | None:
        for count in range(min(MOST_WORDS, len(self.tokens) - at), 0, -1):
            words = [token.word.replace("-", " ") for token in self.tokens[at : at + count]]
            phrase = " ".join(words)
            if all(words) and phrase in PHRASES and self._is_known(meaning := PHRASES[phrase]):
                if phrase in PER and count > 1 and self._goes_on_as_name(at + 1, at + count):
                    continue
                item = self._item(at, count, (meaning,) if meaning else ())
                return self._counted(item, found) if meaning and meaning.field == "ordering" else item
        return None

    def _goes_on_as_name(self, at: int, end: int) -> bool:
        """Whether a word is the beginning of a longer name: by rocket is how, by Rocket Lab is who."""
        name = self._name(at)
        return name is not None and name.end > end

    def _ordinal(self, at: int) -> Item | None:
        """Take "100th" or "second to last" as which launch is asked for, where a launch or a name is told."""
        found = ordinal_at(self.tokens[at : at + 3])
        if found is None:
            return None
        nth, words, from_the_end = found
        following = at + words
        is_named = following < len(self.tokens) and self._name(following) is not None
        if not is_named and not any(token.word in COUNTED for token in self.tokens):
            return None
        ordering = Meaning("ordering", ORDERS["newest" if from_the_end else "oldest"])
        return replace(self._item(at, words, (ordering,)), nth=nth) if nth > 1 else None

    def _flight(self, at: int, found: Sequence[Item]) -> Item | None:
        """Take "flight 5" after or before a rocket or provider as which of its launches is asked for.

        A rocket whose missions are called so, as Starship's are, counts for itself.
        """
        count = flight_at(self.tokens[at : at + 3])
        if count is None:
            return None
        nth, words = count
        before = found[-1] if found and found[-1].end == at else None
        following = at + words
        if (
            before is None
            and following + 1 < len(self.tokens)
            and self.tokens[following].word in ("of", "by")
        ):
            before = self._name(following + 1)
        if before is None or not before.meanings or before.meanings[0].field not in NUMBERED_FIELDS:
            return None
        own = re.compile(
            "".join(token.key for token in self.tokens[before.start : before.end]) + r"flight\d+"
        )
        if sum(own.fullmatch(key) is not None for key in self.lexicon.missions) > 1:
            return None
        ordering = Meaning("ordering", ORDERS["oldest"])
        return replace(self._item(at, words, (ordering,)), nth=nth)

    def _satellite(self, at: int) -> Item | None:
        """Take a rocket's name with a number as what it carried, where that bears its name: "Kosmos 954"."""
        for count, key in self._keys(at):
            called = self.lexicon.names.get(key, ())
            number, after = (self._word(at + count + more) for more in range(2))
            is_number = number.isdecimal() and not _YEAR.fullmatch(number) and after not in _AFTER_COUNTS
            is_rocket = bool(called) and called[0].kind is Property.ROCKET
            if is_number and is_rocket and self.lexicon.series.get(key, 0) > 1:
                rocket = Meaning(NAME_FIELDS[Property.ROCKET], called[0].ids)
                return self._item(at, count + 1, (Meaning(SEARCH, self._text(at, at + count + 1)), rocket))
        return None

    def _word(self, at: int) -> str:
        return self.tokens[at].word if at < len(self.tokens) else ""

    def _cardinal(self, at: int, found: Sequence[Item]) -> Item | None:
        """Take a number with which a sentence begins as how many launches are asked for."""
        count = number_of(self.tokens[at].word)
        following = [token.word for token in self.tokens[at + 1 :]]
        if not count or not following or following[0] in UNITS or self._is_order(at + 1):
            return None
        said = {place for item in found for place in range(item.start, item.end) if not item.meanings}
        begins = all(place in said or self.tokens[place].word in STOPS for place in range(at))
        nouns = COUNTED if count == 1 else PLURALS
        return (
            replace(self._item(at, 1, ()), count=count) if begins and nouns.intersection(following) else None
        )

    def _is_order(self, at: int) -> bool:
        phrase = self._phrase(at, ())
        return phrase is not None and any(meaning.field == "ordering" for meaning in phrase.meanings)

    def _is_known(self, meaning: Meaning | None) -> bool:
        """Whether the catalogue has launches of a type of missions."""
        if meaning is None or meaning.field != MISSION_TYPES or not isinstance(meaning.value, tuple):
            return True
        return self.lexicon.types.issuperset(meaning.value)

    def _counted(self, item: Item, found: Sequence[Item]) -> Item:
        """Take the number after "first" or "last", or before it, as how many are asked for."""
        start = found[-1].end if found else 0
        if item.start > start and (count := self._number(item.start - 1)):
            return replace(self._item(item.start - 1, item.end - item.start + 1, item.meanings), count=count)
        count = self._number(item.end)
        after = self.tokens[item.end + 1].word if item.end + 1 < len(self.tokens) else ""
        if not count or after in UNITS:
            return item
        return replace(self._item(item.start, item.end - item.start + 1, item.meanings), count=count)

    def _number(self, at: int) -> int:
        return number_of(self.tokens[at].word) if at < len(self.tokens) else 0

    def _name(self, at: int) -> Item | None:
        """The longest name; but one of a provider comes before the beginning of a longer one of a place."""
        partial: Item | None = None
        for count, key in self._keys(at):
            called = next(filter(None, map(self.lexicon.names.get, (key, *_singulars(key)))), ())
            end, hint = self._after(at + count, called)
            hint = hint or self._hint(at)
            meant = [each for each in called if self._can_be_meant(each, hint, at, count)]
            if meant:
                meanings = tuple(dict.fromkeys(self._meanings(meant, hint, key, at, at + count)))
                item = replace(self._item(at, count, meanings), end=end)
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
            yield Meaning(SEARCH, self._text(start, end))

    def _mission(self, at: int) -> Item | None:
        """The name of a mission, or the beginning of one: all its words are searched for."""
        word = self.tokens[at].word
        begins = word not in STOPS and word not in PHRASES
        for count, key in self._keys(at):
            text = self._text(at, at + count)
            for spelled in (key, *_singulars(key)) if count > 1 else ():
                if spelled in self.lexicon.missions or (begins and spelled in self.lexicon.openings):
                    said = text[: len(text) - (len(key) - len(spelled))]
                    return self._item(at, count, (Meaning(SEARCH, said),))
        return self._series(at)

    def _series(self, at: int) -> Item | None:
        """The name that several missions begin with, where a noun says so: "the Apollo program"."""
        noun = self.tokens[at + 1].word if at + 1 < len(self.tokens) else ""
        if noun in KIND_NOUNS[Property.PROGRAM] and self.lexicon.series.get(self.tokens[at].key, 0) > 1:
            return self._item(at, 2, (Meaning(SEARCH, self._text(at, at + 1)),))
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

    def _is_unwanted(self, item: Item) -> bool:
        """Whether "not" or its like stands before something that would be a filter."""
        if all(meaning.field in (SEARCH, "ordering") for meaning in item.meanings):
            return False
        at = item.start - 1
        while at >= 0 and (self.tokens[at].word in ARTICLES or self.tokens[at].word in HINTS):
            at -= 1
        before = self.tokens[at - 1].word if at > 0 else ""
        word = self.tokens[at].word if at >= 0 else ""
        return word in NEGATIONS or (before, word) in NEGATIVE_PAIRS

    def _is_joined(self, at: int, found: Sequence[Item]) -> bool:
        """Whether "and", "or" or a comma leads from the item before to the words here."""
        before = next((item for item in reversed(found) if item.meanings), None)
        if before is None:
            return False
        between = self.tokens[before.end : at]
        listed = self.tokens[at].listed or any(token.listed for token in between)
        words = {token.word for token in between}
        return (listed or bool(words & (JOINERS | VERSUS))) and words <= _BETWEEN

    def _item(self, at: int, count: int, meanings: tuple[Meaning, ...]) -> Item:
        return Item(at, at + count, meanings, self._text(at, at + count))

    def _text(self, start: int, end: int) -> str:
        return " ".join(token.text for token in self.tokens[start:end])


def _singulars(key: str) -> Iterable[str]:
    """Yield a key without the ending of a plural, if it has one."""
    if len(key) > 3 and key.endswith("s"):
        yield key[:-1]
        if key.endswith(("ches", "shes", "xes", "ses")):
            yield key[:-2]
