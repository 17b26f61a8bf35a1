"""People who ask at a place."""

from __future__ import annotations

from commands.definitions.command import Here, Person, PlaceKind
from storage.state.models import Pause, Place

HOME = Place("discord", 100, owner_id=7)


def someone(
    place: Place = HOME,
    *,
    kind: PlaceKind = PlaceKind.GROUP,
    manages: bool = True,
    obstacle: Pause | None = None,
    id_: int = 1,
) -> Person:
    """Somebody who asks at a place."""

    async def may_manage() -> bool:
        return manages

    async def hindered() -> Pause | None:
        return obstacle

    return Person(place.platform, id_, here=Here(place, kind, may_manage, hindered))
