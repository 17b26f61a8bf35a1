"""Rules for application commands.

Source: https://docs.discord.com/developers/interactions/application-commands#application-command-object
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from .fields import Anything, Flag, Items, Number, Rule, Text, check_fields
from .localizations import Localizations, check_unique, longest
from .problems import Path, Problems

CHAT_INPUT = 1
SUBCOMMAND, SUBCOMMAND_GROUP, STRING, INTEGER, CHANNEL, NUMBER = 1, 2, 3, 4, 7, 10
MAX_COMMANDS = 100
MAX_LETTERS = 8000

_NAMED: Mapping[str, Rule] = {
    "type": Number(1, 11),
    "name": Text(1, 32, required=True),
    "name_localizations": Localizations(Text(1, 32)),
    "description": Text(0, 100),
    "description_localizations": Localizations(Text(1, 100)),
    "options": Items(0, 25),
}
_COMMAND: Mapping[str, Rule] = {
    **_NAMED,
    "id": Anything(),
    "default_member_permissions": Anything(),
    "dm_permission": Flag(),
    "default_permission": Flag(),
    "contexts": Items(0, 3, each=Number(0, 2)),
    "integration_types": Items(0, 2, each=Number(0, 1)),
    "nsfw": Flag(),
    "handler": Anything(),
}
_VALUE_OPTION: Mapping[str, Rule] = {
    **_NAMED,
    "required": Flag(),
    "autocomplete": Flag(),
    "choices": Items(0, 25),
    "channel_types": Items(0, 20),
    "min_value": Anything(),
    "max_value": Anything(),
    "min_length": Number(0, 6000),
    "max_length": Number(1, 6000),
}


def check_commands(commands: Any) -> None:
    """Refuse the whole list of an application's commands with ApiError 50035, or let it pass."""
    problems = Problems()
    Items(0, MAX_COMMANDS).check(problems, (), commands)
    problems.refuse()
    seen: set[tuple[Any, Any]] = set()
    for index, command in enumerate(commands):
        _check_command(problems, (index,), command)
        key = (command.get("type") or CHAT_INPUT, command.get("name")) if isinstance(command, dict) else None
        if key in seen:
            message = "Application command names must be unique"
            problems.add((index,), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        if key is not None:
            seen.add(key)
    problems.refuse()
    for kind in {command.get("type") or CHAT_INPUT for command in commands}:
        alike = [command for command in commands if (command.get("type") or CHAT_INPUT) == kind]
        message = "Application command names must be unique"
        check_unique(problems, (), alike, "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
    problems.refuse()


def _check_command(problems: Problems, path: Path, command: Any) -> None:
    before = len(problems)
    check_fields(problems, path, command, _COMMAND)
    if len(problems) > before:
        return
    if (command.get("type") or CHAT_INPUT) != CHAT_INPUT:
        if command.get("description") or command.get("options"):
            message = "Context menu commands have neither description nor options."
            problems.add(path, "APPLICATION_COMMAND_INVALID_FIELD", message)
        return
    _check_name(problems, path, command)
    _check_options(problems, path, command.get("options") or [], depth=0)
    if len(problems) == before and sum(_letters(command)) > MAX_LETTERS:
        message = f"Command exceeds maximum size ({MAX_LETTERS})"
        problems.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def _check_name(problems: Problems, path: Path, named: dict[str, Any]) -> None:
    names: dict[Path, str] = {("name",): named["name"]}
    for locale, text in (named.get("name_localizations") or {}).items():
        names["name_localizations", locale] = text or named["name"]
    for place, name in names.items():
        if not _is_name(name):
            message = "Command name is invalid"
            problems.add((*path, *place), "APPLICATION_COMMAND_INVALID_NAME", message)
    if not named.get("description"):
        problems.add((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")


def _is_name(name: str) -> bool:
    """Tell whether a name has nothing but letters, without capitals, numbers and - _ '."""
    return name == name.lower() and all(_may_stand_in_name(letter) for letter in name)


def _may_stand_in_name(letter: str) -> bool:
    """By Discord's pattern: letters, numbers, and of Devanagari and Thai the signs too."""
    signs = "\u0900" <= letter <= "\u097f" or "\u0e00" <= letter <= "\u0e7f"
    return unicodedata.category(letter)[0] in "LN" or letter in "-_'" or signs


def _check_options(problems: Problems, path: Path, options: list[Any], depth: int) -> None:
    """Check options; `depth` is 0 in a command, 1 in a group, 2 in a sub-command."""
    seen: set[str] = set()
    optional_seen = False
    for index, option in enumerate(options):
        here: Path = (*path, "options", index)
        before = len(problems)
        nested = isinstance(option, dict) and option.get("type") in (SUBCOMMAND, SUBCOMMAND_GROUP)
        check_fields(problems, here, option, _NAMED if nested else _VALUE_OPTION)
        if len(problems) > before:
            continue
        _check_name(problems, here, option)
        if option["name"] in seen:
            message = "Application command option names must be unique"
            problems.add(here, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", message)
        seen.add(option["name"])
        if nested:
            _check_nested(problems, here, option, depth)
            continue
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            problems.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen = optional_seen or not option.get("required")
        _check_value_option(problems, here, option)
    named = [option for option in options if isinstance(option, dict) and isinstance(option.get("name"), str)]
    if len(seen) == len(named):
        message = "Application command option names must be unique"
        check_unique(
            problems, (*path, "options"), named, "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", message
        )


def _check_nested(problems: Problems, path: Path, option: dict[str, Any], depth: int) -> None:
    if depth + option["type"] > 2:
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands cannot be nested here.")
        return
    deeper = 1 if option["type"] == SUBCOMMAND_GROUP else 2
    _check_options(problems, path, option.get("options") or [], deeper)


def _check_value_option(problems: Problems, path: Path, option: dict[str, Any]) -> None:
    kind, choices = option.get("type"), option.get("choices") or []
    if kind is None:
        problems.add((*path, "type"), "BASE_TYPE_REQUIRED", "This field is required")
    if (choices or option.get("autocomplete")) and kind not in (STRING, INTEGER, NUMBER):
        message = "Only string, integer and number options can have choices or autocomplete."
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    if choices and option.get("autocomplete"):
        message = "Choices cannot be set when autocomplete is true."
        problems.add(path, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", message)
    value: Rule = (
        Text(1, 100, required=True)
        if kind == STRING
        else Number(-(2**53), 2**53, required=True, whole=kind == INTEGER)
    )
    fields: Mapping[str, Rule] = {
        "name": Text(1, 100, required=True),
        "name_localizations": Localizations(Text(1, 100)),
        "value": value,
    }
    for index, choice in enumerate(choices):
        check_fields(problems, (*path, "choices", index), choice, fields)


def _letters(named: dict[str, Any]) -> Iterator[int]:
    yield longest(named, "name")
    yield longest(named, "description")
    for choice in named.get("choices") or ():
        yield longest(choice, "name")
        yield len(str(choice["value"]))
    for option in named.get("options") or ():
        yield from _letters(option)
