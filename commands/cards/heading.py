"""What a heading calls many launches: "SpaceX failures since 2020"."""

from __future__ import annotations

from collections.abc import Sequence

from commands.cards.text import Filter
from commands.definitions.filters import NAMED
from commands.i18n.formatting import beside, listed, number
from commands.i18n.translation import _

LONGEST = 60
"""Letters of a heading: on a phone it takes two or three lines then."""

_NAMES = frozenset(row.field for row in NAMED.values())


def launches_called(filters: Sequence[Filter]) -> str:
    """Return what the launches are called that those filters leave, beginning with a capital.

    Where that is too long for a heading, the names are left out: `is_told` says whether they are not.
    """
    title = _called(filters)
    if len(title) > LONGEST:
        title = _called([each for each in filters if each.field in ("status_ids", "net")])
    return title[:1].upper() + title[1:]


def is_told(filters: Sequence[Filter]) -> bool:
    """Tell whether `launches_called` tells all of those filters; launches named one by one it does not."""
    return len(_called(filters)) <= LONGEST and all(each.field != "ids" for each in filters)


def counted(title: str, count: int) -> str:
    """Return a heading with the number of launches under it."""
    return beside([title, number(count)])


def _called(filters: Sequence[Filter]) -> str:
    named = [each for each in filters if each.name]
    names = listed(each.name for each in named if each.field in _NAMES)
    outcomes = next((each.name for each in named if each.field == "status_ids"), "")
    period = next((each.name for each in named if each.field == "net"), "")
    if names and outcomes:
        title = _("{names} {outcomes}").format(names=names, outcomes=outcomes)
    elif names:
        title = _("{names} launches").format(names=names)
    else:
        title = outcomes or (_("Launches") if period else _("Past launches"))
    if period:
        title = _("{launches} {period}").format(launches=title, period=period)
    return beside([title, *(each.words for each in filters if not each.name and each.field != "ids")])
