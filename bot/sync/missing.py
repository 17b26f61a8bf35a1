"""Launches that the catalogue has and Launch Library no longer lists where they should stand."""

from __future__ import annotations

from datetime import datetime

from adapters.launch_library.pages import DecodedPage
from storage.catalogue import Catalogue
from storage.models import Launch
from storage.query import MAX_LIMIT, LaunchQuery, Range

MOST_ABSENT = 10
"""Launches that a page may lack and still be believed. Merged, renamed or moved ones are a handful among a
hundred; many more speak of a wrong or short answer, and looking all of them up would take hours."""


async def absent(
    catalogue: Catalogue, page: DecodedPage, here: datetime | None, offset: int, now: datetime
) -> list[Launch]:
    """Return the launches that a page, read newest first from a NET on, should have held and does not.

    `here` is that NET, None for the top of the list; `offset` is how many launches were passed over. A
    launch may have moved or be gone; which of the two only a look at the launch itself can tell. One that
    was refused on this page is not absent. Raises `StoreError`.
    """
    nets = [record.launch.net for record in page.records]
    if not nets:
        return []
    listed = {record.launch.id for record in page.records}
    kept = await _all(catalogue, LaunchQuery(net=_span(nets, page, here, offset, now), limit=MAX_LIMIT))
    return [
        launch
        for launch in kept
        if launch.id not in listed and not any(launch.id.encode() in r.raw for r in page.rejects)
    ]


def _span(
    nets: list[datetime], page: DecodedPage, here: datetime | None, offset: int, now: datetime
) -> Range:
    """Return the NETs that the page covers; at its ends, launches of one instant may stand on the next."""
    oldest = min(nets) if page.has_next else None
    if offset:
        return Range(gt=oldest, lt=max(nets))
    return Range(gt=oldest, lte=now) if here is None else Range(gt=oldest, lt=here)


async def _all(catalogue: Catalogue, query: LaunchQuery) -> list[Launch]:
    launches: list[Launch] = []
    while True:
        page = await catalogue.find(query.at(len(launches)))
        launches += page.items
        if len(launches) >= page.count or not page.items:
            return launches
