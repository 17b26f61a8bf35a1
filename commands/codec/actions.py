"""What a button does: one immutable value for each thing that can be asked for by touch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from commands.codec.compact import PAGE_SIZES
from storage.catalogue import Dimension, FacetKind, NameKind
from storage.query import NO_RANGE, LaunchQuery, Range, View
from storage.state.models import Mute

MAX_DIMENSIONS = 2
"""Dimensions that figures are grouped by at once."""

FEWEST_COMPARED, MOST_COMPARED = 2, 4
"""Rockets and providers that are compared at once."""

PROFILE_FIELDS = {
    NameKind.ROCKET: "configuration_ids",
    NameKind.PROVIDER: "provider_ids",
    NameKind.LOCATION: "location_ids",
}
"""What there are profiles of, and the field of a query that names it."""


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Show that page of that query; `fresh` in a message of its own."""

    query: LaunchQuery
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class ShowProfile:
    """Show the profile of one rocket, provider or location, or of several together.

    `ids` are sorted and without repeats, and not empty.
    """

    kind: NameKind
    ids: tuple[int, ...]

    @property
    def query(self) -> LaunchQuery:
        """The launches that the profile is about."""
        fields: dict[str, Any] = {PROFILE_FIELDS[self.kind]: self.ids}
        return LaunchQuery(limit=PAGE_SIZES[View.NORMAL], **fields)


@dataclass(frozen=True, slots=True)
class ShowDay:
    """Show a page, from 0, of the launches on that day of earlier years; any day of a leap year."""

    month: int
    day: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowLaunch:
    """Show that launch; `back` is the list, day or profile it was opened from."""

    launch_id: str
    back: LaunchQuery | ShowProfile | ShowDay | None = None


@dataclass(frozen=True, slots=True)
class ShowFilters:
    """Show the filters of that query, to change them; those of a subscription if one is given."""

    query: LaunchQuery
    subscription: int = 0


@dataclass(frozen=True, slots=True)
class ShowFacet:
    """Show a page of the values of one filter; the choice leads to the list if `from_menu` is set."""

    kind: FacetKind
    page: int
    query: LaunchQuery
    from_menu: bool = False
    subscription: int = 0


@dataclass(frozen=True, slots=True)
class FillForm:
    """Ask for words and dates; with `filled`, take them over into the query."""

    query: LaunchQuery
    filled: bool = False
    subscription: int = 0


@dataclass(frozen=True, slots=True)
class ShowStats:
    """Show the figures of that query, grouped by one or two dimensions; `fresh` in a message of its own."""

    query: LaunchQuery
    by: tuple[Dimension, ...]
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class ShowComparison:
    """Show rockets and providers side by side, two to four of them in that order.

    `net` has no bounds but `gte` and `lt`, of whole seconds.
    """

    contenders: tuple[ShowProfile, ...]
    net: Range = NO_RANGE

    def query(self, contender: ShowProfile) -> LaunchQuery:
        """The launches of one of them that are compared."""
        return contender.query.having(net=self.net)


@dataclass(frozen=True, slots=True)
class ShowChart:
    """Post the chart of those figures as a message of its own."""

    of: ShowStats | ShowProfile | ShowComparison


@dataclass(frozen=True, slots=True)
class SaveFilters:
    """Give a subscription the filters of that query."""

    query: LaunchQuery
    subscription: int


class Deed(StrEnum):
    """What can be done with a subscription by a button."""

    LIST = "l"
    OPEN = "o"
    PAUSE = "p"
    RESUME = "r"
    TEST = "t"
    REMOVE = "x"


@dataclass(frozen=True, slots=True)
class Manage:
    """Do something with a subscription of the place where the button is pressed."""

    deed: Deed
    subscription: int = 0


@dataclass(frozen=True, slots=True)
class MuteHere:
    """Mute a rocket or provider where the button is pressed."""

    mute: Mute


@dataclass(frozen=True, slots=True)
class UnmuteHere:
    """Take a mute back where the button is pressed."""

    mute: Mute


@dataclass(frozen=True, slots=True)
class ForgetHere:
    """Delete everything kept about the chat or server where the button is pressed."""


@dataclass(frozen=True, slots=True)
class ForgetChannel:
    """Delete what is kept about the channel or topic alone where the button is pressed."""


@dataclass(frozen=True, slots=True)
class RunCommand:
    """Run that command, with arguments or without."""

    name: str
    arguments: tuple[tuple[str, str], ...] = ()


Action = (
    ShowPage
    | ShowLaunch
    | ShowFilters
    | ShowFacet
    | FillForm
    | ShowStats
    | ShowComparison
    | ShowChart
    | ShowProfile
    | ShowDay
    | SaveFilters
    | Manage
    | MuteHere
    | UnmuteHere
    | ForgetHere
    | ForgetChannel
    | RunCommand
)
