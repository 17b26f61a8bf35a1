"""What a button does: one immutable value for each thing that can be asked for by touch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.catalogue import Dimension, FacetKind
from storage.query import LaunchQuery
from storage.subscriptions import Mute

MAX_DIMENSIONS = 2
"""Dimensions that figures are grouped by at once."""


@dataclass(frozen=True, slots=True)
class ShowPage:
    """Show that page of that query; `fresh` in a message of its own."""

    query: LaunchQuery
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class ShowLaunch:
    """Show that launch; `back` is the list it was opened from."""

    launch_id: str
    back: LaunchQuery | None = None


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
    """Show the figures of that query, grouped by one or two dimensions."""

    query: LaunchQuery
    by: tuple[Dimension, ...]


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
    | SaveFilters
    | Manage
    | MuteHere
    | UnmuteHere
    | ForgetHere
    | RunCommand
)
