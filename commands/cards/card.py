"""Cards: what the bot answers, before any platform has drawn it.

A card knows no markup. Text from Launch Library stands in it as it came; the renderers escape it, cut
it to the platform's limits and disable mentions.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any, Protocol

from commands.codec.actions import Action, ShowMenu
from commands.i18n.local_days import local_zone
from commands.i18n.translation import Language, current
from storage.catalogue import Stats
from storage.models import Launch
from storage.query import LaunchQuery


class Tone(StrEnum):
    """What a card's colour says; the words of the card always say it too."""

    SUCCESS = "success"
    FAILURE = "failure"
    PARTIAL_FAILURE = "partial failure"
    PENDING = "pending"
    NEUTRAL = "neutral"


class WhenStyle(StrEnum):
    """How an instant is shown: "11 September 2024", with the time of day, that alone, or "2 years ago"."""

    DATE = "date"
    DATE_TIME = "date and time"
    TIME = "time"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class When:
    """An instant that the platform shows in the reader's own time where it can."""

    instant: datetime
    style: WhenStyle = WhenStyle.DATE


@dataclass(frozen=True, slots=True)
class Strong:
    """Emphasised text."""

    text: str


@dataclass(frozen=True, slots=True)
class Faint:
    """Text of less weight, for what only some readers want."""

    text: str


@dataclass(frozen=True, slots=True)
class Spoiler:
    """Text that stays hidden until it is tapped."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to be typed as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an http(s) address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class RoleName:
    """A role of Discord, which shows what it is called; `text` stands for it where there are none."""

    text: str
    id: int


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that stands before words and never in their place; `name` is what a platform may know it by."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Typed:
    """A command to be typed, as on Telegram: "/previous provider:spacex". Each platform has its own way.

    One without arguments can be tapped. `command_id` is the number by which a platform knows it, 0 where it
    has none or it is not known yet.
    """

    text: str
    command_id: int = 0


Span = str | Strong | Faint | Spoiler | Code | Typed | Link | RoleName | Sign | When
Line = tuple[Span, ...]


class ButtonStyle(StrEnum):
    """Weight of a button."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    SUCCESS = "success"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """A button: what it leads `to`, or a link, or something to `share`.

    `action` is what it leads to as a string, at most 64 bytes and unique on its card, once that is finished.

    What is shared are words, at most 256 characters, by which the bot finds it when named in any chat;
    such a button is left out where bots are not named so.

    A disabled button has neither and only tells something; platforms without disabled buttons leave it out,
    and say its label in the text if `keep` is set. One that opens a `form` is left out where there are no
    forms, or with `keep` its label is said in the text. One that is `formless` stands in for a form, and is
    left out where there are some.
    What is `copied` by a press is at most 256 characters; such a button is left out where none can copy.

    `short` is what it is called where phones cut labels. One with a `menu` stands in the menu of that name,
    where that is behind a button.
    """

    label: str
    action: str = ""
    url: str = ""
    style: ButtonStyle = ButtonStyle.SECONDARY
    disabled: bool = False
    keep: bool = False
    form: bool = False
    share: str | None = None
    formless: bool = False
    copied: str = ""
    short: str = ""
    menu: str = ""
    to: Action | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a select, with what it leads `to` and its `action`, as of a button.

    `count` is the number of launches behind it, where that is known; `sign` stands before its label, where a
    menu has room for one.
    """

    label: str
    action: str = ""
    description: str = ""
    selected: bool = False
    count: int | None = None
    to: Action | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    """A menu of up to 25 choices, of which one is taken; `name` is unique on its card.

    Where menus are drawn as many buttons, `open` stands in their place and leads to them, if it is set.
    """

    name: str
    placeholder: str
    choices: tuple[Choice, ...]
    open: Button | None = None


@dataclass(frozen=True, slots=True)
class RoleMenu:
    """A menu of all roles of a server, where there are roles; elsewhere it is left out.

    The one that is picked comes back together with `action`, which is of a menu what it is of a button.
    """

    placeholder: str
    action: str = ""
    to: Action | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of text under an optional heading; long ones that `fold` may be opened by a tap.

    Where there is no room for the whole card, the last lines of `spare` ones are left out before all else.
    """

    lines: tuple[Line, ...]
    heading: str = ""
    fold: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One launch in a list: its lines, the first of which names it, and the button that opens it.

    `number` is what the launch is called on a platform whose buttons stand apart from the text;
    `compact` entries are a line each, to be opened from one menu or from number buttons.
    """

    number: int
    lines: tuple[Line, ...]
    open: Button
    name: str
    compact: bool = False


Block = Text | Entry


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, by http(s) link or as PNG bytes, and what it shows in words.

    One that is a `spoiler` is seen once it is tapped; where there is no such picture by link, it is left out.
    """

    alt: str
    url: str = ""
    spoiler: bool = False
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Content:
    """What a card says, as values: for whoever takes the answer from here instead of reading it.

    `query` is what was understood, `count` how many launches it has, `launches` are those shown. `figures`
    has the figures of all of them, or of each that is compared, by name. `suggestions` are names offered
    instead, nearest first. `apology` is set where nothing was answered.
    """

    query: LaunchQuery | None = None
    count: int | None = None
    launches: tuple[Launch, ...] = ()
    figures: Stats | None = None
    compared: tuple[tuple[str, Stats], ...] = ()
    suggestions: tuple[str, ...] = ()
    apology: bool = False


NO_CONTENT = Content()


class Drawings(Protocol):
    """What platforms have drawn of a card that is kept for all who ask the same; called on the event loop."""

    def find(self, how: Hashable) -> Any:
        """Return what was drawn in that way, or None."""

    def keep(self, how: Hashable, drawing: object, size: int) -> None:
        """Keep what was drawn in that way, of about so many bytes; the card looks like this at any time."""


@dataclass(frozen=True, slots=True)
class Card:
    """One answer.

    `buttons` are rows of at most five. `private` cards are for the asker's eyes where the platform
    can do that. `notice` is one short sentence for a passing hint (a toast) instead of the whole card.
    A `fresh` card that answers a press comes as a message of its own and leaves the pressed one alone,
    where messages for one person's eyes exist; elsewhere it replaces it like any other.
    `subject` is the launch or the page of launches that a card shows, if it shows one, so that it can be
    passed on. `name` is what a thread of it is called where that is not its title: it stays when a title does
    not. Of its menus, `open_menu` is open, with the way back to what is open without it.
    `language` is the one that its texts were written in, and `zone` the one whose days they count: what a
    platform adds of its own is in both. A card that is kept has `drawings`, where a platform finds and leaves
    what it has drawn of exactly this card.
    """

    title: str
    tone: Tone = Tone.NEUTRAL
    blocks: tuple[Block, ...] = ()
    picture: Picture | None = None
    buttons: tuple[tuple[Button, ...], ...] = ()
    selects: tuple[Select, ...] = ()
    roles: RoleMenu | None = None
    footer: Line = ()
    private: bool = False
    notice: str = ""
    fresh: bool = False
    subject: Launch | LaunchQuery | None = None
    open_menu: ShowMenu | None = None
    name: str = ""
    content: Content = field(default=NO_CONTENT, repr=False)
    language: Language = field(default_factory=current)
    zone: tzinfo = field(default_factory=local_zone)
    drawings: Drawings | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TextInput:
    """One line of a form; `name` is unique in it, `label` at most 45 characters, all else at most 100.

    `hint` stands below the label: what is wrong with the value.
    """

    name: str
    label: str
    value: str = ""
    placeholder: str = ""
    hint: str = ""


class Choosing(StrEnum):
    """How something is picked: one of two to ten, any of up to ten, or any of up to 25 in a menu."""

    ONE = "one"
    SEVERAL = "several"
    MENU = "menu"


@dataclass(frozen=True, slots=True)
class FormChoice:
    """Something that can be picked in a form; `value` is letters and digits alone."""

    label: str
    value: str
    selected: bool = False
    description: str = ""


@dataclass(frozen=True, slots=True)
class ChoiceInput:
    """What is picked in a form instead of typed; comes back as the values with commas between them."""

    name: str
    label: str
    choices: tuple[FormChoice, ...]
    choosing: Choosing


@dataclass(frozen=True, slots=True)
class Form:
    """One to five inputs to fill in, where the platform has forms; `title` is at most 45 characters.

    What is filled in comes back together with `action`, which is of a form what it is of a button. `language`
    is of a form what it is of a card.
    """

    title: str
    inputs: tuple[TextInput | ChoiceInput, ...]
    action: str = ""
    to: Action | None = None
    language: Language = field(default_factory=current)
