"""What a button does: one immutable value for each thing that can be asked for by touch.

An action stands here once: its fields and how each is written, its layout, what somebody has to be allowed,
and whether a link may carry it. What a button carries, what it is read as, what links lead to and who may
press all come from that. Layouts stand under old messages: none ever changes, and no verb is used again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self, TypeVar, get_args
from urllib.parse import parse_qsl, urlencode

from commands.codec import comparison, query_string
from commands.codec.compact import PAGE_SIZES
from commands.codec.layout import (
    NUMBER,
    PAGE,
    Digit,
    Keep,
    Kept,
    LaunchId,
    Layout,
    Number,
    Page,
    Part,
    Query,
    Recall,
    letters,
)
from commands.codec.short_texts import FORMS
from commands.definitions.filters import GROUPS, MENUS, NAMED
from commands.definitions.permissions import Right
from storage.properties import Property
from storage.query import MAX_OFFSET, NO_RANGE, LaunchQuery, Range, View
from storage.state.models import Mute, MuteKind

MAX_DIMENSIONS = 2
"""Dimensions that figures are grouped by at once."""

PROFILED = (Property.ROCKET, Property.PROVIDER, Property.LOCATION)
"""What there are profiles of."""

MUTES = {MuteKind.ROCKET: "r", MuteKind.PROVIDER: "p"}

_A_LEAP_YEAR = 2000
_DIMENSION_OF = {row.group: kind for kind, row in GROUPS.items()}
_MUTE_KIND = letters(MUTES)


class Action:
    """The base of every action.

    `layouts` are how it is written; the second one, if there is one, where the field `marked` is set. `right`
    is what whoever presses has to be allowed, NONE for what only reads. `in_links` tells whether a link may
    carry it.
    """

    __slots__ = ()
    layouts: ClassVar[tuple[Layout, ...]] = ()
    marked: ClassVar[str] = ""
    right: ClassVar[Right] = Right.NONE
    in_links: ClassVar[bool] = False

    @property
    def layout(self) -> Layout:
        """How this one is written."""
        second = self.marked and getattr(self, self.marked)
        return self.layouts[1] if second else self.layouts[0]

    @classmethod
    def made_of(cls, **values: Any) -> Self:
        """Create an action from its parts; raises ValueError for values that make no sense together."""
        return cls(**values)


A = TypeVar("A", bound=Action)

ACTIONS: dict[str, list[tuple[type[Action], Layout]]] = {}
"""The actions by their verbs, with the layouts that begin so."""


def action(
    *layouts: str, marked: str = "", right: Right = Right.NONE, in_links: bool | None = None
) -> Callable[[type[A]], type[A]]:
    """Declare an action by its layouts; what only reads may stand in links, if nothing else is said."""

    def declared(kind: type[A]) -> type[A]:
        kind.layouts = tuple(Layout.of(each, kind) for each in layouts)
        kind.marked, kind.right = marked, right
        kind.in_links = right is Right.NONE if in_links is None else in_links
        for layout in kind.layouts:
            ACTIONS.setdefault(layout.verb, []).append((kind, layout))
        return kind

    return declared


@action("p{query}", "P{query}", marked="fresh")
@dataclass(frozen=True, slots=True)
class ShowPage(Action):
    """Show that page of that query; `fresh` in a message of its own."""

    query: Page
    fresh: bool = False


@action("r0-{query}")
@dataclass(frozen=True, slots=True)
class ShowProfile(Action):
    """Show the profile of one rocket, provider or location, or of several together.

    `ids` are sorted and without repeats, and not empty.
    """

    kind: Property
    ids: tuple[int, ...]

    @property
    def query(self) -> Query:
        """The launches that the profile is about."""
        fields: dict[str, Any] = {NAMED[self.kind].field: self.ids}
        return LaunchQuery(limit=PAGE_SIZES[View.NORMAL], **fields)

    @classmethod
    def made_of(cls, **values: Any) -> Self:
        """Make it of a query of nothing but ids."""
        query: LaunchQuery = values["query"]
        for kind in PROFILED:
            profile = cls(kind, getattr(query, NAMED[kind].field))
            if profile.ids and profile.query == query:
                return profile
        raise ValueError(query)


@action("F0{query}", "F1{opened_from}-{query}", marked="launch_id")
@dataclass(frozen=True, slots=True)
class ShowFlights(Action):
    """Show the flights of a person or spacecraft, or of several together; from that launch, if one is given.

    `names` are sorted and without repeats, and not empty. Somebody's first flight comes first.
    """

    kind: Property
    names: tuple[str, ...]
    launch_id: str = ""

    @property
    def opened_from(self) -> LaunchId:
        """The launch that leads here, and to which a button leads back."""
        return self.launch_id

    @property
    def query(self) -> Query:
        """The launches that are shown."""
        fields: dict[str, Any] = {NAMED[self.kind].field: self.names}
        if self.kind is Property.PERSON:
            fields["ordering"] = ("net",)
        return LaunchQuery(limit=PAGE_SIZES[View.NORMAL], **fields)

    @classmethod
    def made_of(cls, **values: Any) -> Self:
        """Make it of a query of nothing but names."""
        query: LaunchQuery = values["query"]
        for kind in (Property.PERSON, Property.SPACECRAFT):
            shown = cls(kind, getattr(query, NAMED[kind].field), values.get("opened_from", ""))
            if shown.names and shown.query == query:
                return shown
        raise ValueError(query)


@action("y{month}{day}{page}")
@dataclass(frozen=True, slots=True)
class ShowDay(Action):
    """Show a page, from 0, of the launches on that day of earlier years; any day of a leap year."""

    month: Digit
    day: Digit
    page: Number = 0

    @classmethod
    def made_of(cls, **values: Any) -> Self:
        """Make it of a day that there is."""
        shown = cls(**values)
        # Of a leap year, which has all days that there are.
        date(_A_LEAP_YEAR, shown.month, shown.day)
        if shown.page > MAX_OFFSET:
            raise ValueError(shown.page)
        return shown


_SERIAL: Part[str] = Part("[0-9a-z]+", FORMS[Property.BOOSTER].write, FORMS[Property.BOOSTER].read)


@action("B{serial_number}-{page}")
@dataclass(frozen=True, slots=True)
class ShowBooster(Action):
    """Show a page, from 0, of the flights of a booster."""

    serial_number: Annotated[str, _SERIAL]
    page: Number = 0


class Ranking(StrEnum):
    """In which order the boosters of the fleet are shown, or which of them."""

    FLIGHTS = "f"
    TURNAROUND = "t"
    ACTIVE = "a"


@action("F{ranking}{page}")
@dataclass(frozen=True, slots=True)
class ShowFleet(Action):
    """Show a page, from 0, of the boosters that there are."""

    ranking: Annotated[Ranking, letters({each: each.value for each in Ranking})] = Ranking.FLIGHTS
    page: Number = 0


class _Back:
    """Where a launch was opened from: nothing, or "-" and a page, a profile, a booster, flights or a day.

    A profile stands after "R", a booster after "B", a day after "Y", the flights of a person or a spacecraft
    after "F".
    """

    async def write(self, head: str, value: Back, keep: Keep) -> str:
        match value:
            case None:
                return head
            case ShowDay() | ShowProfile() | ShowBooster() | ShowFlights():
                return await value.layout.write(f"{head}-{value.layout.verb.upper()}", value, keep)
        return await PAGE.write(f"{head}-", value, keep)

    async def read(self, text: str, recall: Recall) -> Back:
        if not text:
            return None
        if not text.startswith("-"):
            raise ValueError(text)
        for kind in (ShowDay, ShowProfile, ShowBooster, ShowFlights):
            layout = kind.layouts[0]
            if text[1:2] == layout.verb.upper():
                return kind.made_of(**await layout.read(text[2:], recall))
        return await PAGE.read(text[1:], recall)


Back = LaunchQuery | ShowProfile | ShowBooster | ShowFlights | ShowDay | None
"""Where a launch was opened from: a list, profile, booster, flights or day, or nothing to go back to."""


@action("d{launch_id}{back}")
@dataclass(frozen=True, slots=True)
class ShowLaunch(Action):
    """Show that launch; `back` is the list, day or profile it was opened from."""

    launch_id: LaunchId
    back: Annotated[Back, _Back()] = None


@action("f{subscription}-{query}")
@dataclass(frozen=True, slots=True)
class ShowFilters(Action):
    """Show the filters of that query, to change them; those of a subscription if one is given."""

    query: Query
    subscription: Number = 0


@action("g{kind}{page}-{subscription}-{query}", "h{kind}{page}-{subscription}-{query}", marked="from_menu")
@dataclass(frozen=True, slots=True)
class ShowFacet(Action):
    """Show a page of the values of one filter; the choice leads to the list if `from_menu` is set."""

    kind: Annotated[Property, letters({kind: row.menu for kind, row in MENUS.items()})]
    page: Number
    query: Query
    from_menu: bool = False
    subscription: Number = 0


@action("m{subscription}-{query}", "w{subscription}-{query}", marked="filled", in_links=False)
@dataclass(frozen=True, slots=True)
class FillForm(Action):
    """Ask for words and dates; with `filled`, take them over into the query. Links open no forms."""

    query: Query
    filled: bool = False
    subscription: Number = 0


@action("a{query}", "A{query}", marked="filled", in_links=False)
@dataclass(frozen=True, slots=True)
class FilterList(Action):
    """Ask for the filters of a list; with `filled`, show it with them. Links open no forms."""

    query: Query
    filled: bool = False


@action("z{call}", in_links=False)
@dataclass(frozen=True, slots=True)
class AmendForm(Action):
    """Open a form again as it was sent: of a list (0), or of the filters of subscription `target` - 1."""

    query: LaunchQuery
    target: int
    typed: tuple[tuple[str, str], ...]

    @property
    def call(self) -> Annotated[str, Kept("form?")]:
        """The form and what was typed, as a form is encoded."""
        asked = [("query", query_string.write(self.query)), ("target", str(self.target))]
        # Half of a surrogate pair, as some clients send it, has no UTF-8.
        return urlencode([*asked, *self.typed], errors="replace")

    @classmethod
    def made_of(cls, **values: Any) -> Self:
        """Make it of a call; raises ValueError or `AskError`."""
        (_query, query), (_target, target), *typed = parse_qsl(values["call"], keep_blank_values=True)
        return cls(query_string.parse(query), int(target), tuple(typed))


@action("n{query}", "N{query}", marked="filled", in_links=False)
@dataclass(frozen=True, slots=True)
class JumpToPage(Action):
    """Ask for the number of a page of that query; with `filled`, go there. Links open no forms."""

    query: Page
    filled: bool = False


def _by(text: str) -> tuple[Property, ...]:
    by = tuple(dict.fromkeys(_DIMENSION_OF[letter] for letter in text))
    if len(by) > MAX_DIMENSIONS:
        raise ValueError(text)
    return by


_BY: Part[tuple[Property, ...]] = Part("[a-z]+", lambda by: "".join(GROUPS[each].group for each in by), _by)


@action("t{by}-0-{query}", "T{by}-0-{query}", marked="fresh")
@dataclass(frozen=True, slots=True)
class ShowStats(Action):
    """Show the figures of that query, grouped by one or two dimensions; `fresh` in a message of its own."""

    query: Query
    by: Annotated[tuple[Property, ...], _BY]
    fresh: bool = False


@action("b{code}")
@dataclass(frozen=True, slots=True)
class ShowComparison(Action):
    """Show rockets and providers side by side, two to four of them in that order.

    `net` has no bounds but `gte` and `lt`, of whole seconds.
    """

    contenders: tuple[ShowProfile, ...]
    net: Range = NO_RANGE

    def query(self, contender: ShowProfile) -> LaunchQuery:
        """The launches of one of them that are compared."""
        return contender.query.having(net=self.net)

    @property
    def queries(self) -> tuple[LaunchQuery, ...]:
        """The launches of each."""
        return tuple(map(self.query, self.contenders))

    @property
    def code(self) -> Annotated[str, Kept("compare?", short=True)]:
        """What is compared, in short."""
        return comparison.write(((each.kind, each.ids) for each in self.contenders), self.net)

    @classmethod
    def made_of(cls, **values: Any) -> Self:
        """Make it of what is compared, in short."""
        contenders, net = comparison.read(values["code"])
        return cls(tuple(ShowProfile(kind, ids) for kind, ids in contenders), net)


@dataclass(frozen=True, slots=True)
class _OneOf:
    """An action of one of these kinds, as it is written where it stands alone."""

    kinds: tuple[type[Action], ...]

    async def write(self, head: str, value: Action, keep: Keep) -> str:
        layout = value.layouts[0]
        return await layout.write(head + layout.verb, value, keep)

    async def read(self, text: str, recall: Recall) -> Action:
        for kind in self.kinds:
            layout = kind.layouts[0]
            if text[:1] == layout.verb:
                return kind.made_of(**await layout.read(text[1:], recall))
        raise ValueError(text)


Charted = ShowStats | ShowProfile | ShowComparison
"""What there are charts of."""

Menued = ShowPage | ShowLaunch | ShowFlights | ShowFilters | Charted
"""What shows cards with menus."""


@action("o{of}", in_links=False)
@dataclass(frozen=True, slots=True)
class ShowChart(Action):
    """Show those figures with their chart: of buttons from when the two were messages of their own."""

    of: Annotated[Charted, _OneOf(get_args(Charted))]


class Menu(StrEnum):
    """The menus of cards that stand behind a button where menus are drawn as many."""

    ORDER = "order"
    VIEW = "view"
    GROUPS = "by"
    YEARS = "years"
    MEMBERS = "member"
    SIMILAR = "similar"
    ABOARD = "aboard"
    FILTERS = "filters"


_MENU_LETTERS = dict(zip(Menu, "ovbymsaf", strict=True))


@action("l{menu}{of}")
@dataclass(frozen=True, slots=True)
class ShowMenu(Action):
    """Show the choices of one menu of what that action shows."""

    menu: Annotated[Menu, letters(_MENU_LETTERS)]
    of: Annotated[Menued, _OneOf(get_args(Menued))]


@action("v{subscription}-{query}", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class SaveFilters(Action):
    """Give a subscription the filters of that query."""

    query: Query
    subscription: Number


class Deed(StrEnum):
    """What can be done with a subscription by a button."""

    LIST = "l"
    OPEN = "o"
    PAUSE = "p"
    RESUME = "r"
    TEST = "t"
    REMOVE = "x"
    UNDO = "u"
    OPTIONS = "e"


@action("s{deed}{subscription}", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class Manage(Action):
    """Do something with a subscription, or list those of the place where the button is pressed.

    With a subscription, those of its place are listed.
    """

    deed: Annotated[Deed, letters({each: each.value for each in Deed})]
    subscription: Number = 0


class Option(StrEnum):
    """What of a subscription can be changed by touch beside its filters, with the letter in buttons."""

    WHEN = "w"
    HOUR = "h"
    DAY = "d"
    MENTION = "m"
    SPOILER = "s"
    FAILURES = "f"
    PUBLISH = "p"
    SILENT = "l"
    THREAD = "t"


_OPTION = letters({each: each.value for each in Option})


@action("e{option}{subscription}", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class ShowOption(Action):
    """Show what an option of a subscription can be; a role that is picked there comes back with it."""

    option: Annotated[Option, _OPTION]
    subscription: Number


@action("e{option}{subscription}-{value}", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class SetOption(Action):
    """Give an option of a subscription another value.

    `value` is the place in the choices that a command has for it, an hour, or the id of a role, 0 for none.
    """

    option: Annotated[Option, _OPTION]
    subscription: Number
    value: Number


@action("j{subscription}-{page}", "J{subscription}-{page}", marked="every", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class ShowFates(Action):
    """Show a page, from 0, of what became of the latest results in a place.

    Of one subscription; with `every`, of each that its place has, and without one, of those where it is
    pressed.
    """

    subscription: Number = 0
    page: Number = 0
    every: bool = False


_MUTE: Part[Mute] = Part(
    _MUTE_KIND.pattern + NUMBER.pattern,
    lambda mute: MUTES[mute.kind] + NUMBER.write(mute.id),
    lambda text: Mute(_MUTE_KIND.read(text[0]), NUMBER.read(text[1:])),
)


@action("q{mute}", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class MuteHere(Action):
    """Mute a rocket or provider where the button is pressed."""

    mute: Annotated[Mute, _MUTE]


@action("xmutes", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class ShowMutes(Action):
    """Show what can be muted where the button is pressed: rockets and providers of what was posted there."""


@action("u{mute}", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class UnmuteHere(Action):
    """Unmute a rocket or provider in the chat where the button is pressed."""

    mute: Annotated[Mute, _MUTE]


@action("xforget", right=Right.SERVER)
@dataclass(frozen=True, slots=True)
class ForgetHere(Action):
    """Delete everything kept about the chat or server where the button is pressed."""


@action("xchannel", right=Right.CHANNEL)
@dataclass(frozen=True, slots=True)
class ForgetChannel(Action):
    """Delete what is kept about the channel or topic alone where the button is pressed."""


class Topic(StrEnum):
    """What the bot tells of itself, page by page."""

    COMMANDS = "c"
    FILTERS = "f"
    EXAMPLES = "e"
    PRIVACY = "p"
    TERMS = "t"


@action("i{topic}{page}")
@dataclass(frozen=True, slots=True)
class ShowHelp(Action):
    """Show a page, from 0, of what the bot tells of itself."""

    topic: Annotated[Topic, letters({each: each.value for each in Topic})]
    page: Number = 0


@action("c{name}", "k{call}", marked="arguments")
@dataclass(frozen=True, slots=True)
class RunCommand(Action):
    """Run that command, with arguments or without; it has a right of its own."""

    name: Annotated[str, Part(r"[\w-]+", str, str)]
    arguments: tuple[tuple[str, str], ...] = ()

    @property
    def call(self) -> Annotated[str, Kept("command?")]:
        """The command with its arguments, as a form is encoded."""
        return urlencode([("", self.name), *self.arguments], errors="replace")

    @classmethod
    def made_of(cls, **values: Any) -> Self:
        """Make it of a name, or of a call."""
        if "call" not in values:
            return cls(values["name"])
        (_empty, name), *arguments = parse_qsl(values["call"], strict_parsing=True)
        return cls(name, tuple(arguments))
