"""Whether what a place has muted leaves anything of what a subscription asks for."""

from __future__ import annotations

from collections.abc import Collection

from storage.catalogue import Catalogue
from storage.models import ENDED, Launch
from storage.query import MAX_LIMIT, LaunchQuery
from storage.state.models import Mute, MuteKind

LOOKED_AT = 1_000
"""Launches looked at, the latest: what all of these are muted by will hardly let the next one through."""


async def is_silenced(query: LaunchQuery, mutes: Collection[Mute], catalogue: Catalogue) -> bool:
    """Tell whether mutes cover every result so far that a query lets through; raises `StoreError`.

    Where there is none yet, whether they cover all rockets or providers that it names.
    """
    if not mutes:
        return False
    wanted = query.having(status_ids=query.status_ids or ENDED, limit=MAX_LIMIT, ordering=("-net",))
    for offset in range(0, LOOKED_AT, MAX_LIMIT):
        page = await catalogue.find(wanted.at(offset))
        if not page.count:
            return _names_are_muted(query, mutes)
        if not all(is_muted(launch, mutes) for launch in page.items):
            return False
        if page.count <= offset + MAX_LIMIT:
            break
    return True


def is_muted(launch: Launch, mutes: Collection[Mute]) -> bool:
    """Tell whether a place that has these mutes does not want to hear of a launch."""
    return any(mute.covers(launch) for mute in mutes)


def _names_are_muted(query: LaunchQuery, mutes: Collection[Mute]) -> bool:
    named = ((MuteKind.PROVIDER, query.provider_ids), (MuteKind.ROCKET, query.configuration_ids))
    either = not query.strict and sum(map(bool, (query.provider_ids, query.location_ids, query.pad_ids))) > 1
    return any(
        ids and all(Mute(kind, each) in mutes for each in ids) and not (either and kind is MuteKind.PROVIDER)
        for kind, ids in named
    )
