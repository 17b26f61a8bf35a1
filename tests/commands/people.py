"""People who ask at a place."""

from __future__ import annotations

from commands.definitions.command import Here, Person, PlaceKind
from commands.definitions.permissions import Right
from storage.state.models import Pause, Place

HOME = Place("discord", 100, owner_id=7)


def someone(
    place: Place = HOME,
    *,
    kind: PlaceKind = PlaceKind.GROUP,
    manages: bool = True,
    manages_server: bool | None = None,
    obstacle: Pause | None = None,
    id_: int = 1,
) -> Person:
    """Somebody who asks at a place."""

    async def may(right: Right) -> bool:
        of_server = manages if manages_server is None else manages_server
        return right is Right.NONE or (of_server if right is Right.SERVER else manages)

    async def hindered() -> Pause | None:
        return obstacle

    return Person(place.platform, id_, here=Here(place, kind, may, hindered))
