"""A command as it is typed in a chat: "/previous@bot provider:spacex"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMAND = re.compile(
    r"/(?P<name>[a-z0-9_]{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<rest>.*))?\s*\Z", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """A command as written: its name in lower case, the bot it is meant for if it says so, the rest."""

    name: str
    bot: str
    rest: str


def typed_command(text: str) -> TypedCommand | None:
    """Return the command that `text` is, or None when it is none."""
    if not (match := _COMMAND.match(text)):
        return None
    return TypedCommand(match["name"].lower(), match["bot"] or "", (match["rest"] or "").strip())
