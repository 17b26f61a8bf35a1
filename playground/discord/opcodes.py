"""The gateway's opcodes, close codes and intervals.

Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway
"""

from __future__ import annotations

from contextlib import suppress
from enum import IntEnum
from typing import Any

HEARTBEAT_MS = 41_250
CLOSE_SECONDS = 1.0
ACK_SECONDS = 0.25
"""How long an acknowledgement is under way.

discord.py notes in another thread that it has sent its heartbeat: what comes back sooner than that is counted
from the heartbeat before, and logged as a websocket that is 41 s behind.
"""
PRIVILEGED_INTENTS = 1 << 1 | 1 << 8 | 1 << 15
NOT_AUTHENTICATED, AUTHENTICATION_FAILED, DECODE_ERROR = 4003, 4004, 4002
INVALID_SHARD, DISALLOWED_INTENTS = 4010, 4014


class Op(IntEnum):
    """Source: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    RESUME = 6
    RECONNECT = 7
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11


def name(op: Any) -> str:
    """Name an opcode for people."""
    with suppress(ValueError):
        return Op(op).name
    return f"op {op}"
