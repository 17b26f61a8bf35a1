"""From what somebody typed to the checked arguments of a command."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from rapidfuzz import fuzz, process

from commands.definitions.command import Arguments, Command, Kind, Parameter
from commands.i18n.formatting import listed
from commands.i18n.translation import _
from commands.parsing.dates.phrases import words_of_date
from commands.parsing.names.resolver import SPREAD
from commands.parsing.typed_names import Word, is_between, is_ended, names_of
from storage.errors import AskError, NearMissError
from storage.text import whole

EITHER = "|"
"""Stands between values of a filter of which any will do."""

_WORD = re.compile(
    r"""(?:(?P<name>[^\W\d]\w*)[:=](?!//))?(?:["“”„](?P<quoted>[^"“”]*)(?:["“”]|$)|(?P<plain>\S+))""",
    re.VERBOSE,
)


def split_words(command: Command, text: str) -> dict[str, str]:
    """Return the arguments in a chat text such as `provider:spacex rocket:"Falcon 9" crew dragon`.

    Plain words go to the command's `rest` parameter, but for those that go on with a date, as in
    `since:last week`; they keep the quotes around them where those make a difference. Where there are
    several such parameters, plain words are names of which each gets one. Raises `AskError` for a name that
    the command does not have.
    """
    arguments: dict[str, str] = {}
    rest: list[Word] = []
    begun: Parameter | None = None
    dated = 0
    matches = list(_WORD.finditer(text))
    for at, match in enumerate(matches):
        name, quoted = match["name"], match["quoted"] is not None
        word = Word(match["quoted"] if quoted else match["plain"], quoted)
        if name is None and begun and (dated or _goes_on(command, begun, arguments[begun.name], word)):
            arguments[begun.name] += f" {word.text}"
            dated -= bool(dated)
            continue
        parameter = command.parameter(name) if name else _rest_of(command)
        if word.quoted and word.text and parameter is not None and parameter.plain:
            word = Word(f'"{word.text}"', quoted)
        begun = parameter if name else None
        if name is None:
            rest.append(word)
            continue
        if begun is None:
            raise _unknown_parameter(command, name)
        arguments[begun.name] = _again(begun, arguments.get(begun.name, ""), word.text)
        if begun.kind is Kind.DATE:
            dated = words_of_date(word.text, _plain_words(matches[at + 1 :]))
        if quoted or (begun.kind is Kind.DATE and not dated):
            begun = None
    _take_rest(command, rest, arguments)
    return arguments


def _again(parameter: Parameter, before: str, text: str) -> str:
    """Return the value of a parameter that was given that before; raises `AskError` if it takes one only."""
    if not before or before == text:
        return text
    if parameter.several:
        return f"{before} {EITHER} {text}"
    if parameter.rest:
        return f"{before} {text}"
    sentence = _("“{name}” is there twice, with “{first}” and “{second}”. Give it once.")
    raise AskError(sentence.format(name=f"{parameter.name}:", first=before[:50], second=text[:50]))


def each_of(text: str) -> list[str]:
    """Return the values of which any will do, as in "SpaceX | ULA"; never empty."""
    return [value for value in (part.strip() for part in text.split(EITHER)) if value] or [text]


def _plain_words(matches: Iterable[re.Match[str]]) -> list[str]:
    """Return the words before the next filter or quotation."""
    return [match["plain"] for match in takewhile(lambda m: m["name"] is None and m["plain"], matches)]


def _goes_on(command: Command, parameter: Parameter, begun: str, word: Word) -> bool:
    """Tell whether a plain word after `parameter:begun` belongs to it."""
    if word.quoted:
        return False
    if parameter.kind is Kind.CHOICE:
        # "landing:drone ship", and not "landing:drone" of a ship.
        longer = f"{each_of(begun)[-1]} {word.text}".casefold()
        return any(longer in (value, _(label).casefold()) for value, label in parameter.choices)
    return parameter in command.names and not (is_between(word) or is_ended(begun))


def _take_rest(command: Command, rest: list[Word], arguments: dict[str, str]) -> None:
    if command.names:
        _take_names(command, rest, arguments)
        return
    words = " ".join(word.text for word in rest if word.text)
    if not words:
        return
    parameter = _rest_of(command)
    if parameter is None:
        sentence = _("/{command} doesn’t take any text. Send it on its own.")
        raise AskError(sentence.format(command=command.name), (f"/{command.name}",))
    arguments[parameter.name] = f"{arguments.get(parameter.name, '')} {words}".strip()


def _rest_of(command: Command) -> Parameter | None:
    return next((parameter for parameter in command.parameters if parameter.rest), None)


def _take_names(command: Command, rest: list[Word], arguments: dict[str, str]) -> None:
    """Give each of the names to the next parameter that has none yet."""
    for parameter in command.names:
        if parameter.name in arguments:
            (arguments[parameter.name],) = names_of([Word(arguments[parameter.name], quoted=True)]) or ("",)
    free = [parameter.name for parameter in command.names if parameter.name not in arguments]
    names = names_of(rest)
    if len(names) > len(free):
        sentence = _("/{command} takes up to {n} names.")
        raise AskError(sentence.format(command=command.name, n=len(command.names)))
    arguments.update(zip(free, names, strict=False))


def _unknown_parameter(command: Command, name: str) -> AskError:
    names = {spelling: p.name for p in command.parameters for spelling in (p.name, *p.aliases)}
    near = nearest(name, names)
    valid = tuple(dict.fromkeys(names[n] for n in near)) or tuple(p.name for p in command.parameters)
    if not valid:
        return AskError(_("/{command} has no filters. Send it on its own.").format(command=command.name))
    sentence = _("/{command} has no filter “{name}”. Try {names}.")
    shown = listed(f"{n}:" for n in valid[:12])
    return AskError(sentence.format(command=command.name, name=name[:50], names=shown), valid)


def told(arguments: Arguments) -> dict[str, str]:
    """Return the arguments without empty ones, space around them and halves of characters."""
    given = {name: whole(text).strip() for name, text in arguments.items()}
    return {name: text for name, text in given.items() if text}


def check_arguments(command: Command, arguments: Arguments) -> dict[str, str]:
    """Return the arguments as `told` has them; raises `AskError` if one is unknown or missing."""
    given = told(arguments)
    for name in given:
        if command.parameter(name) is None:
            raise _unknown_parameter(command, name)
    given = _yielded(command, given)
    for parameter in command.parameters:
        # How many names are enough, a command that takes several says itself.
        is_one_of_names = bool(given) and parameter in command.names
        if parameter.required and parameter.name not in given and not is_one_of_names:
            sentence = _("Tell me what to look for, for example: /{command} {example}")
            raise AskError(sentence.format(command=command.name, example=" ".join(command.examples[:1])))
    return given


def _yielded(command: Command, given: dict[str, str]) -> dict[str, str]:
    """Return the arguments with those that are choices of another parameter given to that one."""
    for parameter in command.parameters:
        text, other = given.get(parameter.name, ""), command.parameter(parameter.yields)
        if text and other is not None and other.name not in given and (value := chosen(other, text)):
            given = {name: each for name, each in given.items() if name != parameter.name}
            given[other.name] = value
    return given


def chosen(parameter: Parameter, text: str) -> str:
    """Return the choice that is called so, "" where none is."""
    return _spellings(parameter).get(text.casefold().strip(), "")


def _spellings(parameter: Parameter) -> dict[str, str]:
    return {
        spelling: value
        for value, label in parameter.choices
        for spelling in (value, label.casefold(), _(label).casefold())
    }


def choose(parameter: Parameter, text: str) -> str:
    """Return the choice that `text` names or begins; raises `AskError` with the nearest choices."""
    folded = text.casefold().strip()
    spellings = _spellings(parameter)
    if folded in spellings:
        return spellings[folded]
    begun = {value for spelling, value in spellings.items() if spelling.startswith(folded)}
    if len(begun) == 1 and folded:
        return begun.pop()
    near = tuple(dict.fromkeys(spellings[s] for s in nearest(folded, spellings)))
    valid = near or tuple(value for value, _label in parameter.choices)
    sentence = _("“{text}” isn’t an option for {name}. Try {choices}.").format(
        text=text[:50], name=parameter.name, choices=listed(valid)
    )
    raise NearMissError(sentence, near, parameter.name)


def nearest(text: str, spellings: Iterable[str]) -> list[str]:
    """Return the spellings most like a text, nearest first; none where it is like none of them."""
    hits = process.extract(text.casefold(), list(spellings), scorer=fuzz.ratio, limit=3, score_cutoff=60)
    return [spelling for spelling, score, _index in hits if score >= hits[0][1] - SPREAD]
