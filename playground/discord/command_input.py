"""What a person types after a slash, checked as Discord's client checks it before anything is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .places import Channel, User

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10

OptionValue = str | int | float | bool | User | Channel
Command = dict[str, Any]


class ClientRefusalError(Exception):
    """Discord's client would not let the person do this; nothing reached the bot."""


def find_command(offered: list[Command], name: str) -> tuple[Command, list[Command]]:
    """Give the command a person means and the (group and) sub-command options below it.

    Raises ClientRefusalError where it is not offered or a sub-command is missing.
    """
    first, *rest = name.split()
    command = next((each for each in offered if each["name"] == first), None)
    if command is None:
        raise ClientRefusalError(f"/{first} is not offered here.")
    path: list[Command] = []
    current = command
    for word in rest:
        below = [each for each in current.get("options", ()) if each["name"] == word and each["type"] <= 2]
        if not below:
            raise ClientRefusalError(f"/{name} is not offered here.")
        current = below[0]
        path.append(current)
    if any(option["type"] <= 2 for option in current.get("options", ())):
        raise ClientRefusalError(f"/{name} needs a sub-command.")
    return command, path


def fill_options(
    command: Command, path: list[Command], given: Mapping[str, OptionValue], *, focused: str | None = None
) -> dict[str, Any]:
    """Make the data of a slash command or, with an option in focus, of an autocomplete request."""
    specs = {option["name"]: option for option in (path[-1] if path else command).get("options", ())}
    for name in given:
        if name not in specs:
            raise ClientRefusalError(f"/{command['name']} has no option {name!r}.")
    if focused is not None and not specs.get(focused, {}).get("autocomplete"):
        raise ClientRefusalError(f"The option {focused!r} does not autocomplete.")
    missing = [name for name, spec in specs.items() if spec.get("required") and name not in given]
    if missing and focused is None:
        raise ClientRefusalError(f"/{command['name']} needs {', '.join(missing)}.")
    values = {**({focused: ""} if focused is not None else {}), **given}
    options = [_option(specs[name], value, in_focus=name == focused) for name, value in values.items()]
    for step in reversed(path):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    data: dict[str, Any] = {
        "id": command["id"],
        "name": command["name"],
        "type": command["type"],
        "options": options,
    }
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return data


def _option(spec: Command, value: OptionValue, *, in_focus: bool) -> dict[str, Any]:
    kind = spec["type"]
    option: dict[str, Any] = {"name": spec["name"], "type": kind}
    if in_focus:
        # Unfinished input goes out as it stands, whatever the option's type.
        return option | {"value": str(value), "focused": True}
    option["value"] = _convert(spec, value)
    choices = spec.get("choices")
    if choices and option["value"] not in [choice["value"] for choice in choices]:
        raise ClientRefusalError(f"{spec['name']} does not offer {value!r}.")
    return option


def _convert(spec: Command, value: OptionValue) -> str | int | float | bool:
    kind, name = spec["type"], spec["name"]
    if isinstance(value, User | Channel):
        if kind not in (USER, CHANNEL, MENTIONABLE):
            raise ClientRefusalError(f"{name} takes neither people nor channels.")
        return str(value.id)
    if kind == BOOLEAN:
        if not isinstance(value, bool):
            raise ClientRefusalError(f"{name} is True or False.")
        return value
    if kind in (INTEGER, NUMBER):
        return _number(spec, value)
    text = str(value)
    if kind == STRING and not spec.get("min_length", 0) <= len(text) <= spec.get("max_length", 6000):
        raise ClientRefusalError(f"{name} is too short or too long.")
    return text


def _number(spec: Command, value: OptionValue) -> int | float:
    wanted = int if spec["type"] == INTEGER else float
    try:
        number = wanted(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ClientRefusalError(f"{spec['name']} is a number.") from None
    if not spec.get("min_value", number) <= number <= spec.get("max_value", number):
        raise ClientRefusalError(f"{spec['name']} is out of range.")
    return number
