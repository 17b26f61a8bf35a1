"""What a heading calls many launches: "SpaceX failures since 2020", "Launches from Baikonur"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from commands.cards.text import Filter
from commands.definitions.filters import NAMED
from commands.i18n.formatting import beside, capitalised, listed, number
from commands.i18n.translation import _, marked
from storage.properties import Property

LONGEST = 60
"""Letters of a heading: on a phone it takes two or three lines then."""

_FROM = frozenset(NAMED[kind].field for kind in (Property.LOCATION, Property.PAD))
_TO = frozenset({NAMED[Property.ORBIT].field})
_NAMES = frozenset(row.field for row in NAMED.values()) - _FROM - _TO

_SENTENCES: Mapping[tuple[str, ...], str] = {
    ("names",): marked("{names} launches"),
    ("place",): marked("Launches from {place}"),
    ("orbit",): marked("Launches to {orbit}"),
    ("names", "place"): marked("{names} launches from {place}"),
    ("names", "orbit"): marked("{names} launches to {orbit}"),
    ("names", "outcomes"): marked("{names} {outcomes}"),
    ("place", "outcomes"): marked("Launches from {place}: {outcomes}"),
    ("orbit", "outcomes"): marked("Launches to {orbit}: {outcomes}"),
    ("names", "place", "outcomes"): marked("{names} launches from {place}: {outcomes}"),
    ("names", "orbit", "outcomes"): marked("{names} launches to {orbit}: {outcomes}"),
}
"""Headings by what they name; of a place and an orbit, the place."""


def launches_called(filters: Sequence[Filter]) -> str:
    """Return what the launches are called that those filters leave, beginning with a capital.

    Where that is too long for a heading, the names are left out: `is_told` says whether they are not.
    """
    title = _called(filters)
    if len(title) > LONGEST:
        title = _called([each for each in filters if each.field in ("status_ids", "net")])
    return capitalised(title)


def is_told(filters: Sequence[Filter]) -> bool:
    """Tell whether `launches_called` tells all of those filters; launches named one by one it does not."""
    return len(_called(filters)) <= LONGEST and all(each.field != "ids" for each in filters)


def counted(title: str, count: int) -> str:
    """Return a heading with the number of launches under it."""
    return beside([title, number(count)])


def _called(filters: Sequence[Filter]) -> str:
    named = [each for each in filters if each.name]
    parts = {
        "names": listed(each.name for each in named if each.field in _NAMES),
        "place": listed(each.name for each in named if each.field in _FROM),
        "orbit": listed(each.name for each in named if each.field in _TO),
        "outcomes": next((each.name for each in named if each.field == "status_ids"), ""),
    }
    beyond = parts.pop("orbit") if parts["place"] and parts["orbit"] else ""
    period = next((each.name for each in named if each.field == "net"), "")
    if sentence := _SENTENCES.get(tuple(part for part, words in parts.items() if words)):
        title = _(sentence).format(**parts)
    else:
        title = parts["outcomes"] or (_("Launches") if period else _("Past launches"))
    if period:
        title = _("{launches} {period}").format(launches=title, period=period)
    rest = (
        each for each in filters if (not each.name and each.field != "ids") or (beyond and each.field in _TO)
    )
    return beside([title, *(each.words for each in rest)])
