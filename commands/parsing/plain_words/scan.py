"""A scan over the words of a text that finds the longest stretches that mean something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from commands.definitions.commands import ORDERS
from commands.definitions.filters import NAME_FIELDS
from commands.parsing.names.spellings import Lexicon
from commands.parsing.plain_words.grammar import (
    ARTICLES,
    HINTS,
    JOINERS,
    MOST_WORDS,
    NEGATIONS,
    NEGATIVE_PAIRS,
    PHRASES,
    PLURALS,
    STOPS,
    UNITS,
)
from commands.parsing.plain_words.meanings import MISSION_TYPES, SEARCH, Item, Meaning
from commands.parsing.plain_words.name_scan import NameScan, item_of
from commands.parsing.plain_words.numbers import COUNTED, flight_at, number_of, ordinal_at
from commands.parsing.plain_words.question_words import COMPARING, PER, VERSUS
from commands.parsing.plain_words.times import time_at
from commands.parsing.tokens import Token
from storage.properties import Property

NUMBERED_FIELDS = (NAME_FIELDS[Property.PROVIDER], NAME_FIELDS[Property.ROCKET])
"""What has flights that are told by number."""

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

    @property
    def _names(self) -> NameScan:
        return NameScan(self.tokens, self.lexicon)

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
        names = self._names
        candidates = [
            await self._time(at), self._ordinal(at), self._flight(at, found), self._phrase(at, found),
            names.name(at), names.satellite(at), names.mission(at), self._cardinal(at, found),
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
        name = self._names.name(at)
        return name is not None and name.end > end

    def _ordinal(self, at: int) -> Item | None:
        """Take "100th" or "second to last" as which launch is asked for, where a launch or a name is told."""
        found = ordinal_at(self.tokens[at : at + 3])
        if found is None:
            return None
        nth, words, from_the_end = found
        following = at + words
        is_named = following < len(self.tokens) and self._names.name(following) is not None
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
            before = self._names.name(following + 1)
        if before is None or not before.meanings or before.meanings[0].field not in NUMBERED_FIELDS:
            return None
        own = re.compile(
            "".join(token.key for token in self.tokens[before.start : before.end]) + r"flight\d+"
        )
        if sum(own.fullmatch(key) is not None for key in self.lexicon.missions) > 1:
            return None
        ordering = Meaning("ordering", ORDERS["oldest"])
        return replace(self._item(at, words, (ordering,)), nth=nth)

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
        return item_of(self.tokens, at, count, meanings)
