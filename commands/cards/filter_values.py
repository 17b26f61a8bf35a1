"""The values that one filter can take under the others, in words, with their counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from commands.cards.periods import year_start
from commands.definitions.commands import ENDINGS, OUTCOME_LABELS, OUTCOMES
from commands.i18n.local_days import local_zone
from commands.i18n.translation import _, marked
from storage.catalogue import Catalogue, Facet, FacetKind
from storage.query import NO_RANGE, LaunchQuery, Range

FACET_LABELS: dict[FacetKind, str] = {
    FacetKind.PROVIDER: marked("Provider"),
    FacetKind.ROCKET: marked("Rocket"),
    FacetKind.LOCATION: marked("Launch site"),
    FacetKind.ORBIT: marked("Orbit"),
    FacetKind.MISSION_TYPE: marked("Mission type"),
    FacetKind.STATUS: marked("Outcome"),
    FacetKind.YEAR: marked("Year"),
    FacetKind.CREWED: marked("Crew"),
}
"""What each filter is called, in the order in which a panel shows them."""

_NAMED_FIELDS = {
    FacetKind.PROVIDER: "provider_ids",
    FacetKind.ROCKET: "configuration_ids",
    FacetKind.LOCATION: "location_ids",
    FacetKind.ORBIT: "orbit_ids",
    FacetKind.MISSION_TYPE: "mission_types",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: in words, how many launches it leaves, and the query that has it."""

    label: str
    launches: int
    query: LaunchQuery
    selected: bool


async def options(
    kind: FacetKind, query: LaunchQuery, catalogue: Catalogue, *, ended: bool = False
) -> tuple[Option, ...]:
    """Return what can be chosen for one filter under the others, the likeliest first, none of them empty.

    Years come latest first. With `ended`, no launch without an outcome can be asked for. Raises
    `StoreError`.
    """
    facets = await catalogue.facet(kind, query, local_zone())
    first = query.at(0)
    if kind is FacetKind.STATUS:
        words = tuple(ENDINGS if ended else OUTCOME_LABELS)
        return tuple(_outcomes(facets, first, words))
    return tuple(_option(kind, facet, first) for facet in facets)


def cleared(kind: FacetKind, query: LaunchQuery) -> LaunchQuery:
    """Return the query without that filter, on its first page."""
    if kind in _NAMED_FIELDS:
        return query.at(0).having(**{_NAMED_FIELDS[kind]: ()})
    if kind is FacetKind.STATUS:
        return query.at(0).having(status_ids=())
    if kind is FacetKind.YEAR:
        return query.at(0).having(net=NO_RANGE)
    return query.at(0).having(is_crewed=None)


def _option(kind: FacetKind, facet: Facet, query: LaunchQuery) -> Option:
    if kind in _NAMED_FIELDS:
        # In a chat all filters hold together; a query of one group alone cannot say so beforehand.
        wanted = query.having(strict=True, **{_NAMED_FIELDS[kind]: (facet.value,)})
        label = facet.name
    elif kind is FacetKind.YEAR:
        wanted, label = query.having(net=_year(int(facet.value))), str(facet.value)
    else:
        wanted = query.having(is_crewed=bool(facet.value))
        label = _("Crewed") if facet.value else _("Not crewed")
    return Option(label, facet.launches, wanted, wanted == query)


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
            yield Option(_(OUTCOME_LABELS[word]), launches, wanted, wanted == query)
