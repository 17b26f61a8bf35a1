"""The objects behind the ids in an interaction's data.

Source: https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .command_input import CHANNEL, MENTIONABLE, ROLE, USER, ClientRefusalError
from .component_types import Type
from .gateway_events import role_payload
from .payloads import interaction_channel_payload, member_payload, user_payload
from .places import Channel, User
from .world import World

_HELD_BY: dict[int, int] = {
    Type.USER_SELECT: USER,
    Type.MENTIONABLE_SELECT: USER,
    Type.ROLE_SELECT: ROLE,
    Type.CHANNEL_SELECT: CHANNEL,
}


def resolve(world: World, data: dict[str, Any], user: User, channel: Channel) -> None:
    """Add `resolved` to the data where it names people, roles or channels.

    Raises ClientRefusalError for ids that are unknown here.
    """
    resolved: dict[str, dict[str, Any]] = {}
    for kind, number in _ids(data):
        if kind == CHANNEL:
            _add_channel(world, resolved, number, user)
        elif kind == ROLE:
            _add_role(resolved, number, channel)
        else:
            _add_person(world, resolved, number, channel)
    if resolved:
        data["resolved"] = resolved


def _ids(data: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """Give every id in options or select values, each with the type of option that would hold it."""
    for option in data.get("options") or ():
        if option["type"] in (USER, MENTIONABLE, CHANNEL, ROLE):
            yield option["type"], option["value"]
        yield from _ids(option)
    kind = data.get("component_type") or 0
    if kind in _HELD_BY:
        for value in data["values"]:
            yield _HELD_BY[kind], value


def _add_channel(world: World, resolved: dict[str, dict[str, Any]], number: str, user: User) -> None:
    found = world.channels.get(int(number)) if number.isdecimal() else None
    if found is None:
        raise ClientRefusalError(f"There is no channel {number}.")
    payload = interaction_channel_payload(found, user, world.bot)
    resolved.setdefault("channels", {})[number] = payload | {"app_permissions": str(found.bot_may())}


def _add_role(resolved: dict[str, dict[str, Any]], number: str, channel: Channel) -> None:
    roles = {} if channel.guild is None else channel.guild.roles
    name = roles.get(int(number)) if number.isdecimal() else None
    if name is None:
        raise ClientRefusalError(f"There is no role {number}.")
    resolved.setdefault("roles", {})[number] = role_payload(int(number), name)


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
