"""Cards that tell what can be asked: short, for one platform, and for whoever may do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from commands.cards.card import Button, Card, Code, Line, Text, Typed
from commands.cards.pager import pager
from commands.codec.actions import RunCommand, ShowHelp, Topic
from commands.definitions.command import Command, Kind
from commands.definitions.commands import COMMANDS, PREVIOUS
from commands.definitions.permissions import Right
from commands.i18n.formatting import labelled, listed
from commands.i18n.translation import _, marked

FIRST = ("menu", "latest", "launch", "stats", "compare", "subscribe", "subscriptions")
"""The commands that somebody new is told of."""

SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (marked("Launches"), ("menu", "latest", "previous", "search", "launch")),
    (marked("Figures"), ("stats", "compare", "onthisday", "rocket", "provider", "site")),
    (marked("Boosters and people"), ("booster", "boosters", "astronaut", "spacecraft")),
    (marked("Results in this chat"), ("subscribe", "subscriptions", "unsubscribe")),
    (marked("Settings"), ("timezone", "language", "forget")),
    (marked("The bot"), ("start", "help", "status", "about")),
)
"""All commands, as they are listed."""

SECTIONS_A_PAGE = 2
LINES_A_PAGE = 9

_WORDS = "spacex failures since 2020"
_IN_ANY_CHAT = "falcon heavy"
"""What is suggested to ask: in words, and after the bot's name."""

_TITLES: Mapping[Topic, str] = {
    Topic.COMMANDS: marked("Commands"),
    Topic.FILTERS: marked("Filters"),
    Topic.EXAMPLES: marked("Examples"),
    Topic.PRIVACY: marked("Privacy"),
    Topic.TERMS: marked("Terms of service"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the help is for.

    `rights` are what they may where they ask. With `plain`, whatever they write there is a question. `named`
    is by what name the bot answers in any chat, empty where it does not.
    """

    is_on_discord: bool
    rights: frozenset[Right] = frozenset({Right.NONE})
    plain: bool = False
    named: str = ""

    def may(self, command: Command) -> bool:
        """Tell whether they may run a command."""
        return command.right in self.rights

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands that they may run."""
        return tuple(filter(self.may, COMMANDS))


def help_card(reader: Reader) -> Card:
    """Return how to begin, and the ways to everything else."""
    named = {command.name: command for command in reader.commands}
    lines = [_told(named[name]) for name in FIRST if name in named]
    return Card(
        title=_("How to use Launchlog"),
        blocks=(Text(tuple(_beginning(reader))), Text(tuple(lines))),
        buttons=(_topics(), ways(subscribes="subscribe" in named)),
        private=True,
    )


def _beginning(reader: Reader) -> Iterator[Line]:
    if reader.plain:
        yield (_("Just write what you want to know, for example:"), " ", Code(_WORDS))
    else:
        yield (_("Ask for what you want to know, for example:"), " ", Typed(f"/previous {_WORDS}"))
    if reader.named:
        yield (_("In any other chat:"), " ", Code(f"@{reader.named} {_IN_ANY_CHAT}"))


def _told(command: Command) -> Line:
    return (Typed(f"/{command.name}"), f" {_(command.description)}")


def ways(*, subscribes: bool) -> tuple[Button, ...]:
    """Return the buttons that lead somebody new to launches, and to results if they may have those posted."""
    latest = Button(_("Latest launch"), to=RunCommand("latest"))
    browse = Button(_("Browse"), to=RunCommand("menu"))
    subscribe = Button(_("Subscribe here"), to=RunCommand("subscribe"))
    return (latest, browse, subscribe) if subscribes else (latest, browse)


def topic_card(topic: Topic, page: int, reader: Reader) -> Card:
    """Return that page of a topic, or its last."""
    pages = _PAGES[topic](reader)
    page = min(page, len(pages) - 1)
    tells_of_us = topic in {Topic.PRIVACY, Topic.TERMS}
    others = () if tells_of_us else tuple(each for each in _topics() if each.to != ShowHelp(topic))
    back = (
        Button(_("About Launchlog"), to=RunCommand("about"))
        if tells_of_us
        else Button(_("Help"), to=RunCommand("help"))
    )

    def turn(to: int) -> ShowHelp:
        return ShowHelp(topic, to)

    return Card(
        title=_(_TITLES[topic]),
        blocks=pages[page],
        buttons=tuple(filter(None, (pager(page, len(pages) - 1, turn), (*others, back)))),
        private=True,
    )


def _topics() -> tuple[Button, ...]:
    kinds = (Topic.COMMANDS, Topic.FILTERS, Topic.EXAMPLES)
    return tuple(Button(_(_TITLES[kind]), to=ShowHelp(kind)) for kind in kinds)


Pages = Sequence[tuple[Text, ...]]


def _commands(reader: Reader) -> Pages:
    named = {command.name: command for command in reader.commands}
    sections = []
    for heading, names in SECTIONS:
        if lines := tuple(_told(named[name]) for name in names if name in named):
            sections.append(Text(lines, _(heading)))
    return _in_pages(sections, SECTIONS_A_PAGE)


def _filters(reader: Reader) -> Pages:
    if reader.is_on_discord:
        how: Line = (
            _("These are options of the commands for launches and figures. All of them must match."),
        )
    else:
        example = Typed("/previous provider:spacex since:2024")
        how = (_("Type them after a command. All of them must match, for example:"), " ", example)
    lines = []
    for parameter in PREVIOUS.parameters:
        # What Discord offers in a menu has to be typed here.
        is_typed = parameter.kind is Kind.CHOICE and not reader.is_on_discord
        words = _(parameter.description)
        if is_typed:
            words = labelled(words, listed(value for value, _label in parameter.choices))
        if not parameter.rest or reader.is_on_discord:
            lines.append((Code(f"{parameter.name}:"), f" {words}"))
    note = () if reader.is_on_discord else (Text(((_("Put names with spaces in quotes."),),)),)
    return [(Text((how,)), Text(lines), *note) for (lines,) in _in_pages_of_lines(lines)]


def _examples(reader: Reader) -> Pages:
    lines: list[Line] = [(Code(_WORDS),)] if reader.plain else []
    for command in reader.commands:
        lines += [(Typed(f"/{command.name} {example}"),) for example in command.examples]
    return [(Text(lines),) for (lines,) in _in_pages_of_lines(lines)]


def _in_pages(texts: Sequence[Text], size: int) -> Pages:
    return [tuple(texts[at : at + size]) for at in range(0, len(texts), size)]


def _in_pages_of_lines(lines: Sequence[Line]) -> Iterable[tuple[tuple[Line, ...]]]:
    for at in range(0, len(lines), LINES_A_PAGE):
        yield (tuple(lines[at : at + LINES_A_PAGE]),)


def _privacy(reader: Reader) -> Pages:
    asked = _(
        "I don’t store what you ask. Only queries too long to fit in a button are "
        "saved, without your name, for up to 400 days after they were last used."
    )
    subscribed = _(
        "For subscriptions I store the channel and server or chat IDs, filters and options, time "
        "zone, language and, for 90 days, which results I posted. /forget deletes this right "
        "away; if I’m removed, it is deleted after 30 days."
    )
    private = _("In a private chat, the chat’s ID is your own ID on this platform.")
    location = _("A location that you share is turned into a time zone and not kept.")
    log = _("My log names events, chat IDs and errors, but no messages.")
    elsewhere = _(
        "Launch data comes from Launch Library 2 by The Space Devs, to whom I send nothing about you. "
        "What you do on this platform also falls under its own policy."
    )
    told = (asked, subscribed, private, *(() if reader.is_on_discord else (location,)), log, elsewhere)
    return [tuple(Text(((sentence,),)) for sentence in told)]


def _terms(_reader: Reader) -> Pages:
    told = (
        _("I’m free of charge and offered as I am: I can change, pause or end at any time."),
        _(
            "My data comes from Launch Library 2 by The Space Devs. It can be wrong, late or incomplete: "
            "don’t rely on it where safety or money is at stake."
        ),
        _("Please don’t try to overload me. Whoever runs me may stop answering those who do."),
        _("The terms of this platform hold as well."),
    )
    return [tuple(Text(((sentence,),)) for sentence in told)]


_PAGES: Mapping[Topic, Callable[[Reader], Pages]] = {
    Topic.COMMANDS: _commands,
    Topic.FILTERS: _filters,
    Topic.EXAMPLES: _examples,
    Topic.PRIVACY: _privacy,
    Topic.TERMS: _terms,
}
