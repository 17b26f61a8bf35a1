"""Commands that a card tells people to type, as they are typed on Discord and called in a client's language.

Our texts name commands in English, as Telegram has them; Discord shows and completes them translated, has
options in place of words after a command, and lets a command's name be tapped once it has told its id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from commands.cards.card import Card, Code, Faint, Line, Span, Strong, Typed, When
from commands.definitions.command import Kind, Parameter
from commands.definitions.commands import COMMANDS
from commands.definitions.local_names import COMMAND_NAMES, PARAMETER_NAMES, command_name, parameter_name
from commands.i18n.translation import Language, _, speaking
from commands.parsing.arguments import choose, split_words
from commands.parsing.typed_command import typed_command
from storage.errors import AskError

# A command may follow any sign but those of an address or a path: Chinese has no space before it.
_COMMAND = re.compile(rf"(?<![A-Za-z0-9_/.:-])/({'|'.join(COMMAND_NAMES)})(?![A-Za-z0-9_/-])")
_PARAMETER = re.compile(rf"(?<!\S)({'|'.join(PARAMETER_NAMES)}):")

_COMMANDS = {command.name: command for command in COMMANDS}


def as_typed_here(card: Card, language: Language, ids: Mapping[str, int]) -> Card:
    """Return the card with commands as a client of that language has them; `ids` are theirs."""
    names = _Names(ids)
    with speaking(language):
        blocks = [replace(block, lines=tuple(map(names.line, block.lines))) for block in card.blocks]
        return replace(card, title=in_words(card.title), blocks=tuple(blocks), footer=names.line(card.footer))


def in_words(text: str) -> str:
    """Return a text with the commands that it names called as in the current language."""
    return _COMMAND.sub(lambda found: f"/{command_name(found[1])}", text)


@dataclass(frozen=True, slots=True)
class _Names:
    """Writes lines anew, in the current language."""

    ids: Mapping[str, int]

    def line(self, line: Line) -> Line:
        """Return the line with its commands as they are typed."""
        return tuple(written for span in line for written in self._spans(span))

    def _spans(self, span: Span) -> Iterator[Span]:
        if isinstance(span, Typed):
            yield self._typed(span)
        elif isinstance(span, When) or ("/" not in _words(span) and not isinstance(span, Code)):
            yield span
        elif isinstance(span, str):
            yield from self._parted(span)
        elif isinstance(span, Strong | Faint):
            for part in self._parted(span.text):
                yield part if isinstance(part, Typed) else replace(span, text=_words(part))
        elif isinstance(span, Code):
            named = _PARAMETER.sub(lambda found: f"{parameter_name(found[1])}:", in_words(span.text))
            yield replace(span, text=named)
        else:
            yield replace(span, text=in_words(span.text))

    def _parted(self, text: str) -> Iterator[str | Typed]:
        """Yield a text in parts: the commands that it names can be tapped, once their ids are known."""
        end = 0
        for found in _COMMAND.finditer(text):
            if id_ := self.ids.get(found[1]):
                yield text[end : found.start()]
                yield Typed(f"/{command_name(found[1])}", id_)
                end = found.end()
        yield in_words(text[end:])

    def _typed(self, span: Typed) -> Typed:
        typed = typed_command(span.text)
        command = _COMMANDS.get(typed.name) if typed else None
        if typed is None or command is None:
            return span
        name = f"/{command_name(command.name)}"
        if not typed.rest:
            return Typed(name, self.ids.get(command.name, 0))
        try:
            given = split_words(command, typed.rest)
            options = [_option(command.parameter(each), text) for each, text in given.items()]
        except AskError:
            return span
        return Typed(" ".join((name, *options)))


def _option(parameter: Parameter | None, text: str) -> str:
    """Return an option with its value as a client shows them: of fixed choices, the label."""
    assert parameter is not None  # `split_words` gives nothing else
    if parameter.kind is Kind.CHOICE:
        text = _(dict(parameter.choices)[choose(parameter, text)])
    return f"{parameter_name(parameter.name)}:{text}"


def _words(span: str | Strong | Faint | Code | Typed | Span) -> str:
    return span if isinstance(span, str) else "" if isinstance(span, When) else span.text
