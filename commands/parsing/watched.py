"""The text under which a subscription keeps its filters: what they are, and by which names.

It is Launch Library's query string, and behind that what several things are called together, such as the
rockets of a family or the providers of a country. So a variant that flies next year, or a company that is
founded then, is among them. Rockets are kept by name even where one alone is called so, as New Glenn is
today. The ids stand there as well: a name may come to mean nothing, and an older version knows no names.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlencode

from commands.codec import query_string
from commands.definitions.filters import NAMED
from commands.parsing.names.resolver import Naming
from commands.parsing.names.spellings import Called, Lexicon
from commands.parsing.names.ways import PART
from storage.properties import Property
from storage.query import DEFAULT_LIMIT, DEFAULT_ORDERING, NO_RANGE, LaunchQuery, View

_PARAMETERS: Mapping[str, Property] = {
    f"{kind.value}__called": kind
    for kind in (Property.PROVIDER, Property.ROCKET, Property.LOCATION, Property.PAD, Property.ORBIT)
}
_KEPT = {kind: parameter for parameter, kind in _PARAMETERS.items()}


@dataclass(frozen=True, slots=True)
class Watched:
    """The filters of a subscription: the query as it was when it was made, and the names that were meant."""

    query: LaunchQuery
    names: Mapping[Property, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Self:
        """Return what a subscription keeps as text; raises `AskError` where this version cannot read it."""
        names: dict[Property, tuple[str, ...]] = {}
        for parameter, name in query_string.pairs_of(text):
            if kind := _PARAMETERS.get(parameter):
                names[kind] = (*names.get(kind, ()), name)
        return cls(query_string.parse(text), names)

    async def at_present(self, naming: Naming) -> LaunchQuery:
        """Return the query for all that has these names now; raises `StoreError`."""
        if not self.names:
            return self.query
        lexicon = await naming.lexicon()
        fields: dict[str, Any] = {}
        for kind, names in self.names.items():
            known = getattr(self.query, NAMED[kind].field)
            called = [found for name in names if (found := lexicon.of_kind(kind, name))]
            fields[NAMED[kind].field] = (*known, *(each for found in called for each in found.ids))
        return self.query.having(**fields)


@dataclass(frozen=True, slots=True)
class Callings:
    """What things can be called together, by a name that means just them: by each of their ids."""

    by_id: Mapping[tuple[Property, int | str], tuple[Called, ...]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Self:
        """Sort the names of a catalogue; takes some tens of milliseconds."""
        found: dict[tuple[Property, int | str], list[Called]] = defaultdict(list)
        seen: set[tuple[Property, frozenset[int | str]]] = set()
        for called in (each for several in lexicon.names.values() for each in several):
            thing = called.kind, frozenset[int | str](called.ids)
            fewest = 1 if called.kind is Property.ROCKET else 2
            if called.kind not in _KEPT or called.rank == PART or len(called.ids) < fewest or thing in seen:
                continue
            seen.add(thing)
            meant = lexicon.of_kind(called.kind, called.text)
            if meant is not None and set(meant.ids) == set(called.ids):
                for each in called.ids:
                    found[called.kind, each].append(called)
        return cls({key: tuple(several) for key, several in found.items()})

    def names(self, kind: Property, ids: Iterable[int]) -> list[str]:
        """Return the fewest names that together call those ids and nothing else."""
        left: set[int | str] = set(ids)
        fitting = {
            called.text: called
            for each in left
            for called in self.by_id.get((kind, each), ())
            if left.issuperset(called.ids)
        }
        found = list[str]()
        for called in sorted(fitting.values(), key=lambda each: (-len(each.ids), each.text)):
            if left.issuperset(called.ids):
                found.append(called.text)
                left.difference_update(called.ids)
        return sorted(found)


def watched(query: LaunchQuery, callings: Callings) -> str:
    """Return the text for the filters of a query: equal filters, equal text.

    Dates are none of them: what is posted is yet to come.
    """
    filters = query.at(0).having(
        net=NO_RANGE, view=View.NORMAL, limit=DEFAULT_LIMIT, ordering=DEFAULT_ORDERING
    )
    names = [
        (parameter, name)
        for kind, parameter in _KEPT.items()
        for name in callings.names(kind, getattr(filters, NAMED[kind].field))
    ]
    return "&".join(filter(None, (query_string.write(filters), urlencode(names))))


async def callings_of(naming: Naming) -> Callings:
    """Return what things are called together at present; raises `StoreError`."""
    return await asyncio.to_thread(Callings.of, await naming.lexicon())


async def at_present(text: str, naming: Naming) -> LaunchQuery:
    """Return the query that a subscription with that text asks for now.

    Raises `AskError` where this version cannot read it, and `StoreError`.
    """
    return await Watched.read(text).at_present(naming)
