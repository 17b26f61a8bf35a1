"""Reads plain words against the names that the catalogue has at the moment."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass, replace

from commands.i18n.local_days import local_zone
from commands.parsing.names.launch_names import in_arabic, words
from commands.parsing.names.resolver import Naming
from commands.parsing.names.spellings import Lexicon
from commands.parsing.plain_words.landing_words import about_landings
from commands.parsing.plain_words.reading import Composer, Reading
from commands.parsing.plain_words.scan import Scan
from commands.parsing.tokens import as_names_are_written, key_of, tokens, unquoted
from storage.clock import Clock
from storage.query import MAX_TERMS, LaunchQuery

LONGEST_TEXT = 400
MOST_TOKENS = 2 * MAX_TERMS
"""Characters and words of a text that is read; one with more is a search, for which it is too long."""


@dataclass(slots=True)
class PlainWords:
    """Reads what people type in their own words."""

    naming: Naming
    clock: Clock

    async def read(self, text: str, typed: LaunchQuery, taken: Collection[str] = ()) -> Reading:
        """Return how a text is understood, beside what was `typed` as filters.

        `taken` are the fields of the query that the words may not change. The name of a launch, text in
        quotes and words of which nothing is known are searched for. Raises `StoreError`.
        """
        read = tokens(as_names_are_written(text)) if len(text) <= LONGEST_TEXT else ()
        lexicon = await self.naming.lexicon() if 0 < len(read) <= MOST_TOKENS else None
        if lexicon and any(token.key in known for token in read for known in _known(lexicon)):
            text = as_names_are_written(text)
        whole = key_of(unquoted(text))
        if lexicon is None or (whole in lexicon.missions and whole not in lexicon.names):
            return Reading(typed.having(search=_as_written(text, lexicon)))
        if whole not in lexicon.names and "".join(in_arabic(words(text))) in lexicon.missions:
            return Reading(typed.having(search=_as_written(text, lexicon)))
        now = self.clock()
        items = await Scan(read, lexicon, now.astimezone(local_zone())).items()
        items = about_landings(read, items)
        reading = Composer(read, items, typed, frozenset(taken)).reading(text)
        begins = reading.query.net.gte
        is_ahead = "net" in reading.fields and begins is not None and begins > now
        return replace(reading, upcoming=True) if is_ahead else reading


def _known(lexicon: Lexicon) -> tuple[Container[str], ...]:
    """Return what a single word may be the name of."""
    return lexicon.series, lexicon.names, lexicon.missions


def _as_written(text: str, lexicon: Lexicon | None) -> str:
    """Return what to search for: a mission with other numerals is searched for as it is written."""
    text = unquoted(text)
    spelled = in_arabic(words(text))
    mission = lexicon.missions.get("".join(spelled), "") if lexicon else ""
    is_other = in_arabic(words(mission)) == spelled and words(mission) != words(text)
    return mission if is_other else text
