"""A slash command typed as one line, "/previous provider:SpaceX", read as Discord's client reads it.

The page reads lines by itself (`page/static/slash.js`), as there they are completed while they are typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .command_input import INTEGER, NUMBER, ClientRefusalError, OptionValue

Command = Mapping[str, Any]

_OPTION = re.compile(r"(?<=\s)([\w-]+):")


def read_line(text: str, offered: Sequence[Command]) -> tuple[str, dict[str, OptionValue]]:
    """Return a line's command and options as they are sent.

    `offered` are the commands as `shaping.localized_command` gives them: only the names of the person's own
    language are read. Raises `ClientRefusalError` where the client would not send the line.
    """
    name, _space, rest = text.removeprefix("/").partition(" ")
    command = next((each for each in offered if each["name"] == name), None)
    if command is None or not text.startswith("/"):
        raise ClientRefusalError(f"{text.split(maxsplit=1)[0]} is not a command here.")
    options = {each["name"]: each for each in command.get("options", ())}
    marks = [mark for mark in _OPTION.finditer(f" {rest}") if mark[1] in options]
    stray = f" {rest}"[: marks[0].start() if marks else None].strip()
    if stray:
        raise ClientRefusalError(f'"{stray}" belongs to no option.')
    return command["sent"], dict(_given(f" {rest}", marks, options))


def _given(
    rest: str, marks: Sequence[re.Match[str]], options: Mapping[str, Command]
) -> Iterator[tuple[str, OptionValue]]:
    ends = [*(mark.start() for mark in marks[1:]), len(rest)]
    for mark, end in zip(marks, ends, strict=True):
        option, value = options[mark[1]], rest[mark.end() : end].strip()
        yield option["sent"], _sent(option, value)


def _sent(option: Command, text: str) -> OptionValue:
    """Return what is sent for a text: behind the name of a choice its value."""
    choices = {choice["name"].lower(): choice["value"] for choice in option.get("choices", ())}
    if choices:
        if text.lower() not in choices:
            raise ClientRefusalError(f"{option['name']} does not offer {text!r}.")
        chosen: OptionValue = choices[text.lower()]
        return chosen
    if option["type"] in (INTEGER, NUMBER):
        try:
            return int(text) if option["type"] == INTEGER else float(text)
        except ValueError:
            raise ClientRefusalError(f"{option['name']} is a number.") from None
    return text
