"""The application commands that the bot has registered, for all places and for single guilds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import unknown
from .rules.commands import CHAT_INPUT, check_commands
from .shaping import shape_command
from .snowflakes import Snowflakes

Command = dict[str, Any]


class CommandStore:
    """Commands by scope: a guild's id, or None for everywhere."""

    def __init__(self, application_id: int, snowflakes: Snowflakes) -> None:
        self._application_id = application_id
        self._snowflakes = snowflakes
        self._by_scope: dict[int | None, dict[int, Command]] = {}

    def all(self, scope: int | None) -> list[Command]:
        """Give the commands of a scope."""
        return list(self._by_scope.get(scope, {}).values())

    def in_guild(self, guild_id: int | None) -> list[Command]:
        """Give the commands usable in a guild, its own first, or in direct messages (None)."""
        own = self.all(guild_id) if guild_id is not None else []
        names = {(each["type"], each["name"]) for each in own}
        return own + [each for each in self.all(None) if (each["type"], each["name"]) not in names]

    def get(self, scope: int | None, command_id: int) -> Command:
        """Give one command; ApiError 10063 if there is none."""
        try:
            return self._by_scope[scope][command_id]
        except KeyError:
            raise unknown("command") from None

    def replace(self, scope: int | None, bodies: list[Command]) -> list[Command]:
        """Put these commands in place of all others; those with a known name keep their id."""
        check_commands(bodies)
        known = {(each["type"], each["name"]): int(each["id"]) for each in self.all(scope)}
        fresh: dict[int, Command] = {}
        for body in bodies:
            number = known.get((body.get("type") or CHAT_INPUT, body["name"])) or self._snowflakes.next()
            fresh[number] = self._shape(scope, number, body)
        self._by_scope[scope] = fresh
        return list(fresh.values())

    def put(self, scope: int | None, body: Command) -> tuple[Command, bool]:
        """Add a command, or replace the one of the same name; also tells whether it is new."""
        check_commands([body])
        key = (body.get("type") or CHAT_INPUT, body["name"])
        known = next(
            (int(each["id"]) for each in self.all(scope) if (each["type"], each["name"]) == key), None
        )
        number = known or self._snowflakes.next()
        command = self._by_scope.setdefault(scope, {})[number] = self._shape(scope, number, body)
        return command, known is None

    def change(self, scope: int | None, command_id: int, changes: Mapping[str, Any]) -> Command:
        """Change some fields of a command."""
        ours = ("application_id", "version", "guild_id", "id")
        old = {name: value for name, value in self.get(scope, command_id).items() if name not in ours}
        body = {**old, **changes}
        check_commands([body])
        command = self._by_scope[scope][command_id] = self._shape(scope, command_id, body)
        return command

    def remove(self, scope: int | None, command_id: int) -> None:
        """Take a command away; ApiError 10063 if there is none."""
        self.get(scope, command_id)
        del self._by_scope[scope][command_id]

    def _shape(self, scope: int | None, number: int, body: Command) -> Command:
        ids = {
            "id": str(number),
            "application_id": str(self._application_id),
            "version": str(self._snowflakes.next()),
        }
        if scope is not None:
            ids["guild_id"] = str(scope)
        return shape_command(body, ids)
