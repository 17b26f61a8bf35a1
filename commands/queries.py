"""The query service: previous launches from the catalogue, for every asker the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from storage.catalogue import (
    Catalogue,
    DayLaunch,
    Dimension,
    Facet,
    FacetKind,
    Freshness,
    Group,
    Name,
    NameKind,
    Similar,
    Span,
    Stats,
    Unknown,
)
from storage.models import Launch
from storage.query import LaunchQuery, Page


@dataclass(slots=True)
class Queries:
    """Look-ups over the local catalogue; nothing here asks Launch Library.

    But for `previous`, nothing counts launches without an outcome whose NET is coarser than a day: they are
    not known to have flown.

    Every call raises `StoreError` when the catalogue cannot be read at the moment.
    """

    catalogue: Catalogue

    async def previous(self, query: LaunchQuery) -> Page[Launch]:
        """Return one page of the launches whose NET has passed, whatever their status.

        What it answers to a query is what Launch Library's `launch/previous` answers.
        """
        return await self.catalogue.find(query)

    async def flown(self, query: LaunchQuery) -> Page[Launch]:
        """Return one page of the launches that people mean by previous ones: without placeholders."""
        return await self.catalogue.find(query, placeholders=False)

    async def unknown(self, query: LaunchQuery) -> Unknown:
        """Return for how many launches it is not known whether they match the query.

        Only a query with filters on what records may leave untold is looked up.
        """
        return await self.catalogue.unknown(query)

    async def launch(self, launch_id: str) -> Launch | None:
        """Return the launch of that id, or None."""
        return await self.catalogue.launch(launch_id)

    async def similar(self, launch: Launch) -> Similar:
        """Return what a launch has in common with the previous launches."""
        return await self.catalogue.similar(launch)

    async def latest(self) -> Launch | None:
        """Return the launch whose NET passed last."""
        page = await self.flown(LaunchQuery(limit=1))
        return page.items[0] if page.items else None

    async def freshness(self) -> Freshness:
        """Return how complete and how recent the catalogue is."""
        return await self.catalogue.freshness()

    async def names(self, kind: NameKind) -> tuple[Name, ...]:
        """Return the names of that kind that previous launches carry, most used first."""
        return await self.catalogue.names(kind)

    async def facet(self, kind: FacetKind, query: LaunchQuery, zone: tzinfo = UTC) -> tuple[Facet, ...]:
        """Return the values of one property under the query's other filters, most used first.

        Years are those of the zone.
        """
        return await self.catalogue.facet(kind, query, zone)

    async def stats(self, query: LaunchQuery) -> Stats:
        """Return the figures of all launches of the query."""
        return await self.catalogue.stats(query)

    async def groups(
        self, by: Sequence[Dimension], query: LaunchQuery, zone: tzinfo = UTC
    ) -> tuple[Group, ...]:
        """Return the counts of the query's launches by one or two dimensions; times are those of the zone."""
        return await self.catalogue.groups(by, query, zone)

    async def spans(self, spans: Sequence[Span]) -> tuple[DayLaunch, ...]:
        """Return the launches of several stretches of time apart, the earliest first."""
        return await self.catalogue.spans(spans)
