"""Who may do what: the table of every command. What a button needs stands with its action.

`docs/permissions.md` tells both to people.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Right(StrEnum):
    """What somebody has to be allowed where they ask.

    CHANNEL is deciding what is posted in that channel, SERVER deciding what holds for the whole server. On
    Telegram and in private chats both are one: the administrators', or the person's own.
    """

    NONE = "none"
    CHANNEL = "channel"
    SERVER = "server"


COMMANDS: Mapping[str, Right] = {
    "previous": Right.NONE,
    "search": Right.NONE,
    "launch": Right.NONE,
    "stats": Right.NONE,
    "compare": Right.NONE,
    "onthisday": Right.NONE,
    "rocket": Right.NONE,
    "provider": Right.NONE,
    "site": Right.NONE,
    "astronaut": Right.NONE,
    "spacecraft": Right.NONE,
    "booster": Right.NONE,
    "boosters": Right.NONE,
    "menu": Right.NONE,
    "latest": Right.NONE,
    "start": Right.NONE,
    "status": Right.NONE,
    "help": Right.NONE,
    "about": Right.NONE,
    "subscribe": Right.CHANNEL,
    "subscriptions": Right.CHANNEL,
    "unsubscribe": Right.CHANNEL,
    "timezone": Right.SERVER,
    "language": Right.SERVER,
    "forget": Right.CHANNEL,
}
"""By the command's name. `/forget` only asks; its buttons have rights of their own."""

LOCATION = Right.SERVER
"""A location shared on Telegram sets the time zone."""


def of_command(name: str) -> Right:
    """Return the right that a command needs; NONE for one that is not in the table."""
    return COMMANDS.get(name, Right.NONE)
