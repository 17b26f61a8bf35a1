"""The values that one filter can take under the others, in words, with their counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commands.cards.periods import year_start
from commands.definitions.closed_lists import value_words
from commands.definitions.filters import DEFINITIONS, FLAGS, NAMED
from commands.definitions.outcomes import (
    ENDINGS,
    LANDING_LABELS,
    NO_OUTCOME_SIGN,
    OUTCOME_LABELS,
    OUTCOMES,
    SIGNS,
)
from commands.i18n.local_days import local_zone
from commands.i18n.translation import _
from storage.catalogue import Catalogue, Facet
from storage.properties import Property, without
from storage.query import LANDING_ENDS, LANDING_MANNERS, LaunchQuery, Range


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: in words, how many launches it leaves, and the query that has it.

    `sign` is what an outcome is known by at a glance.
    """

    label: str
    launches: int
    query: LaunchQuery
    selected: bool
    sign: str = ""


async def options(
    kind: Property, query: LaunchQuery, catalogue: Catalogue, *, ended: bool = False
) -> tuple[Option, ...]:
    """Return what can be chosen for one filter under the others, the likeliest first, none of them empty.

    Years come latest first. With `ended`, no launch without an outcome can be asked for. Raises
    `StoreError`.
    """
    first = query.at(0)
    if kind is Property.LANDING:
        return await _landings(first, catalogue)
    facets = await catalogue.facet(kind, query, local_zone())
    if kind is Property.OUTCOME:
        words = tuple(ENDINGS if ended else OUTCOME_LABELS)
        return tuple(_outcomes(facets, first, words))
    return tuple(_option(kind, facet, first) for facet in facets)


def cleared(kind: Property, query: LaunchQuery) -> LaunchQuery:
    """Return the query without that filter, on its first page."""
    return without(kind, query.at(0))


def _option(kind: Property, facet: Facet, query: LaunchQuery) -> Option:
    if kind in NAMED:
        # In a chat all filters hold together; a query of one group alone cannot say so beforehand.
        wanted = query.having(strict=True, **{NAMED[kind].field: (facet.value,)})
        label = value_words(kind, facet.name)
    elif kind is Property.YEAR:
        wanted, label = query.having(net=_year(int(facet.value))), str(facet.value)
    else:
        wanted = query.having(**{DEFINITIONS[kind].field: bool(facet.value)})
        answer = "yes" if facet.value else "no"
        label = _(FLAGS[kind][answer])
    return Option(label, facet.launches, wanted, wanted == query)


async def _landings(query: LaunchQuery, catalogue: Catalogue) -> tuple[Option, ...]:
    """Return how landings ended, and how they came down: one of each can hold."""
    found = []
    for values in (LANDING_ENDS, LANDING_MANNERS):
        kept = tuple(each for each in query.landings if each not in values)
        for value in values:
            wanted = query.having(landings=(*kept, value))
            if launches := (await catalogue.flown(wanted.having(limit=1))).count:
                selected = wanted == query
                # Chosen once more, it goes.
                to = query.having(landings=kept) if selected else wanted
                found.append(Option(_(LANDING_LABELS[value]), launches, to, selected))
    return tuple(found)


def _year(year: int) -> Range:
    return Range(gte=year_start(year), lt=year_start(year + 1))


def _outcomes(facets: Iterable[Facet], query: LaunchQuery, words: Iterable[str]) -> Iterable[Option]:
    """Put the statuses together as those words for outcomes have them."""
    counts = {facet.value: facet.launches for facet in facets}
    for word in words:
        statuses = OUTCOMES[word]
        launches = sum(counts.get(int(status), 0) for status in statuses)
        if launches:
            wanted = query.having(status_ids=tuple(int(status) for status in statuses))
            signs = {SIGNS.get(status, NO_OUTCOME_SIGN)[0] for status in statuses}
            sign = signs.pop() if len(signs) == 1 else ""
            yield Option(_(OUTCOME_LABELS[word]), launches, wanted, wanted == query, sign)
