"""Tells Discord our commands, when it does not know them yet as they are.

Discord counts changes of commands (200 a day), so what it has is asked for and compared first.
Source: https://docs.discord.com/developers/interactions/application-commands#registering-a-command
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands
from discord.http import Route

Shape = dict[str, Any]

_SLASH = discord.AppCommandType.chat_input.value


@dataclass(frozen=True, slots=True)
class Synced:
    """What Discord knows now: whether that `changed`, and the ids of the slash commands by their names."""

    changed: bool
    ids: Mapping[str, int]


async def sync_commands(tree: app_commands.CommandTree[Any]) -> Synced:
    """Bring Discord's list of our global commands up to date.

    Raises discord.DiscordException when Discord cannot be asked or refuses a definition.
    """
    if tree.client.application_id is None:
        raise app_commands.MissingApplicationID
    known = await _known(tree, tree.client.application_id)
    # Who has none has ours neither, and is spared hundreds of translations.
    if known and await _are_ours(known, tree):
        kinds = ((each["name"], each["id"]) for each in known if _is_slash(each.get("type")))
        return Synced(False, {str(name): int(id_) for name, id_ in kinds})
    made = await tree.sync()
    return Synced(True, {each.name: each.id for each in made if _is_slash(each.type.value)})


async def _are_ours(known: Iterable[Mapping[str, Any]], tree: app_commands.CommandTree[Any]) -> bool:
    theirs = [_shape(command) for command in known]
    ours = [_shape(await _payload(command, tree)) for command in tree.get_commands()]
    return sorted(theirs, key=_name) == sorted(ours, key=_name)


def _is_slash(kind: Any) -> bool:
    return int(kind or _SLASH) == _SLASH


async def _known(tree: app_commands.CommandTree[Any], application_id: int) -> list[Mapping[str, Any]]:
    """Return what Discord has, with all translations, which it leaves out unless asked.

    Asked for as it comes: the library does not ask for translations, and its own
    `tree.fetch_commands` loses the first of the contexts and of the installs.
    """
    route = Route("GET", "/applications/{application_id}/commands", application_id=application_id)
    known: list[Mapping[str, Any]] = await tree.client.http.request(
        route, params={"with_localizations": "true"}
    )
    return known


async def _payload(
    command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group,
    tree: app_commands.CommandTree[Any],
) -> Mapping[str, Any]:
    translator = tree.translator
    return await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)


def _name(shape: Shape) -> str:
    return str(shape["name"])


def _shape(command: Mapping[str, Any]) -> Shape:
    """Return what makes a command the command it is, with Discord's defaults filled in."""
    permissions = command.get("default_member_permissions")
    return {
        "type": int(command.get("type") or 1),
        "name": command["name"],
        # A command in a menu has none.
        "description": command.get("description") or "",
        **_translations(command),
        "permissions": None if permissions is None else int(permissions),
        "contexts": sorted(command.get("contexts") or ()),
        "installs": sorted(command.get("integration_types") or ()),
        "nsfw": bool(command.get("nsfw")),
        "options": _options(command.get("options") or ()),
    }


def _translations(named: Mapping[str, Any]) -> Shape:
    return {key: named.get(key) or {} for key in ("name_localizations", "description_localizations")}


def _options(options: Iterable[Mapping[str, Any]]) -> list[Shape]:
    return [
        {
            "type": int(option["type"]),
            "name": option["name"],
            "description": option["description"],
            **_translations(option),
            "required": bool(option.get("required")),
            "autocomplete": bool(option.get("autocomplete")),
            "choices": [
                (choice["name"], choice["value"], choice.get("name_localizations") or {})
                for choice in option.get("choices") or ()
            ],
            "least": option.get("min_value"),
            "most": option.get("max_value"),
        }
        for option in options
    ]
