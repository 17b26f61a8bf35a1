"""What passes between the bot and a stand-in server, for referees and log panes to look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, Protocol

Platform = Literal["discord", "telegram", "launch_library"]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of the bot and the stand-in's reply, or one frame of Discord's gateway.

    `method` is an HTTP method, or "GATEWAY" for a frame (then `path` is its direction and event,
    and `status` is 0). Request and reply are decoded JSON; files are left out. Tokens in paths and
    bodies are replaced by "TOKEN". `note` says why the stand-in refused the request, or is empty.
    """

    platform: Platform
    method: str
    path: str
    request: Any
    status: int
    reply: Any
    at: datetime
    note: str = ""


Observer = Callable[[Exchange], None]
"""Called synchronously for every exchange, after the reply is known and before it is sent."""


class Referee(Protocol):
    """Compares exchanges with one platform's published contract."""

    def covers(self, exchange: Exchange) -> bool:
        """Tell whether the contract speaks of such an exchange at all."""

    def check(self, exchange: Exchange) -> list[str]:
        """Say every way in which the exchange deviates."""
