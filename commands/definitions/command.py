"""The shape of a command's definition: one for both platforms."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from commands.definitions.permissions import Right, of_command
from storage.state.models import Pause, Place


class Kind(StrEnum):
    """What a parameter's text means."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    NUMBER = "number"
    ROLE = "role"
    CHANNEL = "channel"


Source = str
"""What a parameter is completed from: the names of a property, "contender", "launch", "zone"; empty for none.

A contender is what can be compared: a provider or a rocket.
"""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a command.

    `name` is 1 to 32 lower-case letters, `description` at most 100 characters. `choices` are the only valid
    values (value, label). `aliases` are other names that people may type in a chat. Plain words typed without
    a name belong to the parameter marked `rest`; where several are, a name to each. Those of a `plain` one
    are read for what they mean, where they are not in quotes. A ROLE (its id) exists on Discord only. A
    CHANNEL is the id of one, or what the platform calls it. A NUMBER is from `least` to `most`. Of one that
    may have `several` values, any will do. What is typed for one that `yields` to a choice of the command,
    and is a value of that, is meant for it: "crew:yes" asks whether people flew, "crew:Gagarin" for whom.
    """

    name: str
    description: str
    kind: Kind = Kind.TEXT
    choices: tuple[tuple[str, str], ...] = ()
    source: Source = ""
    required: bool = False
    rest: bool = False
    plain: bool = False
    several: bool = False
    yields: str = ""
    least: int = 1
    most: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `name` as typed after the slash, `description` at most 100 characters.

    `examples` are argument texts as they would be typed in a chat, for the help.
    """

    name: str
    description: str
    parameters: tuple[Parameter, ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def right(self) -> Right:
        """What whoever runs it has to be allowed; NONE if it only looks."""
        return of_command(self.name)

    @property
    def manages(self) -> bool:
        """Whether it is about a place, and for those only who have the right."""
        return self.right is not Right.NONE

    @property
    def names(self) -> tuple[Parameter, ...]:
        """The parameters among which plain words are divided as names; empty where one takes them all."""
        several = tuple(p for p in self.parameters if p.rest)
        return several if len(several) > 1 else ()

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name or alias, or None."""
        wanted = name.casefold()
        return next((p for p in self.parameters if wanted == p.name or wanted in p.aliases), None)


class PlaceKind(StrEnum):
    """What a place is, as far as it makes a difference to those who post there."""

    PRIVATE = "private"
    GROUP = "group"
    ANNOUNCEMENTS = "announcements"


class Threads(StrEnum):
    """Whether a thread can be opened under each post at a place.

    In a `FORUM` each post is one already; where they are `FORBIDDEN`, the bot lacks the right so far.
    """

    NONE = "none"
    FORUM = "forum"
    FORBIDDEN = "forbidden"
    ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Here:
    """Where somebody asks.

    `may` tells whether the person has a right there; `obstacle` tells why the bot could not post there, None
    if it could. Both may ask the platform, and raise nothing. `name` is what the place is called, empty for
    the one where the answer is read.
    """

    place: Place
    kind: PlaceKind
    may: Callable[[Right], Awaitable[bool]]
    obstacle: Callable[[], Awaitable[Pause | None]]
    name: str = ""
    threads: Threads = Threads.NONE


Elsewhere = Callable[[str], Awaitable[Here | None]]
"""Returns another place as somebody stands there, by its id or as it is called there; None where the bot is
not, or where nobody tells. Raises nothing."""


async def _nowhere_else(_place: str) -> Here | None:
    return None


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the platform's id of the person, the language their client is set to, and where.

    `here` is None where the bot is not at home: it answers there, but posts nothing. `elsewhere` finds the
    other places that they can name from there. `at_post` tells whether they pressed a post, which has no
    asker, and are answered alone.
    """

    platform: Literal["discord", "telegram"]
    id: int
    locale: str = ""
    here: Here | None = field(default=None, compare=False)
    elsewhere: Elsewhere = field(default=_nowhere_else, compare=False, repr=False)
    at_post: bool = field(default=False, compare=False)

    @property
    def key(self) -> str:
        """One text for the person, unique over both platforms."""
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: what is shown, and the value it stands for; each at most 100 characters."""

    label: str
    value: str


Arguments = Mapping[str, str]
"""Parameter names and the texts given for them."""
