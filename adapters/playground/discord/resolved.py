"""The objects behind the ids in an interaction's data.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .command_input import CHANNEL, MENTIONABLE, USER, ClientRefusalError
from .component_types import Type
from .payloads import interaction_channel_payload, member_payload, user_payload
from .places import Channel, User
from .world import World

_PEOPLE_SELECTS = (Type.USER_SELECT, Type.MENTIONABLE_SELECT)


def resolve(world: World, data: dict[str, Any], user: User, channel: Channel) -> None:
    """Add `resolved` to the data where it names people or channels; ClientRefusalError for unknown ids."""
    resolved: dict[str, dict[str, Any]] = {}
    for is_channel, number in _ids(data):
        if is_channel:
            _add_channel(world, resolved, number, user)
        else:
            _add_person(world, resolved, number, channel)
    if resolved:
        data["resolved"] = resolved


def _ids(data: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    """Give every id in options or select values, each with whether it is a channel's."""
    for option in data.get("options") or ():
        if option["type"] in (USER, MENTIONABLE, CHANNEL):
            yield option["type"] == CHANNEL, option["value"]
        yield from _ids(option)
    kind = data.get("component_type")
    if kind in _PEOPLE_SELECTS or kind == Type.CHANNEL_SELECT:
        for value in data["values"]:
            yield kind == Type.CHANNEL_SELECT, value


def _add_channel(world: World, resolved: dict[str, dict[str, Any]], number: str, user: User) -> None:
    found = world.channels.get(int(number)) if number.isdecimal() else None
    if found is None:
        raise ClientRefusalError(f"There is no channel {number}.")
    payload = interaction_channel_payload(found, user, world.bot)
    resolved.setdefault("channels", {})[number] = payload | {"app_permissions": str(found.bot_may())}


def _add_person(world: World, resolved: dict[str, dict[str, Any]], number: str, channel: Channel) -> None:
    found = world.users.get(int(number)) if number.isdecimal() else None
    if found is None:
        raise ClientRefusalError(f"There is nobody with the id {number}.")
    resolved.setdefault("users", {})[number] = user_payload(found)
    if channel.guild is not None:
        member = member_payload(found, channel.person_may(found))
        for absent in ("user", "deaf", "mute"):
            del member[absent]
        resolved.setdefault("members", {})[number] = member
