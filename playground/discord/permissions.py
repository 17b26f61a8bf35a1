"""The permission bits this server looks at.

Source: https://docs.discord.com/developers/topics/permissions#permissions-bitwise-permission-flags
"""

from __future__ import annotations

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_EXTERNAL_EMOJIS = 1 << 18
USE_APPLICATION_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
SEND_MESSAGES_IN_THREADS = 1 << 38

ALL = (1 << 53) - 1

OF_GUILD = (
    1 << 1 | 1 << 2 | ADMINISTRATOR | MANAGE_GUILD | 1 << 7 | 1 << 19 | 1 << 26 | 1 << 27 | 1 << 30 | 1 << 40
)
"""Bits that no channel's settings give or take: in the table of the source, those without a channel type."""

OF_TIMED_OUT = VIEW_CHANNEL | READ_MESSAGE_HISTORY
"""What is left to whoever is timed out.
https://docs.discord.com/developers/topics/permissions#permissions-for-timed-out-members"""

MEMBER = (
    ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_MESSAGE_HISTORY
    | USE_EXTERNAL_EMOJIS
    | USE_APPLICATION_COMMANDS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
)
"""What @everyone may do in a new guild, as far as this server cares."""


def allows(held: int, wanted: int) -> bool:
    """Tell whether the bits held include all the bits wanted; an administrator has them all."""
    return bool(held & ADMINISTRATOR) or held & wanted == wanted
