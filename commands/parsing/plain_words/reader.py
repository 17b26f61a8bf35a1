"""Reads plain words against the names that the catalogue has at the moment."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from commands.parsing.names.spellings import KINDS, Lexicon
from commands.parsing.plain_words.reading import Composer, Reading
from commands.parsing.plain_words.scan import Scan
from commands.parsing.plain_words.tokens import key_of, tokens, unquoted
from commands.queries import Queries
from storage.catalogue import Generation
from storage.clock import Clock
from storage.query import MAX_TERMS, LaunchQuery

LONGEST_TEXT = 400
MOST_TOKENS = 2 * MAX_TERMS
"""Characters and words of a text that is read; one with more is a search, for which it is too long."""


@dataclass(slots=True)
class PlainWords:
    """Knows what names mean until the catalogue changes."""

    queries: Queries
    clock: Clock
    _lexicon: tuple[Generation, Lexicon] | None = None
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def read(self, text: str, typed: LaunchQuery, taken: Collection[str] = ()) -> Reading:
        """Return how a text is understood, beside what was `typed` as filters.

        `taken` are the fields of the query that the words may not change. The name of a launch, text in
        quotes and words of which nothing is known are searched for. Raises `StoreError`.
        """
        read = tokens(text) if len(text) <= LONGEST_TEXT else ()
        lexicon = await self._names() if 0 < len(read) <= MOST_TOKENS else None
        if lexicon is None or key_of(unquoted(text)) in lexicon.missions:
            return Reading(typed.having(search=unquoted(text)))
        now = self.clock()
        items = await Scan(read, lexicon, now).items()
        reading = Composer(read, items, typed, frozenset(taken)).reading(text)
        begins = reading.query.net.gte
        is_ahead = "net" in reading.fields and begins is not None and begins > now
        return replace(reading, upcoming=True) if is_ahead else reading

    async def _names(self) -> Lexicon:
        """Return the names of the catalogue as it is, read anew when it has changed."""
        async with self._reading:
            generation = await self.queries.catalogue.generation()
            if self._lexicon is None or self._lexicon[0] != generation:
                names = {kind: await self.queries.names(kind) for kind in KINDS}
                launches = await self.queries.catalogue.launch_names()
                self._lexicon = (generation, await asyncio.to_thread(Lexicon.build, names, launches))
            return self._lexicon[1]
